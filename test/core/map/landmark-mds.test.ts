import { expect, test } from 'vitest'
import { landmarkMds } from '../../../src/core/map/landmark-mds.ts'
import { Random } from '../../../src/core/random.ts'
import { apart, euclidean, matrixOf } from './matrices.ts'

const all = (n: number) => Uint32Array.from({ length: n }, (_, row) => row)

/** Places of points by their distances. */
function places(points: number[][], seed = 1): Float64Array {
  return landmarkMds(matrixOf(points.length, euclidean(points)), all(points.length), seed)
}

const RECTANGLE = [
  [0, 0],
  [4, 0],
  [4, 3],
  [0, 3]
]

test('points of a plane get their distances back', () => {
  const positions = places(RECTANGLE)
  expect(apart(positions, 0, 1)).toBeCloseTo(4, 3)
  expect(apart(positions, 1, 2)).toBeCloseTo(3, 3)
  expect(apart(positions, 0, 2)).toBeCloseTo(5, 3)
})

test('the longer side lies along x, and the seed does not turn the picture round', () => {
  const [x0, y0, x1, y1] = places(RECTANGLE)
  expect([Math.abs(x0 - x1), Math.abs(y0 - y1)]).toEqual([expect.closeTo(4, 3), expect.closeTo(0, 3)])
  for (const seed of [2, 3, 4])
    places(RECTANGLE, seed).forEach((v, at) => expect(v).toBeCloseTo(places(RECTANGLE)[at], 3))
})

test('more rows than landmarks are placed by these: 800 points of a plane get their distances back, too', () => {
  const random = new Random(5)
  const points = Array.from({ length: 800 }, () => [random.next(), 0.3 * random.next()])
  const positions = places(points)
  const distance = euclidean(points)
  for (let pair = 0; pair < 200; pair++) {
    const [i, j] = [random.below(800), random.below(800)]
    expect(apart(positions, i, j)).toBeCloseTo(distance(i, j), 4)
  }
})

test.each<[string, number[][], number[]]>([
  ['one row', [[7]], [0, 0]],
  ['two rows lie along x', [[0], [2]], [-1, 0, 1, 0]],
  ['rows that are all equal', [[1], [1], [1]], [0, 0, 0, 0, 0, 0]]
])('%s', (_, points, expected) => {
  const positions = places(points)
  const signed = positions[0] > 0 ? positions.map((value) => -value) : positions
  signed.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 9))
})

test('points of a line have no second axis', () => {
  const positions = places([[0], [1], [3], [6], [10]])
  expect(Array.from({ length: 5 }, (_, at) => positions[2 * at + 1])).toEqual([0, 0, 0, 0, 0])
  expect(apart(positions, 0, 4)).toBeCloseTo(10, 5)
})

test('dissimilarities that no points have, since some are larger than every way round, give finite places', () => {
  const matrix = matrixOf(6, (i, j) => (i === 0 && j === 5 ? 100 : 1))
  const positions = landmarkMds(matrix, all(6), 1)
  expect(positions.every(Number.isFinite)).toBe(true)
  expect(apart(positions, 0, 5)).toBeGreaterThan(50)
})
