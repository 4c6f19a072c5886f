import { expect, test } from 'vitest'
import { changed, type FrequentValues, mostFrequent } from '../../../src/core/catalogue/frequent-values.ts'
import fc from '../../fast-check.ts'

const of = (counts: ReadonlyMap<string, number>, most: number): FrequentValues => ({
  distinct: counts.size,
  top: mostFrequent(
    Array.from(counts, ([value, count]) => ({ value, count })),
    most
  )
})

test('a value that comes takes its place by its count, then by its text', () => {
  const before = of(
    new Map([
      ['b', 2],
      ['d', 1],
      ['e', 1]
    ]),
    2
  )
  const after = changed(before, new Map([['c', 1]]), () => 1, 2)
  expect(after).toEqual({
    distinct: 4,
    top: [
      { value: 'b', count: 2 },
      { value: 'c', count: 1 }
    ]
  })
})

test('where values of the list went, it gets shorter: what stood behind it is not known', () => {
  const before = of(
    new Map([
      ['b', 2],
      ['d', 1],
      ['e', 1],
      ['f', 1]
    ]),
    2
  )
  const after = changed(
    before,
    new Map([
      ['b', -2],
      ['z', 1]
    ]),
    (value) => (value === 'z' ? 1 : 0),
    2
  )
  expect(after).toEqual({ distinct: 4, top: [{ value: 'd', count: 1 }] })
})

test('it is the beginning of the list that a count of everything gives, whatever comes and goes', () => {
  const values = fc.dictionary(fc.constantFrom(...'abcdefgh'), fc.integer({ min: 1, max: 4 }))
  const changes = fc.array(fc.dictionary(fc.constantFrom(...'abcdefghij'), fc.integer({ min: -4, max: 3 })), {
    maxLength: 5
  })
  fc.assert(
    fc.property(values, changes, fc.integer({ min: 1, max: 6 }), (first, steps, most) => {
      const counts = new Map(Object.entries(first))
      let known = of(counts, most)
      for (const step of steps) {
        const applied = new Map<string, number>()
        for (const [value, change] of Object.entries(step)) {
          const now = Math.max(0, (counts.get(value) ?? 0) + change)
          applied.set(value, now - (counts.get(value) ?? 0))
          if (now > 0) counts.set(value, now)
          else counts.delete(value)
        }
        known = changed(known, applied, (value) => counts.get(value) ?? 0, most)
        const whole = of(counts, most)
        expect(known.distinct).toBe(whole.distinct)
        expect(known.top).toEqual(whole.top.slice(0, known.top.length))
        // With nothing left to go on from, everything is counted again.
        if (known.top.length === 0) known = whole
      }
    })
  )
})
