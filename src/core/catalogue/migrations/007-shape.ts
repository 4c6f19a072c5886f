import type { Database } from 'better-sqlite3'
import { sumsBy } from '../checksums.ts'

/** What people change about clusters, who named them, labels from elsewhere, sets of feature choices, and names of runs. */
export function migrate(db: Database): void {
  db.exec(SQL)
  sumNamers(db)
}

/** Names have a sum a column: those of the new columns go behind those that are there. */
function sumNamers(db: Database): void {
  const rows = db.prepare('SELECT id, author, naming, sums FROM annotation WHERE sums IS NOT NULL').all() as {
    id: number
    sums: Buffer
  }[]
  const put = db.prepare('UPDATE annotation SET sums = ? WHERE id = ?')
  const added = { key: ['id'], groups: [['author'], ['naming']] }
  for (const row of rows) put.run(Buffer.concat([row.sums, sumsBy(added, row) as Buffer]), row.id)
}

const SQL = `
-- Who named a cluster ('': not known), and in which naming: '' is the one that everybody shares, another one is a reader's own.
ALTER TABLE annotation ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE annotation ADD COLUMN naming TEXT NOT NULL DEFAULT '';
-- What somebody changed about the clusters of a clustering: append-only, undo and redo are entries of their own.
CREATE TABLE edit(
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  k INTEGER NOT NULL,
  created TEXT NOT NULL,
  program TEXT NOT NULL,
  author TEXT NOT NULL,
  change TEXT NOT NULL,      -- JSON: merge, split, move, undo, redo
  sums
);
CREATE INDEX edit_clustering ON edit(run, k);
-- The images that a change is about, in parts (of a split); one bit an instance; no row: none of them.
CREATE TABLE edit_chunk(
  edit INTEGER NOT NULL,
  part INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  bits BLOB NOT NULL,
  sums,
  PRIMARY KEY(edit, part, chunk)
) WITHOUT ROWID;
-- The clusters as the changes left them, written together with the last of them. No row: as the method made them.
CREATE TABLE edited(
  run INTEGER NOT NULL,
  k INTEGER NOT NULL,
  edit INTEGER NOT NULL,     -- the last entry that it takes account of
  loss REAL NOT NULL,
  silhouette REAL,
  medoids BLOB NOT NULL,     -- u32 instance ids by cluster id; 4294967295 where there is no such cluster any more
  labels BLOB NOT NULL,      -- u16 cluster by sample row; 65535 where the image was rejected
  silhouettes BLOB NOT NULL, -- f32 by sample row
  medoid_rows TEXT NOT NULL, -- JSON
  clusters TEXT NOT NULL,    -- JSON: as in clustering, of the clusters that there are
  sums,
  PRIMARY KEY(run, k)
) WITHOUT ROWID;
CREATE TABLE edited_chunk(
  run INTEGER NOT NULL,
  k INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  clusters BLOB NOT NULL,    -- as in assignment
  distances BLOB NOT NULL,
  sums,
  PRIMARY KEY(run, k, chunk)
) WITHOUT ROWID;
-- Labels of images, series or studies from elsewhere.
CREATE TABLE label_set(
  id INTEGER PRIMARY KEY,
  created TEXT NOT NULL,
  program TEXT NOT NULL,
  name TEXT NOT NULL,
  origin TEXT NOT NULL,      -- JSON: file, key, counts
  texts TEXT NOT NULL,       -- JSON: its labels, by code - 1
  removed INTEGER NOT NULL,  -- 1 where somebody removed it; that can be undone
  sums
);
CREATE TABLE label_set_chunk(
  label_set INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  codes BLOB NOT NULL,       -- u16 by instance; 0: none
  sums,
  PRIMARY KEY(label_set, chunk)
) WITHOUT ROWID;
-- What somebody chose in Features: the current choices of the catalogue (name ''), and those with a name.
CREATE TABLE feature_set(
  id INTEGER PRIMARY KEY,
  created TEXT NOT NULL,
  program TEXT NOT NULL,
  name TEXT NOT NULL,
  choices TEXT NOT NULL,     -- JSON
  removed INTEGER NOT NULL,
  sums
);
-- Runs that somebody gave a name, or removed; that can be undone.
CREATE TABLE run_note(
  run INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  removed INTEGER NOT NULL,
  sums
);
`
