import type { Database } from 'better-sqlite3'
import { updateRow } from './checksums.ts'
import { ABSENT } from '../tag-codes.ts'
import { CHUNK } from './chunks.ts'
import type { CodeRuns } from './code-columns.ts'
import { readMeta, writeMeta } from './database.ts'
import { countInstances, LiveSet } from './live.ts'
import { revisionOf } from './summary.ts'
import { columnsReader, stateRuns } from './stored-columns.ts'
import { storedTags } from './stored-tags.ts'
import { vrsFinder } from './stored-vrs.ts'
import { FIRST, vrOf } from './vrs.ts'

/**
 * Gives every tag the VR that most live instances have it with, UN only where all have that, so that it does not depend on the
 * order in which files were scanned, or on files that are gone. In a transaction of its own.
 * @param counted live instances that hold a tag by the VR they have it with, where somebody has counted them already
 */
export function settleVrs(db: Database, counted?: VrCounter): void {
  const revision = revisionOf(db)
  if (readMeta(db, 'vr_revision') === revision) return
  const varying = new Set(db.prepare('SELECT DISTINCT tag FROM vr').pluck().all())
  const tags = storedTags(db).filter(({ id }) => varying.has(id))
  const count = counted ?? vrCounter(db, new LiveSet(db, countInstances(db)))
  db.transaction(() => {
    for (const { id, vr, firstVr } of tags) {
      const best = mostFrequent(count(id, firstVr)) ?? firstVr
      if (best !== vr) updateRow(db, 'tag', [id], { vr: best })
    }
    writeMeta(db, 'vr_revision', revision)
  })()
}

/** Counts the live instances that hold a tag, by the VR they have it with. @param first the tag's first VR */
export type VrCounter = (tag: number, first: string) => ReadonlyMap<string, number>

/** VRs by their names, those that there are. @param counts by the code of the VR */
export function namedVrs(counts: ReadonlyMap<number, number>, first: string): Map<string, number> {
  const there = [...counts].filter(([, instances]) => instances > 0)
  return new Map(there.map(([code, instances]) => [vrOf(code, first), instances]))
}

function vrCounter(db: Database, live: LiveSet): VrCounter {
  const read = columnsReader(db)
  const findVrs = vrsFinder(db)
  return (tag, first) => {
    const counts = new Map<number, number>()
    const count = (code: number, instances: number): void => void counts.set(code, (counts.get(code) ?? 0) + instances)
    for (const column of read(tag)) {
      const { chunk, absent } = column
      const rows = Math.min(CHUNK, live.total - chunk * CHUNK)
      const vrs = findVrs(tag, chunk, rows)
      if (vrs === undefined) {
        const held = live.isWhole(chunk) ? rows - absent : countHeld(live, chunk, stateRuns(column, rows), 0, rows)
        count(FIRST, held)
        continue
      }
      const states = stateRuns(column, rows)
      while (vrs.next()) count(vrs.code, countHeld(live, chunk, states, vrs.start, vrs.end))
    }
    return namedVrs(counts, first)
  }
}

/**
 * Live instances of some rows of a chunk that hold something.
 * @param states what the rows hold; goes on to the run that reaches `end`, and may be in one that reaches beyond `start`
 */
function countHeld(live: LiveSet, chunk: number, states: CodeRuns, start: number, end: number): number {
  const first = chunk * CHUNK
  let count = 0
  for (let row = start; row < end;) {
    if (row >= states.end) states.next()
    const to = Math.min(states.end, end)
    if (states.code !== ABSENT) count += live.countWithin(first + row, first + to)
    row = to
  }
  return count
}

/** Ties by name; undefined where nothing is counted. */
function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  const ranked = [...counts].sort(
    ([a, n], [b, m]) => Number(a === 'UN') - Number(b === 'UN') || m - n || (a < b ? -1 : 1)
  )
  return ranked[0]?.[0]
}
