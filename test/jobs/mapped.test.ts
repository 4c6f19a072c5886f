import { expect, test } from 'vitest'
import { bySampleRow, rowsToLayOut } from '../../src/jobs/mapped.ts'

const run = { sample: Uint32Array.of(3, 5, 8, 9, 20) }

test('all rows of a sample are laid out, of a larger one as many as fit, drawn by the seed', () => {
  expect([...rowsToLayOut(run, 1)]).toEqual([0, 1, 2, 3, 4])
  const some = rowsToLayOut(run, 1, 3)
  expect(some).toHaveLength(3)
  expect([...some]).toEqual([...new Set(some)].sort())
  expect(rowsToLayOut(run, 1, 3)).toEqual(some)
  const draws = new Set(Array.from({ length: 20 }, (_, seed) => String(rowsToLayOut(run, seed, 3))))
  expect(draws.size).toBeGreaterThan(1)
})

test('what was laid out is kept by sample row; the others have no place', () => {
  expect([...bySampleRow(run, [1, 4], Float32Array.of(1, 2, 3, 4))]).toEqual([
    ...[NaN, NaN, 1, 2, NaN, NaN, NaN, NaN],
    ...[3, 4]
  ])
})
