import type { Database } from 'better-sqlite3'
import { sound } from './checksums.ts'
import { isPlain } from './chunks.ts'
import { decodeCodes } from './code-columns.ts'
import { decodePlain } from './plain-columns.ts'

/** One chunk of one tag as it is stored; src/core/catalogue/chunks.ts says how it is to be read. */
export interface StoredColumn {
  tag: number
  chunk: number
  encoding: number
  /** Rows whose code is ABSENT. */
  absent: number
  /** Rows whose code is EMPTY. */
  empty: number
  data: Buffer | number
}

/**
 * @returns a function that finds the chunk of a tag; undefined where the tag is absent in all of it
 * @throws MedoidError `catalogue-damaged`, from that function
 */
export function columnFinder(db: Database): (tag: number, chunk: number) => StoredColumn | undefined {
  const select = db.prepare('SELECT * FROM column WHERE tag = ? AND chunk = ?')
  return (tag, chunk) => {
    const row = select.get(tag, chunk) as StoredColumn | undefined
    return row && sound('column', row)
  }
}

/** The chunks of a tag, ascending. @throws MedoidError `catalogue-damaged` */
export function* columnsOf(db: Database, tag: number): Iterable<StoredColumn> {
  const select = db.prepare('SELECT * FROM column WHERE tag = ? ORDER BY chunk')
  for (const row of select.iterate(tag) as Iterable<StoredColumn>) yield sound('column', row)
}

/** What each row of a chunk holds: ABSENT, EMPTY, or another number for a value. @throws MedoidError `catalogue-damaged` */
export function statesOf({ encoding, data }: StoredColumn, rows: number): Uint8Array | Uint32Array {
  return isPlain(encoding) ? decodePlain(encoding, data, rows).states : decodeCodes(encoding, data, rows)
}
