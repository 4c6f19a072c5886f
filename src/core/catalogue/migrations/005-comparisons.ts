import type { Database } from 'better-sqlite3'

/** What comparing ways to choose tags has found. */
export function migrate(db: Database): void {
  db.exec(SQL)
}

const SQL = `
CREATE TABLE comparison(
  id INTEGER PRIMARY KEY,
  created TEXT NOT NULL,
  program TEXT NOT NULL,     -- version that made it
  result TEXT NOT NULL,      -- JSON: what the command printed, with its parameters
  sums
);
`
