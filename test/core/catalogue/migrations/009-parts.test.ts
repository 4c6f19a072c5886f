import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrations } from '../../../../src/core/catalogue/migrations/index.ts'
import { migrate } from '../../../../src/core/catalogue/migrations/009-parts.ts'

test('chunks of columns keep what they hold and their sums, eight of them a part', () => {
  const db = new Database(':memory:')
  for (const before of migrations.slice(0, 8)) before(db)
  const put = db.prepare(
    'INSERT INTO column(tag, chunk, encoding, absent, empty, data, sums) VALUES(?, ?, 0, 1, 2, 3, ?)'
  )
  for (const [tag, chunk] of [
    [1, 0],
    [1, 7],
    [1, 8],
    [2, 7]
  ])
    put.run(tag, chunk, Buffer.from([tag, chunk]))
  migrate(db)
  expect(db.prepare('SELECT part, tag, chunk, absent, empty, data, hex(sums) AS sums FROM column').all()).toEqual([
    { part: 0, tag: 1, chunk: 0, absent: 1, empty: 2, data: 3, sums: '0100' },
    { part: 0, tag: 1, chunk: 7, absent: 1, empty: 2, data: 3, sums: '0107' },
    { part: 0, tag: 2, chunk: 7, absent: 1, empty: 2, data: 3, sums: '0207' },
    { part: 1, tag: 1, chunk: 8, absent: 1, empty: 2, data: 3, sums: '0108' }
  ])
  db.close()
})
