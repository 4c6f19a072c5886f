import { expect, test } from 'vitest'
import { counted, percent, pValue, spread } from '../../../src/core/report/numbers.ts'

test('none is said in words', () => {
  expect(counted(12345, 'images')).toBe('12,345 images')
  expect(counted(0, 'images')).toBe('no images')
})

test('what belongs together stays on one line', () => {
  expect(percent(0.345)).toBe('34.5\u00a0%')
  expect(pValue(0.0123)).toBe('p\u00a0=\u00a00.012')
  expect(pValue(1e-9)).toBe('p\u00a0<\u00a00.001')
  expect(spread({ mean: 0.28, sd: 0.023 })).toBe('0.280\u00a0±\u00a00.023')
  expect(spread({ mean: 0.28, sd: null })).toBe('0.280')
})
