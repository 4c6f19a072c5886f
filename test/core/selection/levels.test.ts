import { expect, test } from 'vitest'
import { levelsOf } from '../../../src/core/selection/levels.ts'
import { nominal, numeric } from './ranking-task.ts'

test('numbers lie in ten bins; a missing one is a level', () => {
  const twenty = Array.from({ length: 20 }, (_, i) => i)
  expect(new Set(levelsOf(numeric('a', ...twenty, NaN)))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))
  const [one, two, missing] = levelsOf(numeric('b', 7, 9, NaN))
  expect(missing).toBe(0)
  expect(one).not.toBe(two)
})

test('the ten most frequent categories are levels, the others one, and a missing one another', () => {
  // Twelve categories: l twice, the others once each; ties by their place among the levels.
  const values = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'l', null]
  expect([...levelsOf(nominal('c', ...values))]).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11, 1, 1, 0])
})
