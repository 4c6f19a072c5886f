import { expect, test } from 'vitest'
import { scaleOf } from '../../../src/core/evaluation/scale.ts'
import fc from '../../fast-check.ts'

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
  [[3 * 2 ** -200, 4 * 2 ** -200], 2 ** 198],
  [[3 * 2 ** 700, 4 * 2 ** 700], 2 ** -702],
  // The squares leave the range of f64.
  [[3 * 2 ** -600, 4 * 2 ** -600], 2 ** 598],
  [[1e308, 1e308], 2 ** -1023],
  // No power of two of f64 brings the least numbers to 1.
  [[2 ** -1074], 2 ** 1023]
])('%j, in 64 bits, is multiplied by %d', (values, scale) => {
  expect(scaleOf(Float64Array.from(values), 0)).toBe(scale)
})

test('a vector of any size has a length of at least 1 and below 2 then', () => {
  const value = fc.double({ min: -1, max: 1, noNaN: true }).filter((each) => Math.abs(each) > 1e-3)
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: -900, max: 900 }),
      (values, power) => {
        const vector = Float64Array.from(values, (each) => each * 2 ** power)
        const scale = scaleOf(vector, 0)
        const length = Math.hypot(...vector.map((each) => each * scale))
        expect(length).toBeGreaterThanOrEqual(1 - 1e-12)
        expect(length).toBeLessThan(2)
      }
    )
  )
})

test.each([
  [NaN, /Row 17 has the value NaN in column 2/],
  [Infinity, /Row 17 has the value Infinity in column 2/],
  [-Infinity, /Row 17 has the value -Infinity in column 2/]
])('%d is refused', (value, message) => {
  expect(() => scaleOf(Float32Array.of(1, value, NaN), 16)).toThrow(message)
  expect(() => scaleOf(Float64Array.of(1, value, NaN), 16)).toThrow(message)
})
