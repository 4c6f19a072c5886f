import { expect, test } from 'vitest'
import { Random } from '../../../src/core/random.ts'
import { stabilityOf, subsetsOf } from '../../../src/core/selection/stability.ts'

test('subsets hold 80 % of the rows, each once, ascending', () => {
  const subsets = subsetsOf(50, 3, new Random(1))
  for (const subset of subsets) {
    expect(subset).toHaveLength(40)
    expect([...subset]).toEqual([...new Set(subset)].sort((a, b) => a - b))
  }
  expect(subsets[0]).not.toEqual(subsets[1])
})

test('only rows in common count, whatever clusters are called', () => {
  const subsets = [Uint32Array.of(0, 1, 2, 3, 4), Uint32Array.of(1, 2, 3, 4, 5)]
  // On 1, 2, 3, 4: {1, 2} and {3, 4} in both.
  expect(stabilityOf(6, subsets, [Uint16Array.of(1, 0, 0, 1, 1), Uint16Array.of(2, 2, 0, 0, 2)])).toBe(1)
})

test('is the mean adjusted Rand index of all pairs', () => {
  const all = Uint32Array.of(0, 1, 2, 3)
  const same = Uint16Array.of(0, 0, 1, 1)
  // scikit-learn: adjusted_rand_score([0, 0, 1, 1], [0, 0, 1, 2]) = 0.5714285714285714
  const other = Uint16Array.of(0, 0, 1, 2)
  expect(stabilityOf(4, [all, all, all], [same, same, other])).toBeCloseTo((1 + 2 * 0.5714285714285714) / 3, 12)
})
