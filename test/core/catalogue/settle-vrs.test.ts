import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openForWriting } from '../../../src/core/catalogue/database.ts'
import { migrations } from '../../../src/core/catalogue/migrations/index.ts'
import { settleVrs } from '../../../src/core/catalogue/settle-vrs.ts'
import { temporaryFolder } from './synthetic.ts'

test('a catalogue of the version before keeps the VRs of its tags', () => {
  const file = join(temporaryFolder(), 'old.sqlite')
  const old = new Database(file)
  old.pragma(`application_id = ${0x4d45444f}`)
  const before = 2
  for (const migrate of migrations.slice(0, before)) migrate(old)
  old.pragma(`user_version = ${before}`)
  old.exec("INSERT INTO tag VALUES(1, '(0019,xx0A)', '', '', 'ACME', 'DS', 0)")
  old.close()
  const catalogue = openForWriting(file, 'test')
  settleVrs(catalogue.db)
  expect(catalogue.db.prepare('SELECT vr, first_vr FROM tag').raw().all()).toEqual([['DS', 'DS']])
  catalogue.close()
})
