import { BY_METHOD, type ClusteringName, formatClustering } from './clustering-name.ts'
import type { Database } from 'better-sqlite3'
import { MedoidError } from '../errors.ts'
import { type AssignedChunk, storedChunks, UNASSIGNED } from './assigned.ts'
import { arrayOf, bytesOf } from './blobs.ts'
import { damagedError, inserter, placeOf, seal, sound, updateRow } from './checksums.ts'
import { CHUNK } from './chunks.ts'
import { editedChunks, editedIds, isEdited, loadEdited } from './edited.ts'
import { presentRuns, runNotes, unknownRun } from './run-notes.ts'
import { type ClusterDescription, CLUSTERS, MEDOID_ROWS, type MedoidRows } from './stored/clustering.ts'
import { damagedDocument, type Owner, readDocument, type Versions, writeDocument } from './stored/document.ts'
import { RUN_FEATURES, type RunFeatures } from './stored/features.ts'
import { RUN_PARAMETERS, RUN_RESULT, type RunParameters, type RunResult } from './stored/run.ts'

export { type AssignedChunk, UNASSIGNED }

interface BriefRun {
  id: number
  created: string
  /** Version of the program that made it. */
  program: string
  parameters: RunParameters
  result: RunResult
}

/** What a list shows of a run. */
export interface ListedRun extends BriefRun {
  /** What somebody called it, or ''. */
  name: string
}

/** A sweep as it is stored. */
export interface StoredRun extends BriefRun {
  features: RunFeatures
  /** Instance ids, ascending. */
  sample: Uint32Array
}

/**
 * One K of a run. Where people changed its clusters, their numbers need not follow each other: `clusters` says which there are, and what is
 * "by cluster" has gaps.
 */
export interface StoredClustering {
  run: number
  /** As the method made it. */
  k: number
  loss: number
  /** null where it is not defined (K = 1). */
  silhouette: number | null
  swaps: number
  seconds: number
  /** Instance id by cluster; NO_MEDOID where there is no such cluster. */
  medoids: Uint32Array
  /** Cluster by sample row; UNASSIGNED where the image was rejected. */
  labels: Uint16Array
  /** By sample row; NaN where the image was rejected. */
  silhouettes: Float32Array
  /** By cluster. */
  medoidRows: MedoidRows
  /** Those that there are, ascending. */
  clusters: ClusterDescription[]
}

/** @returns the new run's id */
export function saveRun(
  db: Database,
  run: Omit<StoredRun, 'id' | 'created' | 'result'>,
  clusterings: readonly Omit<StoredClustering, 'run'>[],
  result: (id: number) => RunResult
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
        writeDocument(RUN_PARAMETERS, run.parameters, 'parameters'),
        writeDocument(RUN_FEATURES, run.features, 'features'),
        bytesOf(run.sample)
      ) as number
    for (const clustering of clusterings) putClustering(db, { run: id, ...clustering })
    db.prepare('UPDATE run SET result = ? WHERE id = ?').run(writeDocument(RUN_RESULT, result(id), 'result'), id)
    seal(db, 'run', [id])
    return id
  })()
}

/** What `saveRun` will call a run, as long as nobody else saves one. */
export function nextRun(db: Database): number {
  return db.prepare('SELECT coalesce(max(id), 0) + 1 FROM run').pluck().get() as number
}

/**
 * Adds a K to a run, inside the caller's transaction.
 * @param result what its sweep comes to then
 */
export function addClustering(
  db: Database,
  clustering: StoredClustering,
  result: (before: RunResult) => RunResult
): void {
  const row = db.prepare('SELECT * FROM run WHERE id = ?').get(clustering.run) as Row
  const { result: before } = listedRun(sound('run', row))
  putClustering(db, clustering)
  updateRow(db, 'run', [clustering.run], { result: writeDocument(RUN_RESULT, result(before), 'result') })
}

function putClustering(db: Database, clustering: StoredClustering): void {
  const { run, k, loss, silhouette, swaps, seconds, medoids, labels, silhouettes, medoidRows, clusters } = clustering
  inserter(
    db,
    'clustering'
  )({
    run,
    k,
    loss,
    silhouette,
    swaps,
    seconds,
    medoids: bytesOf(medoids),
    labels: bytesOf(labels),
    silhouettes: bytesOf(silhouettes),
    medoid_rows: writeDocument(MEDOID_ROWS, medoidRows, 'medoid_rows'),
    clusters: writeDocument(CLUSTERS, { clusters }, 'clusters')
  })
}

/** K of the clusterings of a run, ascending. */
export function clusteringsOf(db: Database, run: number): number[] {
  return db.prepare('SELECT k FROM clustering WHERE run = ? ORDER BY k').pluck().all(run) as number[]
}

/** @throws MedoidError `unknown-run`, `document-damaged`, `document-newer` */
export function loadRun(db: Database, id: number): StoredRun {
  const row = db.prepare('SELECT * FROM run WHERE id = ?').get(id) as Row | undefined
  if (row === undefined) throw unknownRun(db, String(id))
  const listed = listedRun(sound('run', row))
  const features = runDocument(RUN_FEATURES, row, 'features')
  checkColumns(features, runOwner(row))
  checkFusion(listed.parameters, features, runOwner(row))
  return { ...listed, features, sample: sampleOf(row) }
}

/** Instance ids, ascending, of the images that a run clustered. @throws MedoidError `unknown-run` */
export function sampleOfRun(db: Database, id: number): Uint32Array {
  const row = db.prepare('SELECT * FROM run WHERE id = ?').get(id) as Row | undefined
  if (row === undefined) throw unknownRun(db, String(id))
  return sampleOf(sound('run', row))
}

/** All that are not removed, ascending. @throws MedoidError `document-damaged`, `document-newer` */
export function listRuns(db: Database): ListedRun[] {
  const notes = runNotes(db)
  return runRows(db)
    .filter(({ id }) => notes.get(id as number)?.removed !== true)
    .map((row) => ({ ...listedRun(row), name: notes.get(row.id as number)?.name ?? '' }))
}

type Row = Record<string, unknown>

function runRows(db: Database): Row[] {
  return (db.prepare('SELECT * FROM run ORDER BY id').all() as Row[]).map((row) => sound('run', row))
}

function listedRun(row: Row): BriefRun {
  return {
    id: row.id as number,
    created: row.created as string,
    program: row.program as string,
    parameters: runDocument(RUN_PARAMETERS, row, 'parameters'),
    result: runDocument(RUN_RESULT, row, 'result')
  }
}

function runDocument<T>(versions: Versions<T>, row: Row, part: string): T {
  return readDocument(versions, row[part], runOwner(row), part)
}

/** How many images the sample of a run has, without reading it. */
export function sampleLength(db: Database, run: number): number {
  return db.prepare('SELECT length(sample) / 4 FROM run WHERE id = ?').pluck().get(run) as number
}

function sampleOf(row: Row): Uint32Array {
  return arrayOf(Uint32Array, row.sample, placeOf('run', row, ['sample']))
}

function runOwner({ id }: Row): Owner {
  return { kind: 'run', name: id as number }
}

/** A table that is built of the features has the columns of the model. */
function checkColumns({ features, model }: RunFeatures, owner: Owner): void {
  const columns = features.flatMap((feature) => feature.columns)
  const isModelOf =
    columns.length === model.columns.length &&
    columns.every(({ name, levels }, i) => {
      const column = model.columns[i]
      return name === column.name && (levels === undefined ? 'range' : 'levels') in column
    })
  if (!isModelOf) throw damagedDocument(owner, 'the columns of features.model have to be those of features.features')
}

/** What was asked for is what was frozen. */
function checkFusion({ fuse }: RunParameters, { fusion }: RunFeatures, owner: Owner): void {
  if ((fuse === null) === (fusion === null)) return
  throw damagedDocument(owner, 'features.fusion has to be there where parameters.fuse is, and nowhere else')
}

/** How many runs other than one there were at a time. @param time ISO 8601, UTC */
export function countRunsBefore(db: Database, time: string, but: number): number {
  return db.prepare('SELECT count(*) FROM run WHERE created < ? AND id <> ?').pluck().get(time, but) as number
}

/** The samples of all runs. */
export function samples(db: Database): Uint32Array[] {
  return runRows(db).map(sampleOf)
}

/** `R`, `R.K`, and either with `@method`. */
const NAME = new RegExp(String.raw`^(\d{1,9})(?:\.(\d{1,9}))?(${BY_METHOD})?$`)

/**
 * Finds the clustering that a person named: `R.K`, or `R` for the best K of run R by silhouette; with `@method`, as the method made its
 * clusters, whatever people changed since.
 * @throws MedoidError `unknown-run`, `unknown-clustering`
 */
export function findClustering(db: Database, name: string): ClusteringName {
  const match = NAME.exec(name)
  if (match === null) throw unknownRun(db, name)
  const run = Number(match[1])
  const stored = db.prepare('SELECT * FROM clustering WHERE run = ? ORDER BY silhouette DESC NULLS LAST, k').all(run)
  const rows = (stored as { k: number }[]).map((row) => sound('clustering', row).k)
  if (rows.length === 0 || !presentRuns(db).includes(run)) throw unknownRun(db, name)
  const method = match[3] === undefined ? {} : { method: true as const }
  if (match[2] === undefined) return { run, k: rows[0], ...method }
  const k = Number(match[2])
  if (!rows.includes(k)) {
    throw new MedoidError('unknown-clustering', { run, k, ks: rows.toSorted((a, b) => a - b) })
  }
  return { run, k, ...method }
}

/** As people left its clusters, or as the method made them, see `ClusteringName`. @throws MedoidError `document-damaged`, `document-newer` */
export function loadClustering(db: Database, name: ClusteringName): StoredClustering {
  const made = loadMade(db, name)
  const edited = loadEdited(db, name, made.labels.length)
  if (edited === null) return made
  const { edit, ...clusters } = edited
  return { ...made, ...clusters }
}

function loadMade(db: Database, { run, k }: ClusteringName): StoredClustering {
  const row = db.prepare('SELECT * FROM clustering WHERE run = ? AND k = ?').get(run, k) as Row | undefined
  if (row === undefined) throw damagedError({ part: 'row', place: `clustering (run ${run}, k ${k})` })
  sound('clustering', row)
  const owner: Owner = { kind: 'clustering', name: formatClustering({ run, k }) }
  const clustering = {
    run,
    k,
    loss: row.loss as number,
    silhouette: row.silhouette as number | null,
    swaps: row.swaps as number,
    seconds: row.seconds as number,
    medoids: arrayOf(Uint32Array, row.medoids, placeOf('clustering', row, ['medoids'])),
    labels: arrayOf(Uint16Array, row.labels, placeOf('clustering', row, ['labels'])),
    silhouettes: arrayOf(Float32Array, row.silhouettes, placeOf('clustering', row, ['silhouettes'])),
    medoidRows: readDocument(MEDOID_ROWS, row.medoid_rows, owner, 'medoid_rows'),
    clusters: readDocument(CLUSTERS, row.clusters, owner, 'clusters').clusters
  }
  checkClustering(clustering, sampleLength(db, run), owner)
  return clustering
}

/** Rows and clusters are places in lists, and have to be in them. */
function checkClustering(
  { k, medoids, labels, silhouettes, medoidRows, clusters }: StoredClustering,
  sample: number,
  owner: Owner
): void {
  const problems: [isSo: boolean, problem: string][] = [
    [medoids.length !== k, `medoids have to be ${k}`],
    [labels.length !== sample, `labels have to be ${sample}, as many as the sample of the run has`],
    [silhouettes.length !== sample, `silhouettes have to be ${sample}, as many as the sample of the run has`],
    [labels.some((cluster) => cluster >= k), `labels have to be from 0 to ${k - 1}`],
    [medoidRows.rows.length !== k, `medoid_rows.rows have to be ${k}`],
    [medoidRows.values.some((values) => values.length !== k), `medoid_rows.values have to be ${k} in every column`],
    [clusters.length !== k || clusters.some(({ id }, i) => id !== i), `clusters have to be those from 0 to ${k - 1}`]
  ]
  const found = problems.find(([isSo]) => isSo)
  if (found !== undefined) throw damagedDocument(owner, found[1])
}

/** Numbers of the clusters of a clustering, ascending. */
export function clusterIds(db: Database, name: ClusteringName): number[] {
  const { run, k } = name
  const made = db.prepare('SELECT length(medoids) / 4 FROM clustering WHERE run = ? AND k = ?').pluck()
  return editedIds(db, name) ?? [...Array((made.get(run, k) as number | undefined) ?? 0).keys()]
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
export function* assignedChunks(db: Database, name: ClusteringName): Iterable<AssignedChunk> {
  if (isEdited(db, name)) {
    yield* editedChunks(db, name)
    return
  }
  yield* storedChunks(db, 'assignment', name)
}

/**
 * Clusters by instance, chunk by chunk, ascending: of all images, or where nobody has assigned them, of the sample, whose distances are
 * not known.
 */
export function* clusterChunks(
  db: Database,
  name: ClusteringName
): Generator<Omit<AssignedChunk, 'distances'> & { distances: Float32Array | null }, undefined> {
  if (isAssigned(db, name)) {
    yield* assignedChunks(db, name)
    return
  }
  const { labels } = loadClustering(db, name)
  const sample = sampleOfRun(db, name.run)
  for (let row = 0; row < sample.length;) {
    const chunk = Math.floor(sample[row] / CHUNK)
    const clusters = new Uint16Array(CHUNK).fill(UNASSIGNED)
    for (; row < sample.length && sample[row] < firstOf(chunk + 1); row++) {
      clusters[sample[row] - firstOf(chunk)] = labels[row]
    }
    yield { chunk, clusters, distances: null }
  }
}

/** Whether images have been assigned to the clusters of a clustering. */
export function isAssigned(db: Database, { run, k }: ClusteringName): boolean {
  return db.prepare('SELECT 1 FROM assignment WHERE run = ? AND k = ? LIMIT 1').get(run, k) !== undefined
}

/** Clusterings that have been assigned, of runs that are not removed: by run, and by K within a run. */
export function assignedClusterings(db: Database): ClusteringName[] {
  const present = new Set(presentRuns(db))
  const all = db.prepare('SELECT DISTINCT run, k FROM assignment ORDER BY run, k').all() as ClusteringName[]
  return all.filter(({ run }) => present.has(run))
}

/** First instance id of a chunk. */
export function firstOf(chunk: number): number {
  return chunk * CHUNK
}
