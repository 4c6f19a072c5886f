import { type ClusteringName, formatClustering } from '../core/catalogue/clustering-name.ts'
import { loadModel } from '../core/catalogue/models.ts'
import { saveRun, type StoredClustering } from '../core/catalogue/runs.ts'
import { CatalogueReader } from '../core/catalogue/reader.ts'
import { checkRows, isBatched } from '../core/clustering/algorithms.ts'
import { designImages } from '../core/clustering/image-design.ts'
import { medoidRows } from '../core/clustering/assign.ts'
import { distinguishing } from '../core/clustering/distinguishing.ts'
import { autoLabels } from '../core/labels/auto-label.ts'
import { type ClusterQuality, withQuality } from '../core/clustering/quality.ts'
import { sweepRemarks } from '../core/clustering/remarks.ts'
import { medianSharedColumns, PresentColumns } from '../core/clustering/shared-columns.ts'
import { sampleRemarks } from '../core/clustering/sample-remarks.ts'
import { imagesFor, possibleK } from '../core/clustering/possible-k.ts'
import type { ClusterDescription } from '../core/catalogue/stored/clustering.ts'
import type { Fusion, RunFeatures } from '../core/catalogue/stored/features.ts'
import type { RunParameters, RunResult, SweepRow } from '../core/catalogue/stored/run.ts'
import { sweep, type SweepEntry, type SweepResult } from '../core/clustering/sweep.ts'
import { buildTable } from '../core/features/build.ts'
import type { FeatureTable } from '../core/features/table.ts'
import { methodNamed } from '../core/features/methods.ts'
import { type DrawnSample, drawSample } from '../core/features/sample.ts'
import { outlyingMessages } from '../core/features/remarks.ts'
import type { Selection } from '../core/features/select.ts'
import { MedoidError } from '../core/errors.ts'
import { DEFAULT_ALPHA } from '../core/fusion/fuse.ts'
import type { Work } from '../core/work.ts'
import { writing } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { ClusterParameters } from './definitions/cluster.ts'
import { meanSilhouettes, SHOWN_VALUES } from './describe-clusters.ts'
import { checkFeatures, choose, tellWithoutGroup } from './features.ts'
import { fuseSample } from './fuse-sample.ts'
import { PROGRAM_VERSION } from './program.ts'

/** What `medoid cluster` prints. */
export interface ClusterReport extends RunResult {
  /** Sentences about what makes these clusters doubtful. */
  remarks: string[]
  /** Of the K with the highest silhouette. */
  clusters: (ClusterDescription & ClusterQuality)[]
}

/** Draws a sample, chooses features, clusters for every K, and keeps the whole as a run of the catalogue. */
export const clusterJob: Job<ClusterParameters, ClusterReport> = {
  run: (parameters, work) =>
    writing(parameters.catalogue, 'a clustering', work, async ({ db, file }) => {
      const reader = new CatalogueReader(db)
      const started = performance.now()
      // A model that is not there is told of at once.
      if (parameters.fuse !== undefined) {
        if (isBatched(parameters.algorithm)) throw new MedoidError('fused-batch', { algorithm: parameters.algorithm })
        loadModel(db, parameters.fuse)
      }
      const { images, selection } = await choose(reader, parameters, work)
      checkFeatures(selection)
      for (const text of outlyingMessages(selection.features, methodNamed(parameters.method))) {
        work.onMessage?.({ code: 'hardly-distinguishing', parameters: { text } })
      }
      const drawn = drawImages(reader, images, parameters, work)
      const { images: sample } = drawn
      const table = buildTable(reader, selection.features, sample)
      const seconds = (performance.now() - started) / 1000
      const { features, model } = designImages(reader, selection, sample, table, parameters)
      const asked = askedFor(parameters, drawn)
      const fused = asked.fuse && (await fuseSample(reader, { db, file }, asked.fuse, sample, work))
      const k = parameters.k ?? possibleK(table.rows)
      const result = await sweep(table, { ...parameters, model, k, fuse: fused?.fuse }, work)

      // Values of features that tell of people are neither shown nor stored beside the clusters.
      const personal = new Set(
        selection.features.filter(({ phi }) => phi).flatMap(({ columns }) => columns.map(({ name }) => name))
      )
      const shown = { rows: table.rows, columns: table.columns.filter(({ name }) => !personal.has(name)) }
      const present = new PresentColumns(table, result.model)
      const clusterings = result.entries.map((entry) =>
        stored(entry, table, sample, describeClusters(entry, shown, present, sample, reader))
      )
      const clusters = withQuality(
        clusterings.find(({ k }) => k === result.best.k)!,
        result.model,
        { things: 'images', method: parameters.method }
      )
      let report: ClusterReport | undefined
      saveRun(
        db,
        {
          program: PROGRAM_VERSION,
          parameters: asked,
          features: frozen({ ...selection, features }, result, fused?.frozen() ?? null),
          sample
        },
        clusterings,
        (run) => {
          const drawnFrom = { images: images.length, sampling: drawn.sampling }
          return (report = reportOf(run, asked, drawnFrom, result, clusters, seconds))
        }
      )
      return report!
    })
}

/**
 * Draws the sample. Where nobody says how many images of a series it may have, the method does; they are as many more as it takes
 * for a sample that is large enough for the numbers of clusters.
 */
function drawImages(reader: CatalogueReader, images: Uint32Array, asked: ClusterParameters, work: Work): DrawnSample {
  const { sample: size, seed, by, k, method, algorithm } = asked
  const cap =
    asked.perSeries === undefined
      ? { perSeries: methodNamed(method).perSeries, atLeast: imagesFor(k) }
      : { perSeries: asked.perSeries || null }
  const drawn = drawSample(reader, images, { size, seed, by, ...cap })
  const { perSeries } = drawn
  const rows = drawn.images.length
  const impossible = k?.find((each) => each >= rows)
  if (impossible !== undefined && perSeries !== null && rows < Math.min(size, images.length)) {
    throw new MedoidError('k-impossible', { why: 'per-series', k: impossible, rows, perSeries })
  }
  checkRows(rows, algorithm)
  if (by !== 'image') tellWithoutGroup(drawn.without, images, by, work)
  return drawn
}

/** What a run keeps of its parameters. */
function askedFor(parameters: ClusterParameters, { perSeries }: DrawnSample): RunParameters {
  const { where, tags, include, exclude, kind, separate, join, k, sample, seed, algorithm, restarts } = parameters
  const { method, weights, groupByScanner, by, select, fuse, alpha = DEFAULT_ALPHA } = parameters
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
    perSeries,
    by,
    select,
    fuse: fuse === undefined ? null : { model: Number(fuse), alpha },
    seed,
    algorithm,
    restarts
  }
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
  present: PresentColumns,
  sample: Uint32Array,
  reader: CatalogueReader
): ClusterDescription[] {
  const silhouettes = meanSilhouettes(entry)
  const sharedColumns = medianSharedColumns(present, entry.labels, entry.medoids)
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
      suggestedLabel: names.get(id)!,
      sharedColumns: sharedColumns[id]
    }
  })
}

function reportOf(
  run: number,
  asked: RunParameters,
  drawnFrom: Pick<RunResult, 'images' | 'sampling'>,
  result: SweepResult,
  clusters: ClusterReport['clusters'],
  features: number
): ClusterReport {
  const { n, columns, algorithm, restarts, seed, pairsWithoutSharedFeature, distinctRows, entries, best, seconds } =
    result
  const sweep = entries.map((entry) => sweepRow({ run, k: entry.k }, entry))
  return {
    run,
    n,
    ...drawnFrom,
    columns,
    algorithm,
    restarts,
    seed,
    pairsWithoutSharedFeature,
    distinctRows,
    sweep,
    best,
    remarks: [...sampleRemarks(asked, { n, ...drawnFrom }), ...sweepRemarks({ ...result, sweep }, 'images')],
    clusters,
    seconds: { features, ...seconds }
  }
}

function sweepRow(name: ClusteringName, { loss, silhouette, swaps, seconds }: SweepEntry): SweepRow {
  return { k: name.k, clustering: formatClustering(name), loss, silhouette, swaps, seconds }
}
