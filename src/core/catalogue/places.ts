import type { Database } from 'better-sqlite3'
import { damagedError, sound } from './checksums.ts'
import type { Name } from './names.ts'

/** Where a directory of the archive lies. */
export interface StoredDir {
  id: number
  source: number
  /** Relative to the root of its source. */
  path: Name
}

export interface StoredSource {
  id: number
  root: string
  added: string
  scanned: string | null
  removed: boolean
}

/** @throws MedoidError `catalogue-damaged` also where something names a directory that is not there */
export function storedDir(db: Database, id: number): StoredDir {
  return dirFinder(db)(id)
}

/** As `storedDir`, for many of them. */
export function dirFinder(db: Database): (id: number) => StoredDir {
  const select = db.prepare('SELECT * FROM dir WHERE id = ?')
  return (id) => {
    const row = select.get(id) as StoredDir | undefined
    if (row === undefined) throw damagedError({ part: 'directory', id })
    return dirOf(row)
  }
}

function dirOf(row: StoredDir): StoredDir {
  const { source, path } = sound('dir', row)
  return { id: row.id, source, path }
}

/** All of them by id, read one by one. @throws MedoidError `catalogue-damaged` */
export function* eachDir(db: Database): Iterable<StoredDir> {
  for (const row of db.prepare('SELECT * FROM dir ORDER BY id').iterate() as Iterable<StoredDir>) yield dirOf(row)
}

/** @throws MedoidError `catalogue-damaged` also where something names a source that is not there */
export function storedSource(db: Database, id: number): StoredSource {
  const row = db.prepare('SELECT * FROM source WHERE id = ?').get(id) as SourceRow | undefined
  if (row === undefined) throw damagedError({ part: 'source', id })
  return sourceOf(row)
}

/** All of them, also those that were taken out. @throws MedoidError `catalogue-damaged` */
export function storedSources(db: Database): StoredSource[] {
  return (db.prepare('SELECT * FROM source ORDER BY id').all() as SourceRow[]).map(sourceOf)
}

type SourceRow = Omit<StoredSource, 'removed'> & { removed: number }

function sourceOf(row: SourceRow): StoredSource {
  const { id, root, added, scanned, removed } = sound('source', row)
  return { id, root, added, scanned, removed: removed === 1 }
}
