import type { Database } from 'better-sqlite3'
import { MedoidError } from '../errors.ts'
import { arrayOf, bytesOf } from './blobs.ts'
import { CHUNK } from './chunks.ts'

/** In an assignment: the instance belongs to no cluster (removed, no image, or outside the run's subset). */
export const UNASSIGNED = 65535

/** A sweep as it is stored; what the JSON texts hold is theirs to say who write and read them. */
export interface StoredRun {
  id: number
  created: string
  /** Version of the program that made it. */
  program: string
  parameters: unknown
  features: unknown
  /** Instance ids, ascending. */
  sample: Uint32Array
  result: unknown
}

/** One K of a run. */
export interface StoredClustering {
  run: number
  k: number
  loss: number
  /** null where it is not defined (K = 1). */
  silhouette: number | null
  swaps: number
  seconds: number
  /** Instance id by cluster. */
  medoids: Uint32Array
  /** Cluster by sample row. */
  labels: Uint16Array
  /** By sample row. */
  silhouettes: Float32Array
  medoidRows: unknown
  clusters: unknown
}

/** A clustering `R.K` by its parts. */
export interface ClusteringName {
  run: number
  k: number
}

export function formatClustering({ run, k }: ClusteringName): string {
  return `${run}.${k}`
}

/** @returns the new run's id */
export function saveRun(
  db: Database,
  run: Omit<StoredRun, 'id' | 'created' | 'result'>,
  clusterings: readonly Omit<StoredClustering, 'run'>[],
  result: (id: number) => unknown
): number {
  return db.transaction(() => {
    const id = db
      .prepare(
        `INSERT INTO run(created, program, parameters, features, sample, result) VALUES(?, ?, ?, ?, ?, '') RETURNING id`
      )
      .pluck()
      .get(
        new Date().toISOString(),
        run.program,
        JSON.stringify(run.parameters),
        JSON.stringify(run.features),
        bytesOf(run.sample)
      ) as number
    const put = db.prepare('INSERT INTO clustering VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    for (const c of clusterings) {
      put.run(
        id,
        c.k,
        c.loss,
        c.silhouette,
        c.swaps,
        c.seconds,
        bytesOf(c.medoids),
        bytesOf(c.labels),
        bytesOf(c.silhouettes),
        JSON.stringify(c.medoidRows),
        JSON.stringify(c.clusters)
      )
    }
    db.prepare('UPDATE run SET result = ? WHERE id = ?').run(JSON.stringify(result(id)), id)
    return id
  })()
}

/** @throws MedoidError `unknown-run` */
export function loadRun(db: Database, id: number): StoredRun {
  const row = db.prepare('SELECT * FROM run WHERE id = ?').get(id) as Record<string, unknown> | undefined
  if (row === undefined) throw unknownRun(db, String(id))
  return {
    id,
    created: row.created as string,
    program: row.program as string,
    parameters: JSON.parse(row.parameters as string),
    features: JSON.parse(row.features as string),
    sample: arrayOf(Uint32Array, row.sample as Buffer),
    result: JSON.parse(row.result as string)
  }
}

/** The samples of all runs. */
export function samples(db: Database): Uint32Array[] {
  const blobs = db.prepare('SELECT sample FROM run ORDER BY id').pluck().all() as Buffer[]
  return blobs.map((blob) => arrayOf(Uint32Array, blob))
}

/**
 * Finds the clustering that a person named: `R.K`, or `R` for the best K of run R by silhouette.
 * @throws MedoidError `unknown-run`, `unknown-clustering`
 */
export function findClustering(db: Database, name: string): ClusteringName {
  const match = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(name)
  if (match === null) throw unknownRun(db, name)
  const run = Number(match[1])
  const rows = db
    .prepare('SELECT k FROM clustering WHERE run = ? ORDER BY silhouette DESC NULLS LAST, k')
    .pluck()
    .all(run) as number[]
  if (rows.length === 0) throw unknownRun(db, name)
  if (match[2] === undefined) return { run, k: rows[0] }
  const k = Number(match[2])
  if (!rows.includes(k)) {
    const known = rows.toSorted((a, b) => a - b).map((each) => formatClustering({ run, k: each }))
    throw new MedoidError(
      'unknown-clustering',
      `Run ${run} has no clustering with K = ${k}. It has: ${known.join(', ')}.`
    )
  }
  return { run, k }
}

export function loadClustering(db: Database, { run, k }: ClusteringName): StoredClustering {
  const row = db.prepare('SELECT * FROM clustering WHERE run = ? AND k = ?').get(run, k) as Record<string, unknown>
  return {
    run,
    k,
    loss: row.loss as number,
    silhouette: row.silhouette as number | null,
    swaps: row.swaps as number,
    seconds: row.seconds as number,
    medoids: arrayOf(Uint32Array, row.medoids as Buffer),
    labels: arrayOf(Uint16Array, row.labels as Buffer),
    silhouettes: arrayOf(Float32Array, row.silhouettes as Buffer),
    medoidRows: JSON.parse(row.medoid_rows as string),
    clusters: JSON.parse(row.clusters as string)
  }
}

/** Assigned instances of one chunk: row i is instance chunk · 4096 + i. */
export interface AssignedChunk {
  chunk: number
  /** UNASSIGNED, or a cluster. */
  clusters: Uint16Array
  /** √(1 − S) to the medoid; NaN where unassigned. */
  distances: Float32Array
}

/** Stores one chunk of an assignment; the caller commits. */
export function saveAssignment(db: Database, { run, k }: ClusteringName, assigned: AssignedChunk): void {
  db.prepare('INSERT OR REPLACE INTO assignment VALUES(?, ?, ?, ?, ?)').run(
    run,
    k,
    assigned.chunk,
    bytesOf(assigned.clusters),
    bytesOf(assigned.distances)
  )
}

export function clearAssignment(db: Database, { run, k }: ClusteringName): void {
  db.prepare('DELETE FROM assignment WHERE run = ? AND k = ?').run(run, k)
}

/** The assignment chunk by chunk, ascending; nothing where none was made. */
export function* assignedChunks(db: Database, { run, k }: ClusteringName): Iterable<AssignedChunk> {
  const chunks = db.prepare('SELECT chunk FROM assignment WHERE run = ? AND k = ? ORDER BY chunk').pluck().all(run, k)
  const get = db.prepare('SELECT clusters, distances FROM assignment WHERE run = ? AND k = ? AND chunk = ?').raw()
  for (const chunk of chunks as number[]) {
    const [clusters, distances] = get.get(run, k, chunk) as [Buffer, Buffer]
    yield {
      chunk,
      clusters: arrayOf(Uint16Array, clusters),
      distances: arrayOf(Float32Array, distances)
    }
  }
}

/** Clusterings that have been assigned: by run, and by K within a run. */
export function assignedClusterings(db: Database): ClusteringName[] {
  return db.prepare('SELECT DISTINCT run, k FROM assignment ORDER BY run, k').all() as ClusteringName[]
}

/** First instance id of a chunk. */
export function firstOf(chunk: number): number {
  return chunk * CHUNK
}

function unknownRun(db: Database, name: string): MedoidError {
  const ids = db.prepare('SELECT id FROM run ORDER BY id').pluck().all() as number[]
  const known =
    ids.length === 0 ? 'There is none yet: make one with "medoid cluster".' : `There are: ${ids.join(', ')}.`
  return new MedoidError('unknown-run', `There is no run "${name}". ${known} A run is named R, one K of it R.K.`)
}
