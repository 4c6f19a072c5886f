import type { DissimilarityMatrix } from '../clustering/matrix.ts'
import type { Work } from '../work.ts'
import { type DistinctRows, distinctRows } from './distinct.ts'
import { typicalGap } from './gap.ts'
import { landmarkMds } from './landmark-mds.ts'
import { nearestRows } from './neighbours.ts'
import { pacmap } from './pacmap.ts'
import { drawPairs } from './pairs.ts'

/** Fewer rows than these have hardly more than neighbours, and are laid out by classical scaling alone. */
export const LEAST_POINTS = 40

/** Where the rows of a matrix are on its map. */
export interface MapLayout {
  /** x and y by row of the matrix, centred on 0; equal rows are at one place. */
  positions: Float32Array
  distinct: DistinctRows
  /** See `typicalGap`. */
  gap: number
}

/**
 * Lays the rows of a matrix out in the plane, near what they resemble: PaCMAP from a start by landmark MDS. The same seed gives the
 * same positions, on however many threads.
 * @param matrix of distances, with `neighboursRoom` of room
 * @throws CancelledError
 */
export async function layOut(matrix: DissimilarityMatrix, seed: number, work?: Work): Promise<MapLayout> {
  const distinct = distinctRows(matrix)
  const { rows, placeOf } = distinct
  const start = landmarkMds(matrix, rows, seed)
  let points: ArrayLike<number> = start
  if (rows.length >= LEAST_POINTS) {
    const pairs = drawPairs(matrix, rows, await nearestRows(matrix, rows, work), seed)
    points = await pacmap(start, pairs, matrix.threads.count, work)
  }
  const centredPoints = centred(points)
  const positions = new Float32Array(2 * matrix.n)
  placeOf.forEach((place, row) => positions.set(centredPoints.subarray(2 * place, 2 * place + 2), 2 * row))
  return { positions, distinct, gap: typicalGap(centredPoints) }
}

function centred(points: ArrayLike<number>): Float32Array {
  const n = points.length / 2
  let x = 0
  let y = 0
  for (let i = 0; i < n; i++) {
    x += points[2 * i] / n
    y += points[2 * i + 1] / n
  }
  return Float32Array.from(points, (value, at) => value - (at % 2 === 0 ? x : y))
}
