import { expect, test } from 'vitest'
import { foldsOf } from '../../../src/core/forest/folds.ts'
import fc from '../../fast-check.ts'

test('the largest groups go into folds of their own', () => {
  const groups = Int32Array.of(7, 7, 7, 7, 3, 3, 3, 5, 5, 6, 8, 9)
  const folds = foldsOf(groups, 1)
  expect(folds.count).toBe(5)
  const sizes = Array.from({ length: 5 }, (_, fold) => groups.filter((group) => folds.of(group) === fold).length)
  expect(sizes.sort()).toEqual([1, 2, 2, 3, 4])
})

test('each group is in one fold, fewer groups are as many folds, and any other group is in one of them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(30), { minLength: 1, maxLength: 100 }),
      fc.nat(1000),
      fc.nat(1_000_000),
      (groups, seed, other) => {
        const folds = foldsOf(Int32Array.from(groups), seed)
        expect(folds.count).toBe(Math.min(5, new Set(groups).size))
        for (const group of [...groups, other]) {
          expect(folds.of(group)).toBeGreaterThanOrEqual(0)
          expect(folds.of(group)).toBeLessThan(folds.count)
        }
      }
    )
  )
})
