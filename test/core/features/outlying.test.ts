import { describe, expect, test } from 'vitest'
import { outlyingRange, outlyingWords, NumberCounts } from '../../../src/core/features/outlying.ts'
import type { OutlyingRange } from '../../../src/core/catalogue/stored/features.ts'
import fc from '../../fast-check.ts'

function outlying(...counts: [value: number, count: number][]): OutlyingRange | undefined {
  const all = new NumberCounts()
  for (const [value, count] of counts) all.add(value, count)
  return outlyingRange(all)
}

describe('a range over 1,000 times the spread of nine tenths', () => {
  test('is told of with its values', () => {
    // Imaging frequencies in MHz, and 2 % in Hz.
    expect(outlying([63.6, 49], [123.2, 49], [63_600_000, 2])).toEqual({
      min: 63.6,
      max: 63_600_000,
      low: 63.6,
      high: 123.2
    })
  })

  test('may lie on either side', () => {
    expect(outlying([-1e6, 1], [1, 50], [2, 49])).toEqual({ min: -1e6, max: 2, low: 1, high: 2 })
  })

  test('begins beyond 1,000', () => {
    expect(outlying([0, 50], [1, 48], [1000, 2])).toBeUndefined()
    expect(outlying([0, 50], [1, 48], [1001, 2])).toEqual({ min: 0, max: 1001, low: 0, high: 1 })
  })

  test('is no matter where more than one value in twenty lies out there: nine tenths reach that far', () => {
    expect(outlying([0, 47], [1, 47], [15_000, 6])).toBeUndefined()
  })

  test('is no matter of no values, or of one', () => {
    expect(outlying()).toBeUndefined()
    expect(outlying([5, 100])).toBeUndefined()
  })
})

describe('where nine tenths are one value', () => {
  test('others near it are what the outlier hides', () => {
    expect(outlying([1.5, 96], [3, 2], [15_000, 2])).toEqual({ min: 1.5, max: 15_000, low: 1.5, high: 1.5 })
  })

  test('two values, or a few that are all far away, hide nothing', () => {
    expect(outlying([0, 98], [1e6, 2])).toBeUndefined()
    expect(outlying([0, 96], [1e6, 2], [2e6, 2])).toBeUndefined()
  })
})

describe('two units in one column, however many values are in either', () => {
  test('hide what the values in the larger unit differ by', () => {
    // Imaging frequencies in MHz, and a third in Hz.
    const frequencies = outlying([63.6, 40], [123.2, 27], [63_600_000, 20], [123_200_000, 13])
    expect(frequencies).toEqual({ min: 63.6, max: 123_200_000, low: 63.6, high: 123.2, share: 0.67 })
    expect(outlyingWords(frequencies!)).toBe(
      'reaches from 63.6 to 123200000, and 67 % of its values lie between 63.6 and 123.2: these count as nearly equal. Look at its values, which may be wrong or in two units, or leave it out.'
    )
    // Field strengths in tesla, and 6 % in gauss.
    expect(outlying([1.5, 47], [3, 47], [15_000, 6])).toMatchObject({ low: 1.5, high: 3, share: 0.94 })
  })

  test('hide nothing where one value is below the gap, hardly any, or what is left of rounding on both sides of 0', () => {
    expect(outlying([1.5, 50], [15_000, 30], [30_000, 20])).toBeUndefined()
    expect(outlying([1.5, 2], [3, 2], [15_000, 96])).toBeUndefined()
    expect(outlying([-1e-10, 20], [1e-10, 20], [2e-10, 20], [1, 40])).toBeUndefined()
  })

  test('do not lie within a factor of 1,000', () => {
    expect(outlying([1, 50], [2, 20], [2000, 15], [4000, 15])).toBeUndefined()
  })
})

test('more distinct values than are held are sampled, with the exact extremes', () => {
  const all = new NumberCounts(100)
  for (let i = 0; i < 10_000; i++) all.add(i % 2 === 0 ? 0 : i / 10_000)
  all.add(1e6)
  const { min, max, low, high } = outlyingRange(all)!
  expect([min, max, low]).toEqual([0, 1e6, 0])
  // Half are 0, the others spread evenly up to 1: exactly 0.9.
  expect(high).toBeGreaterThan(0.8)
  expect(high).toBeLessThan(1)
  expect(all.sorted().length).toBeLessThanOrEqual(100)
})

test('nine tenths of whatever values lie between low and high', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 200 }), (values) => {
      const found = outlying(...values.map((value): [number, number] => [value, 1]), [1e9, 1])
      if (found === undefined) return
      const within = values.filter((value) => value >= found.low && value <= found.high).length
      expect(within / (values.length + 1)).toBeGreaterThanOrEqual(0.9 - 1 / values.length)
    })
  )
})

test('the words say what to do, and no value where it may tell of a person', () => {
  const range = { min: 1.5, max: 15_000, low: 1.5, high: 3 }
  expect(outlyingWords(range)).toBe(
    'reaches from 1.5 to 15000, and nine of ten values lie between 1.5 and 3: these count as nearly equal. Look at its values, which may be wrong or in two units, or leave it out.'
  )
  expect(outlyingWords({ ...range, high: 1.5 })).toContain('nine of ten values are 1.5:')
  expect(outlyingWords({ ...range, max: 2_147_483_648, high: 3.00000001 })).toContain(
    'to 2147483648, and nine of ten values lie between 1.5 and 3:'
  )
  expect(outlyingWords(range, { withheld: true })).not.toMatch(/15/)
  // With a range that outliers do not widen.
  expect(outlyingWords(range, { isRobust: true })).toContain(': values beyond count as the nearest of these. Look at')
  expect(outlyingWords({ ...range, high: 1.5 }, { isRobust: true })).toContain(': these count as nearly equal.')
})
