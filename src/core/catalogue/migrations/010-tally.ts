import type { Database } from 'better-sqlite3'

/** What the frequency analysis goes on from, so that the next one counts what came and went, and not everything again. */
export function migrate(db: Database): void {
  db.exec(SQL)
}

const SQL = `
-- Values of each tag among the live instances of all full chunks at the last count: meta.counted_values says how many chunks those are.
CREATE TABLE tally(
  tag INTEGER PRIMARY KEY,
  counts BLOB NOT NULL,      -- how often each code occurs, by code: varints
  plain INTEGER NOT NULL,    -- values that are stored as texts
  distinct_values INTEGER,   -- NULL where none is, and the codes say it
  top TEXT,                  -- JSON: the most frequent values, more of them than the summary shows
  sums
);
-- How many of them hold a tag with each VR, of tags in table vr: meta.counted_vrs says how many chunks were counted.
CREATE TABLE vr_tally(tag INTEGER PRIMARY KEY, counts TEXT NOT NULL, sums);
-- Which instances those were, of values and of VRs: as in live at that time.
CREATE TABLE counted(what TEXT NOT NULL, chunk INTEGER NOT NULL, bits BLOB NOT NULL, sums, PRIMARY KEY(what, chunk)) WITHOUT ROWID;
`
