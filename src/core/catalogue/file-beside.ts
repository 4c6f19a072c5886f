import Database from 'better-sqlite3'
import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs'
import type { NotUsable } from '../../messages/en/jobs.ts'
import { readFully } from '../read-fully.ts'
import { BUSY_TIMEOUT } from './database.ts'

/** A SQLite file beside a catalogue, of what can be made again from the archive. */
export interface Beside {
  /** How the file says what it is (SQLite's application_id). */
  applicationId: number
  pageSize: number
  /** Makes the tables, apart from `meta`. */
  schema: string
  /** Asks for what the file is used for, so that a damaged one is noticed. */
  trial: string
  /** What its contents are made of, `identity` of the catalogue first: those of another are not believed. */
  made: Readonly<Record<string, string | number>>
}

/** Why a file was made anew, and what the one that was there is called now; null where it was deleted. */
export interface Remade {
  file: string
  reason: NotUsable
  aside: string | null
}

const META = 'CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;'

/** Opens what is there, where it is made of the same; else makes a new one in its place. @param onRemade hears why */
export function openBeside(file: string, beside: Beside, onRemade: (remade: Remade) => void): Database.Database {
  if (existsSync(file)) {
    const refused = refusal(file, beside)
    if (refused !== null) {
      const aside = remove(file, refused.isOurs)
      onRemade({ file, reason: refused.reason, aside })
    }
  }
  // Patient data is its owner's; SQLite's further files take over the mode.
  closeSync(openSync(file, 'a', 0o600))
  const db = new Database(file, { timeout: BUSY_TIMEOUT })
  try {
    db.pragma(`page_size = ${beside.pageSize}`)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    // Two processes may have come here together.
    db.transaction(() => {
      if (db.pragma('application_id', { simple: true }) === beside.applicationId) return
      makeTables(db, beside)
      db.pragma(`application_id = ${beside.applicationId}`)
    }).immediate()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Opens what is there and made of the same, to read it. @returns null where there is none */
export function openBesideForReading(file: string, beside: Beside): Database.Database | null {
  if (!existsSync(file) || refusal(file, beside) !== null) return null
  const db = new Database(file, { timeout: BUSY_TIMEOUT })
  // A maker that was killed before it had made the tables.
  if (db.pragma('application_id', { simple: true }) === beside.applicationId) return db
  db.close()
  return null
}

/** SQLite keeps a database without a name in a file for temporary data, which goes with it. */
export function temporaryBeside(beside: Beside): Database.Database {
  const db = new Database('')
  makeTables(db, beside)
  return db
}

function makeTables(db: Database.Database, { schema, made }: Beside): void {
  db.exec(META + schema)
  const put = db.prepare('INSERT INTO meta VALUES(?, ?)')
  for (const [key, value] of Object.entries(made)) put.run(key, value)
}

/** Why a file is not the one to use, and whether it is one at all; null where it is to be used. */
function refusal(file: string, { applicationId, trial, made }: Beside): { reason: NotUsable; isOurs: boolean } | null {
  let db: Database.Database | null = null
  try {
    db = new Database(file, { timeout: BUSY_TIMEOUT })
    if (db.pragma('schema_version', { simple: true }) === 0) return null
    if (db.pragma('application_id', { simple: true }) !== applicationId) {
      return { reason: { kind: 'foreign' }, isOurs: false }
    }
    const meta = db.prepare('SELECT value FROM meta WHERE key = ?').pluck()
    if (meta.get('identity') !== made.identity) return { reason: { kind: 'other-catalogue' }, isOurs: true }
    for (const [key, value] of Object.entries(made)) {
      if (meta.get(key) === value) continue
      return { reason: { kind: key === 'weights' ? 'other-weights' : 'other-version' }, isOurs: true }
    }
    db.prepare(trial).get()
    return null
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (!/^SQLITE_(NOTADB|CORRUPT|ERROR)/.test(code)) throw error
    return {
      reason: { kind: 'damaged', detail: (error as Error).message },
      isOurs: applicationIdOf(file) === applicationId
    }
  } finally {
    db?.close()
  }
}

/** Deletes what is made again; what another program made is only set aside. @returns its new name */
function remove(file: string, isOurs: boolean): string | null {
  const aside = isOurs ? null : `${file}.aside-${new Date().toISOString().replaceAll(':', '-')}`
  for (const suffix of ['-wal', '-shm', '']) {
    if (aside === null) rmSync(file + suffix, { force: true })
    else if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix)
  }
  return aside
}

/** As it stands in the file's header, which SQLite itself may refuse to read. */
function applicationIdOf(file: string): number {
  const header = Buffer.alloc(72)
  const opened = openSync(file, 'r')
  try {
    readFully(opened, header, 0, header.length, 0)
  } finally {
    closeSync(opened)
  }
  return header.readUInt32BE(68)
}
