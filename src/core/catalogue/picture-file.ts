import Database from 'better-sqlite3'
import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs'
import type { NotUsable } from '../../messages/en/jobs.ts'
import type { Message } from '../../messages/message.ts'
import { readFully } from '../read-fully.ts'
import { BUSY_TIMEOUT } from './database.ts'

/** 'MEDP': how a file says that it holds prepared pictures (SQLite's application_id). */
const APPLICATION_ID = 0x4d454450

const SCHEMA = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
-- A picture and, as JSON, the remarks on it, or the code and the reason why there is none; the picture last, so that these are found
-- without reading it.
CREATE TABLE picture(instance INTEGER PRIMARY KEY, code TEXT, reason TEXT, remarks TEXT, picture BLOB);
`

/** What is known of the picture of an instance. */
interface KnownPicture {
  /** Why there is none; null where there is one. */
  code: string | null
  reason: string | null
  /** On the picture, JSON; null where there are none. */
  remarks: string | null
}

/** What pictures are made of: others are not believed. */
interface MadeOf {
  /** Of the catalogue. */
  identity: string
  /** Of the decoders. */
  version: number
}

/** The SQLite file of prepared pictures beside a catalogue: a table by instance id. Several processes may use it at once. */
export class PictureFile {
  private readonly db: Database.Database
  private readonly selectPicture: Database.Statement
  private readonly selectKnown: Database.Statement
  private readonly insert: Database.Statement

  /** Opens the one that is there, where it is made of the same; else makes a new one in its place. @param onMessage hears why */
  static open(file: string, made: MadeOf, onMessage: (note: Message) => void): PictureFile {
    return new PictureFile(openUsable(file, made, onMessage))
  }

  /** One that goes when it is closed. */
  static temporary(): PictureFile {
    return new PictureFile(temporary())
  }

  private constructor(db: Database.Database) {
    this.db = db
    this.selectPicture = db.prepare('SELECT picture FROM picture WHERE instance = ?').pluck()
    this.selectKnown = db.prepare('SELECT code, reason, remarks FROM picture WHERE instance = ?')
    this.insert = db.prepare('INSERT OR REPLACE INTO picture VALUES(?, ?, ?, ?, ?)')
  }

  /** Without the picture. @returns undefined where nothing is known */
  find(instance: number): KnownPicture | undefined {
    return this.selectKnown.get(instance) as KnownPicture | undefined
  }

  /** @returns undefined where there is none */
  read(instance: number): Buffer | undefined {
    const picture = this.selectPicture.get(instance)
    return Buffer.isBuffer(picture) ? picture : undefined
  }

  put(instance: number, { code, reason, remarks }: KnownPicture, picture: Uint8Array | null): void {
    this.insert.run(instance, code, reason, remarks, picture)
  }

  /** One state of the file throughout. */
  reading<T>(use: () => T): T {
    return this.db.transaction(use)()
  }

  /** All of it or nothing. */
  writing(use: () => void): void {
    this.db.transaction(use).immediate()
  }

  close(): void {
    this.db.close()
  }
}

/** Opens what is there, where it is a cache of this catalogue and of this decoder; else makes a new one in its place. */
function openUsable(file: string, made: MadeOf, onMessage: (note: Message) => void): Database.Database {
  if (existsSync(file)) {
    const refused = refusal(file, made)
    if (refused !== null) {
      const aside = remove(file, refused.isCache)
      onMessage({ code: 'pictures-remade', parameters: { file, reason: refused.reason, aside } })
    }
  }
  // Patient data is its owner's; SQLite's further files take over the mode.
  closeSync(openSync(file, 'a', 0o600))
  const db = new Database(file, { timeout: BUSY_TIMEOUT })
  try {
    db.pragma('page_size = 8192')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    // Two processes may have come here together.
    db.transaction(() => {
      if (db.pragma('application_id', { simple: true }) === APPLICATION_ID) return
      db.exec(SCHEMA)
      db.prepare('INSERT INTO meta VALUES(?, ?), (?, ?)').run('identity', made.identity, 'version', made.version)
      db.pragma(`application_id = ${APPLICATION_ID}`)
    }).immediate()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** SQLite keeps a database without a name in a file for temporary data, which goes with it. */
function temporary(): Database.Database {
  const db = new Database('')
  db.exec(SCHEMA)
  return db
}

/** Why a file is not the cache to use, and whether it is one at all; null where it is to be used. */
function refusal(file: string, { identity, version }: MadeOf): { reason: NotUsable; isCache: boolean } | null {
  let db: Database.Database | null = null
  try {
    db = new Database(file, { timeout: BUSY_TIMEOUT })
    if (db.pragma('schema_version', { simple: true }) === 0) return null
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
      return { reason: { kind: 'foreign' }, isCache: false }
    }
    const meta = db.prepare('SELECT value FROM meta WHERE key = ?').pluck()
    if (meta.get('identity') !== identity) return { reason: { kind: 'other-catalogue' }, isCache: true }
    if (meta.get('version') !== version) return { reason: { kind: 'other-version' }, isCache: true }
    db.prepare('SELECT code, reason, remarks, picture FROM picture LIMIT 1').get()
    return null
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (!/^SQLITE_(NOTADB|CORRUPT|ERROR)/.test(code)) throw error
    return {
      reason: { kind: 'damaged', detail: (error as Error).message },
      isCache: applicationIdOf(file) === APPLICATION_ID
    }
  } finally {
    db?.close()
  }
}

/** Deletes a cache; what is none is only set aside. @returns its new name */
function remove(file: string, isCache: boolean): string | null {
  const aside = isCache ? null : `${file}.aside-${new Date().toISOString().replaceAll(':', '-')}`
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
