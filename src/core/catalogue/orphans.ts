import type { Database } from 'better-sqlite3'
import { sound } from './checksums.ts'
import { readMeta, writeMeta } from './database.ts'
import { FileStatus } from './file-table.ts'
import type { LiveSet } from './live.ts'
import type { Name } from './names.ts'
import { type StoredDir, storedDir } from './places.ts'

/** A duplicate whose instance is gone: it is read again, and the first of them in walk order takes the place. */
interface Orphan {
  dir: number
  name: Name
  /** The instance that is gone. */
  instance: number
  source: number
  folder: Name
}

/** The key in `meta` that says that there may be orphans: whoever writes to the catalogue next reads them. */
const MARK = 'orphans'

/** Whether some duplicates may have lost their instance, by a scan or a removal that did not come to its end. */
export function mayHaveOrphans(db: Database): boolean {
  return readMeta(db, MARK) === 1
}

/** Notes that there are orphans if one of these instances has duplicates; in the transaction that takes the instances out. */
export function noteOrphans(db: Database, gone: readonly number[]): void {
  if (mayHaveOrphans(db)) return
  const duplicate = db.prepare(`SELECT 1 FROM file WHERE status = ${FileStatus.duplicate} AND instance = ?`)
  if (gone.some((instance) => duplicate.get(instance) !== undefined)) writeMeta(db, MARK, 1)
}

/** Once orphans were read: those that could not be read are for the next one who writes. */
export function settleOrphans(db: Database, live: LiveSet): void {
  if (!mayHaveOrphans(db)) return
  for (const _orphan of orphans(db, live)) return
  writeMeta(db, MARK, 0)
}

/** By the instance that is gone; nothing may be written meanwhile. @param from the first instance that is asked for */
export function* orphans(db: Database, live: LiveSet, from = 0): Iterable<Orphan> {
  const duplicates = db.prepare(
    `SELECT * FROM file WHERE status = ${FileStatus.duplicate} AND instance >= ? ORDER BY instance`
  )
  let place: StoredDir | undefined
  for (const row of duplicates.iterate(from) as Iterable<{ dir: number; name: Name; instance: number }>) {
    const { dir, name, instance } = sound('file', row)
    if (live.has(instance)) continue
    if (place?.id !== dir) place = storedDir(db, dir)
    yield { dir, name, instance, source: place.source, folder: place.path }
  }
}

/** Orphans, about `most` at a time, all those of an instance together; what is asked for meanwhile may write. */
export function* orphanPages(db: Database, live: LiveSet, most: number): Iterable<Orphan[]> {
  for (let from = 0; ;) {
    const page: Orphan[] = []
    let next: number | undefined
    for (const orphan of orphans(db, live, from)) {
      if (page.length >= most && orphan.instance !== page.at(-1)!.instance) {
        next = orphan.instance
        break
      }
      page.push(orphan)
    }
    if (page.length > 0) yield page
    if (next === undefined) return
    from = next
  }
}
