import type { Database, Statement } from 'better-sqlite3'
import { arrayOf, bytesOf } from './blobs.ts'
import { damagedError, inserter, placeOf, sound, sumOf } from './checksums.ts'
import { SopFilter } from './sop-filter.ts'

/** Bytes of an entry: six of the hash and four of the instance, big-endian. */
const ENTRY = 10
/** Entries a block; four blocks fill a page of 8 KB. */
const BLOCK = 200
/** So many runs of a level are merged into one of the next. */
const FAN_OUT = 8
/** Entries from which on a run is of level 1: those of a full chunk, FAN_OUT times. */
const LEVEL_1 = 4096 * FAN_OUT
/** Runs do not grow beyond this many entries: a merge must not hold up a scan for long. */
export const LARGEST = 4_194_304

interface Run {
  id: number
  /** The id of its first block; the others follow. */
  first: number
  entries: number
  /** The first hash of each block. */
  fences: Float64Array
  filter: SopFilter
}

interface Entry {
  /** Of 48 bits. */
  hash: number
  instance: number
}

const NONE: readonly number[] = []

/**
 * Instances by hashes of their UIDs, which are random: sorted runs that are merged as they grow (a log-structured merge tree; O'Neil et al.
 * 1996). A table with a key for each would write a page for each. Runs are never changed: a merge writes a new one and drops those that
 * it is made of. A filter for each run, 1.5 bytes an entry, is in memory.
 */
export class SopRuns {
  private readonly db: Database
  private readonly isAlone: boolean
  private runs: Run[] = []
  /** The id of the newest run: whatever changes the runs writes one. */
  private newest = 0
  private readonly scratch = Buffer.allocUnsafe(BLOCK * ENTRY)
  private readonly selectNewest: Statement
  private readonly selectBlock: Statement

  /** @param isAlone whether nobody else adds runs meanwhile */
  constructor(db: Database, isAlone: boolean) {
    this.db = db
    this.isAlone = isAlone
    this.selectNewest = db.prepare('SELECT max(id) FROM sop_run').pluck()
    this.selectBlock = db.prepare('SELECT hex(data), sums FROM sop_block WHERE id = ?').raw()
    this.load()
  }

  /** false: the hash is in none of the runs that are known here. */
  mayHold(hash: number): boolean {
    return this.runs.some((run) => run.filter.has(hash))
  }

  /** @returns the instances that were added with a hash; inside a transaction of the caller's @throws MedoidError `catalogue-damaged` */
  find(hash: number): readonly number[] {
    this.refresh()
    let found = NONE
    for (const run of this.runs) {
      if (run.filter.has(hash)) found = this.findIn(run, hash, found)
    }
    return found
  }

  /** Inside the caller's transaction. @param entries sorted here */
  add(entries: Entry[]): void {
    if (entries.length === 0) return
    this.refresh()
    entries.sort((a, b) => a.hash - b.hash || a.instance - b.instance)
    const writer = new RunWriter(this.db, entries.length)
    for (const { hash, instance } of entries) writer.put(hash, instance)
    this.take(writer.end())
    for (let level = 0; ; level++) {
      const alike = this.runs.filter((run) => levelOf(run.entries) === level)
      const sum = alike.reduce((total, run) => total + run.entries, 0)
      if (alike.length < FAN_OUT || sum > LARGEST) return
      this.merge(alike, sum)
    }
  }

  /** @throws MedoidError `catalogue-damaged` where a block of a run is missing, or its entries are not what the run says */
  verify(): void {
    this.refresh()
    let blocks = 0
    for (const run of this.runs) {
      blocks += run.fences.length
      let entries = 0
      let last = 0
      for (const entry of this.entriesOf(run)) {
        const isFirst = entries % BLOCK === 0
        if (entry.hash < last || (isFirst && entry.hash !== run.fences[entries / BLOCK]) || !run.filter.has(entry.hash))
          throw damagedRun(run)
        last = entry.hash
        entries++
      }
      if (entries !== run.entries) throw damagedRun(run)
    }
    const stored = this.db.prepare('SELECT count(*) FROM sop_block').pluck().get() as number
    if (stored !== blocks) throw damagedError({ part: 'row', place: 'sop_run' })
  }

  /** Takes note of what was written since, here or by somebody else. */
  private refresh(): void {
    if (!this.isAlone) this.load()
  }

  private load(): void {
    const newest = (this.selectNewest.get() as number | null) ?? 0
    if (newest === this.newest) return
    const known = new Map(this.runs.map((run) => [run.id, run]))
    const ids = this.db.prepare('SELECT id FROM sop_run ORDER BY id').pluck().all() as number[]
    const select = this.db.prepare('SELECT * FROM sop_run WHERE id = ?')
    this.runs = ids.map((id) => known.get(id) ?? runOf(select.get(id) as Record<string, unknown>))
    this.newest = newest
  }

  private take(run: Run): void {
    this.runs.push(run)
    this.newest = run.id
  }

  private findIn(run: Run, hash: number, found: readonly number[]): readonly number[] {
    const instances = [...found]
    // The last block that may hold the hash, and those before it while they begin with it.
    for (let block = lastNotAbove(run.fences, hash); block >= 0; block--) {
      const data = this.block(run, block, this.scratch)
      const entries = data.length / ENTRY
      let at = firstNotBelow(data, entries, hash)
      for (; at < entries && data.readUIntBE(at * ENTRY, 6) === hash; at++) {
        instances.push(data.readUInt32BE(at * ENTRY + 6))
      }
      if (run.fences[block] < hash) break
    }
    return instances
  }

  /**
   * As hexadecimal digits into memory that is there: a Buffer for each look-up would have V8 collect garbage over and over, which takes
   * longer than the look-up where the heap is large.
   */
  private block(run: Run, block: number, target: Buffer): Buffer {
    const id = run.first + block
    const row = this.selectBlock.get(id) as [string, number] | undefined
    if (row === undefined) throw damagedRun(run)
    const [digits, sums] = row
    const length = ENTRY * Math.min(BLOCK, run.entries - block * BLOCK)
    const data = target.subarray(0, length)
    // As `sound` does, without an object a block.
    if (digits.length !== length * 2 || data.write(digits, 'hex') !== length || sums !== sumOf(id, data)) {
      throw damagedError({ part: 'row', place: placeOf('sop_block', { id }, ['data']) })
    }
    return data
  }

  private *entriesOf(run: Run): Generator<Entry, undefined> {
    // One object, for entries by the million.
    const entry = { hash: 0, instance: 0 }
    const target = Buffer.allocUnsafe(BLOCK * ENTRY)
    for (let block = 0; block < run.fences.length; block++) {
      const data = this.block(run, block, target)
      for (let at = 0; at < data.length; at += ENTRY) {
        entry.hash = data.readUIntBE(at, 6)
        entry.instance = data.readUInt32BE(at + 6)
        yield entry
      }
    }
  }

  private merge(from: readonly Run[], entries: number): void {
    const writer = new RunWriter(this.db, entries)
    let heads = from.map((run) => new Head(this.entriesOf(run)))
    while (heads.length > 0) {
      let least = heads[0]
      for (const head of heads) if (head.hash < least.hash) least = head
      writer.put(least.hash, least.instance)
      if (!least.next()) heads = heads.filter((head) => head !== least)
    }
    const merged = writer.end()
    const dropBlocks = this.db.prepare('DELETE FROM sop_block WHERE id >= ? AND id < ?')
    const drop = this.db.prepare('DELETE FROM sop_run WHERE id = ?')
    for (const { id, first, fences } of from) {
      dropBlocks.run(first, first + fences.length)
      drop.run(id)
    }
    this.runs = this.runs.filter((run) => !from.includes(run))
    this.take(merged)
  }
}

/** The first of those entries of a run that are still to be merged. */
class Head {
  hash = 0
  instance = 0
  private readonly entries: Iterator<Entry, undefined>

  constructor(entries: Iterator<Entry, undefined>) {
    this.entries = entries
    this.next()
  }

  /** @returns whether there was another one */
  next(): boolean {
    const { done, value } = this.entries.next()
    if (done === true) return false
    this.hash = value.hash
    this.instance = value.instance
    return true
  }
}

/** Writes a run, inside the caller's transaction. Migration 010 does it with this, too: what is written stays as it is here. */
export class RunWriter {
  private readonly db: Database
  private readonly run: Run
  private readonly putBlock: ReturnType<typeof inserter>
  private readonly data: Buffer
  private filled = 0
  private blocks = 0

  /** @param entries how many will be put, at least one */
  constructor(db: Database, entries: number) {
    this.db = db
    this.putBlock = inserter(db, 'sop_block')
    this.data = Buffer.allocUnsafe(Math.min(entries, BLOCK) * ENTRY)
    this.run = {
      id: nextId(db, 'sop_run'),
      first: nextId(db, 'sop_block'),
      entries,
      fences: new Float64Array(Math.ceil(entries / BLOCK)),
      filter: SopFilter.of(entries)
    }
  }

  /** @param hash not below the one before */
  put(hash: number, instance: number): void {
    const { data, run } = this
    if (this.filled === 0) run.fences[this.blocks] = hash
    run.filter.add(hash)
    data.writeUIntBE(hash, this.filled, 6)
    data.writeUInt32BE(instance, this.filled + 6)
    this.filled += ENTRY
    if (this.filled === data.length) this.flush()
  }

  end(): Run {
    if (this.filled > 0) this.flush()
    const { id, first, entries, fences, filter } = this.run
    const put = inserter(this.db, 'sop_run')
    put({ id, first, entries, fences: bytesOf(fences), filter: bytesOf(filter.words) })
    return this.run
  }

  private flush(): void {
    this.putBlock({ id: this.run.first + this.blocks, data: this.data.subarray(0, this.filled) })
    this.blocks++
    this.filled = 0
  }
}

function nextId(db: Database, table: 'sop_run' | 'sop_block'): number {
  return ((db.prepare(`SELECT max(id) FROM ${table}`).pluck().get() as number | null) ?? 0) + 1
}

function runOf(row: Record<string, unknown>): Run {
  const { id, first, entries } = sound('sop_run', row) as unknown as Pick<Run, 'id' | 'first' | 'entries'>
  const fences = arrayOf(Float64Array, row.fences, placeOf('sop_run', row, ['fences']))
  const words = arrayOf(Uint32Array, row.filter, placeOf('sop_run', row, ['filter']))
  return { id, first, entries, fences, filter: new SopFilter(words) }
}

function damagedRun(run: Run): Error {
  return damagedError({ part: 'row', place: placeOf('sop_run', { ...run }, ['entries']) })
}

function levelOf(entries: number): number {
  let level = 0
  for (let most = LEVEL_1; entries >= most; most *= FAN_OUT) level++
  return level
}

/** The place of the last of ascending numbers that is not above another; -1 where all are. */
function lastNotAbove(numbers: Float64Array, most: number): number {
  let from = 0
  let to = numbers.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (numbers[middle] <= most) from = middle + 1
    else to = middle
  }
  return from - 1
}

function firstNotBelow(data: Buffer, entries: number, hash: number): number {
  let from = 0
  let to = entries
  while (from < to) {
    const middle = (from + to) >> 1
    if (data.readUIntBE(middle * ENTRY, 6) < hash) from = middle + 1
    else to = middle
  }
  return from
}
