import { expect, test } from 'vitest'
import { count, counted, duration } from '../../src/core/quantities.ts'

test('numbers have their thousands set apart', () => {
  expect([0, 999, 12_345, 1.6].map(count)).toEqual(['0', '999', '12,345', '2'])
})

test('things have their number', () => {
  expect([counted(1, 'images'), counted(12_345, 'studies'), counted(1, 'series')]).toEqual([
    '1 image',
    '12,345 studies',
    '1 series'
  ])
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
