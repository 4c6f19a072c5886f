import type { Database } from 'better-sqlite3'
import { LARGEST, RunWriter } from '../sop-runs.ts'
import { sopTally, TALLY } from '../sop-tally.ts'

/**
 * Hashes of UIDs in sorted runs, VRs by chunk, and columns by parts of four chunks with a key of one number: what is written together
 * dirties a page together, and not a page each.
 */
export function migrate(db: Database): void {
  db.exec(CREATE)
  const tally = db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(TALLY)
  const total = db.prepare('SELECT count(*) FROM sop').pluck().get() as number
  let left = db.prepare(`SELECT count(*) FROM sop WHERE ${POSSIBLE}`).pluck().get() as number
  // What was damaged stays known to be.
  if (left < total || (tally !== undefined && tally !== sopTally(db))) db.exec(DAMAGED_RUN)
  const select = db
    .prepare(
      `SELECT hash, instance FROM sop WHERE (hash, instance) > (?, ?) AND ${POSSIBLE} ORDER BY hash, instance LIMIT 8192`
    )
    .raw()
  for (let last = [-1, 0]; left > 0;) {
    let room = Math.min(left, LARGEST)
    left -= room
    const writer = new RunWriter(db, room)
    while (room > 0) {
      const rows = (select.all(last) as [number, number][]).slice(0, room)
      for (const [hash, instance] of rows) writer.put(hash, instance)
      room -= rows.length
      last = rows.at(-1)!
    }
    writer.end()
  }
  db.exec('DROP TABLE sop')
  db.exec(VRS_BY_CHUNK)
  db.exec(COLUMNS_BY_PLACE)
  db.prepare('DELETE FROM meta WHERE key = ?').run(TALLY)
}

/** A run holds hashes of 48 bits and instances of 32. */
const POSSIBLE = 'hash BETWEEN 0 AND 281474976710655 AND instance BETWEEN 0 AND 4294967295'

const CREATE = `
-- Instances by 48 bits of a hash of their SOP Instance UID, in sorted runs that are merged as they grow.
CREATE TABLE sop_run(
  id INTEGER PRIMARY KEY,
  first INTEGER NOT NULL,    -- the id of its first block; the others follow
  entries INTEGER NOT NULL,
  fences BLOB NOT NULL,      -- f64: the first hash of each block
  filter BLOB NOT NULL,      -- of hashes that are not in the run it says so of most; src/core/catalogue/sop-filter.ts
  sums
);
-- Up to 200 entries of ten bytes, ascending: a hash and an instance, big-endian.
CREATE TABLE sop_block(id INTEGER PRIMARY KEY, data BLOB NOT NULL, sums);
-- SOP Instance UIDs of 16 instances a row, to be compared one by one. No row, or none of an instance: it is in the column alone.
CREATE TABLE sop_uid(
  first INTEGER PRIMARY KEY, -- the first of the instances, a multiple of 16
  uids BLOB NOT NULL,        -- src/core/catalogue/sop-uids.ts
  sums
);
`

const VRS_BY_CHUNK = `
ALTER TABLE vr RENAME TO vr_by_tag;
-- In the chunks of column, encoded alike: 0 where an instance has the first VR, else its letters, 0x4c4f for LO. No row: all
-- have the first one.
CREATE TABLE vr(
  chunk INTEGER NOT NULL,
  tag INTEGER NOT NULL,
  encoding INTEGER NOT NULL,
  data NOT NULL,
  sums,
  PRIMARY KEY(chunk, tag)
) WITHOUT ROWID;
INSERT INTO vr(chunk, tag, encoding, data, sums)
  SELECT chunk, tag, encoding, data, sums FROM vr_by_tag ORDER BY chunk, tag;
DROP TABLE vr_by_tag;
`

const COLUMNS_BY_PLACE = `
ALTER TABLE column RENAME TO column_by_tag;
-- Codes of 4,096 instances a row, by parts of four chunks, in each of them tag by tag. No row: absent in all of them.
CREATE TABLE column(
  place INTEGER PRIMARY KEY CHECK (place = (((chunk >> 2) << 26) + (tag << 2) + (chunk & 3))),
  tag INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  encoding INTEGER NOT NULL,
  absent INTEGER NOT NULL,
  empty INTEGER NOT NULL,
  data NOT NULL,
  sums
);
INSERT INTO column
  SELECT ((chunk >> 2) << 26) + (tag << 2) + (chunk & 3) AS place, tag, chunk, encoding, absent, empty, data, sums
  FROM column_by_tag ORDER BY place;
DROP TABLE column_by_tag;
`

const DAMAGED_RUN = `INSERT INTO sop_run(first, entries, fences, filter, sums) VALUES(0, 0, x'', x'', 0)`
