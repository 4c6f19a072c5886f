import type { Database } from 'better-sqlite3'

/** The key in `meta` of a sum over all hashes of UIDs with their instances, in catalogues before migration 010. */
export const TALLY = 'sop'

/** Rows, and two sums over them, each below 2^53 up to 2^29 instances. SQLite has no exclusive or: that is a + b − 2 (a & b). */
export function sopTally(db: Database): string {
  const tally = db
    .prepare(
      `SELECT count(*), ifnull(sum(hash & 0xffffff), 0),
         ifnull(sum((hash >> 24) + (instance & 0xffffff) - 2 * ((hash >> 24) & instance & 0xffffff)), 0) FROM sop`
    )
    .raw()
    .get() as number[]
  return tally.join(' ')
}
