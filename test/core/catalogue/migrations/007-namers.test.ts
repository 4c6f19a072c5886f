import { crc32 } from 'node:zlib'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { addLabel, loadLabels } from '../../../../src/core/catalogue/annotations.ts'
import { openForReading, openForWriting } from '../../../../src/core/catalogue/database.ts'
import { migrations } from '../../../../src/core/catalogue/migrations/index.ts'
import { oldCatalogue } from '../../../fixtures/old-catalogue.ts'

test('names of a catalogue of 0.1.0 have no author and belong to the naming that everybody shares', () => {
  const file = oldCatalogue()
  const old = openForReading(file)
  const before = loadLabels(old.db)
  expect(before.length).toBeGreaterThan(0)
  expect(new Set(before.map(({ annotation }) => annotation.author + annotation.naming))).toEqual(new Set(['']))
  old.close()

  const now = openForWriting(file, 'test')
  expect(loadLabels(now.db)).toEqual(before)
  const [{ annotation }] = before
  const id = addLabel(now.db, { ...annotation, author: 'ada', naming: 'second' })
  expect(loadLabels(now.db).at(-1)).toEqual({ id, annotation: { ...annotation, author: 'ada', naming: 'second' } })
  now.close()
})

/** A catalogue of schema 6, with a name whose sums are as that one writes them. */
function named(): Database.Database {
  const db = new Database(':memory:')
  for (const migrate of migrations.slice(0, 6)) migrate(db)
  const fields = ['n1\0', 'n2\0', 'n0\0', 'sHead\0', 's\0', 's\0', 's\0', 's\0', 's2026-01-01\0']
  const sums = Buffer.concat(fields.map((field) => sumOf(`n7\0${field}`)))
  db.prepare("INSERT INTO annotation VALUES(7, 1, 2, 0, 'Head', '', '', '', '', '2026-01-01', ?)").run(sums)
  return db
}

function sumOf(text: string): Buffer {
  const sum = Buffer.alloc(4)
  sum.writeUInt32LE(crc32(text))
  return sum
}

test('a name keeps the sums that it has, and gets those of the new columns behind them', () => {
  const db = named()
  const before = db.prepare('SELECT sums FROM annotation').pluck().get() as Buffer
  migrations[6](db)
  const after = db.prepare('SELECT sums FROM annotation').pluck().get()
  expect(after).toEqual(Buffer.concat([before, sumOf('n7\0s\0'), sumOf('n7\0s\0')]))
  expect(loadLabels(db)).toMatchObject([{ id: 7, annotation: { label: 'Head', author: '', naming: '' } }])
  db.close()
})

test('a name of schema 6 is read as it was written, and a damaged one is refused', () => {
  const db = named()
  expect(loadLabels(db)).toMatchObject([{ id: 7, annotation: { label: 'Head', author: '', naming: '' } }])
  db.exec("UPDATE annotation SET label = 'Hand'")
  expect(() => loadLabels(db)).toThrow(expect.objectContaining({ code: 'catalogue-damaged' }))
  db.close()
})

test('a name that was damaged before is not made sound', () => {
  const db = named()
  db.exec("UPDATE annotation SET label = 'Hand'")
  migrations[6](db)
  expect(() => loadLabels(db)).toThrow(expect.objectContaining({ code: 'catalogue-damaged' }))
  db.close()
})
