import type { Database } from 'better-sqlite3'

/** Projections of vectors to fewer values. */
export function migrate(db: Database): void {
  db.exec(SQL)
}

const SQL = `
-- Principal components of the vectors of a model, by how many there are.
CREATE TABLE projection(
  model INTEGER NOT NULL,
  width INTEGER NOT NULL,
  created TEXT NOT NULL,
  program TEXT NOT NULL,
  weights TEXT NOT NULL,     -- of the model when it was fitted: SHA-256
  images BLOB NOT NULL,      -- u32 ids that it was fitted on
  report TEXT NOT NULL,      -- JSON
  sums,
  PRIMARY KEY(model, width)
) WITHOUT ROWID;
-- Row 0 is the mean, the others the directions, that of the greatest variance first.
CREATE TABLE projection_row(
  id INTEGER PRIMARY KEY,
  model INTEGER NOT NULL,
  width INTEGER NOT NULL,
  row INTEGER NOT NULL,
  vector BLOB NOT NULL,      -- f32
  sums,
  UNIQUE(model, width, row)
);
`
