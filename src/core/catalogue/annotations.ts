import type { Database } from 'better-sqlite3'
import { seal, sound } from './checksums.ts'

/** The label that somebody gave to a cluster; empty strings where nothing was given. */
export interface ClusterLabel {
  run: number
  k: number
  cluster: number
  label: string
  /** Code Value (0008,0100), Coding Scheme Designator (0008,0102) and Code Meaning (0008,0104): all three or none. */
  code: string
  scheme: string
  meaning: string
  note: string
  /** ISO 8601, UTC. */
  created: string
  /** Who gave it; '' where that is not known. */
  author: string
  /** The naming that it belongs to: '' is the one that everybody shares, another one is a reader's own. */
  naming: string
}

export interface StoredLabel {
  /** Ascending in the order in which labels were given. */
  id: number
  annotation: ClusterLabel
}

/** A catalogue of before migration 7 that may only be read does not know who named clusters. */
type Row = Omit<ClusterLabel, 'author' | 'naming'> & Partial<ClusterLabel>

/** All labels that clusters ever had, oldest first: of which cluster one is may be what is damaged. @throws MedoidError `catalogue-damaged` */
export function loadLabels(db: Database): StoredLabel[] {
  const rows = db.prepare('SELECT * FROM annotation ORDER BY id').all() as (Row & { id: number })[]
  return rows.map((row) => {
    const { id, run, k, cluster, label, code, scheme, meaning, note, created } = sound('annotation', row)
    const { author = '', naming = '' } = row
    return { id, annotation: { run, k, cluster, label, code, scheme, meaning, note, created, author, naming } }
  })
}

/** Inside the caller's transaction. @returns its id */
export function addLabel(db: Database, annotation: ClusterLabel): number {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO annotation(run, k, cluster, label, code, scheme, meaning, note, created, author, naming)
       VALUES(@run, @k, @cluster, @label, @code, @scheme, @meaning, @note, @created, @author, @naming)`
    )
    .run(annotation)
  const id = Number(lastInsertRowid)
  seal(db, 'annotation', [id])
  return id
}
