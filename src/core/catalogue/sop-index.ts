import type { Database, Statement } from 'better-sqlite3'
import { damagedError } from './checksums.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import { CHUNK, isPlain } from './chunks.ts'
import { decodeCodes } from './code-columns.ts'
import { decodePlain, plainText } from './plain-columns.ts'
import { readMeta } from './database.ts'
import { Dictionaries } from './dictionaries.ts'
import { hashInto } from './hash.ts'
import { countInstances, type LiveSet } from './live.ts'
import { schemaVersion } from './schema-version.ts'
import { SopRuns } from './sop-runs.ts'
import { sopTally, TALLY } from './sop-tally.ts'
import { SopUids } from './sop-uids.ts'
import { columnFinder } from './stored-columns.ts'
import type { TagId } from './types.ts'

/** The migration since which hashes lie in sorted runs; before, each was a row of the table `sop`. */
const RUNS_SINCE = 9

const NONE: readonly number[] = []

/**
 * Finds an instance by its SOP Instance UID through 48 bits of a hash, and compares the UID itself, since anybody can make UIDs with one
 * hash: an index on the text would take as much room as the rest of the catalogue.
 */
export class SopIndex {
  private readonly db: Database
  private readonly isAlone: boolean
  private readonly begin: Statement
  private readonly commit: Statement
  /** null in an older catalogue, which is only read. */
  private readonly stored: { runs: SopRuns; uids: SopUids } | null
  private readonly selectOld: Statement | null
  /** What `lookAhead` found. */
  private readonly ahead = new Map<string, readonly number[]>()
  private readonly findColumn: ReturnType<typeof columnFinder>
  private readonly cache = new Map<number, (string | undefined)[]>()

  /**
   * @param isAlone whether nobody else adds to the catalogue meanwhile, which is up to date: what is new is then found to be so without asking
   * the database
   */
  constructor(db: Database, isAlone = false) {
    this.db = db
    this.isAlone = isAlone
    this.begin = db.prepare('BEGIN')
    this.commit = db.prepare('COMMIT')
    const isOld = schemaVersion(db) < RUNS_SINCE
    this.stored = isOld ? null : { runs: new SopRuns(db, isAlone), uids: new SopUids(db) }
    this.selectOld = isOld ? db.prepare('SELECT instance FROM sop WHERE hash = ?').pluck() : null
    this.findColumn = columnFinder(db)
  }

  /** Inside the caller's transaction, once for each instance. @param uids instance by SOP Instance UID */
  add(uids: ReadonlyMap<string, number>): void {
    this.stored!.runs.add(Array.from(uids, ([uid, instance]) => ({ hash: sopHash(uid), instance })))
    this.stored!.uids.add(uids)
    this.ahead.clear()
  }

  /** Looks for many at once, which spares each a transaction, and remembers them for `find` until others are added. */
  lookAhead(uids: readonly string[], live: Pick<LiveSet, 'has'>): void {
    this.ahead.clear()
    this.reading(() => {
      for (const uid of uids) this.ahead.set(uid, this.search(uid, sopHash(uid), live))
    })
  }

  /** @returns the instance that is live and has this UID @throws MedoidError `catalogue-damaged` */
  find(uid: string, live: Pick<LiveSet, 'has'>): number | undefined {
    const found = this.ahead.get(uid) ?? this.searchAlone(uid, live)
    return found.find((instance) => live.has(instance))
  }

  private searchAlone(uid: string, live: Pick<LiveSet, 'has'>): readonly number[] {
    const hash = sopHash(uid)
    if (this.isAlone && !this.stored!.runs.mayHold(hash)) return NONE
    return this.reading(() => this.search(uid, hash, live))
  }

  /** What is read belongs together, though another process may be writing. */
  private reading<T>(read: () => T): T {
    if (this.db.inTransaction) return read()
    this.begin.run()
    try {
      return read()
    } finally {
      this.commit.run()
    }
  }

  /** Live instances that have a UID: one, since no catalogue has two. */
  private search(uid: string, hash: number, live: Pick<LiveSet, 'has'>): readonly number[] {
    const found = this.stored?.runs.find(hash) ?? (this.selectOld!.all(hash) as number[])
    if (found.length === 0) return NONE
    return found.filter((instance) => live.has(instance) && this.uid(instance) === uid)
  }

  /** Of instances that were stored before there was `SopUids`, the UID is in their column alone. */
  private uid(instance: number): string | undefined {
    return this.stored?.uids.of(instance) ?? this.uidOfColumn(instance)
  }

  private uidOfColumn(instance: number): string | undefined {
    const chunk = Math.floor(instance / CHUNK)
    let uids = this.cache.get(chunk)
    if (uids === undefined || uids.length <= instance % CHUNK) {
      uids = this.readColumn(chunk)
      if (this.cache.size >= 8) this.cache.delete(this.cache.keys().next().value!)
      this.cache.set(chunk, uids)
    }
    return uids[instance % CHUNK]
  }

  private readColumn(chunk: number): (string | undefined)[] {
    const tag = this.db.prepare(`SELECT id FROM tag WHERE tag = '(0008,0018)' AND path = ''`).pluck().get()
    const stored = tag === undefined ? undefined : this.findColumn(tag as TagId, chunk)
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

/** Reads all of the index, in a transaction of the caller's. @throws MedoidError `catalogue-damaged` where a hash, or its instance, is not what was written */
export function verifySop(db: Database): void {
  if (schemaVersion(db) >= RUNS_SINCE) return new SopRuns(db, false).verify()
  const stored = readMeta(db, TALLY)
  if (stored !== undefined && stored !== sopTally(db))
    throw damagedError({ part: 'row', place: 'sop.{hash, instance}' })
}

/** Longer ones are hashed by their beginning, and told apart by their text like any others. */
const bytes = Buffer.alloc(256)
const lanes = new Uint32Array(2)

/** @returns 48 bits */
export function sopHash(uid: string): number {
  const length = bytes.write(uid)
  hashInto(bytes, 0, length, lanes)
  return (lanes[0] & 0xffff) * 4294967296 + lanes[1]
}
