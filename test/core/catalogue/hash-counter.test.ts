import { expect, test } from 'vitest'
import { HashCounter } from '../../../src/core/catalogue/hash-counter.ts'
import fc from '../../fast-check.ts'

test('keys that differ in one half only are different keys', () => {
  const counter = new HashCounter(4)
  counter.add(1, 7, 1)
  counter.add(2, 7, 10)
  counter.add(1, 8, 100)
  counter.add(1, 7, 1000)
  expect(counter.size).toBe(3)
  expect([counter.get(1, 7), counter.get(2, 7), counter.get(1, 8), counter.get(2, 8)]).toEqual([1001, 10, 100, 0])
})

test('keys that want the same slot are all kept', () => {
  const counter = new HashCounter(4)
  // Slots are the low bits: of 4,096 slots these keys all want the last one, and go on from there at the beginning.
  const keys = Array.from({ length: 50 }, (_, i) => i * 4096 + 4095)
  keys.forEach((low, i) => counter.add(0, low, i + 1))
  expect(keys.map((low) => counter.get(0, low))).toEqual(keys.map((_, i) => i + 1))
})

test('it grows beyond what was expected and forgets nothing', () => {
  const counter = new HashCounter(10)
  for (let i = 0; i < 20_000; i++) counter.add(i % 7, i, (i % 3) + 1)
  expect(counter.size).toBe(20_000)
  const wrong = Array.from({ length: 20_000 }, (_, i) => i).filter((i) => counter.get(i % 7, i) !== (i % 3) + 1)
  expect(wrong).toEqual([])
})

test('keys are counted by their count, of several counters together', () => {
  const byCount = new Map<number, number>()
  for (const counts of [[5, 1, 9, 5], [1]]) {
    const counter = new HashCounter(4)
    counts.forEach((count, key) => counter.add(0, key, count))
    counter.countKeys(byCount)
  }
  expect([...byCount].sort(([a], [b]) => a - b)).toEqual([
    [1, 2],
    [5, 2],
    [9, 1]
  ])
})

test('counts are those of a Map, whatever the keys', () => {
  const half = fc.oneof(fc.nat(3), fc.constantFrom(0xffffffff, 0x80000000, 4095, 4096), fc.nat())
  fc.assert(
    fc.property(fc.array(fc.tuple(half, half, fc.integer({ min: 1, max: 9 })), { maxLength: 200 }), (added) => {
      const counter = new HashCounter(1)
      const expected = new Map<string, number>()
      for (const [high, low, count] of added) {
        counter.add(high, low, count)
        expected.set(`${high} ${low}`, (expected.get(`${high} ${low}`) ?? 0) + count)
      }
      expect(counter.size).toBe(expected.size)
      for (const [high, low] of added) expect(counter.get(high, low)).toBe(expected.get(`${high} ${low}`))
    })
  )
})
