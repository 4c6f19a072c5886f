import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { Feature } from '../../src/core/catalogue/stored/features.ts'
import { type Catalogue, openForWriting } from '../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { scan } from '../../src/core/catalogue/scan.ts'
import { csvRecords } from '../../src/core/csv-records.ts'
import { readTableFile } from '../../src/core/clustering/table-file.ts'
import { type Target, withoutTarget } from '../../src/core/evaluation/target.ts'
import { buildTable } from '../../src/core/features/build.ts'
import { selectFeatures } from '../../src/core/features/select.ts'
import type { FeatureTable } from '../../src/core/features/table.ts'
import { Random, sampleRanks } from '../../src/core/random.ts'
import { readingThreads } from '../../src/jobs/reading-threads.ts'
import { phantomInstances } from '../../src/phantom/archive.ts'
import type { PhantomGroup } from '../../src/phantom/exams.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { writeHeaders } from './headers.ts'
import { type Pictures, picturesOf } from './pictures.ts'
import { rowsOf, textsOfColumn } from './rows.ts'
import { classCodes, textsOf, type Truths, truthsOfHeaders, vendorOf } from './truth.ts'

/** What the demo makes. */
const PHANTOM = { images: 6000, seed: 1 }

/** What is drawn for one seed. */
export interface Sample {
  /** One number a row, by which its picture is found. */
  instances: Uint32Array
  truths: Truths
  /** The table of the features that are left without a target's; of no target: of all. */
  table(leftOut: Target | null): { table: FeatureTable; features: Feature[] | null }
}

export interface QualitySet {
  name: SetName
  /** undefined where there are none. */
  pictures?: Pictures
  sample(seed: number): Sample
  close(): void
}

export const SETS = ['real', 'tagtable', 'stroke-mr', 'phantom'] as const
export type SetName = (typeof SETS)[number]

const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url))
const FOLDER = fileURLToPath(new URL('../../.bench/quality/', import.meta.url))

/** Opens a set; undefined, and says so, where its files are not there. */
export async function openSet(name: SetName): Promise<QualitySet | undefined> {
  const needed = { real: 'dicom', tagtable: 'dicom/TAGTABLE.tsv.gz', 'stroke-mr': 'quality', phantom: '' }[name]
  if (!existsSync(join(SHARED, needed))) {
    console.log(`${name}: left out, since there is no ${join(SHARED, needed)}`)
    return undefined
  }
  mkdirSync(FOLDER, { recursive: true })
  if (name === 'real') return openArchive(name, join(SHARED, 'dicom'), { images: 900, perSeries: 4, hasPictures: true })
  if (name === 'tagtable') {
    const folder = join(FOLDER, name)
    rmSync(folder, { recursive: true, force: true })
    writeHeaders(join(SHARED, needed), folder)
    return openArchive(name, folder, { images: 1000, perSeries: 8, hasPictures: false })
  }
  if (name === 'stroke-mr') return openTable(name, join(SHARED, needed), 1100)
  const folder = join(FOLDER, name)
  await writePhantom(folder, PHANTOM)
  return openArchive(name, folder, { images: 1200, perSeries: Infinity, hasPictures: true }, groupsOfPhantom)
}

async function openArchive(
  name: SetName,
  folder: string,
  options: { images: number; perSeries: number; hasPictures: boolean },
  further: (reader: CatalogueReader, images: Uint32Array) => Truths = () => ({})
): Promise<QualitySet> {
  const file = join(FOLDER, `${name}.sqlite`)
  for (const suffix of ['', '-wal', '-shm', '.pictures']) rmSync(file + suffix, { force: true })
  const catalogue: Catalogue = openForWriting(file, 'benchmark')
  await scan(catalogue, [folder], { workers: readingThreads() })
  const reader = new CatalogueReader(catalogue.db)
  const images = reader.images()
  const { features } = await selectFeatures(reader, images)
  const series = textsOf(reader, images)('SeriesInstanceUID')
  return {
    name,
    ...(options.hasPictures && { pictures: await picturesOf(file, reader, images) }),
    sample(seed) {
      const ranks = capped(sampleRanks(images.length, images.length, new Random(seed)), series, options)
      const instances = ranks.sort().map((rank) => images[rank])
      return {
        instances,
        truths: { ...truthsOfHeaders(reader, instances), ...further(reader, instances) },
        table(leftOut) {
          const kept = leftOut === null ? features : withoutTarget(features, leftOut).kept
          return { table: buildTable(reader, kept, instances), features: kept }
        }
      }
    },
    close: () => catalogue.close()
  }
}

/** The first ranks, of which at most so many of a series. */
function capped(
  ranks: Uint32Array,
  series: readonly string[],
  { images, perSeries }: { images: number; perSeries: number }
): Uint32Array {
  const taken = new Map<string, number>()
  return ranks
    .filter((rank) => {
      const count = (taken.get(series[rank]) ?? 0) + 1
      taken.set(series[rank], count)
      return series[rank] === '' || count <= perSeries
    })
    .slice(0, images)
}

/** What the pictures of the phantom truly show, which no file says in one place. */
function groupsOfPhantom(reader: CatalogueReader, images: Uint32Array): Truths {
  const groups = new Map<string, PhantomGroup>()
  for (const { sopInstanceUid, group } of phantomInstances(PHANTOM)) groups.set(sopInstanceUid, group)
  const found = textsOf(reader, images)('SOPInstanceUID').map((uid) => groups.get(uid)!)
  return {
    modality: classCodes(found.map(({ modality }) => modality)),
    region: classCodes(found.map(({ region }) => region)),
    plane: classCodes(found.map(({ plane }) => plane)),
    sequence: classCodes(found.map(({ weighting }) => weighting)),
    group: classCodes(
      found.map(({ modality, region, plane, weighting }) => [modality, region, plane, weighting].join())
    )
  }
}

/** A table with the sequence and the patient of each row beside it. */
async function openTable(name: SetName, folder: string, rows: number): Promise<QualitySet> {
  const csv = join(FOLDER, `${name}.csv`)
  writeFileSync(csv, gunzipSync(readFileSync(join(folder, `${name}.csv.gz`))))
  const whole = await readTableFile(csv, join(folder, `${name}.types.json`))
  const sequences: string[] = []
  for await (const { cells } of csvRecords(join(folder, `${name}.truth.csv`), 'labels')) sequences.push(cells[0])
  const [header, ...sequence] = sequences
  if (header !== 'sequence' || sequence.length !== whole.rows)
    throw new Error(`The truth of ${name} is of another table.`)
  return {
    name,
    sample(seed) {
      const instances = sampleRanks(whole.rows, rows, new Random(seed)).sort()
      const table = rowsOf(whole, instances)
      const manufacturers = textsOfColumn(table, 'Manufacturer')
      const models = textsOfColumn(table, 'ManufacturerModelName')
      return {
        instances,
        truths: {
          sequence: classCodes(Array.from(instances, (row) => sequence[row])),
          vendor: classCodes(manufacturers.map(vendorOf)),
          scanner: classCodes(
            models.map((model, row) => (model === '' ? '' : `${vendorOf(manufacturers[row])} ${model}`))
          )
        },
        table(leftOut) {
          const kept = table.columns.filter(({ name }) => !leftOut?.proxies.has(name.replace(/\[\d+\]$/, '')))
          return { table: { rows: table.rows, columns: kept }, features: null }
        }
      }
    },
    close: () => undefined
  }
}
