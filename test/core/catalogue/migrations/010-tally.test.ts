import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrations } from '../../../../src/core/catalogue/migrations/index.ts'
import { migrate } from '../../../../src/core/catalogue/migrations/010-tally.ts'

test('nothing was counted yet that a count could go on from', () => {
  const db = new Database(':memory:')
  for (const before of migrations.slice(0, migrations.indexOf(migrate))) before(db)
  migrate(db)
  for (const table of ['tally', 'vr_tally', 'counted'])
    expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
  expect(db.prepare("SELECT value FROM meta WHERE key LIKE 'counted%'").pluck().get()).toBeUndefined()
  db.close()
})
