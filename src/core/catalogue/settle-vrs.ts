import type { Database } from 'better-sqlite3'
import { ABSENT, CHUNK, isPlain } from './chunks.ts'
import { decodeCodes } from './code-columns.ts'
import { readMeta, writeMeta } from './database.ts'
import { countInstances, LiveSet } from './live.ts'
import { decodePlain } from './plain-columns.ts'
import { revisionOf } from './summary.ts'
import { decodeVrs } from './vrs.ts'

/**
 * Gives every tag the VR that most live instances have it with, UN only where all have that, so that it does not depend on the
 * order in which files were scanned, or on files that are gone. In a transaction of its own.
 */
export function settleVrs(db: Database): void {
  const revision = revisionOf(db)
  if (readMeta(db, 'vr_revision') === revision) return
  const live = new LiveSet(db, countInstances(db))
  const tags = db
    .prepare('SELECT id, vr, first_vr first FROM tag WHERE id IN (SELECT tag FROM vr) ORDER BY id')
    .all() as { id: number; vr: string; first: string }[]
  db.transaction(() => {
    for (const { id, vr, first } of tags) {
      const best = mostFrequent(countVrs(db, id, first, live)) ?? first
      if (best !== vr) db.prepare('UPDATE tag SET vr = ? WHERE id = ?').run(best, id)
    }
    writeMeta(db, 'vr_revision', revision)
  })()
}

/** Live instances that hold a tag, by the VR they have it with. */
function countVrs(db: Database, tag: number, first: string, live: LiveSet): Map<string, number> {
  const counts = new Map<string, number>()
  const chunks = db.prepare(
    `SELECT chunk, column.encoding, column.data, vr.encoding, vr.data
     FROM column LEFT JOIN vr USING (tag, chunk) WHERE tag = ?`
  )
  for (const [chunk, encoding, data, vrEncoding, vrData] of chunks.raw().iterate(tag) as Iterable<
    [number, number, Buffer | number, number | null, Buffer | number]
  >) {
    const rows = Math.min(CHUNK, live.total - chunk * CHUNK)
    const states = isPlain(encoding) ? decodePlain(encoding, data, rows).states : decodeCodes(encoding, data, rows)
    const vrs = vrEncoding === null ? null : decodeVrs(vrEncoding, vrData, first, rows)
    for (let row = 0; row < rows; row++) {
      if (states[row] === ABSENT || !live.has(chunk * CHUNK + row)) continue
      const vr = vrs === null ? first : vrs[row]
      counts.set(vr, (counts.get(vr) ?? 0) + 1)
    }
  }
  return counts
}

/** Ties by name; undefined where nothing is counted. */
function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  const ranked = [...counts].sort(
    ([a, n], [b, m]) => Number(a === 'UN') - Number(b === 'UN') || m - n || (a < b ? -1 : 1)
  )
  return ranked[0]?.[0]
}
