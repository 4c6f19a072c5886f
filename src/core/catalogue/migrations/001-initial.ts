import type { Database } from 'better-sqlite3'

/**
 * The first schema. Files hang below a source with relative directories, so an archive can move. Names are TEXT, or BLOB
 * where they are not UTF-8. Instances have dense ids from 0 and are append-only; what goes is a cleared bit in `live`.
 */
export function migrate(db: Database): void {
  db.exec(SQL)
}

const SQL = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE source(
  id INTEGER PRIMARY KEY,
  root TEXT NOT NULL,
  added TEXT NOT NULL,
  scanned TEXT,           -- the last scan that reached its end
  removed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE dir(
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  path NOT NULL,          -- relative to the root; '' is the root itself
  UNIQUE(source, path)
);
-- status: 0 instance, 1 duplicate (instance = the one that won), 2 not DICOM, 3 failed
CREATE TABLE file(
  dir INTEGER NOT NULL,
  name NOT NULL,
  size INTEGER NOT NULL,
  mtime INTEGER NOT NULL, -- microseconds
  status INTEGER NOT NULL,
  instance INTEGER,
  PRIMARY KEY(dir, name)
) WITHOUT ROWID;
CREATE INDEX file_duplicate ON file(instance) WHERE status = 1;
CREATE TABLE issue(
  dir INTEGER NOT NULL,
  name NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY(dir, name, code)
) WITHOUT ROWID;

CREATE TABLE tag(
  id INTEGER PRIMARY KEY,
  tag TEXT NOT NULL,
  path TEXT NOT NULL,
  keyword TEXT NOT NULL,
  private_creator TEXT NOT NULL,
  vr TEXT NOT NULL,
  high_cardinality INTEGER NOT NULL DEFAULT 0,
  UNIQUE(path, tag, private_creator)
);
-- The dictionary of each tag, some texts a row: codes first, first + 1, … Codes 0 (absent) and 1 (present but empty) stand
-- for themselves.
CREATE TABLE value(
  tag INTEGER NOT NULL,
  first INTEGER NOT NULL,
  count INTEGER NOT NULL,
  encoding INTEGER NOT NULL,
  texts BLOB NOT NULL,
  PRIMARY KEY(tag, first)
) WITHOUT ROWID;
-- Codes of 4,096 instances a row; src/core/catalogue/chunks.ts says how. No row: absent in all of them.
CREATE TABLE column(
  tag INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  encoding INTEGER NOT NULL,
  absent INTEGER NOT NULL,
  empty INTEGER NOT NULL,
  data NOT NULL,
  PRIMARY KEY(tag, chunk)
) WITHOUT ROWID;
-- The file of each instance, in the same chunks: directory ids and names.
CREATE TABLE location(
  chunk INTEGER PRIMARY KEY,
  rows INTEGER NOT NULL,
  dir_encoding INTEGER NOT NULL,
  dirs NOT NULL,
  name_encoding INTEGER NOT NULL,
  names NOT NULL
);
-- One bit an instance; no row: all live.
CREATE TABLE live(chunk INTEGER PRIMARY KEY, bits BLOB NOT NULL);
-- 48 bits of a hash of the SOP Instance UID; the column is the truth.
CREATE TABLE sop(hash INTEGER NOT NULL, instance INTEGER NOT NULL, PRIMARY KEY(hash, instance)) WITHOUT ROWID;
-- Frequency analysis of all live instances, valid while meta.revision is as it says.
CREATE TABLE summary(
  tag INTEGER PRIMARY KEY,
  present INTEGER NOT NULL,
  non_empty INTEGER NOT NULL,
  distinct_values INTEGER NOT NULL,
  top TEXT NOT NULL
);

CREATE TABLE run(
  id INTEGER PRIMARY KEY,
  created TEXT NOT NULL,
  program TEXT NOT NULL,     -- version that made it
  parameters TEXT NOT NULL,  -- JSON: what was asked for
  features TEXT NOT NULL,    -- JSON: the selection with its reasons, and the frozen plan of columns and ranges
  sample BLOB NOT NULL,      -- u32 instance ids, ascending
  result TEXT NOT NULL       -- JSON: what the command printed
);
CREATE TABLE clustering(
  run INTEGER NOT NULL,
  k INTEGER NOT NULL,
  loss REAL NOT NULL,
  silhouette REAL,
  swaps INTEGER NOT NULL,
  seconds REAL NOT NULL,
  medoids BLOB NOT NULL,     -- u32 instance ids by cluster
  labels BLOB NOT NULL,      -- u16 cluster by sample row
  silhouettes BLOB NOT NULL, -- f32 by sample row
  medoid_rows TEXT NOT NULL, -- JSON: the medoids' features, so that assigning needs no file
  clusters TEXT NOT NULL,    -- JSON: sizes, mean silhouettes, distinguishing values
  PRIMARY KEY(run, k)
) WITHOUT ROWID;
CREATE TABLE assignment(
  run INTEGER NOT NULL,
  k INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  clusters BLOB NOT NULL,    -- u16 by instance; 65535 = not assigned
  distances BLOB NOT NULL,   -- f32 by instance
  PRIMARY KEY(run, k, chunk)
) WITHOUT ROWID;
-- Names that people give to clusters: append-only, the latest counts.
CREATE TABLE annotation(
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  k INTEGER NOT NULL,
  cluster INTEGER NOT NULL,
  label TEXT NOT NULL,
  code TEXT NOT NULL,
  scheme TEXT NOT NULL,
  meaning TEXT NOT NULL,
  note TEXT NOT NULL,
  created TEXT NOT NULL
);
CREATE INDEX annotation_cluster ON annotation(run, k, cluster);
`
