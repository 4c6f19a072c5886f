/** The numbers of clusters of the paper's table 1. */
export const PAPER_K: readonly number[] = [5, 10, 15, 20, 100, 200, 300]

/** Where there are too few rows for any of them. */
const SMALL_K = [2, 3, 4]

/**
 * The numbers of clusters to try where nobody says: those of the paper that are below the number of rows; for five rows or
 * fewer, those from 2 on that are.
 * @returns at least one, though for two rows or fewer it is impossible, which the clustering then explains
 */
export function possibleK(rows: number): number[] {
  const paper = PAPER_K.filter((k) => k < rows)
  if (paper.length > 0) return paper
  const small = SMALL_K.filter((k) => k < rows)
  return small.length > 0 ? small : [SMALL_K[0]]
}

/** Images of a cluster on the average, for the smallest and for the largest K of a sweep. */
const FOR_SMALLEST = 20
const FOR_LARGEST = 2

/** Images that a sample should have for these numbers of clusters: fewer could hardly be told from a few odd ones. */
export function imagesFor(k: readonly number[] = PAPER_K): number {
  return Math.max(FOR_SMALLEST * Math.min(...k), FOR_LARGEST * Math.max(...k))
}
