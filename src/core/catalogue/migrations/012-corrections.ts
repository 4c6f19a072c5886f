import type { Database } from 'better-sqlite3'

/** What people decided about the values of tags. */
export function migrate(db: Database): void {
  db.exec(SQL)
}

const SQL = `
-- Decisions about values, append-only: an undo and a redo are entries, too.
CREATE TABLE correction(
  id INTEGER PRIMARY KEY,
  created TEXT NOT NULL,
  program TEXT NOT NULL,     -- version that made it
  author TEXT NOT NULL,
  tag INTEGER NOT NULL,      -- whose values it is about: the first tag of the attribute
  decision TEXT NOT NULL,    -- JSON: what was decided, why, and from what
  sums
);
CREATE INDEX correction_tag ON correction(tag);
-- The images of a decision, by the tag that holds their values: in an enhanced object that may be one of a functional group.
CREATE TABLE correction_chunk(
  tag INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  correction INTEGER NOT NULL,
  encoding INTEGER NOT NULL, -- as of columns
  data BLOB NOT NULL,        -- by instance 0 none, 2 decided, 3 and 4 carried over to the instance that took its place
  sums,
  PRIMARY KEY(tag, chunk, correction)
) WITHOUT ROWID;
`
