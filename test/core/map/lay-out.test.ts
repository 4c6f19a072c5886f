import { describe, expect, test } from 'vitest'
import { layOut, LEAST_POINTS } from '../../../src/core/map/lay-out.ts'
import { Random } from '../../../src/core/random.ts'
import { CancelledError } from '../../../src/core/errors.ts'
import fc from '../../fast-check.ts'
import { apart, euclidean, groupsOfPoints, matrixOf } from './matrices.ts'

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

test('groups that lie apart are islands: every image is nearer to all of its group than to any other', async () => {
  const matrix = matrixOf(150, euclidean(groupsOfPoints(150, 3)))
  const { positions } = await layOut(matrix, 1)
  for (let row = 0; row < 150; row++) {
    const distances = Array.from({ length: 150 }, (_, other) => apart(positions, row, other))
    const own = distances.filter((_, other) => other % 3 === row % 3)
    const others = distances.filter((_, other) => other % 3 !== row % 3)
    expect(Math.max(...own)).toBeLessThan(Math.min(...others))
  }
})

test('the map is centred on 0', async () => {
  const { positions } = await layOut(matrixOf(90, euclidean(groupsOfPoints(90, 2))), 1)
  for (const axis of [0, 1]) expect(mean([...positions].filter((_, at) => at % 2 === axis))).toBeCloseTo(0, 4)
})

test('the same seed gives the same bytes on any number of threads, and another seed gives others', async () => {
  const distance = euclidean(groupsOfPoints(300, 6))
  const lay = async (threads: number, seed: number) => {
    const matrix = matrixOf(300, distance, threads)
    const { positions } = await layOut(matrix, seed)
    await matrix.close()
    return Buffer.from(positions.buffer).toString('base64')
  }
  const [one, two, three, other] = [await lay(1, 5), await lay(2, 5), await lay(3, 5), await lay(2, 6)]
  expect([two === one, three === one, other === one]).toEqual([true, true, false])
})

test('equal images are at one place, and do not crowd others out', async () => {
  const points = groupsOfPoints(120, 2).map((point, at, all) => (at < 60 ? all[at % 2] : point))
  const { positions, distinct } = await layOut(matrixOf(120, euclidean(points)), 1)
  expect(distinct.rows).toHaveLength(62)
  for (let row = 2; row < 60; row++) expect(apart(positions, row, row % 2)).toBe(0)
})

describe('what has hardly anything to lay out', () => {
  test.each([1, 2, 3, 7, LEAST_POINTS - 1, LEAST_POINTS])('%i images', async (n) => {
    const points = groupsOfPoints(n, 2)
    const { positions, gap } = await layOut(matrixOf(n, euclidean(points)), 1)
    expect([positions.length, positions.every(Number.isFinite)]).toEqual([2 * n, true])
    expect(gap > 0).toBe(n > 1)
  })

  test('images that are all equal are one point', async () => {
    const { positions, gap } = await layOut(
      matrixOf(100, () => 0),
      1
    )
    expect([new Set(positions), gap]).toEqual([new Set([0]), 0])
  })

  test('images of which no two share anything are spread, none far from the others', async () => {
    const { positions } = await layOut(
      matrixOf(200, () => 1),
      1
    )
    expect(positions.every((value) => Math.abs(value) < 100)).toBe(true)
    expect(new Set(positions).size).toBeGreaterThan(300)
  })

  test('some images that share nothing with any other stay on the map', async () => {
    const distance = euclidean(groupsOfPoints(150, 3))
    const { positions } = await layOut(
      matrixOf(160, (i, j) => (j >= 150 ? 1 : distance(i, j) / 40)),
      1
    )
    expect(positions.every((value) => Math.abs(value) < 100)).toBe(true)
  })
})

test('places are finite, whatever the distances are', async () => {
  const given = fc.record({
    n: fc.integer({ min: 1, max: 90 }),
    levels: fc.integer({ min: 1, max: 6 }),
    seed: fc.nat()
  })
  await fc.assert(
    fc.asyncProperty(given, async ({ n, levels, seed }) => {
      const random = new Random(seed)
      const values = Float32Array.from({ length: n * n }, () => random.below(levels) / levels)
      const { positions } = await layOut(
        matrixOf(n, (i, j) => values[i * n + j]),
        seed % 1000
      )
      expect(positions.every(Number.isFinite)).toBe(true)
    }),
    { numRuns: 60 }
  )
})

test('it can be cancelled', async () => {
  const controller = new AbortController()
  controller.abort()
  const matrix = matrixOf(100, euclidean(groupsOfPoints(100, 2)))
  await expect(layOut(matrix, 1, { signal: controller.signal })).rejects.toThrow(CancelledError)
})
