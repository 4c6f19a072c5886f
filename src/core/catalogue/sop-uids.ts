import type { Database, Statement } from 'better-sqlite3'
import { damagedError, inserter, placeOf, sumOf } from './checksums.ts'
import { damaged, VarintReader, varintBytes, writeVarint } from './packing.ts'
import { packDigits, unpackDigits } from './plain-columns.ts'

/** Instances a row: small enough to be read for one of them. */
const ROW = 16

/**
 * The SOP Instance UIDs of instances, to be read one by one: a chunk of their column is some 200 times as long as a row here. Each UID
 * of a row is what it begins with like the one before, and its end, since neighbours begin alike.
 */
export class SopUids {
  /** Of the row that is read: bytes of each end + 1, and bytes that it shares with the one before. */
  private readonly ends = new Uint32Array(ROW)
  private readonly shared = new Uint32Array(ROW)
  private stored = Buffer.alloc(2048)
  /** The UID that was read last. */
  private uid = Buffer.alloc(128)
  private readonly select: Statement
  private readonly put: ReturnType<typeof inserter>

  constructor(db: Database) {
    this.select = db.prepare('SELECT hex(uids), sums FROM sop_uid WHERE first = ?').raw()
    this.put = inserter(db, 'sop_uid', 'INSERT OR REPLACE')
  }

  /** Inside the caller's transaction. @param uids instance by SOP Instance UID */
  add(uids: ReadonlyMap<string, number>): void {
    const rows = new Map<number, Buffer[]>()
    for (const [uid, instance] of uids) {
      const first = instance - (instance % ROW)
      let row = rows.get(first)
      if (row === undefined) rows.set(first, (row = this.row(first)))
      row[instance - first] = Buffer.from(uid)
    }
    for (const [first, row] of rows) this.put({ first, uids: encode(row) })
  }

  /** @returns undefined where it was not added @throws MedoidError `catalogue-damaged` */
  of(instance: number): string | undefined {
    const row = instance % ROW
    let uid: string | undefined
    this.visit(instance - row, row, (i, bytes, length) => {
      if (i === row) uid = bytes.toString('utf8', 0, length)
    })
    return uid
  }

  private row(first: number): Buffer[] {
    const row: Buffer[] = []
    this.visit(first, ROW - 1, (i, bytes, length) => (row[i] = Buffer.from(bytes.subarray(0, length))))
    return row
  }

  /** Visits the UIDs of a row up to a place; the bytes hold during the visit only. */
  private visit(first: number, last: number, visit: (row: number, bytes: Buffer, length: number) => void): void {
    const stored = this.select.get(first) as [string, number] | undefined
    if (stored === undefined) return
    const [digits, sums] = stored
    // Into memory that is there, see `SopRuns`.
    if (digits.length / 2 > this.stored.length) this.stored = Buffer.alloc(digits.length)
    const bytes = this.stored.subarray(0, this.stored.write(digits, 'hex'))
    // As `sound` does, without an object a row.
    if (sums !== sumOf(first, bytes)) {
      throw damagedError({ part: 'row', place: placeOf('sop_uid', { first }, ['uids']) })
    }
    const reader = new VarintReader(bytes)
    const isPacked = reader.next() === 1
    let total = 0
    for (let row = 0; row < ROW; row++) {
      this.ends[row] = reader.next()
      if (this.ends[row] === 0) continue
      this.shared[row] = reader.next()
      if (row <= last) total += this.ends[row] - 1
    }
    const body = bytes.subarray(reader.at)
    if (body.length < (isPacked ? Math.ceil(total / 2) : total)) throw damaged({ fault: 'ends-early' })
    const ends = isPacked ? unpackDigits(body, 0, total) : body
    for (let row = 0, at = 0, length = 0; row <= last; row++) {
      if (this.ends[row] === 0) continue
      const shared = this.shared[row]
      if (shared > length) throw damaged({ fault: 'ends-early' })
      length = shared + this.ends[row] - 1
      if (length > this.uid.length) this.uid = Buffer.concat([this.uid, Buffer.alloc(length)])
      // What it shares with the one before is there already. Ends are short: copying by a call takes several times as long.
      for (let to = shared; to < length; to++) this.uid[to] = ends[at++]
      visit(row, this.uid, length)
    }
  }
}

/**
 * First 1 where the ends are packed like numbers (plain-columns.ts), else 0; then for each of ROW 0 where there is none, or bytes of its end
 * + 1 and bytes that it shares with the one before, as varints; then the ends.
 */
function encode(row: readonly (Buffer | undefined)[]): Buffer {
  let prefix = 1
  let body = 0
  const shared = new Uint32Array(ROW)
  for (let i = 0, before: Buffer = NOTHING; i < ROW; i++) {
    const uid = row[i]
    if (uid === undefined) prefix++
    else {
      shared[i] = sharedBytes(before, uid)
      const end = uid.length - shared[i]
      prefix += varintBytes(end + 1) + varintBytes(shared[i])
      body += end
      before = uid
    }
  }
  const bytes = Buffer.alloc(prefix + body)
  let at = 1
  let to = prefix
  for (let i = 0; i < ROW; i++) {
    const uid = row[i]
    at = writeVarint(bytes, at, uid === undefined ? 0 : uid.length - shared[i] + 1)
    if (uid === undefined) continue
    at = writeVarint(bytes, at, shared[i])
    to += uid.copy(bytes, to, shared[i])
  }
  const packed = packDigits(bytes, prefix)
  if (packed === null) return bytes
  packed[0] = 1
  return packed
}

const NOTHING = Buffer.alloc(0)

function sharedBytes(a: Buffer, b: Buffer): number {
  const most = Math.min(a.length, b.length)
  let shared = 0
  while (shared < most && a[shared] === b[shared]) shared++
  return shared
}
