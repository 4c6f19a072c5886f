import type { Database } from 'better-sqlite3'
import { sound } from './checksums.ts'
import { codeRuns, type CodeRuns } from './code-columns.ts'

interface StoredVrs {
  chunk: number
  encoding: number
  data: Buffer | number
}

/**
 * @returns a function that gives the codes of the VRs in a chunk; undefined where all have the tag's first one
 * @throws MedoidError `catalogue-damaged`, from that function and from the runs
 */
export function vrsFinder(db: Database): (tag: number, chunk: number, rows: number) => CodeRuns | undefined {
  const select = db.prepare('SELECT * FROM vr WHERE tag = ? AND chunk = ?')
  return (tag, chunk, rows) => runsOf(select.get(tag, chunk) as StoredVrs | undefined, rows)
}

/** As `vrsFinder`, for all chunks of a tag, which are read at once. */
export function vrsReader(db: Database): (tag: number) => (chunk: number, rows: number) => CodeRuns | undefined {
  const select = db.prepare('SELECT * FROM vr WHERE tag = ?')
  return (tag) => {
    const stored = new Map((select.all(tag) as StoredVrs[]).map((row) => [row.chunk, row]))
    return (chunk, rows) => runsOf(stored.get(chunk), rows)
  }
}

function runsOf(row: StoredVrs | undefined, rows: number): CodeRuns | undefined {
  return row && codeRuns(sound('vr', row).encoding, row.data, rows)
}
