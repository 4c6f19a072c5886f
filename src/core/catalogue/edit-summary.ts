import type { Database } from 'better-sqlite3'
import { UNASSIGNED } from './assigned.ts'
import type { ClusteringName } from './clustering-name.ts'
import { isEdited } from './edited.ts'
import { loadEdits } from './edits.ts'
import type { CatalogueReader } from './reader.ts'
import { assignedChunks, clusterIds, firstOf } from './runs.ts'

/** What people changed about the clusters of a clustering, in short. */
export interface EditSummary {
  /** Changes that have an effect. */
  changes: number
  /** Who made them, as far as that is known. */
  authors: string[]
  /** Live images that are rejected: they are in no cluster. */
  rejected: number
}

/** @returns null where the clusters are as the method made them */
export function editSummary(reader: CatalogueReader, name: ClusteringName): EditSummary | null {
  if (!isEdited(reader.db, name)) return null
  const { done } = loadEdits(reader.db, name)
  const authors = new Set(done.map(({ author }) => author))
  authors.delete('')
  return { changes: done.length, authors: [...authors], rejected: rejectedImages(reader, name).length }
}

/** A live image that somebody rejected. */
export interface RejectedImage {
  instance: number
  /** Where the method had put it, and how far it is from the medoid there. */
  cluster: number
  distance: number
  /** The cluster that has become of that one since, by merging; null: it is not there any more. */
  home: number | null
}

/** The live images of a clustering that are rejected, ascending. */
export function rejectedImages(reader: CatalogueReader, name: ClusteringName): RejectedImage[] {
  const { db } = reader
  if (!isEdited(db, name)) return []
  const { done } = loadEdits(db, name)
  const ids = new Set(clusterIds(db, name))
  const homeOf = (made: number): number | null => {
    let home = made
    for (const { change } of done) {
      if (change.kind === 'merge' && change.clusters.includes(home)) home = change.into
    }
    return ids.has(home) ? home : null
  }
  const rejected: RejectedImage[] = []
  for (const [made, edited] of besideMade(db, name)) {
    made.clusters.forEach((cluster, row) => {
      const instance = firstOf(made.chunk) + row
      if (cluster === UNASSIGNED || edited[row] !== UNASSIGNED || !reader.isLive(instance)) return
      rejected.push({ instance, cluster, distance: made.distances[row], home: homeOf(cluster) })
    })
  }
  return rejected
}

/** The chunks of the method with the clusters of the edited ones: both have the same chunks. */
function* besideMade(db: Database, name: ClusteringName) {
  const edited = new Map(Array.from(assignedChunks(db, name), ({ chunk, clusters }) => [chunk, clusters]))
  for (const made of assignedChunks(db, { ...name, method: true })) {
    const clusters = edited.get(made.chunk)
    if (clusters !== undefined) yield [made, clusters] as const
  }
}
