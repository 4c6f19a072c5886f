import { adjustedRandIndex } from '../evaluation/agreement.ts'
import { NO_CLASS } from '../features/classes.ts'
import { type Random, sampleRanks } from '../random.ts'

/** Of the rows that each subset holds. */
const SUBSET_SHARE = 0.8

/** Rows of each subset of so many. */
export function subsetRows(rows: number): number {
  return Math.round(SUBSET_SHARE * rows)
}

/** How many rows it takes for subsets of so many. */
export function rowsFor(subset: number): number {
  return Math.ceil(subset / SUBSET_SHARE)
}

/** Random subsets of 80 % of the rows, ascending. */
export function subsetsOf(rows: number, count: number, random: Random): Uint32Array[] {
  const size = subsetRows(rows)
  return Array.from({ length: count }, () => sampleRanks(rows, size, random).sort())
}

/**
 * How far clusterings of subsets agree on the rows that they have in common (Ben-Hur, Elisseeff and Guyon, Pac. Symp. Biocomputing
 * 7, 2002): the mean adjusted Rand index of all pairs of subsets.
 * @param subsets rows of each, at least two subsets @param labellings the cluster of each of these rows
 */
export function stabilityOf(
  rows: number,
  subsets: readonly Uint32Array[],
  labellings: readonly ArrayLike<number>[]
): number {
  const labels = subsets.map((subset, s) => {
    const all = new Int32Array(rows).fill(NO_CLASS)
    subset.forEach((row, at) => (all[row] = labellings[s][at]))
    return all
  })
  const indices = labels.flatMap((a, at) =>
    labels.slice(at + 1).map((b) => {
      const common = (_: number, row: number): boolean => a[row] !== NO_CLASS && b[row] !== NO_CLASS
      return adjustedRandIndex(a.filter(common), b.filter(common))
    })
  )
  return indices.reduce((sum, index) => sum + index, 0) / indices.length
}
