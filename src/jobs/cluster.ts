import { type ClusteringName, formatClustering } from '../core/catalogue/clustering-name.ts'
import { loadModel } from '../core/catalogue/models.ts'
import { nextRun, saveRun } from '../core/catalogue/runs.ts'
import { openReader } from '../core/catalogue/corrections/column-source.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { checkRows, isBatched } from '../core/clustering/algorithms.ts'
import { designImages } from '../core/clustering/image-design.ts'
import { type JudgedTree, topMedoids, treeReport } from '../core/clustering/agglomerative.ts'
import { saveTree, type StoredTree } from '../core/catalogue/trees.ts'
import type { TreeReport } from '../core/catalogue/stored/tree.ts'
import { type ClusterQuality, withQuality } from '../core/clustering/quality.ts'
import { MANY_CLUSTERINGS } from '../core/clustering/limits.ts'
import { sweepRemarks } from '../core/clustering/remarks.ts'
import { sampleRemarks } from '../core/clustering/sample-remarks.ts'
import { imagesFor, possibleK } from '../core/clustering/possible-k.ts'
import type { ClusterDescription } from '../core/catalogue/stored/clustering.ts'
import type { Fusion, RunFeatures } from '../core/catalogue/stored/features.ts'
import type { RunParameters, RunResult, SweepRow } from '../core/catalogue/stored/run.ts'
import { sweep, type SweepResult } from '../core/clustering/sweep.ts'
import { buildTable } from '../core/features/build.ts'
import { heldOut } from '../core/features/held-out.ts'
import { SMALL_ARCHIVE, usualSample } from '../core/features/usual-sample.ts'
import { methodNamed } from '../core/features/methods.ts'
import { outlyingMessages } from '../core/features/remarks.ts'
import type { Selection } from '../core/features/select.ts'
import { MedoidError } from '../core/errors.ts'
import { DEFAULT_ALPHA } from '../core/fusion/fuse.ts'
import { drawBySite } from '../core/harmonise/draw-by-site.ts'
import { oneSiteClusters, oneSiteRemarks } from '../core/harmonise/one-site.ts'
import type { Work } from '../core/work.ts'
import type { Message } from '../messages/message.ts'
import { assignImages, saveAssignments } from './assign-images.ts'
import { basisOf, writing } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { ClusterParameters } from './definitions/cluster.ts'
import { describing } from './describe-clusters.ts'
import { checkFeatures, choose, tellCorrections, tellWithoutGroup } from './features.ts'
import { fuseSample } from './fuse-sample.ts'
import { PROGRAM_VERSION } from './program.ts'

/** What `medoid cluster` prints. */
export interface ClusterReport extends RunResult {
  /** What makes these clusters doubtful. */
  remarks: Message[]
  /** Of the K with the highest silhouette. */
  clusters: (ClusterDescription & ClusterQuality)[]
  /** What the clusterings are cuts of; null where they are none. */
  tree: TreeReport | null
  /** Images that the clusters of every K got; null where they are still to be assigned. */
  assigned: number | null
}

/** Draws a sample, chooses features, clusters for every K, and keeps the whole as a run of the catalogue. */
export const clusterJob: Job<ClusterParameters, ClusterReport> = {
  run: (parameters, work) =>
    writing(parameters.catalogue, 'a clustering', work, async ({ db, file }) => {
      const reader = openReader(db, basisOf(parameters.raw))
      const started = performance.now()
      // A model that is not there is told of at once.
      if (parameters.fuse !== undefined) {
        if (isBatched(parameters.algorithm)) throw new MedoidError('fused-batch', { algorithm: parameters.algorithm })
        loadModel(db, parameters.fuse)
      }
      const { images, selection } = await choose(reader, parameters, work)
      checkFeatures(selection)
      for (const message of outlyingMessages(selection.features, methodNamed(parameters.method))) {
        work.onMessage?.(message)
      }
      tellCorrections(selection.features, work)
      const drawn = drawImages(reader, images, parameters, work)
      const { images: sample } = drawn
      const table = buildTable(reader, selection.features, sample)
      const seconds = (performance.now() - started) / 1000
      const { features, model } = designImages(reader, selection, sample, table, parameters)
      const asked = askedFor(parameters, drawn)
      const fused = asked.fuse && (await fuseSample(reader, { db, file }, asked.fuse, sample, work))
      try {
        const k = parameters.k ?? possibleK(table.rows)
        if (k.length > MANY_CLUSTERINGS) {
          const told = { clusterings: k.length, largest: Math.max(...k) }
          work.onMessage?.({ code: 'many-clusterings', parameters: told })
        }
        const result = await sweep(table, { ...parameters, model, k, fuse: fused?.fuse }, work)
        const describe = describing({ table, model: result.model, features: selection.features, sample, reader })
        const clusterings = result.entries.map((entry) => describe(entry))
        const best = clusterings.find(({ k }) => k === result.best.k)!
        const ofOneSite = oneSiteRemarks(oneSiteClusters(db, sample, best.labels), best.k)
        const clusters = withQuality(best, result.model, { things: 'images', method: parameters.method })
        const run = {
          program: PROGRAM_VERSION,
          parameters: asked,
          features: frozen({ ...selection, features }, result, fused?.frozen() ?? null),
          sample
        }
        const isAssigned = isAssignedAtOnce(sample, images)
        const { assigned } = isAssigned
          ? await assignImages(
              reader,
              { ...run, id: nextRun(db) },
              clusterings,
              images,
              fused?.pictures() ?? null,
              work
            )
          : { assigned: [] }
        const tree = result.tree === null ? null : treeReport(result.tree)
        const drawnFrom = { images: images.length, sampling: drawn.sampling, sites: drawn.sites }
        let report: ClusterReport | undefined
        db.transaction(() => {
          const id = saveRun(db, run, clusterings, (run) => {
            const told = { clusters, tree, assigned: isAssigned ? images.length : null }
            const swept = resultOf(run, asked, drawnFrom, result, seconds)
            report = { ...swept, remarks: [...swept.remarks, ...ofOneSite], ...told }
            return report
          })
          saveAssignments(db, id, assigned)
          if (result.tree !== null) saveTree(db, storedTree(result.tree, id, sample))
        })()
        return report!
      } finally {
        await fused?.close()
      }
    })
}

/** Whether clusterings get all images when they are made. @param images that the sample was drawn from */
export function isAssignedAtOnce(sample: ArrayLike<number>, images: ArrayLike<number>): boolean {
  return images.length <= SMALL_ARCHIVE || sample.length === images.length
}

/** The tree of a run's sample as it is stored. */
function storedTree(tree: JudgedTree, run: number, sample: Uint32Array): Omit<StoredTree, 'created'> {
  const { left, right, height } = tree
  const prototypes = topMedoids(tree).map((row) => sample[row])
  return { run, k: 0, program: PROGRAM_VERSION, left, right, height, prototypes, result: treeReport(tree) }
}

/** @param size asked for, or the usual one @param heldOut whether a part of the images was left out */
type Drawn = ReturnType<typeof drawBySite> & Pick<RunParameters, 'heldOut'> & { size: number }

/**
 * Draws the sample. Where nobody says how many images of a series it may have, the method does; they are as many more as it takes
 * for a sample that is large enough for the numbers of clusters.
 */
function drawImages(reader: CatalogueReader, images: Uint32Array, asked: ClusterParameters, work: Work): Drawn {
  const { seed, by, k, method, algorithm } = asked
  const size = asked.sample ?? usualSample(images.length, k)
  const from = asked.sample === undefined ? usualPart(reader, images, size, k) : images
  const cap =
    asked.perSeries === undefined
      ? { perSeries: methodNamed(method).perSeries, atLeast: imagesFor(k) }
      : { perSeries: asked.perSeries || null }
  const drawn = drawBySite(reader.db, reader, from, { size, seed, by, ...cap })
  const { perSeries } = drawn
  const rows = drawn.images.length
  const impossible = k?.find((each) => each >= rows)
  if (impossible !== undefined && perSeries !== null && rows < Math.min(size, from.length)) {
    throw new MedoidError('k-impossible', { why: 'per-series', k: impossible, rows, perSeries })
  }
  checkRows(rows, algorithm)
  if (by !== 'image') tellWithoutGroup(drawn.without, from, by, work)
  return { ...drawn, size, heldOut: from.length < images.length }
}

/** What a sample of the usual size is drawn from: not from what is held out, unless too few would be left for K. */
function usualPart(reader: CatalogueReader, images: Uint32Array, size: number, k: readonly number[] = []): Uint32Array {
  if (size === images.length) return images
  const left = new Set(heldOut(reader, images))
  const part = images.filter((instance) => !left.has(instance))
  return k.every((each) => each < part.length) ? part : images
}

/** What a run keeps of its parameters. */
function askedFor(parameters: ClusterParameters, { perSeries, size, heldOut }: Drawn): RunParameters {
  const { where, tags, include, exclude, kind, separate, join, k, seed, algorithm, restarts } = parameters
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
    sample: size,
    perSeries,
    by,
    select,
    fuse: fuse === undefined ? null : { model: Number(fuse), alpha },
    seed,
    algorithm,
    restarts,
    heldOut
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

function resultOf(
  run: number,
  asked: RunParameters,
  drawnFrom: Pick<RunResult, 'images' | 'sampling' | 'sites'>,
  result: SweepResult,
  features: number
): RunResult & Pick<ClusterReport, 'remarks'> {
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
    seconds: { features, ...seconds }
  }
}

/** What a run says of a clustering. */
export function sweepRow(
  name: ClusteringName,
  { loss, silhouette, swaps, seconds }: Omit<SweepRow, 'k' | 'clustering'>
): SweepRow {
  return { k: name.k, clustering: formatClustering(name), loss, silhouette, swaps, seconds }
}
