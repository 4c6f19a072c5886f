import Database from 'better-sqlite3'
import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { explain, isUnwritable, openForReading, readMeta } from '../catalogue/database.ts'
import type { NotUsable } from '../../messages/en/jobs.ts'
import type { Message } from '../../messages/message.ts'
import { MedoidError } from '../errors.ts'
import type { PictureOutcome } from '../pixels/decoder-protocol.ts'
import { PICTURE_BYTES, PICTURE_VERSION } from '../pixels/picture.ts'
import type { Remark } from '../pixels/remarks.ts'
import { readFully } from '../read-fully.ts'

/** 'MEDP': how a file says that it is a picture cache (SQLite's application_id). */
const APPLICATION_ID = 0x4d454450
/** Milliseconds to wait for a transaction of another process. */
const PATIENCE = 60_000

const SCHEMA = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
-- A picture and, as JSON, the remarks on it, or the code and the reason why there is none; the picture last, so that these are found
-- without reading it.
CREATE TABLE picture(instance INTEGER PRIMARY KEY, code TEXT, reason TEXT, remarks TEXT, picture BLOB);
`

interface Row {
  code: string | null
  reason: string
  /** JSON; null where there are none. */
  remarks: string | null
}

export interface CachedOutcome {
  instance: number
  outcome: PictureOutcome
}

/**
 * Prepared pictures by instance id, in `<catalogue>.pictures` beside the catalogue: a disposable SQLite file, which may be deleted at
 * any time and is then made anew. It holds pictures of patients, so that it is its owner's alone (mode 0600), and goes where the
 * catalogue goes. An instance without a picture has the reason why.
 *
 * Instances are append-only and their ids keep their meaning, so that a picture never becomes stale; those of another catalogue or
 * of an older decoder are not believed. Several processes may use it at once.
 */
export class PictureCache {
  readonly file: string
  private readonly db: Database.Database
  private readonly selectPicture: Database.Statement
  private readonly selectReason: Database.Statement
  private readonly insert: Database.Statement

  /**
   * Opens the cache of a catalogue, and makes it where there is none that can be used; beside one that lies where nothing can be
   * written, a temporary one, which goes when it is closed.
   * @param onMessage hears why the one that was there is made anew
   * @throws MedoidError as `openForReading`, `pictures-unusable`
   */
  static open(catalogueFile: string, onMessage: (note: Message) => void = () => {}): PictureCache {
    const catalogue = openForReading(catalogueFile)
    const identity = (readMeta(catalogue.db, 'identity') as string | undefined) ?? ''
    catalogue.close()
    const file = `${resolve(catalogueFile)}.pictures`
    try {
      const found = openUsable(file, identity, onMessage)
      return new PictureCache(file, found)
    } catch (error) {
      // A folder of this name cannot be opened either; that is for a person to look at.
      const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true
      if (isUnwritable(error) && !isFolder) return new PictureCache(file, temporary())
      throw explainPictures(error, file)
    }
  }

  private constructor(file: string, db: Database.Database) {
    this.file = file
    this.db = db
    this.selectPicture = db.prepare('SELECT picture FROM picture WHERE instance = ?').pluck()
    this.selectReason = db.prepare('SELECT code, reason, remarks FROM picture WHERE instance = ?')
    this.insert = db.prepare('INSERT OR REPLACE INTO picture VALUES(?, ?, ?, ?, ?)')
  }

  /** What is known of an instance: its picture, why it has none, or null where it is still to be prepared. */
  get(instance: number): PictureOutcome | null {
    return this.guard(() => {
      const row = this.selectReason.get(instance) as Row | undefined
      if (row === undefined) return null
      if (row.code !== null) return { code: row.code, reason: row.reason }
      return { picture: this.selectPicture.get(instance) as Buffer, remarks: parseRemarks(row.remarks) }
    })
  }

  /**
   * The pictures of instances, one after another.
   * @param into PICTURE_BYTES an instance
   * @throws MedoidError `picture-missing` where one has not been prepared
   */
  read(instances: Uint32Array, into: Uint8Array): void {
    this.guard(() => {
      this.db.transaction(() => {
        instances.forEach((instance, i) => {
          const picture = this.selectPicture.get(instance) as Buffer | null | undefined
          if (picture?.length !== PICTURE_BYTES) throw missing(this.file, instance)
          into.set(picture, i * PICTURE_BYTES)
        })
      })()
    })
  }

  /** Those of the instances of which nothing is known: neither a picture nor why there is none. */
  missing(instances: Uint32Array): Uint32Array {
    return this.guard(() =>
      this.db.transaction(() => instances.filter((instance) => this.selectReason.get(instance) === undefined))()
    )
  }

  /** Why instances have no picture, of those of which it is known. */
  reasons(instances: Uint32Array): Map<number, string> {
    const reasons = new Map<number, string>()
    this.guard(() =>
      this.db.transaction(() => {
        for (const instance of instances) {
          const row = this.selectReason.get(instance) as Row | undefined
          if (row !== undefined && row.code !== null) reasons.set(instance, row.reason)
        }
      })()
    )
    return reasons
  }

  /** What is told of the pictures of instances, of those of which something is. */
  remarks(instances: Uint32Array): Map<number, Remark[]> {
    const remarks = new Map<number, Remark[]>()
    this.guard(() =>
      this.db.transaction(() => {
        for (const instance of instances) {
          const row = this.selectReason.get(instance) as Row | undefined
          const found = row === undefined ? [] : parseRemarks(row.remarks)
          if (found.length > 0) remarks.set(instance, found)
        }
      })()
    )
    return remarks
  }

  /** Keeps what became of some instances, in one transaction. @throws MedoidError `disk-full`, `pictures-unusable` */
  put(entries: readonly CachedOutcome[]): void {
    this.guard(() =>
      this.db
        .transaction(() => {
          for (const { instance, outcome } of entries) {
            if ('picture' in outcome) {
              const remarks = outcome.remarks.length === 0 ? null : JSON.stringify(outcome.remarks)
              this.insert.run(instance, null, null, remarks, outcome.picture)
            } else this.insert.run(instance, outcome.code, outcome.reason, null, null)
          }
        })
        .immediate()
    )
  }

  close(): void {
    this.db.close()
  }

  private guard<T>(use: () => T): T {
    try {
      return use()
    } catch (error) {
      throw explainPictures(error, this.file)
    }
  }
}

/** Opens what is there, where it is a cache of this catalogue and of this decoder; else makes a new one in its place. */
function openUsable(file: string, identity: string, onMessage: (note: Message) => void): Database.Database {
  if (existsSync(file)) {
    const refused = refusal(file, identity)
    if (refused !== null) {
      const aside = remove(file, refused.isCache)
      onMessage({ code: 'pictures-remade', parameters: { file, reason: refused.reason, aside } })
    }
  }
  // Patient data is its owner's; SQLite's further files take over the mode.
  closeSync(openSync(file, 'a', 0o600))
  const db = new Database(file, { timeout: PATIENCE })
  try {
    db.pragma('page_size = 8192')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    // Two processes may have come here together.
    db.transaction(() => {
      if (db.pragma('application_id', { simple: true }) === APPLICATION_ID) return
      db.exec(SCHEMA)
      db.prepare('INSERT INTO meta VALUES(?, ?), (?, ?)').run('identity', identity, 'version', PICTURE_VERSION)
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
function refusal(file: string, identity: string): { reason: NotUsable; isCache: boolean } | null {
  let db: Database.Database | null = null
  try {
    db = new Database(file, { timeout: PATIENCE })
    if (db.pragma('schema_version', { simple: true }) === 0) return null
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
      return { reason: { kind: 'foreign' }, isCache: false }
    }
    const meta = db.prepare('SELECT value FROM meta WHERE key = ?').pluck()
    if (meta.get('identity') !== identity) return { reason: { kind: 'other-catalogue' }, isCache: true }
    if (meta.get('version') !== PICTURE_VERSION) return { reason: { kind: 'other-version' }, isCache: true }
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

function parseRemarks(text: string | null): Remark[] {
  return text === null ? [] : (JSON.parse(text) as Remark[])
}

function missing(file: string, instance: number): MedoidError {
  return new MedoidError('picture-missing', { file, instance })
}

/** Turns what SQLite says of the cache into what a person can do about it; other errors stay as they are. */
function explainPictures(error: unknown, file: string): unknown {
  const code = (error as { code?: string }).code ?? ''
  if (/^SQLITE_(CORRUPT|NOTADB|CANTOPEN|READONLY|IOERR|PERM)|^E[A-Z]+$/.test(code)) {
    return new MedoidError('pictures-unusable', { file, reason: (error as Error).message }, { cause: error })
  }
  return explain(error, file)
}
