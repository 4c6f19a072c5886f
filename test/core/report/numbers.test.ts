import { expect, test } from 'vitest'
import { counted, decimal, pValue, range, significant, spread } from '../../../src/core/report/numbers.ts'

test('numbers as a report writes them', () => {
  expect(counted(12345, 'images')).toBe('12,345 images')
  expect(counted(1, 'categories')).toBe('1 category')
  expect(counted(0, 'images')).toBe('no images')
  expect(decimal(-0.0204)).toBe('−0.020')
  expect(decimal(-0.0001)).toBe('0.000')
  expect(decimal(null)).toBe('–')
  expect(significant(0.00123456)).toBe('0.00123')
  expect(significant(9.876e-9)).toBe('9.88 × 10⁻⁹')
})

test('sizes that differ are told from the least to the most', () => {
  expect(range([85, 84, 85])).toBe('84–85')
  expect(range([1200, 1200])).toBe('1,200')
})

test('what belongs together stays on one line', () => {
  expect(pValue(0.0123)).toBe('p\u00a0=\u00a00.012')
  expect(pValue(1e-9)).toBe('p\u00a0<\u00a00.001')
  expect(spread({ mean: 0.28, sd: 0.023 })).toBe('0.280\u00a0±\u00a00.023')
  expect(spread({ mean: 0.28, sd: null })).toBe('0.280')
})
