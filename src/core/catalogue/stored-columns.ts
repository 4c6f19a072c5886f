import type { Database, Statement } from 'better-sqlite3'
import { sound } from './checksums.ts'
import { isPlain } from './chunks.ts'
import { codeRuns, type CodeRuns, runsOfCodes } from './code-columns.ts'
import { decodePlain } from './plain-columns.ts'

/** One chunk of one tag as it is stored; src/core/catalogue/chunks.ts says how it is to be read. */
interface StoredColumn {
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

/**
 * @returns a function that reads the chunks of a tag, ascending; one tag at a time
 * @throws MedoidError `catalogue-damaged`, from that function
 */
export function columnsReader(db: Database): (tag: number) => Iterable<StoredColumn> {
  let select: Statement | undefined
  return function* (tag) {
    select ??= db.prepare('SELECT * FROM column WHERE tag = ? ORDER BY chunk')
    for (const row of select.iterate(tag) as Iterable<StoredColumn>) yield sound('column', row)
  }
}

/** What the rows of a chunk hold: runs of ABSENT, EMPTY, or another number for a value. @throws MedoidError `catalogue-damaged` */
export function stateRuns({ encoding, data }: Pick<StoredColumn, 'encoding' | 'data'>, rows: number): CodeRuns {
  return isPlain(encoding) ? runsOfCodes(decodePlain(encoding, data, rows).states) : codeRuns(encoding, data, rows)
}
