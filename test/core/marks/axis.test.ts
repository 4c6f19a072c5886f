import { expect, test } from 'vitest'
import { logarithmicAxis, place, roundAxis, steppedAxis, wholeAxis } from '../../../src/core/marks/axis.ts'
import fc from '../../fast-check.ts'

test('an axis ends at round numbers about its values', () => {
  expect(steppedAxis(0.07, 0.13, 0.02)).toEqual({
    from: 0.06,
    to: 0.14,
    ticks: [0.06, 0.08, 0.1, 0.12, 0.14],
    isLogarithmic: false
  })
  expect(roundAxis(0, 9.5).ticks).toEqual([0, 2, 4, 6, 8, 10])
  expect(roundAxis(-0.1, 0.3).ticks).toEqual([-0.1, 0, 0.1, 0.2, 0.3])
})

test('values that are all the same stand on an axis too', () => {
  expect(roundAxis(0, 0).ticks).toEqual([0, 0.2])
  expect(roundAxis(5, 5).ticks).toEqual([5, 6])
})

test('epochs are whole', () => {
  expect(wholeAxis(1, 2)).toEqual({ from: 1, to: 2, ticks: [1, 2], isLogarithmic: false })
  expect(wholeAxis(1, 60).ticks).toEqual([20, 40, 60])
})

test('a logarithmic axis has powers of ten', () => {
  expect(logarithmicAxis(0.012, 0.3)).toEqual({ from: 0.01, to: 1, ticks: [0.01, 0.1, 1], isLogarithmic: true })
  expect(logarithmicAxis(0.1, 0.1).ticks).toEqual([0.1, 1])
})

test('where a value stands', () => {
  expect(place(roundAxis(0, 10), 100, 200)(5)).toBe(150)
  expect(place(logarithmicAxis(0.01, 1), 200, 0)(0.1)).toBe(100)
})

test('every axis holds its values, with two to eight ticks in equal steps', () => {
  const values = fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1, max: 1e6, noNaN: true }))
  fc.assert(
    fc.property(values, ([least, span]) => {
      const { from, to, ticks } = roundAxis(least, least + span)
      expect(from).toBeLessThanOrEqual(least + span * 1e-6)
      expect(to).toBeGreaterThanOrEqual(least + span - span * 1e-6)
      expect(ticks.length).toBeGreaterThanOrEqual(2)
      expect(ticks.length).toBeLessThanOrEqual(8)
    })
  )
})
