import { expect, test } from 'vitest'
import { numbersOfText, textOfNumbers } from '../../src/core/number-list.ts'
import fc from '../fast-check.ts'

const numbers = (text: string) => numbersOfText(text).flatMap((part) => part.numbers)

test('numbers are separated by commas, semicolons or spaces', () => {
  expect(numbers('5, 10,15')).toEqual([5, 10, 15])
  expect(numbers(' 5 10;15 ')).toEqual([5, 10, 15])
})

test('a range has both of its ends, and a step where one is given', () => {
  expect(numbers('5..8')).toEqual([5, 6, 7, 8])
  expect(numbers('5..100:25')).toEqual([5, 30, 55, 80])
  expect(numbers('3..3')).toEqual([3])
})

test('ranges and numbers are mixed, each told as it is written', () => {
  expect(numbersOfText('4, 6, 10 .. 12')).toEqual([
    { written: '4', numbers: [4] },
    { written: '6', numbers: [6] },
    { written: '10..12', numbers: [10, 11, 12] }
  ])
})

test('what is no number is none', () => {
  expect(numbers('5,,10')).toEqual([5, NaN, 10])
  for (const text of ['', '-3', '2.5', '1e3', '5..', '..5', '1...3', '5-10', '5..10..20', '٣']) {
    expect(numbers(text)).toEqual([NaN])
  }
})

test('a range that runs downwards, without a step, or without end is refused', () => {
  expect(() => numbers('4,30..5')).toThrow('30..5 runs downwards. Give the smaller number first, e.g. 5..30.')
  expect(() => numbers('5..30:0')).toThrow('5..30:0 has no step. Give a step of 1 or more, e.g. 5..30:5.')
  expect(() => numbers('1..999999999')).toThrow(
    '1..999999999 has more than 1,000 numbers. Give a larger step, e.g. 5..100:5.'
  )
})

test('numbers with equal steps are written as ranges', () => {
  expect(textOfNumbers([5, 6, 7, 8])).toBe('5..8')
  expect(textOfNumbers([5, 10, 15, 20])).toBe('5..20:5')
  expect(textOfNumbers([4, 6, 10, 11, 12])).toBe('4, 6, 10..12')
  expect(textOfNumbers([3, 4])).toBe('3, 4')
  expect(textOfNumbers([])).toBe('')
})

test('what is written is read again', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(60), { minLength: 1 }), (some) => {
      const sorted = some.toSorted((a, b) => a - b)
      expect(numbers(textOfNumbers(sorted))).toEqual(sorted)
    })
  )
})
