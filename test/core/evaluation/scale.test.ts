import { expect, test } from 'vitest'
import { scaleOf } from '../../../src/core/evaluation/scale.ts'

test.each([
  [[3, 4], 1 / 4],
  [[0.5], 2],
  [[1, 0, 0], 1],
  [[2 ** 127, 0], 2 ** -127],
  [[2 ** -149], 2 ** 149],
  [[0, 0], 0]
])('%j is multiplied by %d', (values, scale) => {
  expect(scaleOf(Float32Array.from(values), 0)).toBe(scale)
})

test.each([
  [NaN, /Row 17 has the value NaN in column 2/],
  [Infinity, /Row 17 has the value Infinity in column 2/],
  [-Infinity, /Row 17 has the value -Infinity in column 2/]
])('%d is refused', (value, message) => {
  expect(() => scaleOf(Float32Array.of(1, value, NaN), 16)).toThrow(message)
})
