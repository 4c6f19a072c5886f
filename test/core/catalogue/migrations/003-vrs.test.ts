import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrations } from '../../../../src/core/catalogue/migrations/index.ts'
import { migrate } from '../../../../src/core/catalogue/migrations/003-vrs.ts'

test('the VR that a tag has is its first one, and all instances have it', () => {
  const db = new Database(':memory:')
  for (const before of migrations.slice(0, 2)) before(db)
  db.exec("INSERT INTO tag(tag, path, keyword, private_creator, vr) VALUES('(0008,0060)', '', 'Modality', '', 'CS')")
  migrate(db)
  expect(db.prepare('SELECT keyword, vr, first_vr FROM tag').get()).toEqual({
    keyword: 'Modality',
    vr: 'CS',
    first_vr: 'CS'
  })
  expect(db.prepare('SELECT count(*) FROM vr').pluck().get()).toBe(0)
  db.close()
})
