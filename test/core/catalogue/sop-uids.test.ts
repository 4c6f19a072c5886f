import { expect, test } from 'vitest'
import { SopUids } from '../../../src/core/catalogue/sop-uids.ts'
import fc from '../../fast-check.ts'
import { newCatalogue } from './synthetic.ts'

test('a UID is read by its instance, and of others there is none', () => {
  const uids = new SopUids(newCatalogue().db)
  uids.add(
    new Map([
      ['1.2.34', 0],
      ['1.2.35', 1],
      ['1.2', 15],
      ['2.5', 16]
    ])
  )
  expect([0, 1, 2, 15, 16, 17, 32].map((instance) => uids.of(instance))).toEqual([
    ...['1.2.34', '1.2.35', undefined, '1.2', '2.5', undefined, undefined]
  ])
})

test('neighbours store what they begin with once', () => {
  const { db } = newCatalogue()
  new SopUids(db).add(new Map([1, 2, 3].map((i) => [`1.3.12.2.1107.5.2.43.66012.${i}`, i])))
  // 1, two bytes for each of three, one for each of 13 that are not there; ends of 28, 1 and 1 digits, two a byte.
  expect(db.prepare('SELECT length(uids) FROM sop_uid').pluck().all()).toEqual([1 + 3 * 2 + 13 + 15])
})

test('UIDs of letters are stored as they are', () => {
  const { db } = newCatalogue()
  const uids = new SopUids(db)
  uids.add(new Map([['1.2.x', 3]]))
  expect(uids.of(3)).toBe('1.2.x')
  expect(db.prepare('SELECT length(uids) FROM sop_uid').pluck().all()).toEqual([1 + 2 + 15 + 5])
})

test('whatever UIDs are added, in whatever order and portions, each is read as it was', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.string({ minLength: 300, maxLength: 400 }))
  const portion = fc.uniqueArray(fc.tuple(text, fc.nat(70)), { selector: ([uid]) => uid })
  fc.assert(
    fc.property(fc.array(portion, { maxLength: 4 }), (portions) => {
      const { db } = newCatalogue()
      const uids = new SopUids(db)
      const expected = new Map<number, string>()
      for (const each of portions) {
        uids.add(new Map(each))
        for (const [uid, instance] of each) expected.set(instance, uid)
      }
      for (let instance = 0; instance <= 70; instance++) expect(uids.of(instance)).toBe(expected.get(instance))
      db.close()
    }),
    { numRuns: 30 }
  )
})

test('a row whose sum is right, though its lengths are not, is damaged', async () => {
  const { db } = newCatalogue()
  const { sumsOf } = await import('../../../src/core/catalogue/checksums.ts')
  const put = (uids: Buffer): void => {
    db.prepare('INSERT OR REPLACE INTO sop_uid VALUES(0, ?, ?)').run(uids, sumsOf('sop_uid', { first: 0, uids }))
  }
  const none = Array<number>(15).fill(0)
  for (const bytes of [
    [0, 3, 0, ...none, 0x31], // two bytes are announced, one is there
    [1, 4, 0, ...none, 0x31], // three digits are announced, two are there
    [0, 2, 1, ...none, 0x31], // shares a byte with nothing before it
    [0, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, ...none], // four billion bytes
    [0, 2] // ends early
  ]) {
    put(Buffer.from(bytes))
    expect(() => new SopUids(db).of(0)).toThrow('damaged')
  }
})
