import type { Database } from 'better-sqlite3'
import { readMeta, writeMeta } from './database.ts'

/** The key of `meta` with the name of a source: of the catalogue that it was merged from. */
function keyOf(source: number): string {
  return `source_name_${source}`
}

/** Names a source, so that it can be told from one of the same folder on another machine. */
export function nameSource(db: Database, source: number, name: string): void {
  writeMeta(db, keyOf(source), name)
}

/** The catalogue that a source was merged from; null where it was scanned into this one. @throws MedoidError `catalogue-damaged` */
export function sourceName(db: Database, source: number): string | null {
  const name = readMeta(db, keyOf(source))
  return typeof name === 'string' ? name : null
}
