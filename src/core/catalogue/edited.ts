import type { Database } from 'better-sqlite3'
import { type AssignedChunk, NO_MEDOID, storedChunks, UNASSIGNED } from './assigned.ts'
import { arrayOf, bytesOf } from './blobs.ts'
import { inserter, placeOf, sound } from './checksums.ts'
import { type ClusteringName, formatClustering } from './clustering-name.ts'
import { hasEdits } from './edits.ts'
import { type ClusterDescription, CLUSTERS, MEDOID_ROWS, type MedoidRows } from './stored/clustering.ts'
import { damagedDocument, type Owner, readDocument, writeDocument } from './stored/document.ts'

/** The clusters of a clustering as changes left them. Numbers of clusters need not follow each other. */
export interface EditedClusters {
  /** The last entry of the history that they take account of. */
  edit: number
  loss: number
  /** null where there is no second cluster in the sample. */
  silhouette: number | null
  /** Instance id by cluster; NO_MEDOID where there is no such cluster. */
  medoids: Uint32Array
  /** Cluster by sample row; UNASSIGNED where the image was rejected. */
  labels: Uint16Array
  /** By sample row; NaN where the image was rejected. */
  silhouettes: Float32Array
  /** By cluster; see `NOT_IN_SAMPLE` and NO_MEDOID. */
  medoidRows: MedoidRows
  /** The clusters that there are, ascending. */
  clusters: ClusterDescription[]
}

/** Whether changes of a clustering have an effect; the method's own, `R.K@method`, has none. */
export function isEdited(db: Database, name: ClusteringName): boolean {
  return editedUpTo(db, name) > 0
}

/** The entry that a clustering takes account of; 0: its clusters are those of the method. It tells whether something was made of an earlier state. */
export function editedUpTo(db: Database, { run, k, method }: ClusteringName): number {
  if (method || !hasEdits(db)) return 0
  return (db.prepare('SELECT edit FROM edited WHERE run = ? AND k = ?').pluck().get(run, k) as number | undefined) ?? 0
}

/**
 * @param sample how many images the sample has
 * @returns null where the clusters are those of the method
 * @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer`
 */
export function loadEdited(db: Database, name: ClusteringName, sample: number): EditedClusters | null {
  const { run, k, method } = name
  if (method || !hasEdits(db)) return null
  const row = db.prepare('SELECT * FROM edited WHERE run = ? AND k = ?').get(run, k) as Row | undefined
  if (row === undefined) return null
  sound('edited', row)
  const owner: Owner = { kind: 'clustering', name: formatClustering(name) }
  const edited = {
    edit: row.edit as number,
    loss: row.loss as number,
    silhouette: row.silhouette as number | null,
    medoids: arrayOf(Uint32Array, row.medoids, placeOf('edited', row, ['medoids'])),
    labels: arrayOf(Uint16Array, row.labels, placeOf('edited', row, ['labels'])),
    silhouettes: arrayOf(Float32Array, row.silhouettes, placeOf('edited', row, ['silhouettes'])),
    medoidRows: readDocument(MEDOID_ROWS, row.medoid_rows, owner, 'medoid_rows'),
    clusters: readDocument(CLUSTERS, row.clusters, owner, 'clusters').clusters
  }
  checkEdited(edited, sample, owner)
  return edited
}

/** Numbers of the clusters that there are, ascending; null where they are those of the method. @throws MedoidError `catalogue-damaged` */
export function editedIds(db: Database, { run, k, method }: ClusteringName): number[] | null {
  if (method || !hasEdits(db)) return null
  const row = db.prepare('SELECT * FROM edited WHERE run = ? AND k = ?').get(run, k) as Row | undefined
  if (row === undefined) return null
  const medoids = arrayOf(Uint32Array, sound('edited', row).medoids, placeOf('edited', row, ['medoids']))
  return [...medoids.keys()].filter((id) => medoids[id] !== NO_MEDOID)
}

/** The chunks of an edited clustering, ascending. @throws MedoidError `catalogue-damaged` */
export function editedChunks(db: Database, name: ClusteringName): Generator<AssignedChunk, undefined> {
  return storedChunks(db, 'edited_chunk', name)
}

/**
 * Stores the clusters as changes left them, in the place of those that were there; inside the caller's transaction.
 * @param edited null: they are those of the method again
 * @param chunks all of them; those that are stored already are not written again
 */
export function saveEdited(
  db: Database,
  { run, k }: ClusteringName,
  edited: EditedClusters | null,
  chunks: Iterable<AssignedChunk>
): void {
  db.prepare('DELETE FROM edited WHERE run = ? AND k = ?').run(run, k)
  const stored = db.prepare('SELECT clusters, distances FROM edited_chunk WHERE run = ? AND k = ? AND chunk = ?')
  const isStored = (chunk: number, row: { clusters: Buffer; distances: Buffer }): boolean => {
    const before = stored.get(run, k, chunk) as typeof row | undefined
    return before?.clusters.equals(row.clusters) === true && before.distances.equals(row.distances)
  }
  const kept = new Set<number>()
  if (edited !== null) {
    const { edit, loss, silhouette, medoids, labels, silhouettes, medoidRows, clusters } = edited
    inserter(
      db,
      'edited'
    )({
      run,
      k,
      edit,
      loss,
      silhouette,
      medoids: bytesOf(medoids),
      labels: bytesOf(labels),
      silhouettes: bytesOf(silhouettes),
      medoid_rows: writeDocument(MEDOID_ROWS, medoidRows, 'medoid_rows'),
      clusters: writeDocument(CLUSTERS, { clusters }, 'clusters')
    })
    const put = inserter(db, 'edited_chunk', 'INSERT OR REPLACE')
    for (const { chunk, ...of } of chunks) {
      const row = { clusters: bytesOf(of.clusters), distances: bytesOf(of.distances) }
      if (!isStored(chunk, row)) put({ run, k, chunk, ...row })
      kept.add(chunk)
    }
  }
  const there = db.prepare('SELECT chunk FROM edited_chunk WHERE run = ? AND k = ?').pluck().all(run, k) as number[]
  const remove = db.prepare('DELETE FROM edited_chunk WHERE run = ? AND k = ? AND chunk = ?')
  for (const chunk of there) if (!kept.has(chunk)) remove.run(run, k, chunk)
}

/** How many clusters there are after changes, and their silhouette in the sample. */
export interface EditedFigures {
  clusters: number
  silhouette: number | null
}

/** @returns null where the clusters are those of the method @throws MedoidError `catalogue-damaged` */
export function editedFigures(db: Database, name: ClusteringName): EditedFigures | null {
  const ids = editedIds(db, name)
  if (ids === null) return null
  const silhouette = db.prepare('SELECT silhouette FROM edited WHERE run = ? AND k = ?').pluck()
  return { clusters: ids.length, silhouette: silhouette.get(name.run, name.k) as number | null }
}

/** K of the clusterings of a run whose clusters are not those of the method, ascending. */
export function editedClusterings(db: Database, run: number): number[] {
  if (!hasEdits(db)) return []
  return db.prepare('SELECT k FROM edited WHERE run = ? ORDER BY k').pluck().all(run) as number[]
}

/** Tells what was assigned to a clustering as the method made it from what is assigned later. */
export function assignmentStamp(db: Database, { run, k }: ClusteringName): string {
  const rows = db.prepare('SELECT chunk, hex(sums) FROM assignment WHERE run = ? AND k = ? ORDER BY chunk').raw()
  return JSON.stringify(rows.all(run, k))
}

type Row = Record<string, unknown>

/** Numbers of clusters are places in lists, and have to be in them. */
function checkEdited(
  { medoids, labels, silhouettes, medoidRows, clusters }: EditedClusters,
  sample: number,
  owner: Owner
): void {
  const ids = [...medoids.keys()].filter((id) => medoids[id] !== NO_MEDOID)
  const isThere = (cluster: number): boolean => cluster < medoids.length && medoids[cluster] !== NO_MEDOID
  const problems: [isSo: boolean, problem: string][] = [
    [labels.length !== sample, `labels have to be ${sample}, as many as the sample of the run has`],
    [silhouettes.length !== sample, `silhouettes have to be ${sample}, as many as the sample of the run has`],
    [labels.some((cluster) => cluster !== UNASSIGNED && !isThere(cluster)), 'labels have to be those of clusters'],
    [medoidRows.rows.length !== medoids.length, `medoid_rows.rows have to be ${medoids.length}`],
    [
      medoidRows.values.some((values) => values.length !== medoids.length),
      `medoid_rows.values have to be ${medoids.length} in every column`
    ],
    [
      clusters.length !== ids.length || clusters.some(({ id }, i) => id !== ids[i]),
      'clusters have to be those that have medoids'
    ]
  ]
  const found = problems.find(([isSo]) => isSo)
  if (found !== undefined) throw damagedDocument(owner, found[1])
}
