import type { Database } from 'better-sqlite3'

/** What the frequency analysis goes on from, so that the next one counts what came and went, and not everything again. */
export function migrate(db: Database): void {
  db.exec(SQL)
}

const SQL = `
-- Values of each tag among the live instances of all full chunks at the last count: meta.counted says how many chunks those are.
CREATE TABLE tally(
  tag INTEGER PRIMARY KEY,
  counts BLOB NOT NULL,      -- how often each code occurs, by code: varints
  plain INTEGER NOT NULL,    -- values that are stored as texts
  distinct_values INTEGER,   -- NULL where none is, and the codes say it
  top TEXT,                  -- JSON: the most frequent values, more of them than the summary shows
  sums
);
-- Which instances those were: as in live at that time.
CREATE TABLE counted(chunk INTEGER PRIMARY KEY, bits BLOB NOT NULL, sums);
`
