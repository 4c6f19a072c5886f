import Database from 'better-sqlite3'
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { ParametersOf } from '../../messages/message.ts'
import { MedoidError } from '../errors.ts'
import { syncFolder } from '../files.ts'
import { isNetworkPath } from '../network-path.ts'
import { WriterLock } from './lock.ts'
import { inserter, sound, SUMMED } from './checksums.ts'
import { openCopy } from './read-only-copy.ts'
import { migrations, SUMS_SINCE } from './migrations/index.ts'
import { schemaVersion } from './schema-version.ts'

/** 'MEDO': how a Medoid catalogue says what it is (SQLite's application_id). */
const APPLICATION_ID = 0x4d45444f

/** File systems on which several machines share a file and SQLite's WAL loses data (statfs(2) types). */
const NETWORK_FILE_SYSTEMS = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x01021997, '9P']
])

export interface Catalogue {
  file: string
  db: Database.Database
  close(): void
}

/**
 * Opens a catalogue for reading, beside a process that may be writing to it; also where nothing can be written.
 * @throws MedoidError `catalogue-missing`, `catalogue-newer`, `catalogue-damaged`, `not-a-catalogue`, `catalogue-unusable`
 */
export function openForReading(file: string): Catalogue {
  const path = resolve(file)
  refuseShare(path)
  refuseFolder(path)
  refuseMissing(path)
  try {
    const db = open(path, { readonly: true })
    return { file: path, db, close: () => db.close() }
  } catch (error) {
    const { cause } = error as Error
    if (!isUnwritable(cause) && !isUnlockable(cause)) throw error
  }
  let copy: ReturnType<typeof openCopy> | undefined
  try {
    copy = openCopy(path)
    prepareReading(copy.db, path)
    return { file: path, ...copy }
  } catch (error) {
    copy?.close()
    throw explain(error, path)
  }
}

/** Whether an error says that a file, or its folder, cannot be written: SQLite makes files beside a database also to read it. */
export function isUnwritable(error: unknown): boolean {
  return /^(SQLITE_(CANTOPEN|READONLY)|EACCES$|EPERM$|EROFS$)/.test(
    (error as { code?: string } | undefined)?.code ?? ''
  )
}

/** Whether an error says that a file system knows no locks: Lustre, where it is mounted so. */
function isUnlockable(error: unknown): boolean {
  return /^SQLITE_IOERR_(RD|CHECKRESERVED)?LOCK$/.test((error as { code?: string } | undefined)?.code ?? '')
}

function refuseMissing(path: string): void {
  if (existsSync(path)) return
  throw new MedoidError('catalogue-missing', { path })
}

/**
 * Opens a catalogue for writing; makes it where there is none, and brings an older one up to date.
 * @param purpose what the process does, for those who find the catalogue busy
 * @param options.create whether to make it where there is none
 * @throws MedoidError `catalogue-busy`, `catalogue-newer`, `catalogue-damaged`, `not-a-catalogue`, `network-file-system`
 */
export function openForWriting(file: string, purpose: string, options = { create: true }): Catalogue {
  const path = resolve(file)
  refuseNetworkFileSystem(path)
  if (!options.create) refuseMissing(path)
  makeFolder(path)
  // A file of another kind gets no lock beside it.
  if (existsSync(path)) open(path, { readonly: true }, true).close()
  const lock = takeLock(path, purpose)
  try {
    makePrivate(path)
    const db = open(path, {})
    migrate(db, path)
    return {
      file: path,
      db,
      close: () => {
        if (db.open) db.close()
        lock.release()
      }
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** @throws MedoidError `catalogue-busy`, `catalogue-unusable` */
function takeLock(path: string, purpose: string): WriterLock {
  try {
    return new WriterLock(path, purpose)
  } catch (error) {
    const { syscall } = error as NodeJS.ErrnoException
    throw syscall === undefined ? explain(error, path) : unusable(path, error)
  }
}

/** How a catalogue is called until it is finished. */
const UNFINISHED = '.unfinished'
/** A file beside a catalogue that is being made, with SOP Instance UIDs that are to be compared. */
export const UIDS_BESIDE = '-uids'
/** What there may be beside a catalogue while it is being made. */
const BESIDE = ['', '-journal', '-wal', '-shm', '-lock', '-lock.json', UIDS_BESIDE]

/**
 * Makes a catalogue beside its last name, and gives it that when it is finished: whatever ends this process, there is all of it or
 * nothing. What a process that was killed has left is removed by the next one.
 * @param file where there is none
 * @param fill what is committed may be lost until it has returned: nothing is written twice
 * @throws MedoidError as `openForWriting`; `catalogue-exists`
 */
export async function makeCatalogue<T>(
  file: string,
  purpose: string,
  fill: (catalogue: Catalogue) => Promise<T>
): Promise<T> {
  const path = resolve(file)
  const unfinished = path + UNFINISHED
  const remove = (): void => BESIDE.forEach((suffix) => rmSync(unfinished + suffix, { force: true }))
  refuseNetworkFileSystem(path)
  makeFolder(path)
  const lock = takeLock(path, purpose)
  try {
    remove()
    const catalogue = openForWriting(unfinished, purpose)
    try {
      catalogue.db.pragma('journal_mode = DELETE')
      catalogue.db.pragma('journal_mode = OFF')
      catalogue.db.pragma('synchronous = OFF')
      const made = await fill(catalogue)
      // It needs no log beside it, wherever it is put: whoever writes to it next makes one.
      catalogue.db.pragma('journal_mode = DELETE')
      catalogue.close()
      await nameFinished(unfinished, path)
      return made
    } catch (error) {
      throw explain(error, path)
    } finally {
      catalogue.close()
    }
  } finally {
    remove()
    lock.release()
  }
}

async function nameFinished(unfinished: string, path: string): Promise<void> {
  const written = openSync(unfinished, 'r+')
  try {
    fsyncSync(written)
  } finally {
    closeSync(written)
  }
  if (existsSync(path)) throw new MedoidError('catalogue-exists', { path })
  // Whoever else makes a catalogue here has the lock.
  renameSync(unfinished, path)
  await syncFolder(dirname(path))
}

/** How long a short transaction waits for those of another process, in milliseconds. */
export const BUSY_TIMEOUT = 60_000

/**
 * Opens a catalogue for short transactions on names, models and evaluations, which no scan and no clustering touches: training takes
 * days, and must keep nobody from scanning; nor does a scan keep anybody from naming. It takes no writer's lock, but to bring an older catalogue up to date.
 * @throws MedoidError as `openForWriting`
 */
export function openForAdding(file: string): Catalogue {
  const path = resolve(file)
  refuseNetworkFileSystem(path)
  refuseFolder(path)
  refuseMissing(path)
  let db = open(path, { timeout: BUSY_TIMEOUT })
  if (schemaVersion(db) < migrations.length) {
    db.close()
    openForWriting(path, 'bringing the catalogue up to date', { create: false }).close()
    db = open(path, { timeout: BUSY_TIMEOUT })
  }
  db.pragma('synchronous = NORMAL')
  return { file: path, db, close: () => db.close() }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new MedoidError('catalogue-folder', { folder: dirname(path), reason: (cause as Error).message }, { cause })
  }
  refuseFolder(path)
}

/** Patient data is its owner's; SQLite's further files take over the mode. */
function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
}

function refuseFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw notACatalogue(path, 'folder')
}

/**
 * Nothing is made before this has looked: neither the folder of the catalogue nor a lock.
 * @param path absolute @throws MedoidError `network-file-system`
 */
export function refuseNetworkFileSystem(path: string): void {
  refuseShare(path)
  const system = networkFileSystem(path)
  if (system !== undefined) throw new MedoidError('network-file-system', { path, system })
}

/** What a path lies on, where several machines share that: a finished catalogue can be read there, and none can be written. */
export function networkFileSystem(path: string): string | undefined {
  return NETWORK_FILE_SYSTEMS.get(statfsSync(nearestFolder(path)).type)
}

/** By its name, before anything looks at it. */
function refuseShare(path: string): void {
  if (isNetworkPath(path)) throw new MedoidError('network-file-system', { path, system: null })
}

/** The folder that a file lies in, or would lie in, as far up as there is none yet. */
function nearestFolder(path: string): string {
  const folder = dirname(path)
  return existsSync(folder) || folder === path ? folder : nearestFolder(folder)
}

/** @param mayBeEmpty whether a file without any schema will do */
function open(path: string, options: Database.Options, mayBeEmpty = !options.readonly): Database.Database {
  let db: Database.Database | undefined
  try {
    db = new Database(path, { timeout: 5000, ...options })
    // Nothing was written yet: a new file, or one whose maker was killed before the first migration.
    const isEmpty = db.pragma('schema_version', { simple: true }) === 0
    if (isEmpty && !mayBeEmpty) throw notACatalogue(path, 'empty')
    if (!isEmpty) refuseForeign(db, path)
    tune(db)
    if (!isEmpty && options.readonly) showSums(db)
    return db
  } catch (error) {
    db?.close()
    throw explain(error, path)
  }
}

/** As `open` does of a database that is open already. */
function prepareReading(db: Database.Database, path: string): void {
  if (db.pragma('schema_version', { simple: true }) === 0) throw notACatalogue(path, 'empty')
  refuseForeign(db, path)
  tune(db)
  showSums(db)
}

function tune(db: Database.Database): void {
  db.pragma('cache_size = -16384')
  db.pragma('temp_store = MEMORY')
}

function refuseForeign(db: Database.Database, path: string): void {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw notACatalogue(path, 'another-program')
  }
  const version = schemaVersion(db)
  if (version > migrations.length) {
    throw new MedoidError('catalogue-newer', { path, version, known: migrations.length })
  }
}

/** One that was made before there were checksums looks as if it had them, and none were known: it is only read, so it stays as it is. */
function showSums(db: Database.Database): void {
  if (schemaVersion(db) >= SUMS_SINCE) return
  const tables = db.prepare(`SELECT name FROM main.sqlite_schema WHERE type = 'table'`).pluck().all() as string[]
  for (const table of tables) {
    if (Object.hasOwn(SUMMED, table)) {
      db.exec(`CREATE TEMP VIEW "${table}" AS SELECT *, NULL AS sums FROM main."${table}"`)
    }
  }
}

function notACatalogue(path: string, why: ParametersOf<'not-a-catalogue'>['why']): MedoidError {
  return new MedoidError('not-a-catalogue', { path, why })
}

/** Turns what SQLite says into an error that a person can do something about; others stay as they are. */
export function explain(error: unknown, path: string): unknown {
  const code = (error as { code?: string }).code
  if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return error
  if (code === 'SQLITE_NOTADB') return notACatalogue(path, 'no-database')
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new MedoidError('catalogue-damaged', { path, reason: (error as Error).message }, { cause: error })
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new MedoidError('catalogue-busy', { why: 'locked', path }, { cause: error })
  }
  if (code === 'SQLITE_FULL') {
    return new MedoidError('disk-full', { why: 'catalogue', path }, { cause: error })
  }
  if (/^SQLITE_(CANTOPEN|READONLY|IOERR|PERM)/.test(code)) return unusable(path, error)
  return error
}

function unusable(path: string, cause: unknown): MedoidError {
  return new MedoidError('catalogue-unusable', { path, reason: (cause as Error).message }, { cause })
}

function migrate(db: Database.Database, path: string): void {
  try {
    const version = schemaVersion(db)
    if (version === 0) {
      db.pragma('page_size = 8192')
      db.pragma(`application_id = ${APPLICATION_ID}`)
    }
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    // Migrations sort whole tables, which memory would have to hold.
    db.pragma('temp_store = FILE')
    migrations.slice(version).forEach((migration, i) => {
      db.transaction(() => {
        migration(db)
        db.pragma(`user_version = ${version + i + 1}`)
      })()
    })
    tune(db)
  } catch (error) {
    db.close()
    throw explain(error, path)
  }
}

/**
 * Sets a damaged catalogue aside under a new name, never deletes it. Its log gets the new name before the database does, and loses the
 * old one after that: whenever this process is killed, the database has its log beside it.
 * @returns the new name
 */
export function quarantine(file: string): string {
  const path = resolve(file)
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(':', '-')}`
  if (existsSync(`${path}-wal`)) linkOrCopy(`${path}-wal`, `${aside}-wal`)
  renameSync(path, aside)
  // SQLite makes the index of a log again.
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true })
  return aside
}

/** Some file systems, such as exFAT, have no hard links. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}

/**
 * Closes a catalogue so that it is one file, whole, with no log that belongs to it: it can be copied, and read where nothing can be
 * written.
 */
export function closeFinished(catalogue: Catalogue): void {
  try {
    catalogue.db.pragma('journal_mode = DELETE')
  } catch (error) {
    throw explain(error, catalogue.file)
  } finally {
    catalogue.close()
  }
}

/** Goes up when another connection has changed the file. */
export function dataVersion(db: Database.Database): number {
  return db.pragma('data_version', { simple: true }) as number
}

export function readMeta(db: Database.Database, key: string): unknown {
  const row = db.prepare('SELECT key, value, sums FROM meta WHERE key = ?').get(key) as { value: unknown } | undefined
  return row && sound('meta', row).value
}

/** What tells a catalogue from others, wherever it lies; empty for one of 0.1.0. */
export function identityOf(db: Database.Database): string {
  return (readMeta(db, 'identity') as string | undefined) ?? ''
}

export function writeMeta(db: Database.Database, key: string, value: string | number): void {
  inserter(db, 'meta', 'INSERT OR REPLACE')({ key, value })
}
