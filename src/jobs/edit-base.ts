import type { Database } from 'better-sqlite3'
import { type AssignedChunk, UNASSIGNED } from '../core/catalogue/assigned.ts'
import { CHUNK } from '../core/catalogue/chunks.ts'
import type { ClusteringName } from '../core/catalogue/clustering-name.ts'
import { editedChunks, type EditedClusters, loadEdited } from '../core/catalogue/edited.ts'
import {
  assignedChunks,
  firstOf,
  loadClustering,
  loadRun,
  type StoredClustering,
  type StoredRun
} from '../core/catalogue/runs.ts'

/** Clusters of images, and distances to the medoids of these, by instance. */
export interface Assigned {
  clusters: Uint16Array
  distances: Float32Array
}

/** What changes are made to: a clustering as the method made it, and the images that are assigned to it. */
export interface EditBase extends Assigned {
  run: StoredRun
  made: StoredClustering
  /** The chunks that are assigned, ascending. */
  chunks: readonly number[]
}

/** What changes came to before. */
export interface EditedState extends Assigned {
  edited: EditedClusters
}

/** @param chunks those of the assignment, where it is not the stored one */
export function loadBase(
  db: Database,
  name: ClusteringName,
  chunks: Iterable<AssignedChunk> = assignedChunks(db, { ...name, method: true })
): EditBase {
  const all = [...chunks]
  const run = loadRun(db, name.run)
  const made = loadClustering(db, { ...name, method: true })
  return { run, made, chunks: all.map(({ chunk }) => chunk), ...gathered(all) }
}

/** @returns null where the clusters are those of the method */
export function loadEditedState(db: Database, name: ClusteringName, { made }: EditBase): EditedState | null {
  const edited = loadEdited(db, name, made.labels.length)
  return edited === null ? null : { edited, ...gathered([...editedChunks(db, name)]) }
}

function gathered(chunks: readonly AssignedChunk[]): Assigned {
  const length = firstOf((chunks.at(-1)?.chunk ?? -1) + 1)
  const clusters = new Uint16Array(length).fill(UNASSIGNED)
  const distances = new Float32Array(length).fill(NaN)
  for (const each of chunks) {
    clusters.set(each.clusters, firstOf(each.chunk))
    distances.set(each.distances, firstOf(each.chunk))
  }
  return { clusters, distances }
}

/** The chunks of what `gathered` has put together. */
export function* chunksOf(chunks: readonly number[], { clusters, distances }: Assigned): Generator<AssignedChunk> {
  for (const chunk of chunks) {
    const [from, to] = [firstOf(chunk), firstOf(chunk) + CHUNK]
    yield { chunk, clusters: clusters.slice(from, to), distances: distances.slice(from, to) }
  }
}
