import type { Database } from 'better-sqlite3'

/** What people decided about mappings between sites. */
export function migrate(db: Database): void {
  db.exec(SQL)
}

const SQL = `
-- Append-only: an undo and a redo are decisions, too.
CREATE TABLE mapping_decision(
  id INTEGER PRIMARY KEY,
  created TEXT NOT NULL,
  program TEXT NOT NULL,
  author TEXT NOT NULL,
  decision TEXT NOT NULL,    -- JSON
  sums
);
`
