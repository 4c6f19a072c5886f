import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrate } from '../../../../src/core/catalogue/migrations/001-initial.ts'

test('an empty database gets the tables of the first schema', () => {
  const db = new Database(':memory:')
  migrate(db)
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all()
  expect(tables).toEqual([
    ...['annotation', 'assignment', 'clustering', 'column', 'dir', 'file', 'issue', 'live', 'location', 'meta'],
    ...['run', 'sop', 'source', 'summary', 'tag', 'value']
  ])
  db.close()
})

test('of what there may be one only, a second is refused', () => {
  const db = new Database(':memory:')
  migrate(db)
  const insert = [
    "INSERT INTO dir(source, path) VALUES(1, 'a')",
    "INSERT INTO file VALUES(1, 'IM1', 2, 3, 0, NULL)",
    "INSERT INTO tag(tag, path, keyword, private_creator, vr) VALUES('(0008,0060)', '', 'Modality', '', 'CS')",
    'INSERT INTO column VALUES(1, 0, 0, 0, 0, 0)',
    "INSERT INTO clustering VALUES(1, 2, 0, NULL, 0, 0, x'', x'', x'', '{}', '[]')"
  ]
  for (const sql of insert) {
    db.exec(sql)
    expect(() => db.exec(sql), sql).toThrow('UNIQUE constraint failed')
  }
  db.close()
})
