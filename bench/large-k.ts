/**
 * Medoids of many images: OneBatchPAM on 32,768 of them beside FasterPAM on 5,000, by the mean distance of all 668,849 images of the phantom
 * archive of `catalogue.ts` to their medoids; and FasterMSC beside FasterPAM, by silhouettes. CPU seconds are those of packing,
 * distances and search, without the silhouettes.
 *
 *     node bench/large-k.ts
 */
import { openForReading } from '../src/core/catalogue/database.ts'
import { CatalogueReader } from '../src/core/catalogue/reader.ts'
import type { Feature, GowerModel } from '../src/core/catalogue/stored/features.ts'
import { createAssigner, medoidRows } from '../src/core/clustering/assign.ts'
import { BatchedRows } from '../src/core/clustering/batched-rows.ts'
import { designImages } from '../src/core/clustering/image-design.ts'
import { kMedoids } from '../src/core/clustering/kmedoids.ts'
import { DissimilarityMatrix } from '../src/core/clustering/matrix.ts'
import { oneBatchPam } from '../src/core/clustering/onebatchpam.ts'
import { meanSilhouette, silhouettes } from '../src/core/clustering/silhouette.ts'
import { buildTable, TableBuilder } from '../src/core/features/build.ts'
import { PAPER_METHOD } from '../src/core/features/methods.ts'
import type { FeatureTable } from '../src/core/features/table.ts'
import { Random, sampleRanks } from '../src/core/random.ts'
import { cluster } from '../src/jobs/definitions/cluster.ts'
import { choose } from '../src/jobs/features.ts'
import { withDefaults } from '../src/jobs/parameter.ts'
import { paperCatalogue } from './catalogue.ts'
import type { Figure } from './figure.ts'

const POOL = 32_768
const SAMPLE = 5000
/** Seeds of samples; each is one of both algorithms, and their means are compared. */
const SEEDS = [1, 2, 3]
/** Starts of OneBatchPAM for each K that take no more CPU time than ten of FasterPAM. */
const STARTS = new Map([
  [15, 3],
  [100, 1]
])
const FASTERPAM_STARTS = 10
/** Rows of a feature table while all are assigned. */
const CHUNK = 65_536

/** How many per cent the loss has to be below that of FasterPAM. */
const LEAST_GAIN = 7

/** The archive, and how its images are compared: the same for all that is compared here. */
interface Archive {
  reader: CatalogueReader
  images: Uint32Array
  features: Feature[]
  model: GowerModel
}

interface Found {
  /** Mean distance of all images to their medoid. */
  loss: number
  cpu: number
}

export async function benchLargeK(): Promise<Figure[]> {
  const catalogue = openForReading(paperCatalogue())
  try {
    const archive = await openArchive(new CatalogueReader(catalogue.db))
    const figures: Figure[] = []
    for (const [k, starts] of STARTS) {
      const few: Found[] = []
      const many: Found[] = []
      for (const seed of SEEDS) {
        few.push(await fasterPam(archive, k, seed))
        many.push(await batchPam(archive, k, starts, seed))
      }
      figures.push(...besides(k, few, many))
    }
    return [...figures, ...(await silhouetteFigures(archive))]
  } finally {
    catalogue.close()
  }
}

async function openArchive(reader: CatalogueReader): Promise<Archive> {
  const asked = withDefaults(cluster.parameters, { method: PAPER_METHOD })
  const { images, selection } = await choose(reader, asked, {})
  const pool = drawn(images, POOL, 0)
  const { features, model } = designImages(reader, selection, pool, buildTable(reader, selection.features, pool), asked)
  return { reader, images, features, model }
}

function drawn(images: Uint32Array, count: number, seed: number): Uint32Array {
  return sampleRanks(images.length, count, new Random(seed))
    .map((rank) => images[rank])
    .sort()
}

async function fasterPam(archive: Archive, k: number, seed: number): Promise<Found> {
  const table = tableOf(archive, SAMPLE, seed)
  const began = process.cpuUsage()
  const matrix = await DissimilarityMatrix.gower(table, archive.model, k)
  const [{ medoids }] = await kMedoids(matrix, [k], { seed, restarts: FASTERPAM_STARTS })
  const cpu = cpuSince(began)
  await matrix.close()
  return { cpu, loss: lossOfAll(archive, table, medoids) }
}

async function batchPam(archive: Archive, k: number, restarts: number, seed: number): Promise<Found> {
  const table = tableOf(archive, POOL, seed)
  const began = process.cpuUsage()
  const rows = BatchedRows.of(table, archive.model, [k])
  const [{ medoids }] = await oneBatchPam(rows, [k], { seed, restarts })
  const cpu = cpuSince(began)
  await rows.close()
  return { cpu, loss: lossOfAll(archive, table, medoids) }
}

function tableOf({ reader, images, features }: Archive, count: number, seed: number): FeatureTable {
  return buildTable(reader, features, drawn(images, count, seed))
}

function lossOfAll({ reader, images, features, model }: Archive, sample: FeatureTable, medoids: Uint32Array): number {
  const assigner = createAssigner(model, medoidRows(sample, medoids))
  const builder = new TableBuilder(reader, features)
  let loss = 0
  for (let from = 0; from < images.length; from += CHUNK) {
    const { distances } = assigner.assign(builder.build(images.subarray(from, from + CHUNK)))
    loss += distances.reduce((sum, distance) => sum + distance, 0)
  }
  return loss / images.length
}

function cpuSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1e6
}

function besides(k: number, few: Found[], many: Found[]): Figure[] {
  const [ours, peer] = [meanOf(many, 'loss'), meanOf(few, 'loss')]
  const [cpu, peerCpu] = [meanOf(many, 'cpu'), meanOf(few, 'cpu')]
  const names = {
    name: `K = ${k}: OneBatchPAM, ${POOL.toLocaleString('en-GB')} images`,
    peer: 'FasterPAM, 5,000 images'
  }
  return [
    {
      ...names,
      name: `${names.name}, mean distance of 668,849 images to their medoid`,
      value: ours,
      unit: '',
      peerValue: peer,
      target: `${LEAST_GAIN} % below FasterPAM`,
      holds: ours <= peer * (1 - LEAST_GAIN / 100)
    },
    {
      ...names,
      name: `${names.name}, distances and search`,
      value: cpu,
      unit: 'CPU s',
      peerValue: peerCpu,
      target: 'at most FasterPAM',
      holds: cpu <= peerCpu
    }
  ]
}

function meanOf(found: Found[], what: keyof Found): number {
  return found.reduce((sum, each) => sum + each[what], 0) / found.length
}

/** What FasterMSC's silhouettes are beside FasterPAM's: no target, as it searches for them. */
async function silhouetteFigures(archive: Archive): Promise<Figure[]> {
  const [k] = STARTS.keys()
  const matrix = await DissimilarityMatrix.gower(tableOf(archive, SAMPLE, 1), archive.model, k)
  const found: (Found & { silhouette: number })[] = []
  for (const algorithm of ['fastermsc', 'fasterpam']) {
    const began = process.cpuUsage()
    const [{ labels, loss }] = await kMedoids(matrix, [k], { algorithm, seed: 1 })
    const cpu = cpuSince(began)
    found.push({ cpu, loss, silhouette: meanSilhouette(await silhouettes(matrix, labels, k))! })
  }
  await matrix.close()
  const [msc, pam] = found
  const about = { name: `K = ${k}, n = 5,000: FasterMSC`, peer: 'FasterPAM' }
  return [
    { ...about, name: `${about.name}, mean silhouette`, value: msc.silhouette, unit: '', peerValue: pam.silhouette },
    { ...about, name: `${about.name}, ten starts`, value: msc.cpu, unit: 'CPU s', peerValue: pam.cpu }
  ]
}

if (import.meta.main) {
  const { printFigures } = await import('./figure.ts')
  printFigures(await benchLargeK())
}
