import type { Database } from 'better-sqlite3'
import { otherFile } from '../dicom/other-file.ts'
import { MedoidError } from '../errors.ts'
import { sound } from './checksums.ts'
import { type FileRow, FileStatus } from './file-table.ts'
import type { CatalogueReader } from './reader.ts'
import { absolute, joinNames, type Name, parseName, readable, storedName } from './names.ts'
import { storedDir, storedSource } from './places.ts'
import { type Issue, type IssueRow, readIssue } from './stored/issue.ts'

/** What files of the sources are; each file is of one of the first five, and may have remarks besides. */
export const FILE_LISTS = ['instances', 'duplicates', 'not-dicom', 'archives', 'failed', 'remarks', 'folders'] as const
export type FileList = (typeof FILE_LISTS)[number]

/** files = instances + duplicates + notDicom + archives + failed */
export interface FileCounts {
  files: number
  instances: number
  /** Further files with a SOP Instance UID that an instance has. */
  duplicates: number
  /** Other files, and DICOMDIRs. */
  notDicom: number
  /** Archives: their members are files of their own where they were opened, else issues say why they were not. */
  archives: number
  /** Files that could not be read, or whose header is broken: lost to the catalogue. */
  failed: number
  /** Instances and duplicates about which something is said. */
  remarks: number
  /** Folders that could not be read. */
  folders: number
}

export interface FileOfList {
  /** What the file goes by: its directory in the catalogue, and its name as `storedName` has it. */
  dir: number
  name: string
  path: string
  /** In bytes; null where the file could not be opened. */
  size: number | null
  /** Itself, or of a duplicate the instance that it is one of. */
  instance: number | null
  /** The path of that instance's file, of a duplicate. */
  of: string | null
  /** What a file that is not DICOM looks like, e.g. “PNG picture”; null of any other. */
  looks: string | null
  /** By the codes that they are listed by. */
  issues: { code: string; issue: Issue }[]
}

/** Files that could not be opened have an issue and nothing else, unless they were read before: what selects them, as SQL. */
export const UNOPENED = `FROM issue WHERE name <> '' AND NOT EXISTS (
  SELECT 1 FROM file WHERE file.dir = issue.dir AND file.name = issue.name)`

/** The keys of each list, as SQL. */
const KEYS: Record<FileList, string> = {
  instances: `SELECT dir, name FROM file WHERE status = ${FileStatus.instance}`,
  duplicates: `SELECT dir, name FROM file WHERE status = ${FileStatus.duplicate}`,
  'not-dicom': `SELECT dir, name FROM file WHERE status = ${FileStatus.notDicom}`,
  archives: `SELECT dir, name FROM file WHERE status = ${FileStatus.archive}`,
  failed: `SELECT dir, name FROM file WHERE status = ${FileStatus.failed} UNION SELECT dir, name ${UNOPENED}`,
  remarks: `SELECT DISTINCT dir, name FROM issue JOIN file USING(dir, name)
    WHERE status IN (${FileStatus.instance}, ${FileStatus.duplicate})`,
  folders: `SELECT DISTINCT dir, name FROM issue WHERE name = ''`
}

export function countFiles(db: Database): FileCounts {
  return db.transaction(() => {
    const statuses = db.prepare('SELECT status, count(*) FROM file GROUP BY status').raw().all() as [number, number][]
    const byStatus = new Map(statuses)
    const of = (status: number): number => byStatus.get(status) ?? 0
    const number = (sql: string): number => db.prepare(`SELECT count(*) FROM (${sql})`).pluck().get() as number
    const [instances, duplicates] = [of(FileStatus.instance), of(FileStatus.duplicate)]
    const [notDicom, archives] = [of(FileStatus.notDicom), of(FileStatus.archive)]
    const failed = of(FileStatus.failed) + number(`SELECT DISTINCT dir, name ${UNOPENED}`)
    return {
      files: instances + duplicates + notDicom + archives + failed,
      instances,
      duplicates,
      notDicom,
      archives,
      failed,
      remarks: number(KEYS.remarks),
      folders: number(KEYS.folders)
    }
  })()
}

/** How many files of a list have an issue of each kind, the most frequent first. */
export function countCodes(db: Database, list: FileList): { code: string; count: number }[] {
  return db
    .prepare(
      `SELECT code, count(*) count FROM (${KEYS[list]}) JOIN issue USING(dir, name)
       GROUP BY code ORDER BY count(*) DESC, code`
    )
    .all() as { code: string; count: number }[]
}

/**
 * Files of a list in the order of the catalogue.
 * @param which.code only those with an issue of this kind
 */
export function listFiles(
  reader: CatalogueReader,
  list: FileList,
  which: { code?: string | undefined; offset: number; limit: number }
): { total: number; rows: FileOfList[] } {
  const { code = null, offset, limit } = which
  const keys = `FROM (${KEYS[list]}) key WHERE @code IS NULL OR EXISTS (
    SELECT 1 FROM issue WHERE issue.dir = key.dir AND issue.name = key.name AND code = @code)`
  const { db } = reader
  return db.transaction(() => {
    const rows = db
      .prepare(`SELECT dir, name ${keys} ORDER BY dir, name LIMIT @limit OFFSET @offset`)
      .raw()
      .all({ code, offset, limit }) as [number, Name][]
    return {
      total: db.prepare(`SELECT count(*) ${keys}`).pluck().get({ code }) as number,
      rows: rows.map(([dir, name]) => listed(reader, list, dir, name))
    }
  })()
}

function listed(reader: CatalogueReader, list: FileList, dir: number, name: Name): FileOfList {
  const { db } = reader
  const file = storedFile(db, dir, name)
  const path = pathOf(db, dir, name)
  const issues = db.prepare('SELECT * FROM issue WHERE dir = ? AND name = ? ORDER BY code').all(dir, name) as IssueRow[]
  return {
    dir,
    name: storedName(name),
    path: readable(path),
    size: file?.size ?? null,
    instance: file?.instance ?? null,
    of: list === 'duplicates' ? reader.readablePath(file!.instance!) : null,
    looks: list === 'not-dicom' ? otherFile(path) : null,
    issues: issues.map((row) => sound('issue', row)).map((row) => ({ code: row.code, issue: readIssue(row) }))
  }
}

function storedFile(db: Database, dir: number, name: Name): FileRow | null {
  const row = db.prepare('SELECT * FROM file WHERE dir = ? AND name = ?').get(dir, name) as FileRow | undefined
  return row === undefined ? null : sound('file', row)
}

function pathOf(db: Database, dir: number, name: Name): string | Buffer {
  const { source, path } = storedDir(db, dir)
  return absolute(storedSource(db, source).root, name.length === 0 ? path : joinNames(path, name))
}

/** Where a duplicate lies, and where the instance that it is one of. @throws MedoidError `no-such-duplicate` */
export function duplicatePair(
  reader: CatalogueReader,
  dir: number,
  stored: string
): [string | Buffer, string | Buffer] {
  const { db } = reader
  return db.transaction((): [string | Buffer, string | Buffer] => {
    const name = parseName(stored)
    const file = storedFile(db, dir, name)
    const instance = file?.status === FileStatus.duplicate ? reader.path(file.instance!) : null
    if (instance === null) throw new MedoidError('no-such-duplicate', {})
    return [pathOf(db, dir, name), instance]
  })()
}
