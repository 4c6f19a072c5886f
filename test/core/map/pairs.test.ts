import { expect, test } from 'vitest'
import { nearestRows } from '../../../src/core/map/neighbours.ts'
import { drawPairs, type Pairs } from '../../../src/core/map/pairs.ts'
import { euclidean, groupsOfPoints, matrixOf } from './matrices.ts'

const N = 120
const POINTS = groupsOfPoints(N, 3)
const matrix = matrixOf(N, euclidean(POINTS))
const rows = Uint32Array.from({ length: N }, (_, row) => row)
const draw = async (seed: number): Promise<Pairs> => drawPairs(matrix, rows, await nearestRows(matrix, rows), seed)

/** The partners of a point of one kind, without what fills the list up. */
function listOf({ starts, partners }: Pairs, point: number, kind: number): number[] {
  const list = partners.subarray(starts[3 * point + kind], starts[3 * point + kind + 1])
  return Array.from(list).filter((other) => other !== point)
}

test('there are 10 near, 5 mid-near and 20 further pairs a point, each at both of its points', async () => {
  const pairs = await draw(1)
  for (const [kind, each] of [10, 5, 20].entries()) {
    const lists = Array.from(rows, (point) => listOf(pairs, point, kind))
    expect(lists.flat()).toHaveLength(2 * each * N)
    const times = (list: number[], other: number) => list.filter((one) => one === other).length
    lists.forEach((list, point) => {
      for (const other of list) expect(times(lists[other], point)).toBe(times(list, other))
    })
  }
})

test('lists are a multiple of four, as the kernel reads them', async () => {
  const { starts } = await draw(1)
  expect(Array.from(starts).every((start) => start % 4 === 0)).toBe(true)
})

test('near pairs stay within a group, and no further pair is a near one of the point that drew it', async () => {
  const pairs = await draw(1)
  for (const point of rows) {
    expect(listOf(pairs, point, 0).every((other) => other % 3 === point % 3)).toBe(true)
  }
  const far = Array.from(rows, (point) => listOf(pairs, point, 2).filter((other) => other % 3 !== point % 3).length)
  expect(far.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(20 * N)
})

test('the seed decides what is drawn', async () => {
  expect(await draw(3)).toEqual(await draw(3))
  expect((await draw(3)).partners).not.toEqual((await draw(4)).partners)
})

test('neighbours at distance 0, which have no scale, make pairs as well', async () => {
  const flat = matrixOf(50, (i, j) => (i % 2 === j % 2 ? 0 : 1))
  const some = Uint32Array.from({ length: 50 }, (_, row) => row)
  const pairs = drawPairs(flat, some, await nearestRows(flat, some), 1)
  expect(listOf(pairs, 7, 0).every((other) => other % 2 === 1)).toBe(true)
})
