import type { Database } from 'better-sqlite3'
import { absolute, joinNames, type Name, readable } from './names.ts'

/** What is wrong with a file or folder of the archive. */
export interface FileIssue {
  path: string
  /** Stable, kebab-case. */
  code: string
  message: string
}

/** The issues of all sources in the order of the catalogue, at most `limit` of them. */
export function listIssues(db: Database, limit: number): FileIssue[] {
  const rows = db
    .prepare(
      `SELECT root, path, name, code, message FROM issue JOIN dir ON dir.id = issue.dir JOIN source ON source.id = dir.source
       ORDER BY dir.source, dir.path, name LIMIT ?`
    )
    .all(limit) as { root: string; path: Name; name: Name; code: string; message: string }[]
  return rows.map(({ root, path, name, code, message }) => ({
    path: readable(absolute(root, name.length === 0 ? path : joinNames(path, name))),
    code,
    message
  }))
}

export function countIssues(db: Database): number {
  return db.prepare('SELECT count(*) FROM issue').pluck().get() as number
}
