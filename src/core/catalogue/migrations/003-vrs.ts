import type { Database } from 'better-sqlite3'

/** Which instances have a tag with another VR than the tag's first one, so that the VR of a tag can follow what is live. */
export function migrate(db: Database): void {
  db.exec(SQL)
}

const SQL = `
-- tag.vr is that of most live instances; this is the first one's.
ALTER TABLE tag ADD COLUMN first_vr TEXT NOT NULL DEFAULT '';
UPDATE tag SET first_vr = vr;
-- In the chunks of column, encoded alike: 0 where an instance has the first VR, else its letters, 0x4c4f for LO. No row: all
-- have the first one.
CREATE TABLE vr(
  tag INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  encoding INTEGER NOT NULL,
  data NOT NULL,
  PRIMARY KEY(tag, chunk)
) WITHOUT ROWID;
`
