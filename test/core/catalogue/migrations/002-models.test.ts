import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrate as initial } from '../../../../src/core/catalogue/migrations/001-initial.ts'
import { migrate } from '../../../../src/core/catalogue/migrations/002-models.ts'

function migrated(): Database.Database {
  const db = new Database(':memory:')
  initial(db)
  db.exec("INSERT INTO meta VALUES('revision', 7)")
  migrate(db)
  return db
}

test('models, their states and evaluations get tables; what was there stays', () => {
  const db = migrated()
  for (const table of ['model', 'checkpoint', 'evaluation']) {
    expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
  }
  expect(db.prepare("SELECT value FROM meta WHERE key = 'revision'").pluck().get()).toBe(7)
  db.close()
})

test('every catalogue gets an identity of its own, 16 random bytes in hexadecimal', () => {
  const identities = [migrated(), migrated()].map((db) =>
    db.prepare("SELECT value FROM meta WHERE key = 'identity'").pluck().get()
  )
  expect(identities[0]).toMatch(/^[0-9a-f]{32}$/)
  expect(identities[0]).not.toBe(identities[1])
})
