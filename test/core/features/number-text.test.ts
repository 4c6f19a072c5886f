import { expect, test } from 'vitest'
import fc from '../../fast-check.ts'
import { plainNumbers } from '../../../src/core/features/number-text.ts'

test.each([
  ['5', '5'],
  ['5.000000', '5'],
  ['5.0', '5'],
  ['0.5e1', '5'],
  ['+5', '5'],
  ['1.000000e+01', '10'],
  ['-0.0', '0'],
  ['1,5', '1.5'],
  ['0.500\\0.50', '0.5\\0.5'],
  ['80\\\\120.0', '80\\\\120'],
  // Not numbers, and more than a double holds.
  ['5 mm', '5 mm'],
  ['5.0\\high', '5.0\\high'],
  ['1e999', '1e999'],
  ['', '']
])('%o reads %o', (written, plain) => {
  expect(plainNumbers(written, 'DS')).toBe(plain)
  expect(plainNumbers(plain, 'DS')).toBe(plain)
})

test('codes and names are left as they are', () => {
  expect(plainNumbers('005', 'SH')).toBe('005')
  expect(plainNumbers('1.0', 'LO')).toBe('1.0')
})

test('a number keeps its value', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(Number(plainNumbers(number.toExponential(), 'DS'))).toBe(number === 0 ? 0 : number)
    })
  )
})
