import { copyFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { closeFinished, openForReading, openForWriting } from '../../../src/core/catalogue/database.ts'
import { temporaryFolder } from './synthetic.ts'

const { withoutLocks } = vi.hoisted(() => ({ withoutLocks: { folder: '/none' } }))

vi.mock('better-sqlite3', async (original) => {
  const { default: Database } = await original<{ default: new (...given: unknown[]) => object & { name: string } }>()
  return {
    default: class extends Database {
      // As unixLock of SQLite does where fcntl(2) says ENOSYS: with the first read.
      pragma(...given: unknown[]): unknown {
        if (this.name.startsWith(withoutLocks.folder))
          throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_RDLOCK' })
        return (Database.prototype as unknown as { pragma: (...given: unknown[]) => unknown }).pragma.apply(this, given)
      }
    }
  }
})

test('a finished catalogue is read on a file system without locks, from a copy that goes at once', () => {
  const local = openForWriting(join(temporaryFolder(), 'c.sqlite'), 'test')
  local.db.exec("INSERT INTO source(id, root, added) VALUES(1, '/archive', '')")
  closeFinished(local)
  withoutLocks.folder = temporaryFolder()
  const file = join(withoutLocks.folder, 'c.sqlite')
  copyFileSync(local.file, file)
  const catalogue = openForReading(file)
  expect(catalogue.db.prepare('SELECT root FROM source').pluck().all()).toEqual(['/archive'])
  catalogue.close()
  expect(readdirSync(withoutLocks.folder)).toEqual(['c.sqlite'])
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('medoid-reading-'))).toEqual([])
})
