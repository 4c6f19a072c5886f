import type { Database } from 'better-sqlite3'

/** Maps and trees of a run, and images that somebody has selected and named. */
export function migrate(db: Database): void {
  db.exec(SQL)
}

const SQL = `
-- What a map compares images by ('tags', 'pixels'): one of each for a run, the latest.
CREATE TABLE map(
  run INTEGER NOT NULL,
  by TEXT NOT NULL,
  created TEXT NOT NULL,
  program TEXT NOT NULL,     -- version that made it
  parameters TEXT NOT NULL,  -- JSON: what was asked for
  positions BLOB NOT NULL,   -- f32 x and y by sample row of the run
  result TEXT NOT NULL,      -- JSON: what the command printed
  sums,
  PRIMARY KEY(run, by)
) WITHOUT ROWID;
-- Places of all images, in the chunks of columns.
CREATE TABLE map_chunk(
  run INTEGER NOT NULL,
  by TEXT NOT NULL,
  chunk INTEGER NOT NULL,
  positions BLOB NOT NULL,   -- f32 x and y by instance; NaN where it has no place
  sums,
  PRIMARY KEY(run, by, chunk)
) WITHOUT ROWID;
-- A tree whose leaves are the clusters of a clustering, or for k = 0 the rows of the run's sample: n leaves, n - 1 merges.
CREATE TABLE tree(
  run INTEGER NOT NULL,
  k INTEGER NOT NULL,
  created TEXT NOT NULL,
  program TEXT NOT NULL,
  left BLOB NOT NULL,        -- u32 by merge: a leaf, or n + the number of an earlier merge
  right BLOB NOT NULL,
  height BLOB NOT NULL,      -- f64 by merge, ascending
  prototypes BLOB NOT NULL,  -- u32 instance ids of medoids: of the root, then of both nodes of each of the last merges, from the last one down
  result TEXT NOT NULL,      -- JSON: linkage, cophenetic correlation, silhouettes of its cuts
  sums,
  PRIMARY KEY(run, k)
) WITHOUT ROWID;
-- Images that somebody has selected and named.
CREATE TABLE selection(
  id INTEGER PRIMARY KEY,
  created TEXT NOT NULL,
  program TEXT NOT NULL,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  origin TEXT NOT NULL,      -- JSON: how they were selected
  removed INTEGER NOT NULL,  -- 1 where somebody removed it; that can be undone
  sums
);
-- One bit an instance; no row: none of them.
CREATE TABLE selection_chunk(
  selection INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  bits BLOB NOT NULL,
  sums,
  PRIMARY KEY(selection, chunk)
) WITHOUT ROWID;
`
