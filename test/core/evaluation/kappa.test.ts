import { describe, expect, test } from 'vitest'
import { cohensKappa, kappaWithError } from '../../../src/core/evaluation/kappa.ts'
import fc from '../../fast-check.ts'

/** How often the first reader says i where the second says j. */
function readers(table: number[][]): [first: number[], second: number[]] {
  const pairs = table.flatMap((row, i) =>
    row.flatMap((count, j) => Array.from({ length: count }, () => [i, j] as const))
  )
  return [pairs.map(([i]) => i), pairs.map(([, j]) => j)]
}

describe('kappa', () => {
  // cohen_kappa_score(first, second) and, with sample_weight, of scikit-learn 1.9.1; standard errors and intervals are std_kappa,
  // kappa_low and kappa_upp of statsmodels.stats.inter_rater.cohens_kappa, statsmodels 0.15.0, within −1 to 1.
  const ten = [
    [0, 0, 0, 1, 1, 1, 2, 2, 2, 2],
    [0, 0, 1, 1, 1, 1, 2, 2, 0, 2]
  ] as const
  const six = [
    [0, 1, 2, 3, 0, 1],
    [0, 1, 5, 4, 0, 2]
  ] as const
  const table = readers([
    [88, 14, 18],
    [10, 40, 10],
    [2, 6, 12]
  ])

  const read: [of: string, readings: readonly [readonly number[], readonly number[]], expected: number[]][] = [
    ['ten things', ten, [0.7014925373134329, 0.1846466386136007, 0.33959177576439264, 1]],
    ['two hundred', table, [0.4915254237288136, 0.05100181557607786, 0.3915637020535469, 0.59148714540408]],
    ['two that differ', six, [0.3793103448275863, 0.1867923062295274, 0.013204152028535698, 0.7454165376266368]]
  ]
  test.each(read)('of %s is that of scikit-learn, with the standard error of statsmodels', (_, readings, expected) => {
    const { kappa, standardError, interval } = kappaWithError(...readings)!
    const found = [kappa, standardError, ...interval!]
    found.forEach((each, i) => expect(each).toBeCloseTo(expected[i], 12))
  })

  test.each([
    [ten, [10, 5, 1, 7, 2, 2, 9, 30, 4, 1], 0.875219683655536],
    [six, [3, 1, 4, 1, 5, 9], 0.23150357995226734]
  ] as const)('weighs things as scikit-learn does', ([first, second], weights, kappa) => {
    expect(cohensKappa(first, second, weights)!.kappa).toBeCloseTo(kappa, 12)
  })
})

test('is -1 where two readers swap two categories, and has no standard error where nothing or everything agrees', () => {
  const none = { kappa: -1, observed: 0, standardError: null, interval: null }
  expect(kappaWithError([0, 1, 0, 1], [1, 0, 1, 0])).toMatchObject(none)
  const all = { kappa: 1, observed: 1, standardError: null, interval: null }
  expect(kappaWithError([0, 1, 2], [0, 1, 2])).toMatchObject(all)
})

test('is not defined where both use one category only, nor of nothing', () => {
  expect(kappaWithError([4, 4], [4, 4])).toMatchObject({ things: 2, observed: 1, expected: 1, kappa: null })
  expect(kappaWithError([], [])).toBeNull()
  expect(cohensKappa([0, 1], [0, 1], [0, 0])).toBeNull()
  // One category each, and not the same: agreement is as expected, 0.
  expect(cohensKappa([0, 0], [1, 1])).toMatchObject({ observed: 0, expected: 0, kappa: 0 })
})

const reading = fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.integer({ min: 1, max: 9 })), {
  minLength: 1,
  maxLength: 40
})
const split = (things: (readonly [number, number, number])[]) =>
  [things.map(([a]) => a), things.map(([, b]) => b), things.map(([, , w]) => w)] as const

test('is the same whichever reader is first, whatever categories are called, and whole weights count things that often', () => {
  fc.assert(
    fc.property(reading, (things) => {
      const [first, second, weights] = split(things)
      const { kappa } = cohensKappa(first, second, weights)!
      const near = (other: number | null) =>
        kappa === null ? expect(other).toBeNull() : expect(other).toBeCloseTo(kappa, 9)
      near(cohensKappa(second, first, weights)!.kappa)
      const renamed = (categories: readonly number[]) => categories.map((each) => 100 - 3 * each)
      near(cohensKappa(renamed(first), renamed(second), weights)!.kappa)
      const repeated = things.flatMap(([a, b, w]) => Array.from({ length: w }, () => [a, b, 1] as const))
      near(cohensKappa(...split(repeated))!.kappa)
    })
  )
})

test('lies from -1 to 1, and within its interval', () => {
  fc.assert(
    fc.property(reading, (things) => {
      const [first, second] = split(things)
      const { kappa, interval } = kappaWithError(first, second)!
      if (kappa === null) return
      expect(Math.abs(kappa)).toBeLessThanOrEqual(1 + 1e-12)
      if (interval === null) return
      expect(interval[0]).toBeLessThanOrEqual(kappa)
      expect(interval[1]).toBeGreaterThanOrEqual(kappa)
    })
  )
})
