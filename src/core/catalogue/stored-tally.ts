import type { Database } from 'better-sqlite3'
import * as v from 'valibot'
import { fields } from '../schema.ts'
import { inserter, parseStored, placeOf, sound } from './checksums.ts'
import type { FrequentValues } from './frequent-values.ts'
import { VarintReader, varintBytes, writeVarint } from './packing.ts'
import { COUNT } from './stored/numbers.ts'
import type { TagId } from './types.ts'

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

/**
 * @returns a function that reads what was counted of a tag; undefined of one that has come since
 * @throws MedoidError `catalogue-damaged`, from that function
 */
export function tallyReader(db: Database): (tag: TagId) => StoredTally | undefined {
  const select = db.prepare('SELECT * FROM tally WHERE tag = ?')
  return (tag) => {
    const row = select.get(tag) as
      { counts: Buffer; plain: number; distinct_values: number | null; top: string | null } | undefined
    if (row === undefined) return undefined
    const { counts, plain, distinct_values: distinct, top } = sound('tally', row)
    const frequent =
      distinct === null ? null : { distinct, top: parseStored(topValues, top, placeOf('tally', row, ['top'])) }
    return { codes: unpack(counts), plain, frequent }
  }
}

/** @returns a function that writes what was counted of a tag; inside the caller's transaction */
export function tallyWriter(db: Database): (tag: TagId, tally: StoredTally) => void {
  const put = inserter(db, 'tally', 'INSERT OR REPLACE')
  return (tag, { codes, plain, frequent }) => {
    const top = frequent === null ? null : JSON.stringify(frequent.top)
    put({ tag, counts: pack(codes), plain, distinct_values: frequent?.distinct ?? null, top })
  }
}

/** The values of a tag are others: they have to be counted anew; inside the caller's transaction. */
export function dropTally(db: Database, tag: TagId): void {
  for (const table of ['tally', 'vr_tally']) db.prepare(`DELETE FROM ${table} WHERE tag = ?`).run(tag)
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
