import type { Database } from 'better-sqlite3'
import type { IssueCode } from '../dicom/issues.ts'
import type { FileRow, Issue } from './file-table.ts'
import type { PendingFile } from './intake.ts'
import type { Name } from './names.ts'

/** Of files that hold tags for which the catalogue has no room. */
const CODE = 'too-many-tags' satisfies IssueCode

/** Tags that were in use when the catalogue last had no room for those of a file: a key of `meta`. */
export const REFUSED_AT = 'tags_in_use_at_refusal'

/** @param tags of the file that were left out */
export function refusedIssue(tags: number): Issue {
  return {
    code: CODE,
    message: `The catalogue holds as many different tags as it takes: ${tags} of this file were left out. They are read by the first scan that finds room, because files that hold others are gone.`
  }
}

/** How many tags an issue says were left out. */
export function refusedTags({ code, message }: Issue): number {
  return code === CODE ? Number(/: (\d{1,9}) of this file/.exec(message)?.[1] ?? 0) : 0
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
