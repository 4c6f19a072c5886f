import type { Database } from 'better-sqlite3'
import { damagedError, inserter, placeOf, sound } from './checksums.ts'
import { CHUNK } from './chunks.ts'
import type { ChunkedInstances } from './instance-set.ts'
import { readMeta } from './database.ts'

/**
 * Which instances are live: one bit each, a chunk's bits a row. A chunk without a row is live throughout, so an archive
 * that nothing was taken from costs nothing.
 */
export class LiveSet implements ChunkedInstances {
  /** Instances catalogued, live or not. */
  total: number
  private readonly db: Database
  private readonly chunks = new Map<number, Uint8Array>()
  private readonly dirty = new Set<number>()
  private tombstones = 0

  constructor(db: Database, total: number) {
    this.db = db
    this.total = total
    for (const row of db.prepare('SELECT * FROM live').iterate() as Iterable<{ chunk: number; bits: Buffer }>) {
      const { chunk, bits } = sound('live', row)
      if (!Buffer.isBuffer(bits) || bits.length !== CHUNK / 8)
        throw damagedError({ part: 'row', place: placeOf('live', row, ['bits']) })
      this.chunks.set(chunk, Uint8Array.from(bits))
      for (const byte of bits) this.tombstones += 8 - popcount(byte)
    }
  }

  /** Live instances. */
  get count(): number {
    return this.total - this.tombstones
  }

  has(instance: number): boolean {
    if (instance >= this.total) return false
    const bits = this.chunks.get(Math.floor(instance / CHUNK))
    const row = instance % CHUNK
    return bits === undefined || (bits[row >> 3] & (1 << (row & 7))) !== 0
  }

  /** Whether nothing was removed from a chunk. */
  isWhole(chunk: number): boolean {
    return !this.chunks.has(chunk)
  }

  /** Live instances from `first` to the one before `end`, all of one chunk. */
  countWithin(first: number, end: number): number {
    if (this.isWhole(Math.floor(first / CHUNK))) return end - first
    let count = 0
    for (let instance = first; instance < end; instance++) if (this.has(instance)) count++
    return count
  }

  remove(instance: number): void {
    if (!this.has(instance)) return
    const chunk = Math.floor(instance / CHUNK)
    let bits = this.chunks.get(chunk)
    if (bits === undefined) this.chunks.set(chunk, (bits = new Uint8Array(CHUNK / 8).fill(0xff)))
    const row = instance % CHUNK
    bits[row >> 3] &= ~(1 << (row & 7))
    this.tombstones++
    this.dirty.add(chunk)
  }

  /** Ids of the live instances of a chunk, ascending. */
  of(chunk: number): Uint32Array {
    const first = chunk * CHUNK
    const rows = Math.max(0, Math.min(CHUNK, this.total - first))
    const bits = this.chunks.get(chunk)
    const ids = new Uint32Array(rows)
    let count = 0
    for (let row = 0; row < rows; row++) {
      if (bits === undefined || (bits[row >> 3] & (1 << (row & 7))) !== 0) ids[count++] = first + row
    }
    return ids.subarray(0, count)
  }

  /** A chunk's bits as they are stored; undefined where nothing was removed from it. */
  bits(chunk: number): Uint8Array | undefined {
    return this.chunks.get(chunk)
  }

  /** Ids of the live instances, ascending. */
  ids(): Uint32Array {
    const ids = new Uint32Array(this.count)
    let at = 0
    for (let first = 0; first < this.total; first += CHUNK) {
      const end = Math.min(first + CHUNK, this.total)
      const bits = this.chunks.get(first / CHUNK)
      for (let id = first; id < end; id++) {
        if (bits === undefined || (bits[(id - first) >> 3] & (1 << (id & 7))) !== 0) ids[at++] = id
      }
    }
    return ids
  }

  /** Writes what changed; inside the caller's transaction. */
  save(): void {
    const put = inserter(this.db, 'live', 'INSERT OR REPLACE')
    for (const chunk of this.dirty) put({ chunk, bits: Buffer.from(this.chunks.get(chunk)!) })
    this.dirty.clear()
  }

  get changed(): boolean {
    return this.dirty.size > 0
  }
}

function popcount(byte: number): number {
  let count = 0
  for (let rest = byte; rest > 0; rest &= rest - 1) count++
  return count
}

/** Instances stored, live or not. */
export function countInstances(db: Database): number {
  return (readMeta(db, 'instances') as number | undefined) ?? 0
}
