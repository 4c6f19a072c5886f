import { expect, test } from 'vitest'
import {
  type Codes,
  discrete,
  entropy,
  joint,
  mutualInformation,
  quantile
} from '../../../src/core/features/entropy.ts'
import type { FeatureColumn } from '../../../src/core/features/table.ts'

const codes = (...values: number[]): Codes => ({ codes: Int32Array.from(values), count: Math.max(...values) + 1 })

test('the entropy of two equal halves is ln 2, and that of one category 0', () => {
  expect(entropy(codes(0, 0, 1, 1))).toBeCloseTo(Math.LN2, 12)
  expect(entropy(codes(0, 0, 0))).toBe(0)
})

// sklearn.metrics.mutual_info_score([0, 0, 1, 1, 2], [0, 0, 1, 2, 2]) of scikit-learn 1.5
test('mutual information is that of scikit-learn', () => {
  expect(mutualInformation(codes(0, 0, 1, 1, 2), codes(0, 0, 1, 2, 2))).toBeCloseTo(0.777661295762, 9)
})

test('what a third category explains is no information beyond it', () => {
  const modality = codes(0, 0, 1, 1)
  expect(mutualInformation(modality, modality, modality)).toBeCloseTo(0, 12)
  // Within each modality the two agree in full.
  expect(mutualInformation(codes(0, 1, 2, 3), codes(0, 1, 0, 1), modality)).toBeCloseTo(Math.LN2, 12)
})

test('rows are of one joint category where they agree in all', () => {
  const { codes: both, count } = joint([codes(0, 0, 1, 0), codes(1, 1, 1, 0)], 4)
  expect([...both]).toEqual([0, 0, 1, 2])
  expect(count).toBe(3)
})

test('few distinct numbers are categories of their own, and missing ones are one, too', () => {
  const column: FeatureColumn = { name: 'a', kind: 'numeric', values: Float64Array.of(1.5, NaN, 3, 1.5, 0) }
  expect([...discrete(column).codes]).toEqual([2, 0, 3, 2, 1])
})

test('many distinct numbers become ten categories of as many rows each', () => {
  const column: FeatureColumn = { name: 'a', kind: 'numeric', values: Float64Array.from({ length: 100 }, (_, i) => i) }
  const counts = new Map<number, number>()
  for (const code of discrete(column).codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  expect([...counts.values()]).toEqual(Array(10).fill(10))
})

test('levels of a category keep their own code', () => {
  const column: FeatureColumn = { name: 'a', kind: 'nominal', codes: Int32Array.of(1, -1, 0), levels: ['x', 'y'] }
  expect([...discrete(column).codes]).toEqual([2, 0, 1])
})

// numpy.quantile([1, 2, 4, 8], [0.1, 0.5])
test('quantiles are interpolated', () => {
  const sorted = Float64Array.of(1, 2, 4, 8)
  expect(quantile(sorted, 0.1)).toBeCloseTo(1.3, 12)
  expect(quantile(sorted, 0.5)).toBe(3)
})
