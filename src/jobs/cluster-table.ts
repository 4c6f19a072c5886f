import { treeReport } from '../core/clustering/agglomerative.ts'
import type { TreeReport } from '../core/catalogue/stored/tree.ts'
import { distinguishing } from '../core/clustering/distinguishing.ts'
import { medoidRows } from '../core/clustering/assign.ts'
import { columnsInCommon, pairDistances } from '../core/clustering/gower.ts'
import { type ClusterQuality, withQuality } from '../core/clustering/quality.ts'
import { designTable } from '../core/clustering/table-design.ts'
import { sweepRemarks } from '../core/clustering/remarks.ts'
import { medianSharedColumns, PresentColumns } from '../core/clustering/shared-columns.ts'
import { possibleK } from '../core/clustering/possible-k.ts'
import type { Distinguishing } from '../core/catalogue/stored/clustering.ts'
import type { Structure } from '../core/catalogue/stored/run.ts'
import type { GowerModel, OutlyingRange } from '../core/catalogue/stored/features.ts'
import { sweep } from '../core/clustering/sweep.ts'
import { readTableFile } from '../core/clustering/table-file.ts'
import { outlyingRange, NumberCounts } from '../core/features/outlying.ts'
import type { FeatureTable } from '../core/features/table.ts'
import { meanSilhouettes, SHOWN_VALUES } from './describe-clusters.ts'
import type { Job } from './contract.ts'
import type { ClusterTableParameters } from './definitions/cluster.ts'

export interface ClusterTableReport {
  n: number
  /** Name of one of `METHODS`. */
  method: string
  columns: number
  algorithm: string
  restarts: number
  seed: number
  pairsWithoutSharedFeature: number
  /** Rows that differ from each other, where some K is larger than that; else null. */
  distinctRows: number | null
  /** Numeric columns whose range is far wider than their values are spread. */
  outlying: ({ column: string } & OutlyingRange)[]
  sweep: {
    k: number
    loss: number
    /** null for K = 1. */
    silhouette: number | null
    swaps: number
    seconds: number
    /** Each row's cluster. */
    labels: number[]
    /** Row of each cluster's medoid, from 0. */
    medoids: number[]
  }[]
  best: { k: number; silhouette: number | null; structure: Structure | null }
  /** What the clusterings are cuts of; null where they are none. */
  tree: TreeReport | null
  /** Sentences about what makes these clusters doubtful. */
  remarks: string[]
  /** Of the K with the highest silhouette. */
  clusters: ({
    id: number
    size: number
    medoid: { row: number }
    silhouette: number | null
    distinguishing: Distinguishing[]
    /** Median of the columns that the other rows of the cluster are compared with the medoid on; null where there are none. */
    sharedColumns: number | null
  } & ClusterQuality)[]
  /** 1 − S of each pair that was asked for, in that order, and on how many columns it rests. */
  distances?: number[]
  distanceColumns?: number[]
  seconds: { table: number; matrix: number; clustering: number; silhouettes: number }
}

/** Clusters a table of mixed columns: no catalogue, no sampling. */
export const clusterTableJob: Job<ClusterTableParameters, ClusterTableReport> = {
  run: async (parameters, work) => {
    const started = performance.now()
    const table = await readTableFile(parameters.table, parameters.types, parameters.na, work)
    const seconds = (performance.now() - started) / 1000
    const pairs = parameters.distances
    const { method, groupByScanner, weights } = parameters
    const asked = new Map(weights.map(({ tag, weight }) => [tag, weight]))
    const designed = designTable(table, { method, groupByScanner, weights: asked })
    const { model } = designed
    const distances = pairs.length === 0 ? {} : distancesOf(designed, pairs)
    const {
      entries,
      best,
      seconds: spent,
      model: _model,
      tree,
      ...rest
    } = await sweep(designed.table, { ...parameters, model, k: parameters.k ?? possibleK(table.rows) }, work)
    const chosen = entries.find(({ k }) => k === best.k)!
    const silhouettes = meanSilhouettes(chosen)
    const values = distinguishing(table, chosen.labels, chosen.k, SHOWN_VALUES)
    const present = new PresentColumns(designed.table, model)
    const shared = medianSharedColumns(present, chosen.labels, chosen.medoids)
    const clusters = Array.from(chosen.medoids, (row, id) => ({
      id,
      size: chosen.sizes[id],
      medoid: { row },
      silhouette: silhouettes[id],
      distinguishing: values[id],
      sharedColumns: shared[id]
    }))
    return {
      ...rest,
      method,
      tree: tree === null ? null : treeReport(tree),
      outlying: outlyingColumns(table),
      sweep: entries.map((entry) => ({
        k: entry.k,
        loss: entry.loss,
        silhouette: entry.silhouette,
        swaps: entry.swaps,
        seconds: entry.seconds,
        labels: Array.from(entry.labels),
        medoids: Array.from(entry.medoids)
      })),
      best,
      remarks: sweepRemarks({ ...rest, sweep: entries }, 'rows'),
      clusters: withQuality({ ...chosen, clusters, medoidRows: medoidRows(designed.table, chosen.medoids) }, model, {
        things: 'rows',
        method
      }),
      ...distances,
      seconds: { table: seconds, ...spent }
    }
  }
}

/** 1 − S of pairs of rows, and how many columns each rests on. */
function distancesOf(
  { table, model }: { table: FeatureTable; model: GowerModel },
  pairs: readonly [number, number][]
): Required<Pick<ClusterTableReport, 'distances' | 'distanceColumns'>> {
  const distances = Array.from(pairDistances(table, pairs, model))
  const inCommon = columnsInCommon(table, model)
  return { distances, distanceColumns: pairs.map(([i, j]) => inCommon(i, j)) }
}

function outlyingColumns({ columns }: FeatureTable): ClusterTableReport['outlying'] {
  return columns.flatMap((column) => {
    if (column.kind !== 'numeric') return []
    const range = outlyingRange(NumberCounts.of(column.values.filter((value) => !Number.isNaN(value))))
    return range === undefined ? [] : [{ column: column.name, ...range }]
  })
}
