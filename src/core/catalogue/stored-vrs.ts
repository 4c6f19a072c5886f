import type { Database } from 'better-sqlite3'
import { sound } from './checksums.ts'
import { codeRuns, type CodeRuns } from './code-columns.ts'

interface StoredVrs {
  encoding: number
  data: Buffer | number
}

/**
 * @returns a function that gives the codes of the VRs in a chunk; undefined where all have the tag's first one
 * @throws MedoidError `catalogue-damaged`, from that function and from the runs
 */
export function vrsFinder(db: Database): (tag: number, chunk: number, rows: number) => CodeRuns | undefined {
  const select = db.prepare('SELECT * FROM vr WHERE chunk = ? AND tag = ?')
  return (tag, chunk, rows) => {
    const row = select.get(chunk, tag) as StoredVrs | undefined
    return row && codeRuns(sound('vr', row).encoding, row.data, rows)
  }
}

/** Takes the VRs of a tag away; inside the caller's transaction. */
export function dropVrs(db: Database, tag: number): void {
  const last = db.prepare('SELECT max(chunk) FROM vr').pluck().get() as number | null
  const drop = db.prepare('DELETE FROM vr WHERE chunk = ? AND tag = ?')
  for (let chunk = 0; chunk <= (last ?? -1); chunk++) drop.run(chunk, tag)
}
