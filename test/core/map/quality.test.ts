import { expect, test } from 'vitest'
import { mapQuality } from '../../../src/core/map/quality.ts'
import { Random } from '../../../src/core/random.ts'
import { euclidean, matrixOf } from './matrices.ts'

/** The same points wherever they are made: x(i + 1) = (1103515245 x(i) + 12345) mod 2³¹, from 12345, divided by 2³¹. */
function madePoints(n: number): number[][] {
  let state = 12345n
  const next = (): number => {
    state = (1103515245n * state + 12345n) % 2147483648n
    return Number(state) / 2147483648
  }
  return Array.from({ length: n }, () => Array.from({ length: 4 }, next))
}

test('trustworthiness is that of scikit-learn; continuity, recall and triplets are those of their definitions in NumPy', async () => {
  const points = madePoints(50)
  const matrix = matrixOf(50, euclidean(points))
  const quality = await mapQuality(matrix, Float32Array.from(points.flatMap(([x, y]) => [x, y])), 1)
  expect(quality).toEqual({
    neighbours: 15,
    trustworthiness: expect.closeTo(0.8437530864197531, 12) as number,
    continuity: expect.closeTo(0.8933333333333333, 12) as number,
    recall: expect.closeTo(0.6373333333333333, 12) as number,
    // Of all triplets 0.7603: random ones come near.
    triplets: expect.closeTo(0.76, 1) as number
  })
})

test('a map that shows all distances as they are is perfect', async () => {
  const random = new Random(2)
  const points = Array.from({ length: 100 }, () => [random.below(1000), random.below(1000)])
  const quality = await mapQuality(matrixOf(100, euclidean(points)), Float32Array.from(points.flat()), 1)
  expect(quality).toEqual({ neighbours: 15, trustworthiness: 1, continuity: 1, recall: 1, triplets: 1 })
})

test('which of equally near images are shown as neighbours does not count: where all are alike, every map is right', async () => {
  const random = new Random(3)
  const positions = Float32Array.from({ length: 200 }, () => random.next())
  const quality = await mapQuality(
    matrixOf(100, () => 1),
    positions,
    1
  )
  expect(quality).toMatchObject({ trustworthiness: 1, recall: 1, triplets: 1 })
})

test('a random map is as good as chance', async () => {
  const random = new Random(4)
  const points = Array.from({ length: 400 }, () => [random.next(), random.next(), random.next()])
  const positions = Float32Array.from({ length: 800 }, () => random.next())
  const quality = (await mapQuality(matrixOf(400, euclidean(points)), positions, 1))!
  expect(quality.trustworthiness).toBeCloseTo(0.5, 1)
  expect(quality.continuity).toBeCloseTo(0.5, 1)
  expect(quality.recall).toBeLessThan(0.08)
  expect(quality.triplets).toBeCloseTo(0.5, 1)
})

test('fewer than 32 images are too few to judge', async () => {
  const judge = (n: number) =>
    mapQuality(
      matrixOf(n, (i, j) => j - i),
      Float32Array.from({ length: 2 * n }, (_, at) => at),
      1
    )
  expect(await judge(31)).toBeNull()
  expect(await judge(32)).toMatchObject({ neighbours: 15 })
})
