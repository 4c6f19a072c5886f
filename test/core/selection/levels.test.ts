import { expect, test } from 'vitest'
import { levelsOf, together } from '../../../src/core/selection/levels.ts'
import { nominal, numeric } from './ranking-task.ts'

test('numbers lie in ten bins of as many rows; equal ones in one bin; a missing one is a level', () => {
  const twenty = Array.from({ length: 20 }, (_, i) => i)
  expect([...levelsOf(numeric('a', ...twenty))]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9])
  expect([...levelsOf(numeric('b', 7, 7, 7, NaN, 9))]).toEqual([0, 0, 0, 11, 7])
})

test('the ten most frequent categories are levels, the others one, and a missing one another', () => {
  // Twelve categories: a twice, the others once each; ties by their place among the levels.
  const values = ['a', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', null]
  expect([...levelsOf(nominal('c', ...values))]).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 11])
})

test('two columns together have a level for each pair that there is', () => {
  expect(together([0, 0, 1, 1], [0, 1, 0, 0])).toEqual({ codes: Uint32Array.of(0, 1, 2, 2), count: 3 })
})
