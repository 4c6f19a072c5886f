import type { Database } from 'better-sqlite3'
import type { IssueCode } from '../dicom/issues.ts'
import type { FileRow } from './file-table.ts'
import type { PendingFile } from './intake.ts'
import type { Name } from './names.ts'
import type { Issue } from './stored/issue.ts'

/** Of files that hold tags for which the catalogue has no room. */
const CODE = 'too-many-tags' satisfies IssueCode

/** Tags that were in use when the catalogue last had no room for those of a file: a key of `meta`. */
export const REFUSED_AT = 'tags_in_use_at_refusal'

/** @param tags of the file that were left out */
export function refusedIssue(tags: number): Issue {
  return { code: CODE, parameters: { tags } }
}

/** How many tags an issue says were left out. */
export function refusedTags({ code, parameters }: Issue): number {
  if (code === CODE) return parameters.tags
  // 0.2.0 stored a sentence.
  return code === 'said-before' ? Number(REFUSED_BEFORE.exec(parameters.sentence)?.[1] ?? 0) : 0
}

const REFUSED_BEFORE = /^The catalogue holds as many different tags as it takes: (\d{1,9}) of this file were left out\./

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
