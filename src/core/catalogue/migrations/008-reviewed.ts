import type { Database } from 'better-sqlite3'

/** Which images people reviewed and found right in their clusters. */
export function migrate(db: Database): void {
  db.exec(SQL)
}

const SQL = `
-- Images that somebody reviewed and found right where they are.
CREATE TABLE reviewed_chunk(
  run INTEGER NOT NULL,
  k INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  clusters BLOB NOT NULL,    -- u16 by instance: the cluster that it is right in; 65535 where nobody said so
  sums,
  PRIMARY KEY(run, k, chunk)
) WITHOUT ROWID;
`
