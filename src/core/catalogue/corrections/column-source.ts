import type { Database } from 'better-sqlite3'
import type { ValueTest } from '../../dicom/tag-search.ts'
import { EMPTY, FIRST_VALUE } from '../../tag-codes.ts'
import { lastMappingDecision } from '../mappings.ts'
import { CatalogueReader } from '../reader.ts'
import { byFrequency } from '../tally.ts'
import {
  AS_IN_FILES,
  type ColumnSource,
  type ColumnValues,
  type Tag,
  type TagFrequency,
  type ValueBasis,
  type TagId
} from '../types.ts'
import type { SearchRoom } from '../value-search.ts'
import { CorrectionLayer } from './layer.ts'
import { hasCorrections, lastCorrection } from './log.ts'
import { MappingLayer } from './mapping-layer.ts'

/** Changes values on their way from the catalogue to everything that reads tags; none of them is written into a file. */
export interface ValueLayer {
  /** Whether it may change any value of a tag. */
  touches(tag: TagId): boolean
  /** Those of some instances whose value it may change, ascending. */
  within(tag: TagId, instances: Uint32Array): Uint32Array
  /** Changes the values of instances. */
  apply(tag: TagId, instances: Uint32Array, column: ChangedColumn): void
  /** Its part of the basis. */
  readonly basis: Partial<ValueBasis>
  /** Takes in what was decided since. @returns tags whose values may have changed */
  refresh(): readonly number[]
}

/** Everything that was decided until now. */
function currentBasis(db: Database): ValueBasis {
  return { corrections: lastCorrection(db), mappings: lastMappingDecision(db) }
}

/** As people corrected single values, but without mappings between sites. */
export function openUnmapped(db: Database): CatalogueReader {
  return openReader(db, { ...currentBasis(db), mappings: 0 })
}

/**
 * Reads a catalogue as people corrected it: the one place where decisions about values come between the columns and their readers.
 * Layers apply in their order: a number that a person gave an image is in the unit of the standard, and stays; a word that a person gave is
 * read as its synonym, as that of a file is.
 * @param basis `AS_IN_FILES` for values as they are in the files; by default everything that was decided until now
 */
export function openReader(db: Database, basis?: ValueBasis): CatalogueReader {
  const isAsInFiles = basis !== undefined && Object.values(basis).every((last) => last === 0)
  if (isAsInFiles || !hasCorrections(db)) return new CatalogueReader(db)
  return new CorrectedReader(db, layersOf(db, basis ?? currentBasis(db)))
}

function layersOf(db: Database, { corrections, mappings }: ValueBasis): ValueLayer[] {
  return [
    new MappingLayer(db, mappings, 'numbers'),
    new CorrectionLayer(db, corrections),
    new MappingLayer(db, mappings, 'words')
  ]
}

/** A column that layers change. */
export class ChangedColumn implements ColumnValues {
  readonly codes: Uint32Array
  readonly texts: string[]
  private byText: Map<string, number> | null = null

  /** @param column changed in place */
  constructor({ codes, texts }: ColumnValues) {
    this.codes = codes
    this.texts = texts
  }

  /** @returns '' where a row has no value */
  text(row: number): string {
    const code = this.codes[row]
    return code < FIRST_VALUE ? '' : this.texts[code]
  }

  /** @param text '' for no value */
  set(row: number, text: string): void {
    if (text !== '') this.codes[row] = this.codeOf(text)
    else if (this.codes[row] >= FIRST_VALUE) this.codes[row] = EMPTY
  }

  private codeOf(text: string): number {
    if (this.byText === null) {
      this.byText = new Map()
      for (let code = FIRST_VALUE; code < this.texts.length; code++) this.byText.set(this.texts[code], code)
    }
    let code = this.byText.get(text)
    if (code === undefined) {
      code = Math.max(this.texts.length, FIRST_VALUE)
      this.byText.set(text, code)
      this.texts[code] = text
    }
    return code
  }
}

/** Instances whose values are compared together. */
const AT_A_TIME = 65_536

/** Rows of a column before and after the layers; those whose value is another one. */
interface Changes {
  before: ColumnValues
  after: ChangedColumn
  rows: number[]
}

class CorrectedReader extends CatalogueReader {
  private readonly layers: readonly ValueLayer[]
  /** Of all live instances, by tag. */
  private readonly known = new Map<number, TagFrequency>()
  private readonly corrections = new Map<number, number>()
  private readonly views = new Map<string, ColumnSource>()

  constructor(db: Database, layers: readonly ValueLayer[]) {
    super(db)
    this.layers = layers
  }

  override column(tag: TagId, instances: Uint32Array): ColumnValues {
    return layered(super.column(tag, instances), tag, instances, this.layers)
  }

  override counted(frequency: TagFrequency, top: number): TagFrequency {
    const { tag } = frequency
    if (!this.touches(tag.id)) return frequency
    return kept(this.known, tag.id, () => this.frequency(tag, this.live(), top))
  }

  override corrected(tag: TagId, instances: Uint32Array): number {
    if (!this.touches(tag)) return 0
    const count = (): number => {
      let rows = 0
      for (const change of this.changes(tag, instances)) rows += change.rows.length
      return rows
    }
    return instances === this.live() ? kept(this.corrections, tag, count) : count()
  }

  override frequency(tag: Tag, instances: Uint32Array, top: number): TagFrequency {
    if (!this.touches(tag.id)) return super.frequency(tag, instances, top)
    let { present, nonEmpty } = super.frequency(tag, instances, 0)
    for (const { before, after, rows } of this.changes(tag.id, instances)) {
      for (const row of rows) {
        present += Number(after.codes[row] >= EMPTY) - Number(before.codes[row] >= EMPTY)
        nonEmpty += Number(after.codes[row] >= FIRST_VALUE) - Number(before.codes[row] >= FIRST_VALUE)
      }
    }
    const values = this.values(tag.id, instances)
    return { tag, present, nonEmpty, distinct: values.length, top: values.slice(0, top) }
  }

  override values(tag: TagId, instances: Uint32Array): { value: string; count: number }[] {
    const values = super.values(tag, instances)
    if (!this.touches(tag)) return values
    const counts = new Map(values.map(({ value, count }) => [value, count]))
    const add = (column: ColumnValues, row: number, by: number): void => {
      const code = column.codes[row]
      if (code >= FIRST_VALUE) counts.set(column.texts[code], (counts.get(column.texts[code]) ?? 0) + by)
    }
    for (const { before, after, rows } of this.changes(tag, instances)) {
      for (const row of rows) {
        add(before, row, -1)
        add(after, row, 1)
      }
    }
    const left = Array.from(counts, ([value, count]) => ({ value, count })).filter(({ count }) => count > 0)
    return byFrequency(left, left.length)
  }

  override look(
    tag: Tag,
    from: number,
    test: ValueTest,
    most: number,
    room: SearchRoom
  ): { values: string[]; next: number | null } {
    if (!this.touches(tag.id)) return super.look(tag, from, test, most, room)
    const values = this.values(tag.id, this.live())
    for (const { value } of values) room.characters -= value.length
    const found = values.filter(({ value }) => test.holds(value)).slice(0, most)
    return { values: found.map(({ value }) => value), next: null }
  }

  override get basis(): ValueBasis {
    return Object.assign({ ...AS_IN_FILES }, ...this.layers.map(({ basis }) => basis)) as ValueBasis
  }

  override asOf(basis: ValueBasis): ColumnSource {
    const { corrections, mappings } = this.basis
    if (basis.corrections === corrections && basis.mappings === mappings) return this
    return kept(this.views, `${basis.corrections}, ${basis.mappings}`, () => {
      const layers = layersOf(this.db, basis)
      return {
        tags: () => this.tags(),
        column: (tag, instances) => layered(super.column(tag, instances), tag, instances, layers)
      }
    })
  }

  override refresh(): readonly number[] {
    const changed = this.layers.flatMap((layer) => [...layer.refresh()])
    if (changed.length > 0) {
      this.known.clear()
      this.corrections.clear()
    }
    return changed
  }

  private touches(tag: TagId): boolean {
    return this.layers.some((layer) => layer.touches(tag))
  }

  private *changes(tag: TagId, instances: Uint32Array): Generator<Changes> {
    const layers = this.layers.filter((layer) => layer.touches(tag))
    if (layers.length === 0) return
    const parts = layers.map((layer) => layer.within(tag, instances))
    instances = parts.reduce(union)
    for (let from = 0; from < instances.length; from += AT_A_TIME) {
      const some = instances.subarray(from, from + AT_A_TIME)
      const before = super.column(tag, some)
      const after = new ChangedColumn({ codes: before.codes.slice(), texts: before.texts.slice() })
      for (const layer of layers) layer.apply(tag, some, after)
      const rows: number[] = []
      for (let row = 0; row < some.length; row++) {
        const [was, is] = [before.codes[row], after.codes[row]]
        if (was !== is) rows.push(row)
      }
      if (rows.length > 0) yield { before, after, rows }
    }
  }
}

function kept<K, T>(all: Map<K, T>, key: K, make: () => T): T {
  let found = all.get(key)
  if (found === undefined) all.set(key, (found = make()))
  return found
}

/** A column with what layers make of it. */
function layered(
  column: ColumnValues,
  tag: TagId,
  instances: Uint32Array,
  layers: readonly ValueLayer[]
): ColumnValues {
  const touching = layers.filter((layer) => layer.touches(tag))
  if (touching.length === 0) return column
  const changed = new ChangedColumn(column)
  for (const layer of touching) layer.apply(tag, instances, changed)
  return changed
}

/** Ids in either of two lists, ascending as these are. */
function union(a: Uint32Array, b: Uint32Array): Uint32Array {
  const all = new Uint32Array(a.length + b.length)
  let length = 0
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const next = j >= b.length || a[i] <= b[j] ? a[i] : b[j]
    if (a[i] === next) i++
    if (b[j] === next) j++
    all[length++] = next
  }
  return all.subarray(0, length)
}
