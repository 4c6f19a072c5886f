import { expect, test } from 'vitest'
import { comparisonDetails, methodLabel, weightText } from '../../../src/core/features/comparison-words.ts'

test('a method is told by its label, one of a later version by its name', () => {
  expect(methodLabel('paper')).toBe('As in the paper')
  expect(methodLabel('balanced')).toBe('Balanced, for real archives')
  expect(methodLabel('of-tomorrow')).toBe('of-tomorrow')
})

test('what a person chose is told, and nothing where nobody did', () => {
  const weights = [
    { tag: 'KVP', weight: 0.5 },
    { tag: 'Rows', weight: 0 }
  ]
  expect(comparisonDetails({ method: 'balanced', weights: [], groupByScanner: false })).toEqual([])
  expect(comparisonDetails({ method: 'balanced', weights, groupByScanner: true })).toEqual([
    'grouped by scanner, too',
    'weights chosen by a person: KVP 0.5, Rows 0'
  ])
})

test('grouping by scanner is not told of the paper’s method, where it changes nothing', () => {
  expect(comparisonDetails({ method: 'paper', weights: [], groupByScanner: true })).toEqual([])
})

test.each([
  [0, '0'],
  [3, '3'],
  [0.25, '0.25'],
  [63 / 64, '0.98'],
  [1 / 64, '0.02']
])('the weight %d is written %s', (weight, text) => {
  expect(weightText(weight)).toBe(text)
})
