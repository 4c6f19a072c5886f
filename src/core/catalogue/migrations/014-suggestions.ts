import type { Database } from 'better-sqlite3'

/** Values that are suggested for tags. */
export function migrate(db: Database): void {
  db.exec(SQL)
}

const SQL = `
-- One of each tag: the latest.
CREATE TABLE suggestion_run(
  id INTEGER PRIMARY KEY,
  created TEXT NOT NULL,
  program TEXT NOT NULL,
  tag TEXT NOT NULL,         -- the attribute's name
  report TEXT NOT NULL,      -- JSON
  sums
);
-- By margin, the largest first.
CREATE TABLE suggestion(
  run INTEGER NOT NULL,
  kind INTEGER NOT NULL,     -- 0 missing, 1 wrong
  place INTEGER NOT NULL,    -- from 0
  instance INTEGER NOT NULL,
  images INTEGER NOT NULL,
  present TEXT,              -- the value that there is; NULL: none
  suggested TEXT NOT NULL,
  probability REAL NOT NULL,
  margin REAL NOT NULL,
  why TEXT NOT NULL,         -- JSON
  sums,
  PRIMARY KEY(run, kind, place)
) WITHOUT ROWID;
`
