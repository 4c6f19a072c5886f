import type { Database } from 'better-sqlite3'
import { updateRow } from './checksums.ts'
import { ABSENT, CHUNK } from './chunks.ts'
import { readMeta, writeMeta } from './database.ts'
import { countInstances, LiveSet } from './live.ts'
import { revisionOf } from './summary.ts'
import { columnsOf, statesOf } from './stored-columns.ts'
import { storedTags } from './stored-tags.ts'
import { vrsFinder } from './stored-vrs.ts'
import { FIRST, vrOf } from './vrs.ts'

/**
 * Gives every tag the VR that most live instances have it with, UN only where all have that, so that it does not depend on the
 * order in which files were scanned, or on files that are gone. In a transaction of its own.
 */
export function settleVrs(db: Database): void {
  const revision = revisionOf(db)
  if (readMeta(db, 'vr_revision') === revision) return
  const live = new LiveSet(db, countInstances(db))
  const varying = new Set(db.prepare('SELECT DISTINCT tag FROM vr').pluck().all())
  const tags = storedTags(db).filter(({ id }) => varying.has(id))
  db.transaction(() => {
    for (const { id, vr, firstVr } of tags) {
      const best = mostFrequent(countVrs(db, id, firstVr, live)) ?? firstVr
      if (best !== vr) updateRow(db, 'tag', [id], { vr: best })
    }
    writeMeta(db, 'vr_revision', revision)
  })()
}

/** Live instances that hold a tag, by the VR they have it with. */
function countVrs(db: Database, tag: number, first: string, live: LiveSet): Map<string, number> {
  const counts = new Map<number, number>()
  const count = (code: number, instances: number): void => void counts.set(code, (counts.get(code) ?? 0) + instances)
  const find = vrsFinder(db)
  for (const column of columnsOf(db, tag)) {
    const { chunk, absent } = column
    const rows = Math.min(CHUNK, live.total - chunk * CHUNK)
    const vrs = find(tag, chunk, rows)
    if (vrs === undefined && live.isWhole(chunk)) {
      count(FIRST, rows - absent)
      continue
    }
    const states = statesOf(column, rows)
    // One count a run: VRs seldom change from one instance to the next.
    let last: number = FIRST
    let instances = 0
    for (let row = 0; row < rows; row++) {
      if (states[row] === ABSENT || !live.has(chunk * CHUNK + row)) continue
      const code = vrs === undefined ? FIRST : vrs[row]
      if (code !== last) {
        count(last, instances)
        last = code
        instances = 0
      }
      instances++
    }
    count(last, instances)
  }
  const named = [...counts].filter(([, instances]) => instances > 0)
  return new Map(named.map(([code, instances]) => [vrOf(code, first), instances]))
}

/** Ties by name; undefined where nothing is counted. */
function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  const ranked = [...counts].sort(
    ([a, n], [b, m]) => Number(a === 'UN') - Number(b === 'UN') || m - n || (a < b ? -1 : 1)
  )
  return ranked[0]?.[0]
}
