import type { Database } from 'better-sqlite3'
import { sound } from './checksums.ts'
import { FileStatus } from './file-table.ts'
import { absolute, joinNames, type Name, readable } from './names.ts'

/** What is wrong with a file or folder of the archive. */
export interface FileIssue {
  path: string
  /** Stable, kebab-case. */
  code: string
  message: string
}

/**
 * The issues of all sources in the order of the catalogue, at most `limit` of them.
 * @param which only those of a kind, or without the first ones
 */
export function listIssues(
  db: Database,
  limit: number,
  which: { code?: string | undefined; offset?: number } = {}
): FileIssue[] {
  const rows = db
    .prepare(
      `SELECT issue.*, root, path FROM issue JOIN dir ON dir.id = issue.dir JOIN source ON source.id = dir.source
       WHERE @code IS NULL OR code = @code ORDER BY dir.source, dir.path, name LIMIT @limit OFFSET @offset`
    )
    .all({ limit, code: which.code ?? null, offset: which.offset ?? 0 }) as {
    root: string
    path: Name
    name: Name
    code: string
    message: string
  }[]
  return rows
    .map((row) => sound('issue', row))
    .map(({ root, path, name, code, message }) => ({
      path: readable(absolute(root, name.length === 0 ? path : joinNames(path, name))),
      code,
      message
    }))
}

/** Files that are catalogued with remarks: instances and duplicates that have issues. */
export function countRemarked(db: Database): number {
  return db
    .prepare(
      `SELECT count(*) FROM (SELECT DISTINCT dir, name FROM issue) JOIN file USING(dir, name) WHERE status IN (@instance, @duplicate)`
    )
    .pluck()
    .get({ instance: FileStatus.instance, duplicate: FileStatus.duplicate }) as number
}

/** @param code only those of this kind */
export function countIssues(db: Database, code?: string): number {
  return db
    .prepare('SELECT count(*) FROM issue WHERE @code IS NULL OR code = @code')
    .pluck()
    .get({ code: code ?? null }) as number
}

/** How many issues there are of each kind, the most frequent first. */
export function countIssuesByCode(db: Database): { code: string; count: number }[] {
  return db.prepare('SELECT code, count(*) count FROM issue GROUP BY code ORDER BY count(*) DESC, code').all() as {
    code: string
    count: number
  }[]
}

/** What is wrong with sources as a whole, by source: an issue of its root. */
export function sourceProblems(db: Database): Map<number, string> {
  const rows = db
    .prepare(`SELECT source, message FROM issue JOIN dir ON dir.id = issue.dir WHERE dir.path = '' AND name = ''`)
    .raw()
    .all() as [number, string][]
  return new Map(rows)
}
