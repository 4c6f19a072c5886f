import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { Feature } from '../../src/core/catalogue/stored/features.ts'
import { openForWriting } from '../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { scan } from '../../src/core/catalogue/scan.ts'
import { readTableFile } from '../../src/core/clustering/table-file.ts'
import { csvRecords } from '../../src/core/csv-records.ts'
import { attributesOf } from '../../src/core/features/attributes.ts'
import { buildTable } from '../../src/core/features/build.ts'
import { GROUP_KEYWORDS, groupsOf, NO_GROUP } from '../../src/core/features/groups.ts'
import { findAttribute } from '../../src/core/features/names.ts'
import { keptTogether } from '../../src/core/features/kept-together.ts'
import { drawSample } from '../../src/core/features/sample.ts'
import { selectFeatures } from '../../src/core/features/select.ts'
import { type FeatureTable, rowsOf } from '../../src/core/features/table.ts'
import { FOLDS } from '../../src/core/forest/folds.ts'
import { Random, sampleRanks } from '../../src/core/random.ts'
import { proxyOf } from '../../src/core/suggestions/proxies.ts'
import { readingThreads } from '../../src/jobs/reading-threads.ts'
import { phantomGroups } from '../../src/phantom/groups.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { classCodes, textsOf, type TruthName, truthsOfHeaders } from '../quality/truth.ts'

/** Rows of which a tag is known, or not. */
export interface TagRows {
  /** Some of the rows as features, without the tag and those that say the same. */
  table(this: void, rows: readonly number[]): FeatureTable
  /** NO_CLASS where it is not known. */
  classes: Int32Array
  /** Patients. */
  groups: Int32Array
  series: Int32Array
}

export interface TagSet {
  tags: readonly string[]
  rows(tag: string, seed: number): Promise<TagRows>
  close(): void
}

export const TAG_SETS = ['phantom', 'real', 'stroke-mr'] as const
export type TagSetName = (typeof TAG_SETS)[number]

const PHANTOM = { images: 6000, seed: 1 }
/** Kept for the next time, as bench/quality.ts does. */
const PHANTOM_FOLDER = fileURLToPath(new URL('../../.bench/quality-phantom/', import.meta.url))
const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url))
/** Tags that become features. */
const FEATURES = 120

/** By truth: the attribute that says it. */
const ATTRIBUTES: Readonly<Record<string, string>> = { region: 'BodyPartExamined', modality: 'Modality' }

/** Opens a set; undefined, and says so, where its files are not there. @param temporary a folder for what is made of them */
export async function openTagSet(name: TagSetName, temporary: string): Promise<TagSet | undefined> {
  if (name === 'phantom') {
    mkdirSync(PHANTOM_FOLDER, { recursive: true })
    await writePhantom(PHANTOM_FOLDER, PHANTOM)
    return openArchive(PHANTOM_FOLDER, temporary, ['region', 'modality', 'sequence'], { size: 700, perSeries: null })
  }
  const source = join(SHARED, name === 'real' ? 'dicom' : 'quality')
  if (!existsSync(source)) {
    console.log(`${name}: left out, since there is no ${source}`)
    return undefined
  }
  if (name === 'real') return openArchive(source, temporary, ['modality'], { size: 700, perSeries: 4 })
  return openTable(source, temporary)
}

async function openArchive(
  folder: string,
  temporary: string,
  tags: readonly string[],
  { size, perSeries }: { size: number; perSeries: number | null }
): Promise<TagSet> {
  const catalogue = openForWriting(join(temporary, `${tags.join('-')}.sqlite`), 'benchmark')
  await scan(catalogue, [folder], { workers: readingThreads() })
  const reader = new CatalogueReader(catalogue.db)
  const images = reader.images()
  const isPhantom = folder === PHANTOM_FOLDER
  /** Features without a tag, chosen once for all seeds. */
  const chosen = new Map<string, Promise<Feature[]>>()
  const featuresWithout = (tag: string): Promise<Feature[]> => {
    const known = chosen.get(tag)
    if (known !== undefined) return known
    const attributes = attributesOf(reader.tags())
    const keyword = ATTRIBUTES[tag]
    const isProxy = keyword === undefined ? () => false : proxyOf(findAttribute(attributes, keyword, keyword))
    const exclude = attributes.filter(isProxy).map(({ name }) => name)
    const options = { tags: FEATURES, exclude, method: 'balanced' }
    const features = selectFeatures(reader, images, options).then((selection) => selection.features)
    chosen.set(tag, features)
    return features
  }
  return {
    tags,
    async rows(tag, seed) {
      const { images: sample } = drawSample(reader, images, { size, seed, perSeries, by: 'image' })
      const whole = buildTable(reader, await featuresWithout(tag), sample)
      const series = groupsOf(reader, GROUP_KEYWORDS.series, sample)
      return {
        table: (rows) => rowsOf(whole, rows),
        classes: isPhantom ? phantomClasses(reader, sample, tag) : truthsOfHeaders(reader, sample)[tag as TruthName]!,
        groups: keptTogether(reader, sample, FOLDS).groups,
        // An image without a series is one of its own.
        series: series.map((own, row) => (own === NO_GROUP ? -2 - row : own))
      }
    },
    close: () => catalogue.close()
  }
}

/** What the pictures of the phantom truly show. */
function phantomClasses(reader: CatalogueReader, images: Uint32Array, tag: string): Int32Array {
  const groups = phantomGroups(PHANTOM)
  const found = textsOf(reader, images)('SOPInstanceUID').map((uid) => groups.get(uid)!)
  return classCodes(
    found.map(({ modality, region, weighting }) => ({ modality, region, sequence: weighting })[tag] ?? '')
  )
}

/** Series of a table, one a row, whose sequence is known besides. */
async function openTable(folder: string, temporary: string): Promise<TagSet> {
  const csv = join(temporary, 'stroke-mr.csv')
  writeFileSync(csv, gunzipSync(readFileSync(join(folder, 'stroke-mr.csv.gz'))))
  const whole = await readTableFile(csv, join(folder, 'stroke-mr.types.json'))
  const cells: string[][] = []
  for await (const record of csvRecords(join(folder, 'stroke-mr.truth.csv'), 'labels')) cells.push([...record.cells])
  const [header, ...truth] = cells
  if (header.join() !== 'sequence,patient' || truth.length !== whole.rows) {
    throw new Error('The truth of stroke-mr is another table’s.')
  }
  return {
    tags: ['sequence'],
    rows(_tag, seed) {
      const sample = sampleRanks(whole.rows, 800, new Random(seed)).sort()
      return Promise.resolve({
        table: (rows) =>
          rowsOf(
            whole,
            rows.map((row) => sample[row])
          ),
        classes: classCodes(Array.from(sample, (row) => truth[row][0])),
        groups: classCodes(Array.from(sample, (row) => truth[row][1])),
        series: Int32Array.from(sample)
      })
    },
    close: () => undefined
  }
}
