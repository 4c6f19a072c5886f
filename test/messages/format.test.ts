import { expect, test } from 'vitest'
import {
  between,
  count,
  counted,
  decimal,
  duration,
  estimate,
  exact,
  exactProbability,
  percent,
  probability,
  pValue,
  range,
  significant,
  size,
  spread,
  tick,
  utcMoment
} from '../../src/messages/format.ts'
import fc from '../fast-check.ts'

test('numbers have their thousands set apart', () => {
  expect([0, 999, 12_345, 1.6, null].map(count)).toEqual(['0', '999', '12,345', '2', '–'])
})

test('things have their number', () => {
  expect([
    counted(1, 'images'),
    counted(12_345, 'studies'),
    counted(1, 'series'),
    counted(1, 'classes'),
    counted(2, 'classes')
  ]).toEqual(['1 image', '12,345 studies', '1 series', '1 class', '2 classes'])
})

test('durations change their unit as they grow', () => {
  expect([0, 0.8204, 1, 3.44, 59.94].map(duration)).toEqual(['0 ms', '820 ms', '1.0 s', '3.4 s', '59.9 s'])
  expect([60, 125, 119.6, 3599, 3600, 4320, 7259].map(duration)).toEqual([
    '1 min 00 s',
    '2 min 05 s',
    '2 min 00 s',
    '59 min 59 s',
    '1 h 00 min',
    '1 h 12 min',
    '2 h 00 min'
  ])
})

test('what rounds up to the next unit is told in it', () => {
  expect([0.9994, 0.9996, 59.94, 59.97, 60.4, 3599.4, 3599.5].map(duration)).toEqual([
    '999 ms',
    '1.0 s',
    '59.9 s',
    '1 min 00 s',
    '1 min 00 s',
    '59 min 59 s',
    '1 h 00 min'
  ])
})

test('estimates are no more exact than they can be', () => {
  expect([0.2, 45, 100, 5399, 5400, 11_520, 700_000].map(estimate)).toEqual([
    '1 s',
    '45 s',
    '2 min',
    '90 min',
    '1.5 h',
    '3.2 h',
    '8.1 days'
  ])
})

test('ranges go from the least to the most, and are one number where all are the same', () => {
  expect(range(85, 84, 85)).toBe('84–85')
  expect(range(1200, 1200)).toBe('1,200')
  expect(between(-79, -1)).toBe('−79 to −1')
})

test('a share is never shown as nothing or all if it is not', () => {
  const shares = [0, 0.0001, 0.4287, 0.99999, 1]
  expect(shares.map((share) => percent(share))).toEqual(['0.0 %', '< 0.1 %', '42.9 %', '> 99.9 %', '100.0 %'])
  expect([0.003, 0.5, 0.998].map((share) => percent(share, 0))).toEqual(['< 1 %', '50 %', '> 99 %'])
})

test('negative numbers have a minus sign, and what rounds to zero has none', () => {
  expect([count(-1200), decimal(-0.1, 2), tick(-79), exact(-1024)]).toEqual(['−1,200', '−0.10', '−79', '−1024'])
  expect(decimal(-0.0001)).toBe('0.000')
  expect([count(-0.4), percent(-0.0001), exact(-0), tick(-0)]).toEqual(['0', '0.0 %', '0', '0'])
})

test('no number that reads as zero has a sign, whatever its digits', () => {
  const numbers = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ min: -0.01, max: 0 }))
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 6 }), (value, digits) => {
      const written = [count(value), decimal(value, digits), percent(value, digits), tick(value), exact(value)]
      for (const text of [...written, significant(value)]) expect(text).not.toMatch(/^[−-][0.]*( %)?$/)
    })
  )
})

test('figures that are missing or infinite are a dash', () => {
  expect([decimal(0.28712), decimal(12, 1), decimal(null), decimal(NaN), probability(null)]).toEqual([
    '0.287',
    '12.0',
    '–',
    '–',
    '–'
  ])
})

test('small numbers keep three significant digits', () => {
  expect([0, 0.00123456, 9.876e-9].map(significant)).toEqual(['0', '0.00123', '9.88 × 10⁻⁹'])
  expect([0, 2.8652, 512, 1234567, 0.00012].map(tick)).toEqual(['0', '2.865', '512', '1.2e+6', '1.2e−4'])
})

test('probabilities and spreads', () => {
  expect([probability(0.0123), probability(1e-9), pValue(0.0123), pValue(1e-9)]).toEqual([
    '0.012',
    '< 0.001',
    'p = 0.012',
    'p < 0.001'
  ])
  expect([spread({ mean: 0.28, sd: 0.023 }), spread({ mean: 0.28, sd: null })]).toEqual(['0.280 ± 0.023', '0.280'])
})

test('a probability is told as it is where it is shown beside its test', () => {
  expect([0.0123, 0.000999, 5.18e-10, null].map(exactProbability)).toEqual(['0.012', '0.000999', '5.18 × 10⁻¹⁰', '–'])
})

test('sizes in powers of ten', () => {
  expect([12_345_678, 4.2e9, 9.83e12].map(size)).toEqual(['12.3 MB', '4.2 GB', '9.8 TB'])
})

test('a moment of a page is UTC', () => {
  expect(utcMoment('2026-11-23T10:31:07.000Z')).toBe('2026-11-23 10:31 UTC')
})
