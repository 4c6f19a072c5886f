import { expect, test } from 'vitest'
import { hasDecimalComma, isDecimal, mayBeThousands, parseDecimal } from '../../src/core/numbers.ts'
import fc from '../fast-check.ts'

test.each([
  ['5', 5],
  ['-17.6875', -17.6875],
  ['+.5', 0.5],
  ['5.', 5],
  ['1.0E-3', 0.001],
  ['1,5', 1.5],
  ['-0,75', -0.75],
  [',5', 0.5],
  ['1,5e3', 1500],
  ['1,234', 1.234]
])('%s is %d', (text, number) => {
  expect(parseDecimal(text)).toBe(number)
})

test.each([
  '',
  'abc',
  '5 mm',
  '1e999',
  '0x10',
  'Infinity',
  'NaN',
  '--1',
  '1,5,2',
  '1,234.5',
  '1.234,5',
  "1'234",
  '1 234'
])('%j is no number, and not 0', (text) => {
  expect(parseDecimal(text)).toBeNaN()
})

test('what is longer than 64 characters is no number', () => {
  expect(parseDecimal('1'.repeat(64))).toBe(Number('1'.repeat(64)))
  expect(parseDecimal('1'.repeat(65))).toBeNaN()
})

test('a decimal comma is noticed in numbers only', () => {
  expect(['1,5', '-,5', '1,234', '1.5', '1,5 mm', 'a,b'].map(hasDecimalComma)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false
  ])
})

test('three digits behind a comma may be thousands, unless a zero stands before it', () => {
  expect(['1,234', '-12,345', '123,456'].map(mayBeThousands)).toEqual([true, true, true])
  expect(['0,125', '1,5', '1,2345', '1234,567', '1.234'].map(mayBeThousands)).toEqual([
    false,
    false,
    false,
    false,
    false
  ])
})

test('whatever number JavaScript writes is read back, with a comma, too', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      const text = String(number)
      expect(parseDecimal(text)).toBe(Object.is(number, -0) ? 0 : number)
      expect(parseDecimal(text.replace('.', ','))).toBe(Object.is(number, -0) ? 0 : number)
      expect(isDecimal(text)).toBe(true)
    })
  )
})
