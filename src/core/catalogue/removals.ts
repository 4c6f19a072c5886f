import type { Database } from 'better-sqlite3'
import { sound, updateRow } from './checksums.ts'
import { readMeta, writeMeta } from './database.ts'
import type { FileRow } from './file-table.ts'
import type { Name } from './names.ts'

/** Files a transaction. */
export const FILES_A_REMOVAL = 16_384
/** Directories that are looked up at a time. */
const DIRS_A_PAGE = 1024
/** The key in `meta` of the source that is being taken out; 0: none. */
const REMOVING = 'removing_source'

/** The source whose removal was begun and not ended: whoever writes to the catalogue next goes on with it. */
export function removalUnderWay(db: Database): number | null {
  const source = readMeta(db, REMOVING)
  return typeof source === 'number' && source > 0 ? source : null
}

export function beginRemoval(db: Database, source: number): void {
  writeMeta(db, REMOVING, source)
}

/** When no file of the source is left; its directories stay: an old run may still ask where an instance was. Inside the caller's transaction. */
export function endRemoval(db: Database, source: number): void {
  updateRow(db, 'source', [source], { removed: 1 })
  writeMeta(db, REMOVING, 0)
}

/** Some files of a source, the first of their directory by name. */
export interface RemovedFiles {
  dir: number
  files: readonly (FileRow & { name: Name })[]
  /** Whether there are no more of that directory. */
  isAll: boolean
}

/**
 * The files of a source, about `FILES_A_REMOVAL` at a time and at most. Those of a page have to be dropped before the next one is
 * asked for.
 * @throws MedoidError `catalogue-damaged`
 */
export function* filesOfSource(db: Database, source: number, most = FILES_A_REMOVAL): Iterable<RemovedFiles[]> {
  const select = db.prepare('SELECT * FROM file WHERE dir = ? ORDER BY name LIMIT ?')
  let page: RemovedFiles[] = []
  let room = most
  for (const { id: dir } of pagedDirs(db, source)) {
    for (let isAll = false; !isAll;) {
      const files = select.all(dir, room) as (FileRow & { name: Name })[]
      isAll = files.length < room
      page.push({ dir, files: files.map((file) => sound('file', file)), isAll })
      room -= files.length
      if (room > 0 && page.length < DIRS_A_PAGE) continue
      yield page
      page = []
      room = most
    }
  }
  if (page.length > 0) yield page
}

/** @returns a function that takes files away with what is said about them; inside the caller's transaction */
export function filesDropper(db: Database): (page: readonly RemovedFiles[]) => void {
  const statements = ['file', 'issue'].map((table) => ({
    all: db.prepare(`DELETE FROM ${table} WHERE dir = ?`),
    some: db.prepare(`DELETE FROM ${table} WHERE dir = ? AND name <= ?`)
  }))
  return (page) => {
    for (const { dir, files, isAll } of page) {
      for (const { all, some } of statements) {
        if (isAll) all.run(dir)
        else some.run(dir, files.at(-1)!.name)
      }
    }
  }
}

/** The directories of a source by path; what is asked for meanwhile may write. */
export function* pagedDirs(db: Database, source: number): Iterable<{ id: number; path: Name }> {
  const first = db.prepare('SELECT * FROM dir WHERE source = ? ORDER BY path LIMIT ?')
  const next = db.prepare('SELECT * FROM dir WHERE source = ? AND path > ? ORDER BY path LIMIT ?')
  let page = first.all(source, DIRS_A_PAGE) as { id: number; path: Name }[]
  while (page.length > 0) {
    for (const row of page) yield sound('dir', row)
    page = next.all(source, page.at(-1)!.path, DIRS_A_PAGE) as { id: number; path: Name }[]
  }
}
