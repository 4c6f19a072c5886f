import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openForReading, openForWriting } from '../../../../src/core/catalogue/database.ts'
import { migrations } from '../../../../src/core/catalogue/migrations/index.ts'
import { migrate } from '../../../../src/core/catalogue/migrations/009-sorted-runs.ts'
import { verifySop } from '../../../../src/core/catalogue/sop-index.ts'
import { SopRuns } from '../../../../src/core/catalogue/sop-runs.ts'
import { sopTally } from '../../../../src/core/catalogue/sop-tally.ts'
import { oldCatalogue } from '../../../fixtures/old-catalogue.ts'

/** As migration 008 left it, with `count` hashes. */
function before(count: number): Database.Database {
  const db = new Database(':memory:')
  for (const each of migrations.slice(0, 8)) each(db)
  const put = db.prepare('INSERT INTO sop VALUES(?, ?)')
  for (let i = 0; i < count; i++) put.run(i * 1000, count - i)
  db.prepare("UPDATE meta SET value = ? WHERE key = 'sop'").run(sopTally(db))
  return db
}

test('every hash keeps its instance, in one run', () => {
  const db = before(10_000)
  migrate(db)
  expect(db.prepare('SELECT entries FROM sop_run').pluck().all()).toEqual([10_000])
  const runs = new SopRuns(db, false)
  runs.verify()
  expect([0, 8191, 8192, 9999].map((i) => runs.find(i * 1000))).toEqual([[10_000], [1809], [1808], [1]])
  expect(runs.find(500)).toEqual([])
  db.close()
})

test('an empty catalogue has no runs, and nothing is left of the table before', () => {
  const db = before(0)
  migrate(db)
  expect(db.prepare('SELECT count(*) FROM sop_run').pluck().get()).toBe(0)
  expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'sop'").all()).toEqual([])
  expect(db.prepare("SELECT key FROM meta WHERE key = 'sop'").all()).toEqual([])
  db.close()
})

test.each([
  ['a hash that changed', 'UPDATE sop SET hash = hash + 1 WHERE hash = 3000'],
  ['hashes that are gone', 'DELETE FROM sop'],
  [
    'a hash of more than 48 bits',
    "UPDATE sop SET hash = 1 << 48 WHERE hash = 3000; DELETE FROM meta WHERE key = 'sop'"
  ],
  ['a hash that is no number', "UPDATE sop SET hash = 'x' WHERE hash = 3000; DELETE FROM meta WHERE key = 'sop'"]
])('%s before stays known to be damage', (_, sql) => {
  const db = before(10)
  db.exec(sql)
  migrate(db)
  expect(() => new SopRuns(db, false)).toThrow('The catalogue is damaged')
  db.close()
})

test('a catalogue of 0.1.0 has the hash of every UID once it is brought up to date', () => {
  const file = oldCatalogue()
  const old = openForReading(file)
  const hashes = old.db.prepare('SELECT hash, instance FROM sop').all() as { hash: number; instance: number }[]
  expect(hashes).toHaveLength(121)
  old.close()
  const now = openForWriting(file, 'test')
  verifySop(now.db)
  const runs = new SopRuns(now.db, false)
  for (const { hash, instance } of hashes) expect(runs.find(hash)).toContain(instance)
  now.close()
})

test('VRs keep what they are, and their sums, chunk by chunk', () => {
  const db = before(0)
  const put = db.prepare('INSERT INTO vr(tag, chunk, encoding, data, sums) VALUES(?, ?, 1, ?, ?)')
  for (const [tag, chunk] of [
    [1, 0],
    [1, 5],
    [2, 0]
  ])
    put.run(tag, chunk, Buffer.from([tag, chunk]), Buffer.from([chunk, tag]))
  migrate(db)
  expect(db.prepare('SELECT chunk, tag, encoding, hex(data) AS data, hex(sums) AS sums FROM vr').all()).toEqual([
    { chunk: 0, tag: 1, encoding: 1, data: '0100', sums: '0001' },
    { chunk: 0, tag: 2, encoding: 1, data: '0200', sums: '0002' },
    { chunk: 5, tag: 1, encoding: 1, data: '0105', sums: '0501' }
  ])
  db.close()
})

test('chunks of columns keep what they hold and their sums, four of them a part', () => {
  const db = before(0)
  const put = db.prepare(
    'INSERT INTO column(tag, chunk, encoding, absent, empty, data, sums) VALUES(?, ?, 0, 1, 2, 3, ?)'
  )
  const chunks = [
    [1, 0],
    [1, 3],
    [1, 4],
    [2, 3]
  ]
  for (const [tag, chunk] of chunks) put.run(tag, chunk, Buffer.from([tag, chunk]))
  migrate(db)
  // The part, the tag and the chunk in the part: 2^24 tags with four chunks each.
  expect(db.prepare('SELECT place, tag, chunk, absent, empty, data, hex(sums) AS sums FROM column').all()).toEqual([
    { place: 4, tag: 1, chunk: 0, absent: 1, empty: 2, data: 3, sums: '0100' },
    { place: 7, tag: 1, chunk: 3, absent: 1, empty: 2, data: 3, sums: '0103' },
    { place: 11, tag: 2, chunk: 3, absent: 1, empty: 2, data: 3, sums: '0203' },
    { place: 2 ** 26 + 4, tag: 1, chunk: 4, absent: 1, empty: 2, data: 3, sums: '0104' }
  ])
  db.close()
})
