import type { DissimilarityMatrix } from '../clustering/matrix.ts'

/** The different rows of a matrix. */
export interface DistinctRows {
  /** The first of each kind, ascending. */
  rows: Uint32Array
  /** By row of the matrix: the place of the first of its kind among them. */
  placeOf: Uint32Array
}

/**
 * Finds the rows that are equal: at distance 0, and as far from all others. Where values are missing, distance 0 alone does not say
 * that, for a may be at distance 0 of b, b of c, and a not of c.
 */
export function distinctRows(matrix: Pick<DissimilarityMatrix, 'n' | 'row'>): DistinctRows {
  const rows: number[] = []
  const placeOf = new Uint32Array(matrix.n)
  for (let row = 0; row < matrix.n; row++) {
    const distances = matrix.row(row)
    const place = rows.findIndex((other) => distances[other] === 0 && areEqual(distances, matrix.row(other)))
    placeOf[row] = place < 0 ? rows.push(row) - 1 : place
  }
  return { rows: Uint32Array.from(rows), placeOf }
}

function areEqual(a: Float32Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
