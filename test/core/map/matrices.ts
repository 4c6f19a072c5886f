import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { neighboursRoom } from '../../../src/core/map/neighbours.ts'
import { Random } from '../../../src/core/random.ts'

/** A matrix of given distances, with room for a map. */
export function matrixOf(n: number, distance: (i: number, j: number) => number, threads = 1): DissimilarityMatrix {
  const matrix = DissimilarityMatrix.empty(n, 1, { threads, room: neighboursRoom(n) })
  for (let i = 0; i < n; i++) {
    const row = matrix.row(i)
    for (let j = 0; j < n; j++) row[j] = i === j ? 0 : distance(Math.min(i, j), Math.max(i, j))
  }
  return matrix
}

/** Random points in groups that lie 10 apart, in some dimensions. */
export function groupsOfPoints(n: number, groups: number, dimensions = 5, seed = 1): number[][] {
  const random = new Random(seed)
  return Array.from({ length: n }, (_, at) =>
    Array.from({ length: dimensions }, (_, axis) => random.normal() + (axis === 0 ? 10 * (at % groups) : 0))
  )
}

export function euclidean(points: number[][]): (i: number, j: number) => number {
  return (i, j) => Math.hypot(...points[i].map((value, axis) => value - points[j][axis]))
}

/** How far apart two points of a map are. */
export function apart(positions: ArrayLike<number>, i: number, j: number): number {
  return Math.hypot(positions[2 * i] - positions[2 * j], positions[2 * i + 1] - positions[2 * j + 1])
}
