import type { Database } from 'better-sqlite3'

/** The key in `meta` of a sum over all hashes of UIDs with their instances: one that changed would let a second file become an instance. */
export const TALLY = 'sop'

/** Rows, and two sums over them, each below 2^53 up to 2^29 instances. */
type SopTally = [rows: number, low: number, high: number]

export function countSop(tally: SopTally, hash: number, instance: number): void {
  tally[0]++
  tally[1] += hash % 0x1000000
  tally[2] += Math.floor(hash / 0x1000000) ^ (instance & 0xffffff)
}

/** @param stored what `sopTally` gave, or nothing where none was made */
export function readTally(stored: unknown): SopTally | undefined {
  return typeof stored === 'string' ? (stored.split(' ').map(Number) as SopTally) : undefined
}

/** The sum as it is now, as it is stored. SQLite adds it up, which has no exclusive or: that is a + b − 2 (a & b). */
export function sopTally(db: Database): string {
  const tally = db
    .prepare(
      `SELECT count(*), ifnull(sum(hash & 0xffffff), 0),
         ifnull(sum((hash >> 24) + (instance & 0xffffff) - 2 * ((hash >> 24) & instance & 0xffffff)), 0) FROM sop`
    )
    .raw()
    .get() as SopTally
  return tally.join(' ')
}
