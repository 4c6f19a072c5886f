import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { type EditSummary, editSummary } from '../core/catalogue/edit-summary.ts'
import { editWords } from '../core/catalogue/edit-words.ts'
import { loadEdits } from '../core/catalogue/edits.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { findClustering } from '../core/catalogue/runs.ts'
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
export interface EditHistoryReport extends EditSummary {
  clustering: string
  /** The oldest first. */
  entries: EditEntry[]
  /** The last one, which a change may have to follow; 0: none. */
  last: number
  /** The entry that would be undone, or redone; null: there is none. */
  undo: number | null
  redo: number | null
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
    ...(editSummary(reader, { run, k }) ?? { changes: 0, authors: [], rejected: 0 })
  }
}
