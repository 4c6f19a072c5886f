import type Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openForReading, openForWriting } from '../../../src/core/catalogue/database.ts'
import { countInstances, LiveSet } from '../../../src/core/catalogue/live.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { SopIndex, sopHash, verifySop } from '../../../src/core/catalogue/sop-index.ts'
import { SopRuns } from '../../../src/core/catalogue/sop-runs.ts'
import { oldCatalogue } from '../../fixtures/old-catalogue.ts'
import { appendHeaders, newCatalogue } from './synthetic.ts'

function catalogueOf(...uids: string[]) {
  const { file, db } = newCatalogue()
  const catalogue = { file, db, close: () => db.close() }
  appendHeaders(
    catalogue,
    uids.map((SOPInstanceUID) => ({ SOPInstanceUID }))
  )
  return { catalogue, db, live: new LiveSet(db, uids.length) }
}

/** Of live instances, as the column has them. */
function uidsOf(file: string): [instance: number, uid: string][] {
  const { db } = openForReading(file)
  const reader = new CatalogueReader(db)
  const live = reader.live()
  const { codes, texts } = reader.column(reader.find('SOPInstanceUID')!.id, live)
  db.close()
  return Array.from(codes, (code, i) => [live[i], texts[code]])
}

const ALL = { has: () => true }

test('UIDs that share a hash are told apart by their text', () => {
  const { db, live } = catalogueOf('1.1', '1.2', '1.3')
  const runs = new SopRuns(db, false)
  runs.add([0, 2].map((instance) => ({ hash: sopHash('1.2'), instance })))
  expect(runs.find(sopHash('1.2'))).toEqual([1, 0, 2])
  expect(new SopIndex(db).find('1.2', live)).toBe(1)
})

test('a UID of which only the hash is known is not there', () => {
  const { db, live } = catalogueOf('1.1')
  new SopRuns(db, false).add([{ hash: sopHash('1.2'), instance: 0 }])
  expect(new SopIndex(db).find('1.2', live)).toBeUndefined()
})

test('UIDs that begin alike for longer than the hash looks are told apart', () => {
  const long = '1.'.repeat(128)
  const { db, live } = catalogueOf(`${long}5`, `${long}6`)
  expect(sopHash(`${long}5`)).toBe(sopHash(`${long}6`))
  const index = new SopIndex(db)
  expect([`${long}5`, `${long}6`, `${long}7`].map((uid) => index.find(uid, live))).toEqual([0, 1, undefined])
})

test('of several instances with one UID the live one is found', () => {
  const { catalogue, db } = catalogueOf('1.1')
  appendHeaders(catalogue, [{ SOPInstanceUID: '1.1' }])
  const live = new LiveSet(db, 2)
  live.remove(0)
  const index = new SopIndex(db)
  expect(index.find('1.1', live)).toBe(1)
  live.remove(1)
  expect(index.find('1.1', live)).toBeUndefined()
})

test('an instance that another writer stored is found', () => {
  const { catalogue, live } = catalogueOf('1.1')
  const reading = openForReading(catalogue.file)
  const index = new SopIndex(reading.db)
  expect(index.find('1.1', live)).toBe(0)
  appendHeaders(catalogue, [{ SOPInstanceUID: '1.2' }])
  live.total = 2
  expect(index.find('1.2', live)).toBe(1)
  reading.close()
})

test('an index that nobody else adds to finds what was added to it', () => {
  const { db } = newCatalogue()
  const index = new SopIndex(db, true)
  expect(index.find('1.1', ALL)).toBeUndefined()
  db.transaction(() =>
    index.add(
      new Map([
        ['1.1', 0],
        ['1.2', 5]
      ])
    )
  )()
  expect(['1.1', '1.2', '1.3'].map((uid) => index.find(uid, ALL))).toEqual([0, 5, undefined])
})

test('what was looked for ahead is found, unless it has gone or others were added since', () => {
  const { catalogue, db, live } = catalogueOf('1.1', '1.2')
  const index = new SopIndex(db, true)
  const all = ['1.1', '1.2', '1.3']
  index.lookAhead(all, live)
  expect(db.inTransaction).toBe(false)
  expect(all.map((uid) => index.find(uid, live))).toEqual([0, 1, undefined])
  live.remove(1)
  expect(all.map((uid) => index.find(uid, live))).toEqual([0, undefined, undefined])
  db.transaction(() => index.add(new Map([['1.3', 2]])))()
  live.total = 3
  expect(all.map((uid) => index.find(uid, live))).toEqual([0, undefined, 2])
  catalogue.close()
})

test('it finds the same within a transaction, which it leaves open', () => {
  const { db } = catalogueOf('1.1')
  db.exec('BEGIN')
  expect(new SopIndex(db).find('1.1', ALL)).toBe(0)
  expect(db.inTransaction).toBe(true)
  db.exec('ROLLBACK')
})

/** For those of whom `uidsOf` tells. */
const search = (db: Database.Database, uids: readonly (readonly [number, string])[]): unknown[] => {
  const index = new SopIndex(db)
  const live = new LiveSet(db, countInstances(db))
  return uids.map(([, uid]) => index.find(uid, live))
}

test('a catalogue of 0.1.0 is searched as it is, and once it has been brought up to date', () => {
  const file = oldCatalogue()
  const uids = uidsOf(file)
  const expected = uids.map(([instance]) => instance)
  expect(expected).toHaveLength(120)
  const old = openForReading(file)
  expect(search(old.db, uids)).toEqual(expected)
  old.close()

  const now = openForWriting(file, 'test')
  expect(search(now.db, uids)).toEqual(expected)
  expect(() => verifySop(now.db)).not.toThrow()
  now.close()
})

test('a catalogue of 0.1.0 that is brought up to date takes more, and finds both', () => {
  const file = oldCatalogue()
  const uids = uidsOf(file)
  const now = openForWriting(file, 'test')
  const next = countInstances(now.db)
  appendHeaders(now, [{ SOPInstanceUID: '9.9' }])
  expect(search(now.db, [...uids, [next, '9.9'], [next + 1, '9.8']])).toEqual([
    ...uids.map(([instance]) => instance),
    next,
    undefined
  ])
  now.close()
})
