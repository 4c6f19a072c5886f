import type { Database } from 'better-sqlite3'
import { damagedError, inserter, placeOf, sound } from './checksums.ts'
import { CHUNK } from './chunks.ts'
import { readMeta, writeMeta } from './database.ts'
import type { LiveSet } from './live.ts'
import type { ChangedChunk } from './value-counts.ts'

/** What is counted, each at its own time; with the key in `meta` of the full chunks that were. */
const KEYS = { values: 'counted_values', vrs: 'counted_vrs' } as const
type What = keyof typeof KEYS

/** Which instances something was counted of: the live ones of the full chunks there were at that time. */
export class Counted {
  /** Full chunks that were counted; 0: none. */
  chunks: number
  private readonly db: Database
  private readonly what: What
  private bits: ReadonlyMap<number, Uint8Array>

  /** @throws MedoidError `catalogue-damaged` */
  constructor(db: Database, what: What) {
    this.db = db
    this.what = what
    const chunks = readMeta(db, KEYS[what])
    this.chunks = typeof chunks === 'number' ? chunks : 0
    this.bits = countedBits(db, what)
  }

  /** Nothing was counted. */
  forget(): void {
    this.chunks = 0
    this.bits = new Map()
  }

  /** How many instances went since. */
  went(live: LiveSet): number {
    let count = 0
    for (let chunk = 0; chunk < this.chunks; chunk++) count += this.gone(chunk, live).length
    return count
  }

  /** What came and went since in full chunks, ascending. */
  *changes(live: LiveSet): Iterable<ChangedChunk> {
    for (let chunk = 0; chunk < fullChunks(live); chunk++) {
      const went = chunk < this.chunks
      const ids = went ? this.gone(chunk, live) : live.of(chunk)
      if (ids.length > 0) yield { chunk, rows: CHUNK, ids, went }
    }
  }

  /** Notes that the full chunks are counted as they are live now; inside the caller's transaction. */
  save(live: LiveSet): void {
    if (this.chunks === 0) dropCounted(this.db, this.what)
    const put = inserter(this.db, 'counted', 'INSERT OR REPLACE')
    const full = fullChunks(live)
    for (let chunk = 0; chunk < full; chunk++) {
      const bits = live.bits(chunk)
      const before = this.bits.get(chunk)
      if (bits === undefined || (before !== undefined && Buffer.compare(before, bits) === 0)) continue
      put({ what: this.what, chunk, bits: Buffer.from(bits) })
    }
    writeMeta(this.db, KEYS[this.what], full)
  }

  /** Instances of a chunk that were counted and are gone. */
  private gone(chunk: number, live: LiveSet): Uint32Array {
    const now = live.bits(chunk)
    const before = this.bits.get(chunk)
    if (now === undefined || (before !== undefined && Buffer.compare(before, now) === 0)) return new Uint32Array()
    const ids: number[] = []
    for (let row = 0; row < CHUNK; row++) {
      const bit = 1 << (row & 7)
      const wasCounted = before === undefined || (before[row >> 3] & bit) !== 0
      if (wasCounted && (now[row >> 3] & bit) === 0) ids.push(chunk * CHUNK + row)
    }
    return Uint32Array.from(ids)
  }
}

export function fullChunks(live: LiveSet): number {
  return Math.floor(live.total / CHUNK)
}

/** The instances of the chunk that is not full; null where there are none. */
export function shortChunk(live: LiveSet): ChangedChunk | null {
  const chunk = fullChunks(live)
  const rows = live.total - chunk * CHUNK
  return rows === 0 ? null : { chunk, rows, ids: live.of(chunk), went: false }
}

/** Nothing was counted; inside the caller's transaction. */
export function dropCounted(db: Database, what: What): void {
  db.prepare('DELETE FROM counted WHERE what = ?').run(what)
  db.prepare(`DELETE FROM ${what === 'values' ? 'tally' : 'vr_tally'}`).run()
  writeMeta(db, KEYS[what], 0)
}

function countedBits(db: Database, what: What): Map<number, Uint8Array> {
  const chunks = new Map<number, Uint8Array>()
  const rows = db.prepare('SELECT * FROM counted WHERE what = ?')
  for (const row of rows.iterate(what) as Iterable<{ chunk: number; bits: Buffer }>) {
    const { chunk, bits } = sound('counted', row)
    if (!Buffer.isBuffer(bits) || bits.length !== CHUNK / 8)
      throw damagedError({ part: 'row', place: placeOf('counted', row, ['bits']) })
    chunks.set(chunk, bits)
  }
  return chunks
}
