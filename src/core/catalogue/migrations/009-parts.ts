import type { Database } from 'better-sqlite3'

/** Chunks of columns by parts of eight: a chunk that is written dirties the pages of its part, and not a page of every tag. */
export function migrate(db: Database): void {
  db.exec(SQL)
}

const SQL = `
ALTER TABLE column RENAME TO column_by_tag;
-- Codes of 4,096 instances a row, by parts of eight chunks, in each of them tag by tag. No row: absent in all of them.
CREATE TABLE column(
  part INTEGER NOT NULL CHECK (part = chunk >> 3),
  tag INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  encoding INTEGER NOT NULL,
  absent INTEGER NOT NULL,
  empty INTEGER NOT NULL,
  data NOT NULL,
  sums,
  PRIMARY KEY(part, tag, chunk)
) WITHOUT ROWID;
INSERT INTO column SELECT chunk >> 3, tag, chunk, encoding, absent, empty, data, sums FROM column_by_tag;
DROP TABLE column_by_tag;
`
