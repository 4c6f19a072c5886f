import { describe, expect, test } from 'vitest'
import { categoriesOf, categoryKey } from '../../../src/core/features/normalise.ts'
import fc from '../../fast-check.ts'

describe('spellings of one category', () => {
  test.each([
    ['T_SPINE', 'TSPINE'],
    ['T SPINE', 'TSPINE'],
    ['T-Spine', 'TSPINE'],
    ['t - spine', 'TSPINE'],
    ['Brain', 'BRAIN'],
    ['DISCOVERY MR 750', 'DISCOVERY MR750'],
    ['T_1', 'T1'],
    ['Kopf\u00adhals', 'KOPFHALS'],
    ['ＢＲＡＩＮ', 'BRAIN'],
    ['CAFE\u0301', 'CAFÉ'],
    ['C\u20117', 'C-7']
  ])('%s = %s', (a, b) => {
    expect(categoryKey(a)).toBe(categoryKey(b))
  })

  test.each([
    ['1.5', '15'],
    ['1 5', '15'],
    ['1_5', '1.5'],
    ['-5', '5'],
    ['C+', 'C-'],
    ['C-', 'C'],
    ['C- AX', 'C AX'],
    ['C- AX', 'C+ AX'],
    ['L', 'R'],
    ['L4-5', 'L45'],
    ['T1', 'T2'],
    ['T2', 'T2*'],
    ['W/O', 'WO'],
    ['10²', '102'],
    ['_', '-']
  ])('%s ≠ %s', (a, b) => {
    expect(categoryKey(a)).not.toBe(categoryKey(b))
  })

  test('a key is its own key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const key = categoryKey(text)
        expect(categoryKey(key)).toBe(key)
      })
    )
  })

  test('a text of separators alone stays one', () => {
    expect(categoryKey('_')).toBe('_')
  })

  test('takes time in proportion to the length, whatever the text', () => {
    for (const part of ['-', '_', ' ', 'a-', '1_', '- _']) expect(() => categoryKey(part.repeat(100_000))).not.toThrow()
  })
})

describe('categories', () => {
  test('are called by their most frequent spelling, and keep the others with the rules that unite them', () => {
    const counts = new Map([
      ['TSPINE', 3],
      ['T_SPINE', 5],
      ['t spine', 1],
      ['CHEST', 4]
    ])
    expect(categoriesOf(counts)).toEqual([
      {
        value: 'T_SPINE',
        count: 9,
        rawValues: [
          { value: 'T_SPINE', count: 5, rules: [] },
          { value: 'TSPINE', count: 3, rules: ['separators'] },
          { value: 't spine', count: 1, rules: ['case', 'separators'] }
        ]
      },
      { value: 'CHEST', count: 4, rawValues: [{ value: 'CHEST', count: 4, rules: [] }] }
    ])
  })

  test('of equally frequent spellings, the first by code unit gives the name', () => {
    expect(
      categoriesOf(
        new Map([
          ['Brain', 2],
          ['BRAIN', 2]
        ])
      )[0].value
    ).toBe('BRAIN')
  })

  test('keep every count', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer({ min: 1, max: 99 })), (counts) => {
        const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
        const categories = categoriesOf(new Map(Object.entries(counts)))
        expect(categories.reduce((sum, { count }) => sum + count, 0)).toBe(total)
        expect(categories.flatMap(({ rawValues }) => rawValues)).toHaveLength(Object.keys(counts).length)
      })
    )
  })
})
