import type { Database } from 'better-sqlite3'
import { MedoidError } from '../errors.ts'
import { arrayOf, bytesOf } from './blobs.ts'
import { damagedError, inserter, parseStored, placeOf, seal, sound } from './checksums.ts'
import { CHUNK } from './chunks.ts'
import { typedChoices } from './stored/typed-choices.ts'

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
    const put = inserter(db, 'clustering')
    for (const {
      k,
      loss,
      silhouette,
      swaps,
      seconds,
      medoids,
      labels,
      silhouettes,
      medoidRows,
      clusters
    } of clusterings) {
      put({
        run: id,
        k,
        loss,
        silhouette,
        swaps,
        seconds,
        medoids: bytesOf(medoids),
        labels: bytesOf(labels),
        silhouettes: bytesOf(silhouettes),
        medoid_rows: JSON.stringify(medoidRows),
        clusters: JSON.stringify(clusters)
      })
    }
    db.prepare('UPDATE run SET result = ? WHERE id = ?').run(JSON.stringify(result(id)), id)
    seal(db, 'run', [id])
    return id
  })()
}

/** @throws MedoidError `unknown-run` */
export function loadRun(db: Database, id: number): StoredRun {
  const row = db.prepare('SELECT * FROM run WHERE id = ?').get(id) as Record<string, unknown> | undefined
  if (row === undefined) throw unknownRun(db, String(id))
  return runOf(row)
}

/** All of them, ascending. */
export function loadRuns(db: Database): StoredRun[] {
  return (db.prepare('SELECT * FROM run ORDER BY id').all() as Record<string, unknown>[]).map(runOf)
}

function runOf(row: Record<string, unknown>): StoredRun {
  sound('run', row)
  const json = (field: string): unknown => parseStored(row[field], placeOf('run', row, [field]))
  return {
    id: row.id as number,
    created: row.created as string,
    program: row.program as string,
    parameters: typedChoices(json('parameters') as Record<string, unknown>),
    features: json('features'),
    sample: arrayOf(Uint32Array, row.sample),
    result: json('result')
  }
}

/** The samples of all runs. */
export function samples(db: Database): Uint32Array[] {
  return loadRuns(db).map(({ sample }) => sample)
}

/**
 * Finds the clustering that a person named: `R.K`, or `R` for the best K of run R by silhouette.
 * @throws MedoidError `unknown-run`, `unknown-clustering`
 */
export function findClustering(db: Database, name: string): ClusteringName {
  const match = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(name)
  if (match === null) throw unknownRun(db, name)
  const run = Number(match[1])
  const stored = db.prepare('SELECT * FROM clustering WHERE run = ? ORDER BY silhouette DESC NULLS LAST, k').all(run)
  const rows = (stored as { k: number }[]).map((row) => sound('clustering', row).k)
  if (rows.length === 0) throw unknownRun(db, name)
  if (match[2] === undefined) return { run, k: rows[0] }
  const k = Number(match[2])
  if (!rows.includes(k)) {
    throw new MedoidError('unknown-clustering', { run, k, ks: rows.toSorted((a, b) => a - b) })
  }
  return { run, k }
}

export function loadClustering(db: Database, { run, k }: ClusteringName): StoredClustering {
  const row = db.prepare('SELECT * FROM clustering WHERE run = ? AND k = ?').get(run, k) as
    Record<string, unknown> | undefined
  if (row === undefined) throw damagedError({ part: 'row', place: `clustering (run ${run}, k ${k})` })
  sound('clustering', row)
  const json = (field: string): unknown => parseStored(row[field], placeOf('clustering', row, [field]))
  return {
    run,
    k,
    loss: row.loss as number,
    silhouette: row.silhouette as number | null,
    swaps: row.swaps as number,
    seconds: row.seconds as number,
    medoids: arrayOf(Uint32Array, row.medoids),
    labels: arrayOf(Uint16Array, row.labels),
    silhouettes: arrayOf(Float32Array, row.silhouettes),
    medoidRows: json('medoid_rows'),
    clusters: json('clusters')
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
  const { chunk, clusters, distances } = assigned
  const row = { run, k, chunk, clusters: bytesOf(clusters), distances: bytesOf(distances) }
  inserter(db, 'assignment', 'INSERT OR REPLACE')(row)
}

export function clearAssignment(db: Database, { run, k }: ClusteringName): void {
  db.prepare('DELETE FROM assignment WHERE run = ? AND k = ?').run(run, k)
}

/** The assignment chunk by chunk, ascending; nothing where none was made. */
export function* assignedChunks(db: Database, { run, k }: ClusteringName): Iterable<AssignedChunk> {
  const chunks = db.prepare('SELECT chunk FROM assignment WHERE run = ? AND k = ? ORDER BY chunk').pluck().all(run, k)
  const get = db.prepare('SELECT * FROM assignment WHERE run = ? AND k = ? AND chunk = ?')
  for (const chunk of chunks as number[]) {
    const row = sound('assignment', get.get(run, k, chunk) as { clusters: Buffer; distances: Buffer })
    const clusters = arrayOf(Uint16Array, row.clusters)
    const distances = arrayOf(Float32Array, row.distances)
    yield { chunk, clusters, distances }
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
  const runs = db.prepare('SELECT id FROM run ORDER BY id').pluck().all() as number[]
  return new MedoidError('unknown-run', { name, runs })
}
