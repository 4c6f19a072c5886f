import { describe, expect, test } from 'vitest'
import { least } from '../../../src/core/similar/least.ts'
import fc from '../../fast-check.ts'

describe('least', () => {
  test('gives the places of the least values, the first of equal ones first', () => {
    expect([...least([3, 1, 2, 1, 0], 3)]).toEqual([4, 1, 3])
    expect([...least([5, 5, 5, 5, 5, 5, 5, 5, 5], 2)]).toEqual([0, 1])
  })

  test('passes over NaN and Infinity, and what is not wanted', () => {
    expect([...least([NaN, 2, Infinity, 1], 4)]).toEqual([3, 1])
    expect([...least([0, 1, 2], 2, (place) => place !== 0)]).toEqual([1, 2])
  })

  test('gives all where there are fewer, and none where none are asked for', () => {
    expect([...least([2, 1], 10)]).toEqual([1, 0])
    expect([...least([], 3)]).toEqual([])
    expect([...least([1], 0)]).toEqual([])
  })

  test('is the beginning of all places in order', () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(NaN), fc.constant(Infinity))
    fc.assert(
      fc.property(fc.array(value, { maxLength: 200 }), fc.integer({ min: 1, max: 30 }), (values, count) => {
        const sorted = values
          .map((_, place) => place)
          .filter((place) => Number.isFinite(values[place]))
          .sort((a, b) => values[a] - values[b] || a - b)
        expect([...least(values, count)]).toEqual(sorted.slice(0, count))
      })
    )
  })
})
