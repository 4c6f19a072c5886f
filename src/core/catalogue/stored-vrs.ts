import type { Database } from 'better-sqlite3'
import { sound } from './checksums.ts'
import { schemaVersion } from './schema-version.ts'
import { codeRuns, type CodeRuns } from './code-columns.ts'
import type { TagId } from './types.ts'

/** The migration since which the VRs of a chunk lie together. */
const BY_CHUNK_SINCE = 9

interface StoredVrs {
  encoding: number
  data: Buffer | number
}

/**
 * @returns a function that gives the codes of the VRs in a chunk; undefined where all have the tag's first one
 * @throws MedoidError `catalogue-damaged`, from that function and from the runs
 */
export function vrsFinder(db: Database): (tag: TagId, chunk: number, rows: number) => CodeRuns | undefined {
  const select = db.prepare('SELECT * FROM vr WHERE chunk = ? AND tag = ?')
  return (tag, chunk, rows) => {
    const row = select.get(chunk, tag) as StoredVrs | undefined
    return row && codeRuns(sound('vr', row).encoding, row.data, rows)
  }
}

/**
 * As `vrsFinder`, of one chunk.
 * @returns a function that reads them, and gives one that finds those of a tag, anew each time
 */
export function chunkVrsReader(db: Database): (chunk: number, rows: number) => (tag: TagId) => CodeRuns | undefined {
  const select = db.prepare(
    schemaVersion(db) < BY_CHUNK_SINCE
      ? 'SELECT vr.* FROM tag CROSS JOIN vr ON vr.tag = tag.id AND vr.chunk = ?'
      : 'SELECT * FROM vr WHERE chunk = ?'
  )
  return (chunk, rows) => {
    const stored = new Map(
      (select.all(chunk) as (StoredVrs & { tag: TagId })[]).map((row) => [row.tag, sound('vr', row)])
    )
    return (tag) => {
      const row = stored.get(tag)
      return row && codeRuns(row.encoding, row.data, rows)
    }
  }
}

/** Takes the VRs of a tag away; inside the caller's transaction. */
export function dropVrs(db: Database, tag: TagId): void {
  const last = db.prepare('SELECT max(chunk) FROM vr').pluck().get() as number | null
  const drop = db.prepare('DELETE FROM vr WHERE chunk = ? AND tag = ?')
  for (let chunk = 0; chunk <= (last ?? -1); chunk++) drop.run(chunk, tag)
}
