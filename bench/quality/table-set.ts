import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { designTable, tagOf } from '../../src/core/clustering/table-design.ts'
import { readTableFile } from '../../src/core/clustering/table-file.ts'
import { csvRecords } from '../../src/core/csv-records.ts'
import type { Target } from '../../src/core/evaluation/target.ts'
import { ORIENTATION } from '../../src/core/features/plane.ts'
import { type FeatureColumn, type FeatureTable, rowsOf } from '../../src/core/features/table.ts'
import { Random, sampleRanks } from '../../src/core/random.ts'
import { textsOfColumn } from './rows.ts'
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
    unit: 'rows',
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

/** What `medoid cluster --table` compares. */
function prepare(given: FeatureTable, { method, withoutPlane, change }: Variant, leftOut: Target | null): Prepared {
  const kept = given.columns.filter((column) => !leftOut?.proxies.has(tagOf(column)))
  const columns = withoutPlane ? kept.map(hideOrientation) : kept
  const prepared = designTable({ rows: given.rows, columns }, { method })
  return change ? { ...prepared, model: change(prepared) } : prepared
}

/** By another name, the six numbers of an orientation stay what they are. */
function hideOrientation(column: FeatureColumn): FeatureColumn {
  return tagOf(column) === ORIENTATION ? { ...column, name: column.name.replace(ORIENTATION, 'Orientation') } : column
}
