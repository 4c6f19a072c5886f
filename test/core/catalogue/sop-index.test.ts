import { expect, test } from 'vitest'
import { LiveSet } from '../../../src/core/catalogue/live.ts'
import { SopIndex } from '../../../src/core/catalogue/sop-index.ts'
import { appendHeaders, newCatalogue } from './synthetic.ts'

function catalogueOf(...uids: string[]) {
  const { db } = newCatalogue()
  const catalogue = { file: '', db, close: () => db.close() }
  appendHeaders(
    catalogue,
    uids.map((SOPInstanceUID) => ({ SOPInstanceUID }))
  )
  return { catalogue, db, live: new LiveSet(db, uids.length) }
}

test('UIDs that share a hash are told apart by their text', () => {
  const { db, live } = catalogueOf('1.1', '1.2', '1.3')
  const hash = db.prepare('SELECT hash FROM sop WHERE instance = 1').pluck().get()
  db.prepare('INSERT INTO sop VALUES(?, 0), (?, 2)').run(hash, hash)
  expect(new SopIndex(db).find('1.2', live)).toBe(1)
})

test('a UID of which only the hash is known is not there', () => {
  const { db, live } = catalogueOf('1.1', '1.2')
  db.exec('UPDATE sop SET instance = 0')
  expect(new SopIndex(db).find('1.2', live)).toBeUndefined()
})

test('UIDs that begin alike for longer than the hash looks are told apart', () => {
  const long = '1.'.repeat(128)
  const { db, live } = catalogueOf(`${long}5`, `${long}6`)
  expect(db.prepare('SELECT count(DISTINCT hash) FROM sop').pluck().get()).toBe(1)
  const index = new SopIndex(db)
  expect([`${long}5`, `${long}6`, `${long}7`].map((uid) => index.find(uid, live))).toEqual([0, 1, undefined])
})

test('of several instances with one UID the live one is found', () => {
  const { db, live } = catalogueOf('1.1', '1.1')
  live.remove(0)
  const index = new SopIndex(db)
  // While it wrote, the second took the place of the first; the catalogue was closed in between.
  db.prepare('INSERT OR IGNORE INTO sop SELECT hash, 0 FROM sop').run()
  expect(index.find('1.1', live)).toBe(1)
  live.remove(1)
  expect(index.find('1.1', live)).toBeUndefined()
})

test('an instance that was stored after the chunk was first looked at is found', () => {
  const { catalogue, db, live } = catalogueOf('1.1')
  const index = new SopIndex(db)
  expect(index.find('1.1', live)).toBe(0)
  appendHeaders(catalogue, [{ SOPInstanceUID: '1.2' }])
  live.total = 2
  expect(index.find('1.2', live)).toBe(1)
})

test('an index that began empty finds what was added to it', () => {
  const { catalogue, db } = catalogueOf()
  const index = new SopIndex(db)
  const live = new LiveSet(db, 0)
  expect(index.find('1.1', live)).toBeUndefined()
  appendHeaders(catalogue, [{ SOPInstanceUID: '1.1' }, { SOPInstanceUID: '1.2' }])
  db.exec('DELETE FROM sop')
  index.add(
    new Map([
      ['1.1', 0],
      ['1.2', 1]
    ])
  )
  live.total = 2
  expect(['1.1', '1.2', '1.3'].map((uid) => index.find(uid, live))).toEqual([0, 1, undefined])
})
