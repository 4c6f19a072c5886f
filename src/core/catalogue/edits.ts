import type { Database } from 'better-sqlite3'
import { inserter, placeOf, sound } from './checksums.ts'
import type { ClusteringName } from './clustering-name.ts'
import { InstanceBits } from './instance-bits.ts'
import { schemaVersion } from './schema-version.ts'
import { damagedDocument, type Owner, readDocument, writeDocument } from './stored/document.ts'
import { EDIT_CHANGE, type EditChange, type Merge, type Move, type Split } from './stored/edit.ts'

/** An entry in the history of a clustering. */
export interface StoredEdit {
  id: number
  run: number
  k: number
  /** ISO 8601, UTC. */
  created: string
  /** Version of the program that made it. */
  program: string
  author: string
  change: EditChange
}

/** An entry that changes clusters, not one that undoes or redoes. */
export type Shaping = StoredEdit & { change: Merge | Split | Move }

/** What the entries of a clustering come to. */
export interface EditHistory {
  /** All of them, the oldest first. */
  entries: StoredEdit[]
  /** The changes that have an effect, the oldest first. */
  done: Shaping[]
  /** Those that can be redone, the one to redo first last. */
  undone: Shaping[]
  /** The latest entry; 0: none. */
  last: number
}

/** The migration that made the tables. */
const SINCE = 7

/** An older catalogue that may only be read has no such tables. */
export function hasEdits(db: Database): boolean {
  return schemaVersion(db) >= SINCE
}

/** The latest entry of a clustering; 0: nobody has changed it. */
export function lastEdit(db: Database, { run, k }: ClusteringName): number {
  if (!hasEdits(db)) return 0
  return db.prepare('SELECT ifnull(max(id), 0) FROM edit WHERE run = ? AND k = ?').pluck().get(run, k) as number
}

/** @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer` */
export function loadEdits(db: Database, { run, k }: ClusteringName): EditHistory {
  const rows = hasEdits(db) ? (db.prepare('SELECT * FROM edit ORDER BY id').all() as Row[]) : []
  // Of which clustering one is may be what is damaged.
  const sounds = rows.map((row) => sound('edit', row))
  return historyOf(sounds.filter((row) => row.run === run && row.k === k).map(editOf))
}

/** Clusterings that somebody has changed, whether or not that has an effect. */
export function changedClusterings(db: Database): ClusteringName[] {
  return hasEdits(db) ? (db.prepare('SELECT DISTINCT run, k FROM edit ORDER BY run, k').all() as ClusteringName[]) : []
}

/** What entries come to: an undo takes back the last change that has an effect, a new change ends what can be redone. */
function historyOf(entries: StoredEdit[]): EditHistory {
  const done: Shaping[] = []
  let undone: Shaping[] = []
  for (const entry of entries) {
    const { change } = entry
    if (change.kind === 'undo' || change.kind === 'redo') {
      const [from, to] = change.kind === 'undo' ? [done, undone] : [undone, done]
      const last = from.pop()
      if (last === undefined || last.id !== change.entry) {
        throw damagedDocument(ownerOf(entry.id), `change.entry has to be ${last?.id ?? 0}`)
      }
      to.push(last)
    } else {
      done.push({ ...entry, change })
      undone = []
    }
  }
  return { entries, done, undone, last: entries.at(-1)?.id ?? 0 }
}

/** The number of the next new cluster: none of those that there ever were, also where they are undone. */
export function nextCluster({ entries }: EditHistory, k: number): number {
  let next = k
  for (const { change } of entries) {
    if (change.kind === 'split') next = Math.max(next, 1 + Math.max(...change.into))
    if (change.kind === 'move' && change.to !== null) next = Math.max(next, 1 + change.to)
  }
  return next
}

/** Stores an entry and its images, part by part; inside the caller's transaction. @returns its number */
export function addEdit(
  db: Database,
  edit: Omit<StoredEdit, 'id' | 'created'>,
  parts: readonly Iterable<number>[]
): number {
  const id = 1 + (db.prepare('SELECT coalesce(max(id), 0) FROM edit').pluck().get() as number)
  const { run, k, program, author } = edit
  const change = writeDocument(EDIT_CHANGE, edit.change, 'change')
  inserter(db, 'edit')({ id, run, k, created: new Date().toISOString(), program, author, change })
  const put = inserter(db, 'edit_chunk')
  parts.forEach((instances, part) => {
    for (const [chunk, bits] of InstanceBits.of(instances).chunks)
      put({ edit: id, part, chunk, bits: Buffer.from(bits) })
  })
  return id
}

/** The images of a change: `at(i)` are those of part i. @throws MedoidError `catalogue-damaged` */
export function imagesOfEdit(db: Database, { id, change }: Shaping): InstanceBits[] {
  const parts = change.kind === 'merge' ? 0 : change.kind === 'move' ? 1 : change.into.length + 1
  const chunks = Array.from({ length: parts }, () => new Map<number, Uint8Array>())
  const rows = db.prepare('SELECT * FROM edit_chunk WHERE edit = ? ORDER BY part, chunk').all(id) as Row[]
  for (const row of rows) {
    const { part, chunk, bits } = sound('edit_chunk', row) as { part: number; chunk: number; bits: Buffer }
    if (!(part in chunks)) throw damagedDocument(ownerOf(id), `${placeOf('edit_chunk', row, ['bits'])} is of no part`)
    chunks[part].set(chunk, new Uint8Array(bits))
  }
  return chunks.map((each) => new InstanceBits(each))
}

type Row = Record<string, unknown>

function editOf(row: Row): StoredEdit {
  const { id, run, k, created, program, author } = row as unknown as StoredEdit
  const change = readDocument(EDIT_CHANGE, row.change, ownerOf(id), 'change')
  const isWhole =
    change.kind !== 'split' ||
    (change.into.length > 0 &&
      change.medoids.length === change.into.length + 1 &&
      change.images.length === change.into.length + 1)
  if (!isWhole)
    throw damagedDocument(ownerOf(id), 'change.medoids and change.images have to be one more than change.into')
  return { id, run, k, created, program, author, change }
}

function ownerOf(id: number): Owner {
  return { kind: 'edit', name: id }
}
