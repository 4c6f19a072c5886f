import { expect, test } from 'vitest'
import { decimalOf, hasDecimalComma } from '../../../src/core/dicom/decimal.ts'

test.each([
  ['1.5', 1.5],
  ['1,5', 1.5],
  ['-1,5e-3', -0.0015],
  [',5', 0.5],
  [' 2. ', 2],
  ['+10', 10]
])('%j is %d', (text, number) => {
  expect(decimalOf(text)).toBe(number)
})

test.each(['', 'abc', '1,2,3', '1.2,3', '1 mm', '0x10', 'NaN', 'Infinity', ',', '1e'])('%j is no number', (text) => {
  expect(decimalOf(text)).toBeNaN()
})

test('a comma is told of only where it makes a number', () => {
  expect(hasDecimalComma('1.5\\0,25')).toBe(true)
  expect(hasDecimalComma('1.5\\0.25')).toBe(false)
  expect(hasDecimalComma('a,b')).toBe(false)
})
