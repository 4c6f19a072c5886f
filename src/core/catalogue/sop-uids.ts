import type { Database, Statement } from 'better-sqlite3'
import { damagedError, inserter, placeOf, sumOf } from './checksums.ts'
import { damaged, VarintReader, varintBytes, writeVarint } from './packing.ts'

/** Instances a row: small enough to be read for one of them. */
const ROW = 16

/**
 * The SOP Instance UIDs of instances, to be read one by one: a chunk of their column is some 200 times as long as a row here. Each UID
 * of a row is what it begins with like the one before, and its end, since neighbours begin alike.
 */
export class SopUids {
  /** The UID that was read last. */
  private uid = Buffer.alloc(128)
  private readonly select: Statement
  private readonly put: ReturnType<typeof inserter>

  constructor(db: Database) {
    this.select = db.prepare('SELECT uids, sums FROM sop_uid WHERE first = ?').raw()
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
    const stored = this.select.get(first) as [Buffer, number] | undefined
    if (stored === undefined) return
    const [bytes, sums] = stored
    // As `sound` does, without an object a row.
    if (sums !== sumOf(first, bytes)) {
      throw damagedError({ part: 'row', place: placeOf('sop_uid', { first }, ['uids']) })
    }
    const reader = new VarintReader(bytes)
    let length = 0
    for (let row = 0; row <= last; row++) {
      const end = reader.next() - 1
      if (end < 0) continue
      const shared = reader.next()
      if (shared > length || end > bytes.length - reader.at) throw damaged({ fault: 'ends-early' })
      if (shared + end > this.uid.length) this.uid = Buffer.concat([this.uid, Buffer.alloc(shared + end)])
      // What it shares with the one before is there already. Ends are short: copying by a call takes several times as long.
      for (let at = shared; at < shared + end; at++) this.uid[at] = bytes[reader.at++]
      length = shared + end
      visit(row, this.uid, length)
    }
  }
}

/** For each of ROW: 0 where there is none, or bytes of its end + 1, bytes that it shares with the one before, and its end. */
function encode(row: readonly (Buffer | undefined)[]): Buffer {
  let length = 0
  const shared = new Uint32Array(ROW)
  for (let i = 0, before: Buffer = NOTHING; i < ROW; i++) {
    const uid = row[i]
    if (uid === undefined) length++
    else {
      shared[i] = sharedBytes(before, uid)
      const end = uid.length - shared[i]
      length += varintBytes(end + 1) + varintBytes(shared[i]) + end
      before = uid
    }
  }
  const bytes = Buffer.allocUnsafe(length)
  let at = 0
  for (let i = 0; i < ROW; i++) {
    const uid = row[i]
    if (uid === undefined) bytes[at++] = 0
    else {
      at = writeVarint(bytes, at, uid.length - shared[i] + 1)
      at = writeVarint(bytes, at, shared[i])
      at += uid.copy(bytes, at, shared[i])
    }
  }
  return bytes
}

const NOTHING = Buffer.alloc(0)

function sharedBytes(a: Buffer, b: Buffer): number {
  const most = Math.min(a.length, b.length)
  let shared = 0
  while (shared < most && a[shared] === b[shared]) shared++
  return shared
}
