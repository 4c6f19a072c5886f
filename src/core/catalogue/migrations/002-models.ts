import type { Database } from 'better-sqlite3'

/** Autoencoders, how far their training is, and what evaluations with them found. */
export function migrate(db: Database): void {
  db.exec(SQL)
}

const SQL = `
-- Tells files beside a catalogue (prepared pictures) from those of another one of the same name.
INSERT INTO meta VALUES('identity', lower(hex(randomblob(16))));

CREATE TABLE model(
  id INTEGER PRIMARY KEY,
  created TEXT NOT NULL,
  program TEXT NOT NULL,     -- version that made it
  trainer TEXT NOT NULL,     -- a token of the process that trains it, which alone may save
  training BLOB NOT NULL,    -- u32 instance ids that it learns from, in the order of the draw
  validation BLOB NOT NULL,  -- u32 instance ids that it is validated on
  report TEXT NOT NULL       -- JSON: parameters, backend, epochs, skipped images
);
-- The last two states of each model.
CREATE TABLE checkpoint(
  model INTEGER NOT NULL,
  step INTEGER NOT NULL,     -- steps done since the beginning
  saved TEXT NOT NULL,
  state BLOB NOT NULL,       -- src/core/embedding/checkpoint.ts says how
  sha256 BLOB NOT NULL,
  PRIMARY KEY(model, step)
) WITHOUT ROWID;
CREATE TABLE evaluation(
  id INTEGER PRIMARY KEY,
  created TEXT NOT NULL,
  program TEXT NOT NULL,
  run INTEGER NOT NULL,
  k INTEGER NOT NULL,
  model INTEGER NOT NULL,
  instances BLOB NOT NULL,   -- u32 ids of the images of all datasets, one dataset after another
  labels BLOB NOT NULL,      -- u16 cluster of each, in its dataset
  result TEXT NOT NULL       -- JSON: what the command printed, with its parameters
);
`
