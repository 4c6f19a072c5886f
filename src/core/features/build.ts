import { FIRST_VALUE } from '../tag-codes.ts'
import { AS_IN_FILES, type ColumnSource } from '../catalogue/types.ts'
import { MedoidError } from '../errors.ts'
import { parseDecimal } from '../numbers.ts'
import { throwIfCancelled, type Work } from '../work.ts'
import { type Attribute, attributeColumn, attributesOf, ROWS_AT_A_TIME } from './attributes.ts'
import type { Sameness } from './normalise.ts'
import { isCategory, parseAge, splitValues } from './parse.ts'
import type { Feature } from '../catalogue/stored/features.ts'
import { planeOf } from './plane.ts'
import { samenessOf } from './spellings.ts'
import { type FeatureColumn, type FeatureTable, MISSING_LEVEL } from './table.ts'

/**
 * The feature table of some instances: rows in the order of `instances`, columns as planned, whichever instances these
 * are. Categories that the plan does not know come behind its levels, as they are written.
 *
 * @throws MedoidError `unknown-tag` where the catalogue has no such tag
 */
export function buildTable(source: ColumnSource, features: readonly Feature[], instances: Uint32Array): FeatureTable {
  return new TableBuilder(source, features).build(instances)
}

/** The same in pieces of 65,536 rows, for more instances than fit into memory as a table. */
export function* buildTables(
  source: ColumnSource,
  features: readonly Feature[],
  instances: Uint32Array,
  work?: Work
): Generator<FeatureTable> {
  const builder = new TableBuilder(source, features)
  for (let from = 0; from < instances.length; from += ROWS_AT_A_TIME) {
    throwIfCancelled(work)
    work?.onProgress?.({ stage: 'Building the feature table', done: from, total: instances.length, unit: 'images' })
    yield builder.build(instances.subarray(from, from + ROWS_AT_A_TIME))
  }
}

/** Builds tables of the same columns for one list of instances after another, and remembers what it has parsed. */
export class TableBuilder {
  private readonly features: { reader: FeatureReader; source: ColumnSource }[]

  constructor(source: ColumnSource, features: readonly Feature[]) {
    const attributes = attributesOf(source.tags())
    this.features = features.map((feature) => ({
      reader: new FeatureReader(feature, attributeOf(attributes, feature)),
      // What was corrected or mapped since a run was made must not change what it compares.
      source: source.asOf?.(feature.corrected?.upTo ?? AS_IN_FILES) ?? source
    }))
  }

  build(instances: Uint32Array): FeatureTable {
    return {
      rows: instances.length,
      columns: this.features.flatMap(({ reader, source }) => reader.read(source, instances))
    }
  }
}

function attributeOf(attributes: readonly Attribute[], feature: Feature): Attribute {
  const { tag, path, privateCreator } = feature
  const found = attributes.find((a) => a.tag === tag && a.path === path && a.privateCreator === privateCreator)
  if (found !== undefined) return found
  throw new MedoidError('unknown-tag', { why: 'run', name: feature.name })
}

/** Parsed texts that are kept from one table to the next. */
const REMEMBERED = 8192

/** Reads the values of one feature into its columns. */
class FeatureReader {
  private readonly feature: Feature
  private readonly attribute: Attribute
  private readonly sameness: Sameness
  /** Of each nominal column: the code of each category that the plan knows. */
  private readonly known: Map<string, number>[]
  /** The cells of texts that were parsed before: numbers or codes, one a column. */
  private readonly parsed = new Map<string, Float64Array>()

  constructor(feature: Feature, attribute: Attribute) {
    this.feature = feature
    this.attribute = attribute
    this.sameness = samenessOf(feature.vr, feature.spellings)
    this.known = feature.columns.map(
      ({ levels = [] }) => new Map(levels.map((level, code) => [this.sameness.key(level), code]))
    )
  }

  read(source: ColumnSource, instances: Uint32Array): FeatureColumn[] {
    const { codes, texts } = attributeColumn(source, this.attribute, instances)
    const columns = this.emptyColumns(instances.length)
    const added = this.known.map(() => new Map<string, number>())
    const cellsOf: Float64Array[] = []
    const slots = new Uint32Array(texts.length)
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row]
      if (code < FIRST_VALUE) continue
      if (slots[code] === 0) slots[code] = cellsOf.push(this.parse(texts[code], columns, added))
      const cells = cellsOf[slots[code] - 1]
      for (let c = 0; c < columns.length; c++) {
        const column = columns[c]
        if (column.kind === 'nominal') column.codes[row] = cells[c]
        else if (column.kind === 'numeric') column.values[row] = cells[c]
      }
    }
    return columns
  }

  private emptyColumns(rows: number): FeatureColumn[] {
    return this.feature.columns.map(({ name, levels }) =>
      levels === undefined
        ? { name, kind: 'numeric', values: new Float64Array(rows).fill(NaN) }
        : { name, kind: 'nominal', codes: new Int32Array(rows).fill(MISSING_LEVEL), levels: [...levels] }
    )
  }

  /** The cells of a text. Categories that the plan does not know are added to this table's levels. */
  private parse(text: string, columns: FeatureColumn[], added: Map<string, number>[]): Float64Array {
    const before = this.parsed.get(text)
    if (before !== undefined) return before

    const split = splitValues(text, this.feature.vr)
    const values = this.feature.parser === 'plane' ? [planeOf(split)] : split
    const cells = new Float64Array(columns.length)
    let isAsPlanned = true
    this.feature.columns.forEach(({ position }, c) => {
      const value = values[position - 1] ?? ''
      const column = columns[c]
      if (column.kind !== 'nominal') {
        cells[c] = this.feature.parser === 'age' ? parseAge(value) : parseDecimal(value)
        return
      }
      if (value === '' || !isCategory(value)) {
        cells[c] = MISSING_LEVEL
        return
      }
      const key = this.sameness.key(value)
      let code = this.known[c].get(key)
      if (code === undefined) {
        isAsPlanned = false
        code = added[c].get(key) ?? column.levels.push(value) - 1
        added[c].set(key, code)
      }
      cells[c] = code
    })
    // A code that only this table knows must not outlive it.
    if (isAsPlanned) {
      if (this.parsed.size >= REMEMBERED) this.parsed.clear()
      this.parsed.set(text, cells)
    }
    return cells
  }
}
