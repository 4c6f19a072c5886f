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
  const duplicate = db.prepare(`SELECT 1 FROM file WHERE status = ${FileStatus.duplicate} AND instance = ?`)
  if (gone.some((instance) => duplicate.get(instance) !== undefined)) writeMeta(db, MARK, 1)
}

/** Once orphans were read: those that could not be read are for the next one who writes. */
export function settleOrphans(db: Database, live: LiveSet): void {
  if (!mayHaveOrphans(db)) return
  for (const _orphan of orphans(db, live)) return
  writeMeta(db, MARK, 0)
}

/** In no particular order. */
export function* orphans(db: Database, live: LiveSet): Iterable<Orphan> {
  const duplicates = db.prepare(`SELECT * FROM file WHERE status = ${FileStatus.duplicate}`)
  const places = new Map<number, StoredDir>()
  for (const row of duplicates.iterate() as Iterable<{ dir: number; name: Name; instance: number }>) {
    const { dir, name, instance } = sound('file', row)
    if (live.has(instance)) continue
    const place = places.get(dir) ?? storedDir(db, dir)
    places.set(dir, place)
    yield { dir, name, instance, source: place.source, folder: place.path }
  }
}
