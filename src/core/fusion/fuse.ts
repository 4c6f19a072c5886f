import type { DissimilarityMatrix } from '../clustering/matrix.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'

/** How much pictures count beside tags. */
export interface Weighing {
  /** Their share of a dissimilarity, 0 to 1. */
  alpha: number
  /** What cosine distances are multiplied by, see `pictureScale`. */
  scale: number
}

export const DEFAULT_ALPHA = 0.25

/** Scalar products of the vectors of all rows; 0 with itself is a vector that is missing, or has no direction. */
interface Products {
  row: (row: number) => Float32Array
}

/** Pairs that are gone through before others are let in. */
const PAIRS_AT_A_TIME = 4e6

/**
 * 1 − cos of two vectors, in [0, 2]; exactly 0 for equal ones.
 * @param product of the two @param square of one with itself @param otherSquare of the other
 */
export function cosineDistance(product: number, square: number, otherSquare: number): number {
  return Math.max(0, 1 - product / Math.sqrt(square * otherSquare))
}

/**
 * The distance by tags and pictures, √((1 − α)(1 − S) + α · min(1, scale · (1 − cos))), in [0, 1].
 * @param dissimilarity 1 − S @param cosine 1 − cos
 */
export function fusedDistance(dissimilarity: number, cosine: number, { alpha, scale }: Weighing): number {
  return Math.sqrt((1 - alpha) * dissimilarity + alpha * Math.min(1, scale * cosine))
}

/**
 * What brings the mean cosine distance of the pairs of a sample to their mean dissimilarity 1 − S, so that α says how much
 * pictures count: vectors of an encoder all point in similar directions, and their cosine distances are small. Only pairs count
 * of which both have a vector; 0 where all of those look the same, or there are none.
 * @param matrix of 1 − S
 * @throws CancelledError
 */
export async function pictureScale(matrix: DissimilarityMatrix, products: Products, work?: Work): Promise<number> {
  const squares = squaresOf(matrix.n, products)
  let cosines = 0
  let dissimilarities = 0
  await eachRow(matrix.n, work, (row) => {
    if (squares[row] === 0) return
    const to = matrix.row(row)
    const product = products.row(row)
    // Sums of a row, as variables that a closure shares are slow.
    let looks = 0
    let tags = 0
    for (let other = row + 1; other < matrix.n; other++) {
      if (squares[other] === 0) continue
      looks += cosineDistance(product[other], squares[row], squares[other])
      tags += to[other]
    }
    cosines += looks
    dissimilarities += tags
  })
  return cosines > 0 ? dissimilarities / cosines : 0
}

/**
 * Makes dissimilarities 1 − S distances by tags and pictures. A row without a vector has its distances by tags alone, √(1 − S).
 * @throws CancelledError
 */
export async function fuse(
  matrix: DissimilarityMatrix,
  products: Products,
  weighing: Weighing,
  work?: Work
): Promise<void> {
  const squares = squaresOf(matrix.n, products)
  await eachRow(matrix.n, work, (row) => {
    const values = matrix.row(row)
    const product = products.row(row)
    for (let other = 0; other < matrix.n; other++) {
      const isByTags = squares[row] === 0 || squares[other] === 0
      values[other] = isByTags
        ? Math.sqrt(values[other])
        : fusedDistance(values[other], cosineDistance(product[other], squares[row], squares[other]), weighing)
    }
  })
}

function squaresOf(n: number, products: Products): Float64Array {
  return Float64Array.from({ length: n }, (_, row) => products.row(row)[row])
}

async function eachRow(n: number, work: Work | undefined, visit: (row: number) => void): Promise<void> {
  const atATime = Math.ceil(PAIRS_AT_A_TIME / n)
  for (let row = 0; row < n; row++) {
    visit(row)
    if (row % atATime !== 0) continue
    await breathe()
    throwIfCancelled(work)
  }
}
