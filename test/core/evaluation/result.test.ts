import { expect, test } from 'vitest'
import { controlRejects } from '../../../src/core/evaluation/result.ts'

const spread = { mean: 1, sd: 0.1 }
const tTest = { t: 0, df: 9, p: 1, meanDifference: 0, ci95: null, cohenDz: null }
const permutationTest = { p: 1, permutations: 1000 }
const rejects = (t: number | null, permutation: number): boolean =>
  controlRejects({
    control: {
      labelled: spread,
      permuted: spread,
      tTest: { ...tTest, p: t },
      permutationTest: { ...permutationTest, p: permutation }
    }
  })

test('a control rejects where one of its tests says p < 0.001', () => {
  expect(rejects(0.5, 0.5)).toBe(false)
  expect(rejects(0.0009, 0.5)).toBe(true)
  expect(rejects(0.5, 0.0009)).toBe(true)
  expect(rejects(0.001, 0.001)).toBe(false)
})

test('a t-test that cannot be computed rejects nothing', () => {
  expect(rejects(null, 0.5)).toBe(false)
  expect(rejects(null, 0.0009)).toBe(true)
})
