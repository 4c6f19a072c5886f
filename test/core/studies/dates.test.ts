import { expect, test } from 'vitest'
import { dateNumber, dateText, isPlausible, yearOf } from '../../../src/core/studies/dates.ts'

test.each([
  ['20110203', 20110203, '2011-02-03'],
  ['2011.02.03', 20110203, '2011-02-03'],
  ['00950101', 950101, '0095-01-01'],
  ['', 0, ''],
  ['2011', 0, ''],
  ['20110203-20110301', 0, ''],
  ['today', 0, '']
])('the study date %o is %i, written %o', (text, number, written) => {
  expect(dateNumber(text)).toBe(number)
  expect(dateText(number)).toBe(written)
})

test.each([
  [0, false],
  [95, false],
  [1900, false],
  [1969, false],
  [1970, true],
  [2026, true],
  [2027, false]
])('in 2026, images of the year %i are plausible: %o', (year, expected) => {
  expect(isPlausible(year, 2026)).toBe(expected)
})

test('a date has its year', () => {
  expect(yearOf(950101)).toBe(95)
})
