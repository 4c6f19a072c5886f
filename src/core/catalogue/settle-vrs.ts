import type { Database } from 'better-sqlite3'
import * as v from 'valibot'
import { MedoidError } from '../errors.ts'
import { ABSENT } from '../tag-codes.ts'
import { inserter, parseStored, placeOf, sound, updateRow, verifyRows } from './checksums.ts'
import { CHUNK } from './chunks.ts'
import type { CodeRuns } from './code-columns.ts'
import { Counted, dropCounted, fullChunks, shortChunk } from './counted.ts'
import { readMeta, writeMeta } from './database.ts'
import { countInstances, LiveSet } from './live.ts'
import { columnFinder, columnsReader, stateRuns, type StoredColumn } from './stored-columns.ts'
import { storedTags } from './stored-tags.ts'
import { vrsFinder } from './stored-vrs.ts'
import { revisionOf } from './summary.ts'
import type { ChangedChunk } from './value-counts.ts'
import { FIRST, vrOf, type VrCode } from './vrs.ts'
import { below } from '../sorted.ts'
import type { TagId } from './types.ts'

/**
 * Gives every tag the VR that most live instances have it with, UN only where all have that, so that it does not depend on the
 * order in which files were scanned, or on files that are gone. Counts what came and went since the last time, in a transaction of
 * its own.
 * @param appended what the catalogue holds, where all of it has just been counted
 */
export function settleVrs(db: Database, appended?: AppendedVrs): void {
  const revision = revisionOf(db)
  if (readMeta(db, 'vr_revision') === revision) return
  const live = new LiveSet(db, countInstances(db))
  db.transaction(() => {
    const counted = countedOrNothing(db)
    if (counted.went(live) > live.count) counted.forget()
    const counter = new VrCounter(db, live, counted, appended)
    for (const { id, vr, firstVr } of storedTags(db)) {
      const counts = counter.of(id)
      if (counts === undefined) continue
      const named = [...counts].filter(([, instances]) => instances > 0)
      const best = mostFrequent(new Map(named.map(([code, instances]) => [vrOf(code, firstVr), instances]))) ?? firstVr
      if (best !== vr) updateRow(db, 'tag', [id], { vr: best })
    }
    counter.save()
    writeMeta(db, 'vr_revision', revision)
  })()
}

/** What was counted last may be damaged: all of it can be counted again. */
function countedOrNothing(db: Database): Counted {
  try {
    verifyRows(db, 'vr_tally')
    return new Counted(db, 'vrs')
  } catch (error) {
    if (!(error instanceof MedoidError && error.code === 'catalogue-damaged')) throw error
    dropCounted(db, 'vrs')
    return new Counted(db, 'vrs')
  }
}

type Counts = Map<VrCode, number>

/** Instances that were appended, by the tags that they hold and the codes of the VRs that they have them with. */
export class AppendedVrs {
  private readonly full = new Map<TagId, Counts>()
  private readonly chunk = new Map<TagId, Counts>()

  /** The chunk that is being filled is counted anew. */
  beginChunk(): void {
    this.chunk.clear()
  }

  /** @param vr the code of a VR */
  add(tag: TagId, vr: VrCode, instances: number): void {
    addTo(this.chunk, tag, vr, instances)
  }

  /** The chunk that is being filled is full. */
  endChunk(): void {
    for (const [tag, counts] of this.chunk) for (const [vr, n] of counts) addTo(this.full, tag, vr, n)
    this.chunk.clear()
  }

  /** Those of full chunks. */
  inFull(tag: TagId): Counts {
    return this.full.get(tag) ?? new Map<VrCode, number>()
  }

  inAll(tag: TagId): Counts {
    const all: Counts = new Map(this.inFull(tag))
    for (const [vr, n] of this.chunk.get(tag) ?? []) all.set(vr, (all.get(vr) ?? 0) + n)
    return all
  }
}

function addTo(counts: Map<TagId, Counts>, tag: TagId, vr: VrCode, instances: number): void {
  let ofTag = counts.get(tag)
  if (ofTag === undefined) counts.set(tag, (ofTag = new Map<VrCode, number>()))
  ofTag.set(vr, (ofTag.get(vr) ?? 0) + instances)
}

/** Counts the live instances that hold a tag, by the VR they have it with, of tags that differ in that. */
class VrCounter {
  private readonly db: Database
  private readonly live: LiveSet
  private readonly counted: Counted
  /** Tags that differ among the instances that were counted, and those that do among all. */
  private readonly before = new Map<TagId, Counts>()
  private readonly varying = new Set<TagId>()
  private readonly changes: readonly ChangedChunk[]
  private readonly tail: ChangedChunk | null
  private readonly changed = new Map<TagId, Counts>()
  private readonly appended: AppendedVrs | undefined
  private readonly readColumns: ReturnType<typeof columnsReader>
  private readonly findColumn: ReturnType<typeof columnFinder>
  private readonly findVrs: ReturnType<typeof vrsFinder>

  constructor(db: Database, live: LiveSet, counted: Counted, appended: AppendedVrs | undefined) {
    this.appended = appended
    this.db = db
    this.live = live
    this.counted = counted
    this.readColumns = columnsReader(db)
    this.findColumn = columnFinder(db)
    this.findVrs = vrsFinder(db)
    if (counted.chunks > 0) {
      for (const row of db.prepare('SELECT * FROM vr_tally').iterate() as Iterable<{ tag: TagId; counts: string }>) {
        const { tag, counts } = sound('vr_tally', row)
        this.before.set(tag, new Map(parseStored(countsByVr, counts, placeOf('vr_tally', row, ['counts']))) as Counts)
        this.varying.add(tag)
      }
    }
    const since = db.prepare('SELECT DISTINCT tag FROM vr WHERE chunk >= ?').pluck()
    for (const tag of since.iterate(counted.chunks) as Iterable<TagId>) this.varying.add(tag)
    // Nobody goes on from anything where nothing was counted.
    this.changes = counted.chunks === 0 ? [] : [...counted.changes(live)]
    this.tail = shortChunk(live)
  }

  /** @returns undefined where all instances have the tag's first VR */
  of(tag: TagId): ReadonlyMap<VrCode, number> | undefined {
    if (!this.varying.has(tag)) return undefined
    if (this.appended !== undefined) {
      this.changed.set(tag, this.appended.inFull(tag))
      return this.appended.inAll(tag)
    }
    const before = this.before.get(tag)
    const full: Counts = new Map(before)
    if (before === undefined) this.addWhole(full, tag)
    else for (const change of this.changes) this.add(full, tag, change)
    if (before === undefined || this.changes.length > 0) this.changed.set(tag, full)
    if (this.tail === null) return full
    const all: Counts = new Map(full)
    this.add(all, tag, this.tail)
    return all
  }

  /** For the next one to go on from; inside the caller's transaction. */
  save(): void {
    if (fullChunks(this.live) === 0) return
    this.counted.save(this.live)
    const put = inserter(this.db, 'vr_tally', 'INSERT OR REPLACE')
    for (const [tag, counts] of this.changed) put({ tag, counts: JSON.stringify([...counts]) })
  }

  /** Adds all that the full chunks hold of a tag. */
  private addWhole(counts: Counts, tag: TagId): void {
    const { live } = this
    const full = fullChunks(live)
    for (const column of this.readColumns(tag)) {
      const { chunk } = column
      if (chunk >= full) return
      const isWhole = live.isWhole(chunk)
      this.addChunk(counts, tag, column, CHUNK, 1, isWhole, (from, to) => live.countWithin(from, to))
    }
  }

  private add(counts: Counts, tag: TagId, { chunk, rows, ids, went }: ChangedChunk): void {
    const column = this.findColumn(tag, chunk)
    if (column === undefined) return
    this.addChunk(counts, tag, column, rows, went ? -1 : 1, ids.length === rows, (from, to) =>
      countBetween(ids, from, to)
    )
  }

  /**
   * @param sign 1 for instances that came, −1 for those that went
   * @param isWhole whether they are all of the chunk
   * @param within how many of them are from one id to the one before another
   */
  private addChunk(
    counts: Counts,
    tag: TagId,
    column: StoredColumn,
    rows: number,
    sign: number,
    isWhole: boolean,
    within: (from: number, to: number) => number
  ): void {
    const { chunk, absent } = column
    const count = (code: VrCode, instances: number): void =>
      void counts.set(code, (counts.get(code) ?? 0) + sign * instances)
    const vrs = this.findVrs(tag, chunk, rows)
    if (vrs === undefined && isWhole) {
      count(FIRST, rows - absent)
      return
    }
    const states = stateRuns(column, rows)
    const held = (start: number, end: number): number => countHeld(chunk * CHUNK, states, start, end, within)
    if (vrs === undefined) count(FIRST, held(0, rows))
    else while (vrs.next()) count(vrs.code as VrCode, held(vrs.start, vrs.end))
  }
}

const countsByVr = v.array(v.tuple([v.number(), v.number()]))

/**
 * Instances of some rows of a chunk that hold something.
 * @param first the chunk's first instance
 * @param states what the rows hold; goes on to the run that reaches `end`, and may be in one that reaches beyond `start`
 */
function countHeld(
  first: number,
  states: CodeRuns,
  start: number,
  end: number,
  within: (from: number, to: number) => number
): number {
  let count = 0
  for (let row = start; row < end;) {
    if (row >= states.end) states.next()
    const to = Math.min(states.end, end)
    if (states.code !== ABSENT) count += within(first + row, first + to)
    row = to
  }
  return count
}

/** How many of some ids, ascending, are from one on and before another. */
function countBetween(ids: Uint32Array, from: number, to: number): number {
  return below(ids, to) - below(ids, from)
}

/** Ties by name; undefined where nothing is counted. */
function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  const ranked = [...counts].sort(
    ([a, n], [b, m]) => Number(a === 'UN') - Number(b === 'UN') || m - n || (a < b ? -1 : 1)
  )
  return ranked[0]?.[0]
}
