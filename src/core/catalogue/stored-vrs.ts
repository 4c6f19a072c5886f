import type { Database } from 'better-sqlite3'
import { sound } from './checksums.ts'
import { decodeVrs } from './vrs.ts'

/**
 * @returns a function that gives the code of the VR of each row of a chunk; undefined where all have the tag's first one
 * @throws MedoidError `catalogue-damaged`, from that function
 */
export function vrsFinder(db: Database): (tag: number, chunk: number, rows: number) => Uint32Array | undefined {
  const select = db.prepare('SELECT * FROM vr WHERE tag = ? AND chunk = ?')
  return (tag, chunk, rows) => {
    const row = select.get(tag, chunk) as { encoding: number; data: unknown } | undefined
    return row && decodeVrs(sound('vr', row).encoding, row.data, rows)
  }
}
