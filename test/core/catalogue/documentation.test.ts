import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openForWriting } from '../../../src/core/catalogue/database.ts'
import { temporaryFolder } from './synthetic.ts'

const DOCUMENTATION = readFileSync(new URL('../../../docs/catalogue.md', import.meta.url), 'utf8')

test('every statement of docs/catalogue.md is answered by a catalogue', () => {
  const catalogue = openForWriting(join(temporaryFolder(), 'catalogue.sqlite'), 'test')
  const statements = /```sql\n(.*?)```/s
    .exec(DOCUMENTATION)![1]
    .split(/;$/m)
    .filter((each) => each.trim() !== '')
  expect(statements).toHaveLength(5)
  for (const statement of statements) expect(catalogue.db.prepare(statement).all()).toEqual([])
  catalogue.close()
})

test('docs/catalogue.md names every table', () => {
  const catalogue = openForWriting(join(temporaryFolder(), 'catalogue.sqlite'), 'test')
  const tables = catalogue.db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[]
  for (const table of tables) expect(DOCUMENTATION).toMatch(new RegExp(`\`${table}[\`.]`))
  catalogue.close()
})
