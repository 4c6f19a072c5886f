import Database from 'better-sqlite3'
import { chmodSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { MedoidError } from '../errors.ts'

/** How often a catalogue that another user writes to meanwhile is copied anew. */
const ATTEMPTS = 5

/**
 * Opens a copy of a catalogue that lies where nothing can be written: beside a database with a write-ahead log SQLite has to
 * make files also for reading. The copy is in a folder for temporary files that is the user's alone; it loses its name as soon
 * as it is open, where the system allows that, so that nothing of it is left whatever ends this process.
 * @param path of the catalogue @returns the database, and what ends it
 */
export function openCopy(path: string): { db: Database.Database; close: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'medoid-reading-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  let db: Database.Database | undefined
  try {
    const copy = join(folder, basename(path))
    copyWhole(path, copy)
    db = new Database(copy)
    // Folds the log in, and needs no files from here on.
    db.pragma('journal_mode = DELETE')
    db.pragma('query_only = ON')
    if (process.platform !== 'win32') remove()
    const open = db
    return { db, close: () => (open.close(), remove()) }
  } catch (error) {
    db?.close()
    remove()
    throw error
  }
}

/** The database with its log, as they were at one moment. */
function copyWhole(path: string, copy: string): void {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = state(path)
    for (const suffix of ['', '-wal']) {
      rmSync(copy + suffix, { force: true })
      if (!existsSync(path + suffix)) continue
      copyFileSync(path + suffix, copy + suffix, constants.COPYFILE_FICLONE)
      chmodSync(copy + suffix, 0o600)
    }
    if (state(path) === before) return
  }
  throw new MedoidError('catalogue-busy', { why: 'another-user', path })
}

function state(path: string): string {
  const [file, log] = ['', '-wal'].map((suffix) => statSync(path + suffix, { bigint: true, throwIfNoEntry: false }))
  return `${file?.mtimeNs} ${file?.size} ${log?.mtimeNs} ${log?.size}`
}
