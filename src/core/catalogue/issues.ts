import type { Database } from 'better-sqlite3'
import { sound } from './checksums.ts'
import { FileStatus } from './file-table.ts'
import { absolute, joinNames, type Name, readable } from './names.ts'
import { type Issue, type IssueRow, readIssue } from './stored/issue.ts'

/** What is wrong with a file or folder of the archive. */
interface FileIssue {
  path: string
  /** Stable, kebab-case. */
  code: string
  issue: Issue
}

/** The issues of all sources in the order of the catalogue, at most `limit` of them. */
export function listIssues(db: Database, limit: number): FileIssue[] {
  const rows = db
    .prepare(
      `SELECT issue.*, root, path FROM issue JOIN dir ON dir.id = issue.dir JOIN source ON source.id = dir.source
       ORDER BY dir.source, dir.path, name LIMIT ?`
    )
    .all(limit) as {
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
      issue: readIssue({ code, message })
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

export function countIssues(db: Database): number {
  return db.prepare('SELECT count(*) FROM issue').pluck().get() as number
}

/** What is wrong with sources as a whole, by source: an issue of its root. */
export function sourceProblems(db: Database): Map<number, Issue> {
  const rows = db
    .prepare(`SELECT source, code, message FROM issue JOIN dir ON dir.id = issue.dir WHERE dir.path = '' AND name = ''`)
    .all() as ({ source: number } & IssueRow)[]
  return new Map(rows.map((row) => [row.source, readIssue(row)]))
}
