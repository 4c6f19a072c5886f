import type { Database } from 'better-sqlite3'
import { UNASSIGNED } from '../core/catalogue/assigned.ts'
import { formatClustering, type ClusteringName } from '../core/catalogue/clustering-name.ts'
import { isEdited } from '../core/catalogue/edited.ts'
import { editWords } from '../core/catalogue/edit-words.ts'
import { loadEdits } from '../core/catalogue/edits.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { assignedChunks, findClustering, firstOf } from '../core/catalogue/runs.ts'
import type { EditChange } from '../core/catalogue/stored/edit.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'

/** An entry of the history of a clustering. */
export interface EditEntry {
  entry: number
  /** ISO 8601, UTC. */
  created: string
  author: string
  kind: EditChange['kind']
  words: string
  /** A change that has no effect now: it was undone. Of an undo or a redo always false. */
  isUndone: boolean
}

/** What people changed about the clusters of a clustering. */
export interface EditHistoryReport {
  clustering: string
  /** The oldest first. */
  entries: EditEntry[]
  /** The last one, which a change may have to follow; 0: none. */
  last: number
  /** The entry that would be undone, or redone; null: there is none. */
  undo: number | null
  redo: number | null
  /** Changes that have an effect, and who made them. */
  changes: number
  authors: string[]
  /** Live images that are rejected. */
  rejected: number
}

export const editHistoryJob: Job<{ catalogue: string; run: string }, EditHistoryReport> = {
  run: ({ catalogue, run }) => reading(catalogue, (reader) => editHistoryOf(reader, run))
}

/** @throws MedoidError `unknown-run`, `unknown-clustering` */
export function editHistoryOf(reader: CatalogueReader, clustering: string): EditHistoryReport {
  const { db } = reader
  const { run, k } = findClustering(db, clustering)
  const { entries, done, undone, last } = loadEdits(db, { run, k })
  const effective = new Set(done.map(({ id }) => id))
  return {
    clustering: formatClustering({ run, k }),
    entries: entries.map(({ id, created, author, change }) => ({
      entry: id,
      created,
      author,
      kind: change.kind,
      words: editWords(change, entries),
      isUndone: change.kind !== 'undo' && change.kind !== 'redo' && !effective.has(id)
    })),
    last,
    undo: done.at(-1)?.id ?? null,
    redo: undone.at(-1)?.id ?? null,
    changes: done.length,
    authors: [...new Set(done.map(({ author }) => author))].filter((author) => author !== ''),
    rejected: rejectedImages(reader, { run, k }).length
  }
}

/** A live image that somebody rejected. */
export interface RejectedImage {
  instance: number
  /** Where the method had put it, and how far it is from the medoid there. */
  cluster: number
  distance: number
}

/** The live images of a clustering that are rejected, ascending. */
export function rejectedImages(reader: CatalogueReader, name: ClusteringName): RejectedImage[] {
  const { db } = reader
  if (!isEdited(db, name)) return []
  const rejected: RejectedImage[] = []
  for (const [made, edited] of besideMade(db, name)) {
    made.clusters.forEach((cluster, row) => {
      const instance = firstOf(made.chunk) + row
      if (cluster === UNASSIGNED || edited[row] !== UNASSIGNED || !reader.isLive(instance)) return
      rejected.push({ instance, cluster, distance: made.distances[row] })
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
