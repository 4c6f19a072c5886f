import type { Structure } from '../catalogue/stored/run.ts'
import { STRUCTURE_FROM } from '../structure.ts'
import type { Work } from '../work.ts'
import type { DissimilarityMatrix } from './matrix.ts'
import { writeClusters } from './state.ts'

/** By the bands of Kaufman and Rousseeuw. */
export function structureOf(silhouette: number): Structure {
  if (silhouette > STRUCTURE_FROM.strong) return 'strong'
  if (silhouette > STRUCTURE_FROM.reasonable) return 'reasonable'
  return silhouette >= STRUCTURE_FROM.weak ? 'weak' : 'none'
}

/** A mean silhouette below this reads as 0.00. */
const LEAST_SILHOUETTE = 0.005

/** Whether a mean silhouette is above 0 as people see it: else no clusters fit, and no K is called the best. */
export function fits(silhouette: number | null): boolean {
  return silhouette !== null && silhouette >= LEAST_SILHOUETTE
}

/**
 * The exact silhouette of every row (Rousseeuw, J. Comput. Appl. Math. 20, 1987): (b − a) / max(a, b), a the mean distance
 * to the rest of its cluster, b the least mean distance to another cluster; 0 for the only row of a cluster.
 * As in R, one cluster has no silhouettes: all are NaN then.
 * @param labels the cluster of each row, 0 to k − 1; none of them empty, k at most the matrix's `mostClusters`
 * @throws CancelledError
 */
export async function silhouettes(
  matrix: DissimilarityMatrix,
  labels: ArrayLike<number>,
  k: number,
  work?: Work
): Promise<Float64Array> {
  if (k < 2) return new Float64Array(matrix.n).fill(NaN)
  const { memory, threads, clusters } = matrix
  writeClusters(memory, clusters, labels, k)
  const task = {
    begin: () => ({ kernel: 'silhouetteRows' as const, args: [matrix.address, clusters.address] }),
    end: () => undefined
  }
  await threads.run(Array<typeof task>(threads.count).fill(task), work)
  return new Float64Array(memory.buffer, clusters.silhouettes, matrix.n).slice()
}

/** Mean silhouette; null where there is none (one cluster). */
export function meanSilhouette(values: Float64Array): number | null {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Number.isNaN(mean) ? null : mean
}
