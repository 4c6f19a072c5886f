import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { designedModel } from '../../src/core/clustering/design.ts'
import { readTableFile } from '../../src/core/clustering/table-file.ts'
import { csvRecords } from '../../src/core/csv-records.ts'
import type { Target } from '../../src/core/evaluation/target.ts'
import { joint, oneCategory, discrete } from '../../src/core/features/entropy.ts'
import { methodNamed } from '../../src/core/features/methods.ts'
import { ORIENTATION, PLANE_COLUMN, planeOf } from '../../src/core/features/plane.ts'
import { type FeatureColumn, type FeatureTable, MISSING_LEVEL } from '../../src/core/features/table.ts'
import { DEVICE_TAGS, type TagColumns, weigh } from '../../src/core/features/weights.ts'
import { Random, sampleRanks } from '../../src/core/random.ts'
import { rowsOf, textsOfColumn } from './rows.ts'
import type { QualitySet } from './sets.ts'
import { classCodes, vendorOf } from './truth.ts'
import type { Prepared, Variant } from './variants.ts'

/** A table of MR series, one a row, with the sequence of each beside it. */
export async function openTable(
  folder: string,
  temporary: string,
  { name, rows }: { name: QualitySet['name']; rows: number }
): Promise<QualitySet> {
  const csv = join(temporary, `${name}.csv`)
  writeFileSync(csv, gunzipSync(readFileSync(join(folder, `${name}.csv.gz`))))
  const whole = await readTableFile(csv, join(folder, `${name}.types.json`))
  const cells: string[] = []
  for await (const record of csvRecords(join(folder, `${name}.truth.csv`), 'labels')) cells.push(record.cells[0])
  const [header, ...sequences] = cells
  if (header !== 'sequence' || sequences.length !== whole.rows)
    throw new Error(`The truth of ${name} is another table's.`)
  return {
    name,
    sample(seed) {
      const instances = sampleRanks(whole.rows, rows, new Random(seed)).sort()
      const table = rowsOf(whole, instances)
      const vendors = textsOfColumn(table, 'Manufacturer').map(vendorOf)
      const models = textsOfColumn(table, 'ManufacturerModelName')
      return {
        instances,
        truths: {
          sequence: classCodes(Array.from(instances, (row) => sequences[row])),
          vendor: classCodes(vendors),
          scanner: classCodes(models.map((model, row) => (model === '' ? '' : `${vendors[row]} ${model}`)))
        },
        prepare: (variant, leftOut) => Promise.resolve(prepare(table, variant, leftOut))
      }
    },
    close: () => undefined
  }
}

/** What images are prepared with, for a table whose columns are named after the tags of one modality. */
function prepare(
  given: FeatureTable,
  { method: name, withoutPlane, change }: Variant,
  leftOut: Target | null
): Prepared {
  const method = methodNamed(name)
  const table = method.planeWeight === null || withoutPlane ? given : withPlane(given)
  const tags = tagsOf(table.columns)
  const context = {
    scanner: joint(
      tags.filter(({ name }) => SCANNER.has(name)).flatMap(({ columns }) => columns.map(discrete)),
      table.rows
    ),
    modality: oneCategory(table.rows)
  }
  const weightings = weigh(tags, table.rows, context, { method, groupByScanner: false, chosen: new Map() })
  const ofColumns = tags.flatMap(({ keyword, columns }, at) =>
    columns.map((column) => ({ column, keyword, weighting: weightings[at] }))
  )
  const kept = ofColumns.filter(({ keyword }) => !leftOut?.proxies.has(keyword))
  const sample = { rows: table.rows, columns: kept.map(({ column }) => column) }
  const model = designedModel(sample, {
    method,
    weightings: kept.map(({ weighting }) => weighting),
    absence: kept.map(({ keyword }) => !DEVICE_TAGS.has(keyword)),
    classes: 'one'
  })
  const prepared = { table: sample, model, tags: kept }
  return change ? { ...prepared, model: change(prepared) } : prepared
}

const SCANNER: ReadonlySet<string> = new Set(['Manufacturer', 'ManufacturerModelName'])

/** Columns `ImageType[1]`, `ImageType[2]` are of one tag. */
function tagsOf(columns: readonly FeatureColumn[]): TagColumns[] {
  const tags = new Map<string, FeatureColumn[]>()
  for (const column of columns) {
    const tag = tagOf(column)
    tags.set(tag, [...(tags.get(tag) ?? []), column])
  }
  return Array.from(tags, ([name, columns]) => ({ name, keyword: name, columns }))
}

function tagOf({ name }: FeatureColumn): string {
  return name === PLANE_COLUMN ? ORIENTATION : name.replace(/\[\d+\]$/, '')
}

/** The six numbers of orientations as one category. */
function withPlane({ rows, columns }: FeatureTable): FeatureTable {
  const numbers = columns.filter((column) => tagOf(column) === ORIENTATION)
  const planes = Array.from({ length: rows }, (_, row) =>
    planeOf(
      numbers.map((column) =>
        'values' in column && !Number.isNaN(column.values[row]) ? String(column.values[row]) : ''
      )
    )
  )
  const levels = [...new Set(planes)].filter((plane) => plane !== '')
  const codes = Int32Array.from(planes, (plane) => (plane === '' ? MISSING_LEVEL : levels.indexOf(plane)))
  const plane: FeatureColumn = { name: PLANE_COLUMN, kind: 'nominal', codes, levels }
  return { rows, columns: [...columns.filter((column) => !numbers.includes(column)), plane] }
}
