import { type ClusteringName, formatClustering } from '../core/catalogue/clustering-name.ts'
import { loadModel } from '../core/catalogue/models.ts'
import { saveRun, type StoredClustering } from '../core/catalogue/runs.ts'
import { CatalogueReader } from '../core/catalogue/reader.ts'
import { designImages } from '../core/clustering/image-design.ts'
import { medoidRows } from '../core/clustering/assign.ts'
import { distinguishing } from '../core/clustering/distinguishing.ts'
import { autoLabels } from '../core/labels/auto-label.ts'
import { sweepRemarks } from '../core/clustering/remarks.ts'
import { possibleK } from '../core/clustering/possible-k.ts'
import type { ClusterDescription } from '../core/catalogue/stored/clustering.ts'
import type { Fusion, RunFeatures } from '../core/catalogue/stored/features.ts'
import type { RunParameters, RunResult, SweepRow } from '../core/catalogue/stored/run.ts'
import { sweep, type SweepEntry, type SweepResult } from '../core/clustering/sweep.ts'
import { buildTable } from '../core/features/build.ts'
import type { FeatureTable } from '../core/features/table.ts'
import { outlyingMessages } from '../core/features/remarks.ts'
import type { Selection } from '../core/features/select.ts'
import { MedoidError } from '../core/errors.ts'
import { DEFAULT_ALPHA } from '../core/fusion/fuse.ts'
import { Random, sampleRanks } from '../core/random.ts'
import { writing } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { ClusterParameters } from './definitions/cluster.ts'
import { meanSilhouettes, SHOWN_VALUES } from './describe-clusters.ts'
import { choose } from './features.ts'
import { fuseSample } from './fuse-sample.ts'
import { PROGRAM_VERSION } from './program.ts'

/** What `medoid cluster` prints. */
export interface ClusterReport extends RunResult {
  /** Sentences about what makes these clusters doubtful. */
  remarks: string[]
  /** Of the best K. */
  clusters: ClusterDescription[]
}

/** Draws a sample, chooses features, clusters for every K, and keeps the whole as a run of the catalogue. */
export const clusterJob: Job<ClusterParameters, ClusterReport> = {
  run: (parameters, work) =>
    writing(parameters.catalogue, 'a clustering', work, async ({ db, file }) => {
      const reader = new CatalogueReader(db)
      const started = performance.now()
      // A model that is not there is told of at once.
      if (parameters.fuse !== undefined) loadModel(db, parameters.fuse)
      const { images, selection } = await choose(reader, parameters, work)
      checkFeatures(selection)
      for (const text of outlyingMessages(selection.features)) {
        work.onMessage?.({ code: 'hardly-distinguishing', parameters: { text } })
      }
      const sample = sampleRanks(images.length, parameters.sample, new Random(parameters.seed)).map(
        (rank) => images[rank]
      )
      sample.sort()
      const table = buildTable(reader, selection.features, sample)
      const seconds = (performance.now() - started) / 1000
      const { features, model } = designImages(reader, selection, sample, table, parameters)
      const pictures = fuseOf(parameters)
      const fused = pictures && (await fuseSample(reader, { db, file }, pictures, sample, work))
      const asked = { ...parameters, model, k: parameters.k ?? possibleK(table.rows), fuse: fused?.fuse }
      const result = await sweep(table, asked, work)

      // Values of features that tell of people are neither shown nor stored beside the clusters.
      const personal = new Set(
        selection.features.filter(({ phi }) => phi).flatMap(({ columns }) => columns.map(({ name }) => name))
      )
      const shown = { rows: table.rows, columns: table.columns.filter(({ name }) => !personal.has(name)) }
      const described = new Map(
        result.entries.map((entry) => [entry.k, describeClusters(entry, shown, sample, reader)])
      )
      let report: ClusterReport | undefined
      saveRun(
        db,
        {
          program: PROGRAM_VERSION,
          parameters: askedFor(parameters),
          features: frozen({ ...selection, features }, result, fused?.frozen() ?? null),
          sample
        },
        result.entries.map((entry) => stored(entry, table, sample, described.get(entry.k)!)),
        (run) => (report = reportOf(run, images.length, result, described.get(result.best.k)!, seconds))
      )
      return report!
    })
}

/** What a run keeps of its parameters. */
function askedFor(parameters: ClusterParameters): RunParameters {
  const { where, tags, include, exclude, kind, separate, join, k, sample, seed, algorithm, restarts } = parameters
  const { method, weights, groupByScanner } = parameters
  const readings = { kind: kind && [...kind], separate: separate && [...separate], join: join && [...join] }
  return {
    where: [...where],
    tags,
    include,
    exclude,
    ...readings,
    method,
    weights: [...weights],
    groupByScanner,
    k,
    sample,
    perSeries: null,
    by: 'image',
    select: 'missing',
    fuse: fuseOf(parameters),
    seed,
    algorithm,
    restarts
  }
}

/** The pictures that are compared besides the tags, and how much they count. */
function fuseOf({ fuse, alpha = DEFAULT_ALPHA }: ClusterParameters): RunParameters['fuse'] {
  return fuse === undefined ? null : { model: Number(fuse), alpha }
}

/** @throws MedoidError `no-features` */
function checkFeatures({ features, images, rejected }: Selection): void {
  if (features.length > 0) return
  throw new MedoidError('no-features', { why: 'rejected', tags: rejected.length, images })
}

/** What assigning and reporting need of a selection; the sentences are told by their reasons. */
function frozen(
  { features, rejected, normalised, images }: Selection,
  { model }: SweepResult,
  fusion: Fusion | null
): RunFeatures {
  const reasons = rejected.map(({ name, reason }) => ({ name, reason }))
  return { images, features, normalised, rejected: reasons, model, fusion }
}

function stored(
  entry: SweepEntry,
  table: FeatureTable,
  sample: Uint32Array,
  clusters: ClusterDescription[]
): Omit<StoredClustering, 'run'> {
  return {
    k: entry.k,
    loss: entry.loss,
    silhouette: entry.silhouette,
    swaps: entry.swaps,
    seconds: entry.seconds,
    medoids: entry.medoids.map((row) => sample[row]),
    labels: entry.labels,
    silhouettes: Float32Array.from(entry.silhouettes),
    medoidRows: medoidRows(table, entry.medoids),
    clusters
  }
}

function describeClusters(
  entry: SweepEntry,
  shown: FeatureTable,
  sample: Uint32Array,
  reader: CatalogueReader
): ClusterDescription[] {
  const silhouettes = meanSilhouettes(entry)
  const values = distinguishing(shown, entry.labels, entry.k)
  const names = autoLabels(values.map((each, id) => ({ id, distinguishing: each })))
  const uidTag = reader.find('SOPInstanceUID')
  return Array.from(entry.medoids, (row, id) => {
    const instance = sample[row]
    const uid = uidTag === undefined ? undefined : reader.column(uidTag.id, Uint32Array.of(instance))
    return {
      id,
      size: entry.sizes[id],
      medoid: {
        instance,
        sopInstanceUid: uid === undefined ? '' : uid.texts[uid.codes[0]],
        path: reader.readablePath(instance)
      },
      silhouette: silhouettes[id],
      distinguishing: values[id].slice(0, SHOWN_VALUES),
      suggestedLabel: names.get(id)!
    }
  })
}

function reportOf(
  run: number,
  images: number,
  result: SweepResult,
  clusters: ClusterDescription[],
  features: number
): ClusterReport {
  const { n, columns, algorithm, restarts, seed, pairsWithoutSharedFeature, distinctRows, entries, best, seconds } =
    result
  const sweep = entries.map((entry) => sweepRow({ run, k: entry.k }, entry))
  return {
    run,
    n,
    images,
    columns,
    algorithm,
    restarts,
    seed,
    pairsWithoutSharedFeature,
    distinctRows,
    sweep,
    best,
    remarks: sweepRemarks({ ...result, sweep }, 'images'),
    clusters,
    seconds: { features, ...seconds }
  }
}

function sweepRow(name: ClusteringName, { loss, silhouette, swaps, seconds }: SweepEntry): SweepRow {
  return { k: name.k, clustering: formatClustering(name), loss, silhouette, swaps, seconds }
}
