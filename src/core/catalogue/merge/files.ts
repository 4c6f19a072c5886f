import type { Database } from 'better-sqlite3'
import { damagedError, inserter, placeOf, sound, sumOf } from '../checksums.ts'
import { type FileRow, FileStatus } from '../file-table.ts'
import type { Name } from '../names.ts'
import { refusedIssue, refusedTags } from '../refused.ts'
import { type IssueRow, readIssue, storedIssue } from '../stored/issue.ts'
import type { DirectoryMap } from './directories.ts'
import type { MergeInput } from './input.ts'
import type { KeptInstances } from './kept.ts'

type File = FileRow & { dir: number; name: Name; sums: number | null }

interface CopiedFiles {
  /** Instances that are duplicates of those of other catalogues. */
  duplicates: number
  /** Duplicates of an instance that is gone: the next scan reads them. */
  unsettled: number
}

/** Copies the files of an input. @param first the number of its first instance among those of all inputs */
export function copyFiles(
  db: Database,
  input: MergeInput,
  dirs: DirectoryMap,
  kept: KeptInstances,
  first: number,
  onWrite: () => void
): CopiedFiles {
  const copied: CopiedFiles = { duplicates: 0, unsettled: 0 }
  const owned = new Uint8Array(Math.ceil(input.total / 8))
  let instances = 0
  const select = input.db.prepare('SELECT dir, name, size, mtime, status, instance, sums FROM file WHERE dir = ?')
  const put = db.prepare('INSERT INTO file(dir, name, size, mtime, status, instance, sums) VALUES(?, ?, ?, ?, ?, ?, ?)')
  for (const from of dirs.all()) {
    const dir = dirs.of(from)
    for (const row of select.iterate(from) as Iterable<File>) {
      const file = soundFile(row, input)
      const { name, size, mtime, instance } = file
      let { status } = file
      if (status === FileStatus.instance) {
        const bit = 1 << (instance! & 7)
        if (!input.live.has(instance!) || (owned[instance! >>> 3] & bit) !== 0) throw damagedFile(row)
        owned[instance! >>> 3] |= bit
        instances++
        if (!kept.has(first + instance!)) {
          status = FileStatus.duplicate
          copied.duplicates++
        }
      } else if (status === FileStatus.duplicate && !input.live.has(instance!)) {
        copied.unsettled++
        continue
      }
      const id = instance === null ? null : kept.idOf(first + instance)
      put.run(dir, name, size, mtime, status, id, sumOf(dir, name, size, mtime, status, id))
      onWrite()
    }
  }
  if (instances !== input.live.count) throw damagedError({ part: 'row', place: 'file.instance' })
  return copied
}

/** What is no file of an instance. */
const OTHER: ReadonlySet<number> = new Set([FileStatus.notDicom, FileStatus.failed, FileStatus.archive])

function soundFile(row: File, { total }: MergeInput): File {
  const { dir, name, size, mtime, status, instance, sums } = row
  // As `sound` does, without an object a file.
  if (sums !== null && sums !== sumOf(dir, name, size, mtime, status, instance)) sound('file', row)
  const isNamed = typeof name === 'string' || Buffer.isBuffer(name)
  const isInstance = status === FileStatus.instance || status === FileStatus.duplicate
  const isOther = OTHER.has(status)
  const isOfInstance = isInstance && Number.isInteger(instance) && instance! >= 0 && instance! < total
  if (!isNamed || !Number.isSafeInteger(size) || !Number.isSafeInteger(mtime) || !(isOfInstance || isOther)) {
    throw damagedFile(row)
  }
  return isOther ? { ...row, instance: null } : row
}

function damagedFile(row: File): Error {
  return damagedError({ part: 'row', place: placeOf('file', { ...row }, ['status', 'instance']) })
}

/**
 * Copies what is wrong with the files and folders of an input. What a merge had no room for is said with what a scan had none for.
 */
export function copyIssues(db: Database, input: MergeInput, dirs: DirectoryMap, onWrite: () => void): void {
  const put = inserter(db, 'issue', 'INSERT OR REPLACE')
  const said = db.prepare('SELECT * FROM issue WHERE dir = ? AND name = ? AND code = ?')
  const isDuplicate = db.prepare(`SELECT 1 FROM file WHERE dir = ? AND name = ? AND status = ${FileStatus.duplicate}`)
  const rows = input.db.prepare('SELECT * FROM issue ORDER BY dir').iterate() as Iterable<
    IssueRow & { dir: number; name: Name }
  >
  for (const row of rows) {
    const { dir: from, name, code, message } = sound('issue', row)
    const isText = typeof code === 'string' && typeof message === 'string'
    if (!isText || !(typeof name === 'string' || Buffer.isBuffer(name))) {
      throw damagedError({ part: 'row', place: placeOf('issue', { ...row }, ['message']) })
    }
    const dir = dirs.find(from)
    if (dir === null) continue
    let issue: IssueRow = { code, message }
    const refused = refusedTags(readIssue(issue))
    if (refused > 0) {
      // A duplicate has no room of its own to ask for.
      if (isDuplicate.get(dir, name) !== undefined) continue
      const before = said.get(dir, name, code) as IssueRow | undefined
      issue = storedIssue(refusedIssue(refused + (before === undefined ? 0 : refusedTags(readIssue(before)))))
    }
    put({ dir, name, code: issue.code, message: issue.message })
    onWrite()
  }
}
