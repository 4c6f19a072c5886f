import type { Database } from 'better-sqlite3'
import { existsSync, opendirSync, realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { isArchiveName } from '../archives/kinds.ts'
import { fileState } from '../archives/open-file.ts'
import type { Message } from '../../messages/message.ts'
import { MedoidError } from '../errors.ts'
import { inserter, updateRow, verifyRows } from './checksums.ts'
import { UNOPENED } from './file-lists.ts'
import { FileStatus } from './file-table.ts'
import { absolute, joinNames, type Name, readable } from './names.ts'
import { type StoredSource, storedSources } from './places.ts'
import { sourceName } from './source-names.ts'
import type { WalkRange } from './walk.ts'

/** A folder that was scanned, and what the catalogue holds of it. */
export interface Source {
  id: number
  root: string
  /** The catalogue that it was merged from; null where it was scanned into this one. */
  name: string | null
  added: string
  /** When a scan of all of it last reached its end; null: never. */
  scanned: string | null
  /** All that were met there, as `FileCounts` has them. */
  files: number
  instances: number
}

/** A folder to scan: a whole source, or a part of one. */
export interface ScanTarget {
  source: number
  root: string
  /** Relative to the root; '' = all of it. */
  below: Name
  /** Why it cannot be scanned now; what is catalogued of it stays. */
  unusable?: Message
  /** Whether a person named it, and not the catalogue. */
  named: boolean
  /** The part of it that is scanned; absent: all of it. */
  range?: WalkRange
}

export function listSources(db: Database): Source[] {
  // Of which source a directory is may be what is damaged.
  verifyRows(db, 'dir')
  const counted = db
    .prepare(
      `SELECT count(file.dir) files, ifnull(sum(file.status = ${FileStatus.instance}), 0) instances
       FROM dir LEFT JOIN file ON file.dir = dir.id WHERE dir.source = ?`
    )
    .raw()
  const unopened = db
    .prepare(
      `SELECT count(*) FROM (SELECT DISTINCT dir, name ${UNOPENED} AND dir IN (SELECT id FROM dir WHERE source = ?))`
    )
    .pluck()
  return present(db).map(({ id, root, added, scanned }) => {
    const [files, instances] = counted.get(id) as [number, number]
    return {
      id,
      root,
      name: sourceName(db, id),
      added,
      scanned,
      files: files + (unopened.get(id) as number),
      instances
    }
  })
}

/** Roots by id, of the sources that are there. */
export function sourceRoots(db: Database): Map<number, string> {
  return new Map(present(db).map(({ id, root }) => [id, root]))
}

function present(db: Database): StoredSource[] {
  return storedSources(db).filter(({ removed }) => !removed)
}

/**
 * @param which its id or its folder
 * @param also.removed whether one that was taken out will do where none is there
 * @throws MedoidError `unknown-source`, `source-ambiguous`
 */
export function findSource(
  db: Database,
  which: string,
  also = { removed: false }
): { id: number; root: string; removed: boolean } {
  const sources = storedSources(db).sort((a, b) => Number(a.removed) - Number(b.removed))
  // Roots are real paths; a folder that is gone has none.
  const folder = existsSync(which) ? realpathSync(which) : resolve(which)
  const found = sources.filter(({ id, root, removed }) => {
    return (!removed || also.removed) && (which === String(id) || folder === root)
  })
  const there = found.filter(({ id, removed }) => !removed && which !== String(id))
  // Of merged catalogues several may have a folder of this name, each on a machine of its own.
  if (there.length > 1) {
    const known = there.map(({ id, root }) => ({ id, root, name: sourceName(db, id) }))
    throw new MedoidError('source-ambiguous', { which, known })
  }
  if (found.length > 0) {
    const [{ id, root, removed }] = found
    return { id, root, removed }
  }
  const known = Array.from(sourceRoots(db), ([id, root]) => ({ id, root }))
  throw new MedoidError('unknown-source', { which, known })
}

/**
 * An archive that moved: its files hang below the root, so nothing is read again. What was wrong with the folder as a whole
 * is of the old one, and goes.
 * @throws MedoidError `not-that-folder` where the source has files and none of some of them is there, `no-such-folder`,
 *   `not-a-folder`, `unreadable-folder`, `source-overlaps`; then nothing was changed
 */
export function moveSource(db: Database, source: number, folder: string): void {
  const root = realFolder(folder)
  for (const [id, other] of sourceRoots(db)) {
    if (id === source) continue
    if (root === other) throw new MedoidError('source-overlaps', { why: 'same', folder: root, id })
    if (isInside(root, other) || isInside(other, root)) throw overlap(root, other)
  }
  const looked = someFiles(db, source)
  if (looked.length > 0 && !looked.some((path) => isThere(absolute(root, path)))) {
    const { root: old } = findSource(db, String(source))
    throw new MedoidError('not-that-folder', {
      folder: root,
      source: old,
      looked: looked.length,
      example: readable(looked[0])
    })
  }
  db.transaction(() => {
    updateRow(db, 'source', [source], { root })
    db.prepare(`DELETE FROM issue WHERE name = '' AND dir IN (SELECT id FROM dir WHERE source = ? AND path = '')`).run(
      source
    )
  })()
}

function isThere(path: string | Buffer): boolean {
  try {
    return fileState(path).size >= 0
  } catch {
    return false
  }
}

/** So many files tell whether a folder is that of a source: some of them may be gone, or its disk may be half copied. */
const FILES_LOOKED_FOR = 20

/** Files of a source, evenly spread over it, relative to its root. */
function someFiles(db: Database, source: number): Name[] {
  const ofSource = 'FROM dir CROSS JOIN file ON file.dir = dir.id WHERE source = @source'
  const files = db.prepare(`SELECT count(*) ${ofSource}`).pluck().get({ source }) as number
  const rows = db
    .prepare(
      `SELECT path, name FROM (SELECT path, name, row_number() OVER () - 1 place ${ofSource}) WHERE place % @step = 0`
    )
    .raw()
    .all({ source, step: Math.max(1, Math.ceil(files / FILES_LOOKED_FOR)) }) as [Name, Name][]
  return rows.map(([folder, name]) => joinNames(folder, name))
}

/**
 * What to scan for what a person named; sources that are new are added to the catalogue.
 * @param folders none = every source
 * @throws MedoidError `no-such-folder`, `not-a-folder`, `unreadable-folder`, `folder-empty`, `source-overlaps`, `no-source`
 */
export function scanTargets(db: Database, folders: readonly string[]): ScanTarget[] {
  return db.transaction(() => targetsFor(db, folders))()
}

function targetsFor(db: Database, folders: readonly string[]): ScanTarget[] {
  const roots = sourceRoots(db)
  if (folders.length === 0) {
    if (roots.size === 0) throw new MedoidError('no-source', {})
    return [...roots].map(([source, root]) => {
      return { source, root, below: '', unusable: unusable(root) ?? elsewhere(db, source, root), named: false }
    })
  }
  const named = folders.map(realFolder)
  const outermost = named.filter((a, i) => !named.some((b, j) => (a !== b ? isInside(a, b) : j < i)))
  return outermost.map((folder) => {
    for (const [source, root] of roots) {
      if (!isInside(folder, root) && !isInside(root, folder)) continue
      if (elsewhere(db, source, root) !== undefined) continue
      if (isInside(folder, root))
        return { source, root, below: folder.slice(root.length).replace(/^\//, ''), named: true }
      throw overlap(folder, root)
    }
    return addSource(db, folder)
  })
}

/**
 * A source that was merged from the catalogue of another machine may have the path of another folder here: of that nothing is read, and
 * nothing of the source is taken for removed.
 */
function elsewhere(db: Database, source: number, root: string): Message | undefined {
  const name = sourceName(db, source)
  if (name === null) return undefined
  const looked = someFiles(db, source)
  if (looked.length === 0 || looked.some((path) => existsSync(absolute(root, path)))) return undefined
  const parameters = { folder: root, source: name, looked: looked.length, example: readable(looked[0]) }
  return { code: 'not-that-folder', parameters }
}

/** @param root real path of a folder that is in no source of the catalogue, nor around one */
export function addSource(db: Database, root: string): ScanTarget {
  const source = Math.max(0, ...storedSources(db).map(({ id }) => id)) + 1
  inserter(db, 'source')({ id: source, root, added: new Date().toISOString(), scanned: null, removed: 0 })
  return { source, root, below: '', named: true }
}

/** Nothing was found below a target: what is catalogued of it stays; a source that never held anything goes. */
export function emptyRoot(db: Database, target: ScanTarget): Message {
  const path = readable(absolute(target.root, target.below))
  const kept = db
    .prepare('SELECT count(*) FROM file JOIN dir ON dir.id = file.dir WHERE source = ?')
    .pluck()
    .get(target.source) as number
  const unreadable = db
    .prepare(`SELECT count(*) FROM issue JOIN dir ON dir.id = issue.dir WHERE source = ? AND code = 'unreadable'`)
    .pluck()
    .get(target.source) as number
  if (kept === 0 && target.named) {
    db.prepare('DELETE FROM issue WHERE dir IN (SELECT id FROM dir WHERE source = ?)').run(target.source)
    db.prepare('DELETE FROM dir WHERE source = ?').run(target.source)
    db.prepare('DELETE FROM source WHERE id = ?').run(target.source)
  }
  return { code: 'folder-empty', parameters: { path, hasUnreadable: unreadable > 0, kept } }
}

/** About a folder that went away while it was scanned. */
export function goneMeanwhile({ root }: ScanTarget): Message {
  return { code: 'no-such-folder', parameters: { why: 'went-away', path: readable(root) } }
}

/**
 * The real path of a folder that can be scanned.
 * @throws MedoidError `no-such-folder`, `not-a-folder`, `unreadable-folder`
 */
export function realFolder(folder: string): string {
  const issue = unusable(folder)
  if (issue !== undefined) throw new MedoidError(issue.code, issue.parameters)
  return realpathSync(folder)
}

function unusable(folder: string): Message | undefined {
  const path = resolve(folder)
  try {
    if (!statSync(path).isDirectory()) {
      return { code: 'not-a-folder', parameters: { path, isArchive: isArchiveName(path) } }
    }
    opendirSync(path).closeSync()
  } catch (error) {
    const { code, message: reason } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return { code: 'no-such-folder', parameters: { why: 'source', path } }
    return { code: 'unreadable-folder', parameters: { path, reason } }
  }
  return undefined
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}

function overlap(folder: string, source: string): MedoidError {
  return new MedoidError('source-overlaps', { why: 'contains', folder, source })
}
