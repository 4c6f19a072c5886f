import type { Database } from 'better-sqlite3'
import type { IssueCode } from '../dicom/issues.ts'
import type { FileRow, Issue } from './file-table.ts'
import type { PendingFile } from './intake.ts'
import type { Name } from './names.ts'

/** Of files that hold tags for which the catalogue has no room. */
const CODE = 'too-many-tags' satisfies IssueCode

/** @param tags of the file that were left out */
export function refusedIssue(tags: number): Issue {
  return {
    code: CODE,
    message: `The catalogue holds as many different tags as it takes: ${tags} of this file were left out. They are read by the first scan that finds room, because files that hold others are gone.`
  }
}

/** The files of which tags were refused. */
export function refusedFiles(db: Database): (PendingFile & { source: number })[] {
  const rows = db
    .prepare(
      `SELECT file.dir, file.name, size, mtime, status, instance, source, path
       FROM issue JOIN file USING (dir, name) JOIN dir ON dir.id = file.dir WHERE code = ?`
    )
    .all(CODE) as (FileRow & { dir: number; name: Name; source: number; path: Name })[]
  return rows.map(({ dir, name, source, path, ...before }) => ({ dir, name, source, folder: path, before }))
}
