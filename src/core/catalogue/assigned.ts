import type { Database } from 'better-sqlite3'
import { arrayOf } from './blobs.ts'
import { placeOf, sound } from './checksums.ts'
import type { ClusteringName } from './clustering-name.ts'

/** In an assignment: the instance belongs to no cluster (removed, no image, outside the run's subset, or rejected). */
export const UNASSIGNED = 65535

/** Instead of a medoid: there is no cluster of this number any more. */
export const NO_MEDOID = 2 ** 32 - 1

/** Assigned instances of one chunk: row i is instance chunk · 4096 + i. */
export interface AssignedChunk {
  chunk: number
  /** UNASSIGNED, or a cluster. */
  clusters: Uint16Array
  /** √(1 − S) to the medoid; NaN where unassigned. */
  distances: Float32Array
}

/**
 * What a table has of a clustering, chunk by chunk, ascending.
 * @param table `assignment`: as assigning made it; `edited_chunk`: as changes left it
 * @throws MedoidError `catalogue-damaged`
 */
export function* storedChunks(
  db: Database,
  table: 'assignment' | 'edited_chunk',
  { run, k }: ClusteringName
): Generator<AssignedChunk, undefined> {
  const chunks = db.prepare(`SELECT chunk FROM ${table} WHERE run = ? AND k = ? ORDER BY chunk`).pluck().all(run, k)
  const get = db.prepare(`SELECT * FROM ${table} WHERE run = ? AND k = ? AND chunk = ?`)
  for (const chunk of chunks as number[]) {
    const row = sound(table, get.get(run, k, chunk) as Record<string, unknown>)
    const clusters = arrayOf(Uint16Array, row.clusters, placeOf(table, row, ['clusters']))
    const distances = arrayOf(Float32Array, row.distances, placeOf(table, row, ['distances']))
    yield { chunk, clusters, distances }
  }
}
