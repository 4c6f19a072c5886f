import { expect, test } from 'vitest'
import { nearestRows } from '../../../src/core/map/neighbours.ts'
import { Random } from '../../../src/core/random.ts'
import fc from '../../fast-check.ts'
import { matrixOf } from './matrices.ts'

/** By sorting: of equally near rows those count first that follow the row, and then those before it. */
function sorted(n: number, rows: readonly number[], distance: (i: number, j: number) => number): number[][] {
  return rows.map((row) =>
    rows
      .filter((other) => other !== row)
      .sort((a, b) => distance(row, a) - distance(row, b) || ((a - row + n) % n) - ((b - row + n) % n))
      .slice(0, 60)
  )
}

test('the nearest come first; of equally near rows those that follow', async () => {
  const matrix = matrixOf(5, (i, j) => (i === 1 && j === 3 ? 0.25 : 1))
  const { k, of, distances } = await nearestRows(matrix, Uint32Array.of(0, 1, 2, 3, 4))
  expect(k).toBe(4)
  expect([0, 1, 3].map((row) => [...of(row)])).toEqual([
    [1, 2, 3, 4],
    [3, 2, 4, 0],
    [1, 4, 0, 2]
  ])
  expect([...distances(1)]).toEqual([0.25, 1, 1, 1])
})

test('they are those of a sort, with ties, on any number of threads, among the rows that count alone', async () => {
  const given = fc.record({
    n: fc.integer({ min: 2, max: 150 }),
    values: fc.integer({ min: 1, max: 40 }),
    seed: fc.nat(),
    threads: fc.constantFrom(1, 2)
  })
  await fc.assert(
    fc.asyncProperty(given, async ({ n, values, seed, threads }) => {
      const random = new Random(seed)
      const table = Float32Array.from({ length: n * n }, () => random.below(values) / values)
      const distance = (i: number, j: number) => table[Math.min(i, j) * n + Math.max(i, j)]
      const rows = Array.from({ length: n }, (_, row) => row).filter((row) => row < 2 || random.below(4) > 0)
      const matrix = matrixOf(n, distance, threads)
      const { of } = await nearestRows(matrix, Uint32Array.from(rows))
      expect(rows.map((_, at) => [...of(at)])).toEqual(sorted(n, rows, distance))
      await matrix.close()
    }),
    { numRuns: 60 }
  )
})
