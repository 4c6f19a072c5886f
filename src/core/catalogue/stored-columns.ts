import type { Database } from 'better-sqlite3'
import { columnsChecker, damagedError, placeOf, sound, sumsOf } from './checksums.ts'
import { CHUNK, Encoding, isPlain } from './chunks.ts'
import { codeRuns, type CodeRuns, runsOfCodes } from './code-columns.ts'
import { decodePlain } from './plain-columns.ts'
import { schemaVersion } from './schema-version.ts'
import type { TagId } from './types.ts'

/** One chunk of one tag as it is stored; src/core/catalogue/chunks.ts says how it is to be read. */
export interface StoredColumn {
  tag: TagId
  chunk: number
  encoding: number
  /** Rows whose code is ABSENT. */
  absent: number
  /** Rows whose code is EMPTY. */
  empty: number
  data: Buffer | number
}

/** As SQLite has it, with its sums, before anybody has looked whether it is what was written. */
type Row = StoredColumn & { place?: number }

/**
 * The migration since which rows lie by their place; those of older catalogues, which are only read, are found by tag and chunk. Values
 * of some tags take a hundred kilobytes a chunk: with a key of several columns SQLite reads such rows on its way to others.
 */
const PLACES_SINCE = 9

/** 2^24 tags with four chunks each. */
const PLACES_A_PART = 2 ** 26

/** The first place of a tag in each part, ascending, from the one in some part to the one in another. */
const PARTS = `WITH RECURSIVE part(first) AS (SELECT ? UNION ALL SELECT first + ${PLACES_A_PART} FROM part WHERE first < ?)`

const TEXTS = `encoding & 15 IN (${Encoding.plain}, ${Encoding.digits})`

/** The part of the archive that a chunk belongs to: 16,384 instances. What is written together lies together, tag by tag. */
export function partOf(chunk: number): number {
  return chunk >> 2
}

/** The first chunk of a part. */
export function firstOfPart(part: number): number {
  return part * 4
}

function columnPlace(tag: TagId, chunk: number): number {
  return partOf(chunk) * PLACES_A_PART + tag * 4 + (chunk & 3)
}

function isByPlace(db: Database): boolean {
  return schemaVersion(db) >= PLACES_SINCE
}

/** The last part of which anything is stored; -1 where nothing is. */
function lastPart(db: Database): number {
  const last = db.prepare('SELECT max(place) FROM column').pluck().get() as number | null
  return last === null ? -1 : Math.floor(last / PLACES_A_PART)
}

/** Gives a row back that is what was written, in its place. @throws MedoidError `catalogue-damaged` */
export function soundColumn(row: StoredColumn): StoredColumn {
  const { place, tag, chunk }: Row = sound('column', row)
  if (place !== undefined && place !== columnPlace(tag, chunk)) {
    throw damagedError({ part: 'row', place: placeOf('column', { ...row }, ['place']) })
  }
  return row
}

/**
 * @returns a function that finds the chunk of a tag; undefined where the tag is absent in all of it
 * @throws MedoidError `catalogue-damaged`, from that function
 */
export function columnFinder(db: Database): (tag: TagId, chunk: number) => StoredColumn | undefined {
  if (isByPlace(db)) {
    const select = db.prepare('SELECT * FROM column WHERE place = ?')
    return (tag, chunk) => {
      const row = select.get(columnPlace(tag, chunk)) as Row | undefined
      return row && soundColumn(row)
    }
  }
  const select = db.prepare('SELECT * FROM column WHERE tag = ? AND chunk = ?')
  return (tag, chunk) => {
    const row = select.get(tag, chunk) as Row | undefined
    return row && soundColumn(row)
  }
}

/** What the rows of a chunk of a tag hold. */
type ChunkOfColumn = Pick<StoredColumn, 'chunk' | 'encoding' | 'data'>

/** Chunks that are read at a time, at most: those of a tag with texts of its own take some megabytes. A multiple of those of a part. */
const CHUNKS_AT_A_TIME = 64

/**
 * Where those of some instances end whose chunks are read at a time: the ones of a part, and of the next parts while each chunk between
 * holds some of them, so that none is read for nothing.
 * @param instances ascending @param from where they begin
 */
export function readAtATime(instances: Uint32Array, from: number): number {
  const first = chunkOf(instances[from])
  let last: number
  let end = from
  do {
    const next = firstOfPart(partOf(chunkOf(instances[end])) + 1) * CHUNK
    while (end < instances.length && instances[end] < next) end++
    last = chunkOf(instances[end - 1])
  } while (end < instances.length && chunkOf(instances[end]) === last + 1 && last + 1 - first < CHUNKS_AT_A_TIME)
  return end
}

export function chunkOf(instance: number): number {
  return Math.floor(instance / CHUNK)
}

/**
 * @returns a function that reads what there is of the chunks of a tag between two, ascending
 * @throws MedoidError `catalogue-damaged`, from that function
 */
export function columnsFinder(db: Database): (tag: TagId, first: number, last: number) => ChunkOfColumn[] {
  if (!isByPlace(db)) {
    const select = db.prepare('SELECT * FROM column WHERE tag = ? AND chunk BETWEEN ? AND ?')
    return (tag, first, last) => (select.all(tag, first, last) as Row[]).map(soundColumn)
  }
  // There are hundreds of chunks to a question: only what it takes is read and looked at, and many parts with one statement.
  const select = db
    .prepare(
      `${PARTS} SELECT place, chunk, encoding, data, iif(sums IS NULL, NULL, hex(sums)) FROM part CROSS JOIN column
      WHERE place BETWEEN max(first, ?) AND min(first + 3, ?)`
    )
    .raw()
  const whole = db.prepare('SELECT * FROM column WHERE place = ?')
  const isSound = columnsChecker('column', ['encoding', 'data'])
  return (tag, first, last) => {
    const firsts = [first, last].map((chunk) => columnPlace(tag, firstOfPart(partOf(chunk))))
    const rows = select.all(...firsts, columnPlace(tag, first), columnPlace(tag, last))
    return (rows as [number, number, number, Buffer | number, string | null][]).map(
      ([place, chunk, encoding, data, sums]) => {
        if (place === columnPlace(tag, chunk) && isSound([tag, chunk], [encoding, data], sums)) {
          return { chunk, encoding, data }
        }
        return soundColumn(whole.get(place) as Row)
      }
    )
  }
}

/**
 * @param which chunks of any encoding, or those alone that hold texts
 * @returns a function that reads the chunks of a tag, ascending, from one on, as they stand there: `soundColumn` looks at each
 */
export function rawColumnsReader(
  db: Database,
  which: 'all' | 'plain' = 'all'
): (tag: TagId, from?: number) => Iterable<StoredColumn> {
  const only = which === 'all' ? '' : `AND ${TEXTS}`
  if (!isByPlace(db)) {
    const select = db.prepare(`SELECT * FROM column WHERE tag = ? AND chunk >= ? ${only} ORDER BY chunk`)
    return (tag, from = 0) => select.iterate(tag, from) as Iterable<StoredColumn>
  }
  const select = db.prepare(`${PARTS} SELECT column.* FROM part CROSS JOIN column
    WHERE place BETWEEN max(first, ?) AND first + 3 ${only}`)
  return (tag, from = 0) => {
    const [first, last] = [partOf(from), lastPart(db)]
    if (last < first) return []
    const firsts = [first, last].map((part) => columnPlace(tag, firstOfPart(part)))
    return select.iterate(...firsts, columnPlace(tag, from)) as Iterable<StoredColumn>
  }
}

/**
 * @returns a function that reads the chunks of a tag, ascending; one tag at a time
 * @throws MedoidError `catalogue-damaged`, from that function
 */
export function columnsReader(db: Database): (tag: TagId) => Iterable<StoredColumn> {
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
  if (!isByPlace(db)) {
    const select = db.prepare(
      'SELECT column.* FROM tag CROSS JOIN column ON column.tag = tag.id AND chunk = ? ORDER BY tag.id'
    )
    return (chunk) => (select.all(chunk) as Row[]).map(soundColumn)
  }
  const select = db.prepare('SELECT * FROM column WHERE place >= ? AND place < ? AND chunk = ? ORDER BY place')
  return (chunk) => (select.all(...placesOf(partOf(chunk)), chunk) as Row[]).map(soundColumn)
}

/** The first place of a part, and that of the next. */
function placesOf(part: number): [from: number, end: number] {
  return [part * PLACES_A_PART, (part + 1) * PLACES_A_PART]
}

/**
 * @returns a function that reads the columns of some chunks of a part, in the order in which they are stored
 * @throws MedoidError `catalogue-damaged`, from that function
 */
export function chunksReader(db: Database): (part: number, chunks: readonly number[]) => Iterable<StoredColumn> {
  const select = db.prepare(
    'SELECT * FROM column WHERE place >= ? AND place < ? AND chunk IN (SELECT value FROM json_each(?)) ORDER BY place'
  )
  return function* (part, chunks) {
    const rows = select.iterate(...placesOf(part), JSON.stringify(chunks)) as Iterable<Row>
    for (const row of rows) yield soundColumn(row)
  }
}

/** @returns a function that writes a chunk of a tag, instead of the one that was there; inside the caller's transaction */
export function columnWriter(db: Database): (column: StoredColumn) => void {
  const put = db.prepare(
    `INSERT OR REPLACE INTO column(place, tag, chunk, encoding, absent, empty, data, sums)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?)`
  )
  return (column) => {
    const { tag, chunk, encoding, absent, empty, data } = column
    put.run(columnPlace(tag, chunk), tag, chunk, encoding, absent, empty, data, sumsOf('column', column))
  }
}

/** Takes all chunks of a tag away; inside the caller's transaction. */
export function dropColumns(db: Database, tag: TagId): void {
  const last = lastPart(db)
  const drop = db.prepare('DELETE FROM column WHERE place BETWEEN ? AND ?')
  for (let part = 0; part <= last; part++) drop.run(columnPlace(tag, part * 4), columnPlace(tag, part * 4 + 3))
}

/** @returns a function that counts the instances with a value of a tag in the chunks before one; of a catalogue that is up to date */
export function valuesCounter(db: Database): (tag: TagId, chunk: number) => number {
  const select = db
    .prepare(`SELECT sum(${CHUNK} - absent - empty) FROM column WHERE place BETWEEN ? AND ? AND chunk < ?`)
    .pluck()
  return (tag, chunk) => {
    let count = 0
    for (let part = 0; part <= partOf(chunk); part++) {
      const places = [columnPlace(tag, part * 4), columnPlace(tag, part * 4 + 3)]
      count += (select.get(...places, chunk) as number | null) ?? 0
    }
    return count
  }
}

/** What the rows of a chunk hold: runs of ABSENT, EMPTY, or another number for a value. @throws MedoidError `catalogue-damaged` */
export function stateRuns({ encoding, data }: Pick<StoredColumn, 'encoding' | 'data'>, rows: number): CodeRuns {
  return isPlain(encoding) ? runsOfCodes(decodePlain(encoding, data, rows).states) : codeRuns(encoding, data, rows)
}
