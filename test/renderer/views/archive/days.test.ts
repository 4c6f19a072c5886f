import { expect, test } from 'vitest'
import { dayOf, shownDay } from '../../../../src/renderer/views/archive/days.ts'

test.each([
  ['', false, null],
  [' ', true, null],
  ['2010', false, 20100101],
  ['2010', true, 20101231],
  ['2010-05', false, 20100501],
  ['2010-05', true, 20100531],
  ['2010-05-07', true, 20100507],
  ['20100507', false, 20100507],
  ['2010.05.07', false, 20100507],
  ['0095', false, 950101],
  ['2010-13', false, undefined],
  ['2010-05-32', false, undefined],
  ['10', false, undefined],
  ['May 2010', false, undefined]
])('%o, at the end of a range: %o, is the day %o', (typed, end, day) => {
  expect(dayOf(typed, end)).toBe(day)
})

test.each([
  [undefined, false, ''],
  [20100101, false, '2010'],
  [20101231, true, '2010'],
  [20100000, false, '2010'],
  [20109999, true, '2010'],
  [20100101, true, '2010-01-01'],
  [20100531, true, '2010-05'],
  [20100507, false, '2010-05-07'],
  [950101, false, '0095']
])('the day %o, at the end of a range: %o, is shown as %o', (day, end, shown) => {
  expect(shownDay(day, end)).toBe(shown)
})
