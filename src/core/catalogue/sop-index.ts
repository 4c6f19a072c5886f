import type { Database, Statement } from 'better-sqlite3'
import { damagedError } from './checksums.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import { CHUNK, isPlain } from './chunks.ts'
import { decodeCodes } from './code-columns.ts'
import { decodePlain, plainText } from './plain-columns.ts'
import { readMeta, writeMeta } from './database.ts'
import { Dictionaries } from './dictionaries.ts'
import { hashInto } from './hash.ts'
import { countInstances, type LiveSet } from './live.ts'
import { countSop, readTally, sopTally, TALLY } from './sop-tally.ts'
import { columnFinder } from './stored-columns.ts'

/** One bit in ten is set after 800,000 instances. */
const FILTER_BITS = 2 ** 23

/**
 * Finds an instance by its SOP Instance UID through 48 bits of a hash, verified against the column: an index on the text
 * itself would take as much room as the rest of the catalogue.
 */
export class SopIndex {
  private readonly db: Database
  private readonly select: Statement
  private readonly insert: Statement
  private readonly findColumn: ReturnType<typeof columnFinder>
  /**
   * A bit for each hash that was added since the table was empty: what has none is new, without asking the database. null
   * where the table was not empty, and everything is asked for.
   */
  private readonly seen: Uint8Array | null
  private readonly cache = new Map<number, (string | undefined)[]>()

  constructor(db: Database) {
    this.db = db
    this.select = db.prepare('SELECT instance FROM sop WHERE hash = ?').pluck()
    this.findColumn = columnFinder(db)
    this.seen = db.prepare('SELECT 1 FROM sop LIMIT 1').get() === undefined ? new Uint8Array(FILTER_BITS / 8) : null
    this.insert = db.prepare('INSERT OR IGNORE INTO sop VALUES(?, ?)')
  }

  /** @param uids instance by SOP Instance UID */
  add(uids: ReadonlyMap<string, number>): void {
    const tally = readTally(readMeta(this.db, TALLY))
    for (const [uid, instance] of uids) {
      const hash = sopHash(uid)
      if (this.insert.run(hash, instance).changes === 1 && tally !== undefined) countSop(tally, hash, instance)
      if (this.seen !== null) this.seen[byteOf(hash)] |= bitOf(hash)
    }
    if (tally !== undefined) writeMeta(this.db, TALLY, tally.join(' '))
  }

  find(uid: string, live: Pick<LiveSet, 'has'>): number | undefined {
    const hash = sopHash(uid)
    if (this.seen !== null && (this.seen[byteOf(hash)] & bitOf(hash)) === 0) return undefined
    for (const instance of this.select.all(hash) as number[]) {
      if (live.has(instance) && this.uid(instance) === uid) return instance
    }
    return undefined
  }

  private uid(instance: number): string | undefined {
    const chunk = Math.floor(instance / CHUNK)
    let uids = this.cache.get(chunk)
    if (uids === undefined || uids.length <= instance % CHUNK) {
      uids = this.read(chunk)
      if (this.cache.size >= 8) this.cache.delete(this.cache.keys().next().value!)
      this.cache.set(chunk, uids)
    }
    return uids[instance % CHUNK]
  }

  private read(chunk: number): (string | undefined)[] {
    const tag = this.db.prepare(`SELECT id FROM tag WHERE tag = '(0008,0018)' AND path = ''`).pluck().get()
    const stored = tag === undefined ? undefined : this.findColumn(tag as number, chunk)
    if (stored === undefined) return []
    const { encoding, data } = stored
    const rows = Math.min(CHUNK, countInstances(this.db) - chunk * CHUNK)
    if (isPlain(encoding)) {
      const column = decodePlain(encoding, data, rows)
      return Array.from(column.states, (state, row) => (state < FIRST_VALUE ? undefined : plainText(column, row)))
    }
    const texts = new Dictionaries(this.db).read(stored.tag)
    return Array.from(decodeCodes(encoding, data, rows), (code) => (code < FIRST_VALUE ? undefined : texts[code]))
  }
}

function byteOf(hash: number): number {
  return (hash % FILTER_BITS) >>> 3
}

function bitOf(hash: number): number {
  return 1 << (hash & 7)
}

/** @throws MedoidError `catalogue-damaged` where a hash, or its instance, is not what was written */
export function verifySop(db: Database): void {
  const stored = readMeta(db, TALLY)
  if (stored !== undefined && stored !== sopTally(db))
    throw damagedError({ part: 'row', place: 'sop.{hash, instance}' })
}

/** Longer ones are hashed by their beginning, and told apart by the column like any others. */
const bytes = Buffer.alloc(256)
const lanes = new Uint32Array(2)

function sopHash(uid: string): number {
  const length = bytes.write(uid)
  hashInto(bytes, 0, length, lanes)
  return (lanes[0] & 0xffff) * 4294967296 + lanes[1]
}
