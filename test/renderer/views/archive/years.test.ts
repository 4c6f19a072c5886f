import { expect, test } from 'vitest'
import { timeLine } from '../../../../src/renderer/views/archive/years.ts'

test('years without images have their place, and years that cannot be are told apart', () => {
  const values = [
    { value: '0095', count: 3 },
    { value: '1900', count: 21 },
    { value: '2008', count: 5 },
    { value: '2011', count: 7 },
    { value: '2031', count: 1 },
    { value: '', count: 4 }
  ]
  expect(timeLine(values, 2026)).toEqual({
    years: [
      { year: 2008, count: 5 },
      { year: 2009, count: 0 },
      { year: 2010, count: 0 },
      { year: 2011, count: 7 }
    ],
    implausible: [
      { value: '0095', count: 3 },
      { value: '1900', count: 21 },
      { value: '2031', count: 1 }
    ],
    undated: 4
  })
})

test('without a plausible year there is no line', () => {
  expect(timeLine([{ value: '1900', count: 2 }], 2026).years).toEqual([])
  expect(timeLine([], 2026)).toEqual({ years: [], implausible: [], undated: 0 })
})
