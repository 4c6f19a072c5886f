import { expect, test } from 'vitest'
import { LiveSet } from '../../../src/core/catalogue/live.ts'
import fc from '../../fast-check.ts'
import { newCatalogue } from './synthetic.ts'

test('all are live until one is removed; a removed one stays removed', () => {
  const live = new LiveSet(newCatalogue().db, 10)
  live.remove(3)
  live.remove(3)
  expect(live.count).toBe(9)
  expect([...live.ids()]).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9])
  expect([live.has(2), live.has(3), live.has(9), live.has(10)]).toEqual([true, false, true, false])
})

test('what is not there yet can neither be live nor be removed', () => {
  const live = new LiveSet(newCatalogue().db, 1)
  live.remove(1)
  expect([live.has(1), live.count, live.changed]).toEqual([false, 1, false])
  live.total++
  expect([live.has(1), live.count]).toEqual([true, 2])
})

test('the set is kept across processes, and a chunk that nothing was taken from costs no row', () => {
  const { db } = newCatalogue()
  const live = new LiveSet(db, 9000)
  for (const instance of [0, 4095, 8192, 8999]) live.remove(instance)
  live.save()
  expect(db.prepare('SELECT chunk FROM live').pluck().all()).toEqual([0, 2])
  const again = new LiveSet(db, 9000)
  expect(again.count).toBe(8996)
  expect([0, 1, 4095, 4096, 8191, 8192, 8193, 8999].map((id) => again.has(id))).toEqual([
    false,
    true,
    false,
    true,
    true,
    false,
    true,
    false
  ])
})

test('it has changed from the first removal until it is saved, and saving writes no more than that', () => {
  const { db } = newCatalogue()
  const live = new LiveSet(db, 5000)
  expect(live.changed).toBe(false)
  live.remove(1)
  expect(live.changed).toBe(true)
  live.save()
  expect(live.changed).toBe(false)
  db.exec('DELETE FROM live')
  live.remove(4999)
  live.save()
  expect(db.prepare('SELECT chunk FROM live').pluck().all()).toEqual([1])
})

test('ids, count and membership are those of a plain set, also after a round trip', () => {
  const { db } = newCatalogue()
  const near = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 4090, max: 4100 }), fc.nat(8200))
  fc.assert(
    fc.property(fc.array(near, { maxLength: 30 }), fc.integer({ min: 1, max: 8200 }), (removed, total) => {
      db.exec('DELETE FROM live')
      const live = new LiveSet(db, total)
      for (const instance of removed) live.remove(instance)
      live.save()
      const expected = Array.from({ length: total }, (_, id) => id).filter((id) => !removed.includes(id))
      for (const set of [live, new LiveSet(db, total)]) {
        expect(set.count).toBe(expected.length)
        expect(Buffer.from(set.ids().buffer).equals(Buffer.from(Uint32Array.from(expected).buffer))).toBe(true)
        expect(removed.filter((id) => set.has(id))).toEqual([])
      }
    }),
    { numRuns: 40 }
  )
})
