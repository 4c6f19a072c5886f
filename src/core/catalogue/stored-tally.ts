import type { Database } from 'better-sqlite3'
import * as v from 'valibot'
import { fields } from '../schema.ts'
import { damagedError, inserter, parseStored, placeOf, sound } from './checksums.ts'
import { CHUNK } from './chunks.ts'
import { readMeta, writeMeta } from './database.ts'
import type { FrequentValues } from './frequent-values.ts'
import type { LiveSet } from './live.ts'
import { VarintReader, varintBytes, writeVarint } from './packing.ts'
import { COUNT } from './stored/numbers.ts'

/** The key in `meta` of the full chunks that were counted. */
const COUNTED = 'counted'

/** The values of one tag among the live instances of the full chunks, as they were counted last. */
export interface StoredTally {
  /** How often each code occurs, by code. */
  codes: Int32Array
  /** Values stored as texts. */
  plain: number
  /** null where there are none of these. */
  frequent: FrequentValues | null
}

const topValues = v.array(fields({ value: v.string(), count: COUNT }))

/** What the last count has left, for the next one to go on from. */
export class StoredTallies {
  /** Full chunks that were counted; 0: none. */
  chunks: number
  private bits: ReadonlyMap<number, Uint8Array>
  private readonly select

  constructor(db: Database) {
    const chunks = readMeta(db, COUNTED)
    this.chunks = typeof chunks === 'number' ? chunks : 0
    this.bits = countedBits(db)
    this.select = db.prepare('SELECT * FROM tally WHERE tag = ?')
  }

  /** @returns undefined of a tag that has come since @throws MedoidError `catalogue-damaged` */
  of(tag: number): StoredTally | undefined {
    const row = this.select.get(tag) as
      { counts: Buffer; plain: number; distinct_values: number | null; top: string | null } | undefined
    if (row === undefined) return undefined
    const { counts, plain, distinct_values: distinct, top } = sound('tally', row)
    const frequent =
      distinct === null ? null : { distinct, top: parseStored(topValues, top, placeOf('tally', row, ['top'])) }
    return { codes: unpack(counts), plain, frequent }
  }

  /** Nothing was counted. */
  forget(): void {
    this.chunks = 0
    this.bits = new Map()
  }

  /** Instances of a chunk that were counted and are gone. */
  gone(chunk: number, live: LiveSet): Uint32Array {
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

function countedBits(db: Database): Map<number, Uint8Array> {
  const chunks = new Map<number, Uint8Array>()
  for (const row of db.prepare('SELECT * FROM counted').iterate() as Iterable<{ chunk: number; bits: Buffer }>) {
    const { chunk, bits } = sound('counted', row)
    if (!Buffer.isBuffer(bits) || bits.length !== CHUNK / 8)
      throw damagedError({ part: 'row', place: placeOf('counted', row, ['bits']) })
    chunks.set(chunk, bits)
  }
  return chunks
}

/** Notes of which instances the stored tallies are now; inside the caller's transaction. @param changed chunks that something went from */
export function saveCounted(db: Database, chunks: number, live: LiveSet, changed: Iterable<number>): void {
  const put = inserter(db, 'counted', 'INSERT OR REPLACE')
  for (const chunk of changed) {
    const bits = live.bits(chunk)
    if (bits !== undefined) put({ chunk, bits: Buffer.from(bits) })
  }
  writeMeta(db, COUNTED, chunks)
}

/** @returns a function that writes what was counted of a tag; inside the caller's transaction */
export function tallyWriter(db: Database): (tag: number, tally: StoredTally) => void {
  const put = inserter(db, 'tally', 'INSERT OR REPLACE')
  return (tag, { codes, plain, frequent }) => {
    const top = frequent === null ? null : JSON.stringify(frequent.top)
    put({ tag, counts: pack(codes), plain, distinct_values: frequent?.distinct ?? null, top })
  }
}

/** The values of a tag are others: they have to be counted anew; inside the caller's transaction. */
export function dropTally(db: Database, tag: number): void {
  db.prepare('DELETE FROM tally WHERE tag = ?').run(tag)
}

/** Everything has to be counted anew; inside the caller's transaction. */
export function dropTallies(db: Database): void {
  db.exec('DELETE FROM tally; DELETE FROM counted')
  writeMeta(db, COUNTED, 0)
}

function pack(codes: Int32Array): Buffer {
  let length = 0
  for (const count of codes) length += varintBytes(count)
  const bytes = Buffer.allocUnsafe(length)
  let at = 0
  for (const count of codes) at = writeVarint(bytes, at, count)
  return bytes
}

function unpack(bytes: Buffer): Int32Array {
  const reader = new VarintReader(bytes)
  const codes: number[] = []
  while (reader.at < bytes.length) codes.push(reader.next())
  return Int32Array.from(codes)
}
