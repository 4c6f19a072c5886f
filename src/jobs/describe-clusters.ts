import type { SweepEntry } from '../core/clustering/sweep.ts'

/** Distinguishing values that are kept of each cluster. */
export const SHOWN_VALUES = 12

/** Mean silhouette of each cluster's members; null for K = 1, where it is not defined. */
export function meanSilhouettes({ k, labels, sizes, silhouette, silhouettes }: SweepEntry): (number | null)[] {
  const sums = new Float64Array(k)
  labels.forEach((cluster, row) => (sums[cluster] += silhouettes[row]))
  return Array.from(sums, (sum, cluster) => (silhouette === null ? null : sum / sizes[cluster]))
}
