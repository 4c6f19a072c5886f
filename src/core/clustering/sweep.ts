import { MedoidError } from '../errors.ts'
import type { FeatureTable } from '../features/table.ts'
import type { Work } from '../work.ts'
import { distinctRows } from './distinct-rows.ts'
import { gowerModel } from './gower.ts'
import type { GowerModel } from '../catalogue/stored/features.ts'
import type { Structure } from '../catalogue/stored/run.ts'
import { agglomerative, type JudgedTree } from './agglomerative.ts'
import { algorithmNamed, checkRows, DEFAULT_ALGORITHM, DEFAULT_RESTARTS, isBatched } from './algorithms.ts'
import { BatchedRows } from './batched-rows.ts'
import { judgeRows } from './judge.ts'
import { type Clustering, kMedoids, type KMedoidsOptions } from './kmedoids.ts'
import { MOST_RESTARTS } from './limits.ts'
import { DissimilarityMatrix } from './matrix.ts'
import { oneBatchPam, type OneBatchOptions } from './onebatchpam.ts'
import { meanSilhouette, silhouettes, structureOf } from './silhouette.ts'

export interface SweepOptions {
  /** Numbers of clusters, each from 1 to below the number of rows. */
  k: readonly number[]
  seed?: number
  /** Starts for each k, PAM's and random ones; default 10. */
  restarts?: number
  /** Name of one of `ALGORITHMS`. */
  algorithm?: string
  /** Ranges and levels; by default those of the table. */
  model?: GowerModel
  /**
   * Makes dissimilarities 1 − S the distances that are clustered by, in place; by default those are their roots. Pictures then
   * tell rows apart that are equal in the table, so that no K counts as larger than the distinct rows. Only where there is a full matrix.
   */
  fuse?: (matrix: DissimilarityMatrix) => Promise<void>
  /** Threads to use; by default what the machine has, one for small tables. The result does not depend on it. */
  threads?: number
}

/** One k of a sweep. `seconds` is computing time of its starts and silhouettes, added up over the threads. */
export interface SweepEntry extends Clustering {
  /** Mean silhouette; null for one cluster, which has none. */
  silhouette: number | null
  /** Of each row; NaN for one cluster. */
  silhouettes: Float64Array
}

export interface SweepResult {
  n: number
  columns: number
  algorithm: string
  /** Starts for each k: as many as were asked for, but 1 for `pam` and cuts of a tree, and one more for `fasterpam-ward`. */
  restarts: number
  seed: number
  /** Ranges and levels of the sample, for assigning other rows. */
  model: GowerModel
  pairsWithoutSharedFeature: number
  /** Rows that differ from each other where some k is larger than that; else null. */
  distinctRows: number | null
  /** In the order in which the k were given, each once. */
  entries: SweepEntry[]
  /** The entry with the highest mean silhouette; of equals the one with the smallest K. */
  best: { k: number; silhouette: number | null; structure: Structure | null }
  /** The tree that the clusterings are cuts of; null where they are none. */
  tree: JudgedTree | null
  /** Wall time. */
  seconds: { matrix: number; clustering: number; silhouettes: number }
}

/**
 * Clusters a table for several numbers of clusters (Manojlović et al. 2020, section 2.3): Gower's dissimilarities √(1−S),
 * medoids for each k, exact silhouettes. The same seed gives the same result whatever the threads.
 * @throws MedoidError `unknown-algorithm`, `k-impossible`, `nothing-shared`, `sample-too-large`, `batch-too-large`, `memory-exhausted`
 * @throws CancelledError
 */
export async function sweep(table: FeatureTable, options: SweepOptions, work?: Work): Promise<SweepResult> {
  const { seed = 0, restarts = DEFAULT_RESTARTS, algorithm = DEFAULT_ALGORITHM, fuse, threads } = options
  const ks = [...new Set(options.k)]
  checkOptions(table.rows, ks, restarts)
  checkRows(table.rows, algorithm)
  const model = options.model ?? gowerModel(table)
  const mostClusters = Math.max(...ks)
  const distinct = fuse === undefined ? distinctRows(table, mostClusters) : mostClusters

  const swept = isBatched(algorithm)
    ? await sweepBatched(table, model, ks, { seed, restarts, threads }, work)
    : await sweepMatrix(table, model, ks, { seed, restarts, algorithm, fuse, threads }, work)
  return {
    n: table.rows,
    columns: table.columns.length,
    algorithm,
    restarts: algorithmNamed(algorithm).starts(restarts, false).length,
    seed,
    model,
    distinctRows: distinct < mostClusters ? distinct : null,
    ...swept,
    best: bestOf(swept.entries)
  }
}

type Swept = Pick<SweepResult, 'entries' | 'tree' | 'pairsWithoutSharedFeature' | 'seconds'>

async function sweepMatrix(
  table: FeatureTable,
  model: GowerModel,
  ks: number[],
  { fuse, threads, ...options }: Pick<SweepOptions, 'fuse' | 'threads'> & Required<Omit<KMedoidsOptions, 'randomOnly'>>,
  work?: Work
): Promise<Swept> {
  const started = performance.now()
  const matrix = await DissimilarityMatrix.gower(
    table,
    model,
    Math.max(...ks),
    { root: fuse === undefined, threads },
    work
  )
  try {
    checkShared(table, matrix.unsharedPairs)
    if (fuse !== undefined) await matrix.change(fuse)
    const compared = performance.now()
    const { linkage } = algorithmNamed(options.algorithm)
    const { clusterings, tree } =
      linkage === undefined
        ? { clusterings: await kMedoids(matrix, ks, options, work), tree: null }
        : await agglomerative(matrix, ks, linkage, work)
    const clustered = performance.now()
    const entries: SweepEntry[] = []
    for (const clustering of clusterings) {
      entries.push(await judge(matrix, clustering, work))
      work?.onProgress?.({ stage: 'Judging clusters', done: entries.length, total: ks.length, unit: 'values of K' })
    }
    return {
      pairsWithoutSharedFeature: matrix.unsharedPairs,
      entries,
      tree,
      seconds: {
        matrix: (compared - started) / 1000,
        clustering: (clustered - compared) / 1000,
        silhouettes: (performance.now() - clustered) / 1000
      }
    }
  } finally {
    await matrix.close()
  }
}

/** Without a full matrix; every pair is compared once, to judge the clusters. */
async function sweepBatched(
  table: FeatureTable,
  model: GowerModel,
  ks: number[],
  { threads, ...options }: Pick<SweepOptions, 'threads'> & OneBatchOptions,
  work?: Work
): Promise<Swept> {
  const started = performance.now()
  const rows = BatchedRows.of(table, model, ks, { threads })
  try {
    const packed = performance.now()
    const clusterings = await oneBatchPam(rows, ks, options, work)
    const clustered = performance.now()
    const { silhouettes, unshared } = await judgeRows(rows, clusterings, work)
    checkShared(table, unshared)
    return {
      pairsWithoutSharedFeature: unshared,
      tree: null,
      entries: clusterings.map((clustering, at) => ({
        ...clustering,
        silhouette: meanSilhouette(silhouettes[at]),
        silhouettes: silhouettes[at]
      })),
      seconds: {
        matrix: (packed - started) / 1000,
        clustering: (clustered - packed) / 1000,
        silhouettes: (performance.now() - clustered) / 1000
      }
    }
  } finally {
    await rows.close()
  }
}

/** Gives a clustering its silhouettes. */
export async function judge(matrix: DissimilarityMatrix, clustering: Clustering, work?: Work): Promise<SweepEntry> {
  const started = performance.now()
  const values = await silhouettes(matrix, clustering.labels, clustering.k, work)
  const seconds = clustering.seconds + (performance.now() - started) / 1000
  return { ...clustering, silhouette: meanSilhouette(values), silhouettes: values, seconds }
}

/** The highest silhouette; of equals the smallest K, as `findClustering` has it. */
export function bestOf(entries: readonly Pick<SweepEntry, 'k' | 'silhouette'>[]): SweepResult['best'] {
  const [{ k, silhouette }] = entries.toSorted(
    (a, b) => (b.silhouette ?? -Infinity) - (a.silhouette ?? -Infinity) || a.k - b.k
  )
  return { k, silhouette, structure: silhouette === null ? null : structureOf(silhouette) }
}

/** Where nothing can be compared, all distances are 1 and every grouping is as good as any other. */
function checkShared({ rows, columns }: FeatureTable, unsharedPairs: number): void {
  if (unsharedPairs < (rows * (rows - 1)) / 2) return
  throw new MedoidError('nothing-shared', { rows, columns: columns.length })
}

function checkOptions(rows: number, ks: number[], restarts: number): void {
  if (ks.length === 0) throw new MedoidError('k-missing', {})
  for (const k of ks) {
    if (!Number.isInteger(k) || k < 1) throw new MedoidError('k-impossible', { why: 'no-count', k })
    if (k >= rows) throw new MedoidError('k-impossible', { why: 'sample', k, rows })
  }
  if (!Number.isInteger(restarts) || restarts < 1 || restarts > MOST_RESTARTS) {
    throw new MedoidError('restarts-impossible', { restarts, most: MOST_RESTARTS })
  }
}
