import type { Database } from 'better-sqlite3'
import { damagedError, placeOf, sound, sumsOf } from './checksums.ts'
import { CHUNK, Encoding, isPlain } from './chunks.ts'
import { codeRuns, type CodeRuns, runsOfCodes } from './code-columns.ts'
import { decodePlain } from './plain-columns.ts'
import { schemaVersion } from './schema-version.ts'

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

/** As SQLite has it, with its sums, before anybody has looked whether it is what was written. */
type Row = StoredColumn & { part?: number }

/** The migration since which the chunks of a tag lie part by part: what is written together lies together. */
const PARTS_SINCE = 9

const SELECT = {
  one: { byTag: 'tag = @tag AND chunk = @chunk', byPart: 'part = @part AND tag = @tag AND chunk = @chunk' },
  all: {
    byTag: 'tag = @tag AND chunk >= @from ORDER BY chunk',
    byPart: 'part = @part AND tag = @tag AND chunk >= @from ORDER BY chunk'
  },
  plain: {
    byTag: `tag = @tag AND chunk >= @from AND encoding & 15 IN (${Encoding.plain}, ${Encoding.digits}) ORDER BY chunk`,
    byPart: `part = @part AND tag = @tag AND chunk >= @from AND encoding & 15 IN (${Encoding.plain}, ${Encoding.digits}) ORDER BY chunk`
  }
}

/** The migration since which a part has four chunks, where it had eight. */
const SMALL_PARTS_SINCE = 10

/**
 * By chunk, the part of the archive that it belongs to: 16,384 instances. A chunk that is written dirties most pages of its part, and
 * whoever reads a tag looks for it in each.
 */
type PartOf = (chunk: number) => number
export const partOf: PartOf = (chunk) => chunk >> 2
const partOfEight: PartOf = (chunk) => chunk >> 3

function partsOf(db: Database): PartOf {
  return schemaVersion(db) < SMALL_PARTS_SINCE ? partOfEight : partOf
}

/** Gives a row back that is what was written, in its part. @throws MedoidError `catalogue-damaged` */
export function soundColumn(row: StoredColumn): StoredColumn {
  const { part, chunk }: Row = sound('column', row)
  if (part !== undefined && part !== partOf(chunk) && part !== partOfEight(chunk)) {
    throw damagedError({ part: 'row', place: placeOf('column', { ...row }, ['part']) })
  }
  return row
}

/**
 * @returns a function that finds the chunk of a tag; undefined where the tag is absent in all of it
 * @throws MedoidError `catalogue-damaged`, from that function
 */
export function columnFinder(db: Database): (tag: number, chunk: number) => StoredColumn | undefined {
  const { byTag, byPart } = SELECT.one
  const select = db.prepare(`SELECT * FROM column WHERE ${schemaVersion(db) < PARTS_SINCE ? byTag : byPart}`)
  const part = partsOf(db)
  return (tag, chunk) => {
    const row = select.get({ tag, chunk, part: part(chunk) }) as Row | undefined
    return row && soundColumn(row)
  }
}

/**
 * @param which chunks of any encoding, or those alone that hold texts
 * @returns a function that reads the chunks of a tag, ascending, from one on, as they stand there: `soundColumn` looks at each
 */
export function rawColumnsReader(
  db: Database,
  which: 'all' | 'plain' = 'all'
): (tag: number, from?: number) => Iterable<StoredColumn> {
  const { byTag, byPart } = SELECT[which]
  if (schemaVersion(db) < PARTS_SINCE) {
    const select = db.prepare(`SELECT * FROM column WHERE ${byTag}`)
    return (tag, from = 0) => select.iterate({ tag, from }) as Iterable<StoredColumn>
  }
  const select = db.prepare(`SELECT * FROM column WHERE ${byPart}`)
  const last = db.prepare('SELECT max(part) FROM column').pluck()
  const first = partsOf(db)
  return function* (tag, from = 0) {
    const end = (last.get() as number | null) ?? -1
    for (let part = first(from); part <= end; part++) {
      yield* select.iterate({ part, tag, from }) as Iterable<StoredColumn>
    }
  }
}

/**
 * @returns a function that reads the chunks of a tag, ascending; one tag at a time
 * @throws MedoidError `catalogue-damaged`, from that function
 */
export function columnsReader(db: Database): (tag: number) => Iterable<StoredColumn> {
  let read: ReturnType<typeof rawColumnsReader> | undefined
  return function* (tag) {
    read ??= rawColumnsReader(db)
    for (const row of read(tag)) yield soundColumn(row)
  }
}

/**
 * @returns a function that reads what all tags hold in a chunk, tag by tag; those that are absent in all of it are left out
 * @throws MedoidError `catalogue-damaged`, from that function
 */
export function chunkReader(db: Database): (chunk: number) => StoredColumn[] {
  const select = db.prepare(
    schemaVersion(db) < PARTS_SINCE
      ? 'SELECT column.* FROM tag CROSS JOIN column ON column.tag = tag.id AND chunk = @chunk ORDER BY tag.id'
      : 'SELECT * FROM column WHERE part = @part AND chunk = @chunk ORDER BY tag'
  )
  return (chunk) => (select.all({ chunk, part: partOf(chunk) }) as Row[]).map(soundColumn)
}

/**
 * @returns a function that reads the columns of some chunks of a part, in the order in which they are stored
 * @throws MedoidError `catalogue-damaged`, from that function
 */
export function chunksReader(db: Database): (part: number, chunks: readonly number[]) => Iterable<StoredColumn> {
  const select = db.prepare('SELECT * FROM column WHERE part = ? AND chunk IN (SELECT value FROM json_each(?))')
  return function* (part, chunks) {
    for (const row of select.iterate(part, JSON.stringify(chunks)) as Iterable<Row>) yield soundColumn(row)
  }
}

/** @returns a function that writes a chunk of a tag, instead of the one that was there; inside the caller's transaction */
export function columnWriter(db: Database): (column: StoredColumn) => void {
  const put = db.prepare(
    `INSERT OR REPLACE INTO column(part, tag, chunk, encoding, absent, empty, data, sums)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?)`
  )
  return (column) => {
    const { tag, chunk, encoding, absent, empty, data } = column
    put.run(partOf(chunk), tag, chunk, encoding, absent, empty, data, sumsOf('column', column))
  }
}

/** Takes all chunks of a tag away; inside the caller's transaction. */
export function dropColumns(db: Database, tag: number): void {
  const last = db.prepare('SELECT max(part) FROM column').pluck().get() as number | null
  const drop = db.prepare('DELETE FROM column WHERE part = ? AND tag = ?')
  for (let part = 0; part <= (last ?? -1); part++) drop.run(part, tag)
}

/** By tag, how many instances of the chunks before one have a value. */
export function valuesBefore(db: Database, chunk: number): Map<number, number> {
  return new Map(
    db
      .prepare(`SELECT tag, sum(${CHUNK} - absent - empty) FROM column WHERE chunk < ? GROUP BY tag`)
      .raw()
      .all(chunk) as [number, number][]
  )
}

/** What the rows of a chunk hold: runs of ABSENT, EMPTY, or another number for a value. @throws MedoidError `catalogue-damaged` */
export function stateRuns({ encoding, data }: Pick<StoredColumn, 'encoding' | 'data'>, rows: number): CodeRuns {
  return isPlain(encoding) ? runsOfCodes(decodePlain(encoding, data, rows).states) : codeRuns(encoding, data, rows)
}
