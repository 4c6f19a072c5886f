import type { Database, Statement } from 'better-sqlite3'
import { FIRST_VALUE } from '../../tag-codes.ts'
import { inserter, sound } from '../checksums.ts'
import { CHUNK } from '../chunks.ts'
import { codeRuns, decodeCodes, encodeCodes } from '../code-columns.ts'
import { schemaVersion } from '../schema-version.ts'
import { CORRECTION, type CorrectionChange, type Decision } from '../stored/correction.ts'
import { damagedDocument, type Owner, readDocument, writeDocument } from '../stored/document.ts'
import type { TagId } from '../types.ts'

/** An entry in the history of what people decided about the values of an attribute. */
export interface StoredCorrection {
  /** Ascending in the order of all decisions. */
  id: number
  /** ISO 8601, UTC. */
  created: string
  /** Version of the program that made it. */
  program: string
  author: string
  /** The first tag of the attribute: each attribute has a history of its own. */
  tag: TagId
  change: CorrectionChange
}

/** An entry that decides, not one that undoes or redoes. */
export type CorrectionDecision = StoredCorrection & { change: Decision }

/** What the entries of an attribute come to. */
interface CorrectionHistory {
  /** All of them, the oldest first. */
  entries: StoredCorrection[]
  /** Which decisions have an effect. */
  stack: UndoStack<CorrectionDecision>
  /** The latest entry; 0: none. */
  last: number
}

/** Decisions about one attribute: an undo takes back the last one that has an effect; a new one ends what can be redone. */
export class UndoStack<T extends { id: number }> {
  /** Those that have an effect, the oldest first. */
  readonly done: T[] = []
  /** Those that can be redone, the one to redo first last. */
  readonly undone: T[] = []

  /** @returns the decision whose effect begins or ends @throws MedoidError `document-damaged` where an undo or a redo is of another one */
  add(id: number, change: CorrectionChange, decisionOf: (decision: Decision) => T): T {
    const { done, undone } = this
    if (change.kind !== 'undo' && change.kind !== 'redo') {
      const decision = decisionOf(change)
      done.push(decision)
      undone.length = 0
      return decision
    }
    const [from, to] = change.kind === 'undo' ? [done, undone] : [undone, done]
    const last = from.pop()
    if (last === undefined || last.id !== change.entry) {
      throw damagedDocument(ownerOf(id), `change.entry has to be ${last?.id ?? 0}`)
    }
    to.push(last)
    return last
  }
}

/** Instances whose values a tag holds. */
export interface TagInstances {
  tag: TagId
  /** Ids, ascending. */
  instances: ArrayLike<number>
}

/** The migration that made the tables. */
const SINCE = 12

/** In `correction_chunk`: what an instance has to do with a decision. */
const DECIDED = FIRST_VALUE
/** It took the place of an instance that was decided about, with the value that this one had. */
export const CARRIED = FIRST_VALUE + 1
/** As CARRIED, with another value: its file was changed. */
export const CARRIED_CHANGED = FIRST_VALUE + 2

/** An older catalogue that may only be read has no such tables. */
export function hasCorrections(db: Database): boolean {
  return schemaVersion(db) >= SINCE
}

/** The latest entry of all; 0: nobody has decided anything. */
export function lastCorrection(db: Database): number {
  if (!hasCorrections(db)) return 0
  return db.prepare('SELECT ifnull(max(id), 0) FROM correction').pluck().get() as number
}

/** The latest entry of an attribute; 0: nobody has decided anything about it. */
export function lastOf(db: Database, tag: TagId): number {
  if (!hasCorrections(db)) return 0
  return db.prepare('SELECT ifnull(max(id), 0) FROM correction WHERE tag = ?').pluck().get(tag) as number
}

/** The tag that the history of an attribute goes by: its first one when somebody decided first. @param tags of the attribute, the first one first */
export function historyTag(db: Database, tags: readonly TagId[]): TagId {
  return tags.find((tag) => lastOf(db, tag) > 0) ?? tags[0]
}

/**
 * Entries in their order.
 * @param after only those after this one
 * @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer`
 */
export function* correctionsAfter(db: Database, after: number): Generator<StoredCorrection> {
  if (!hasCorrections(db)) return
  const rows = db.prepare('SELECT * FROM correction WHERE id > ? ORDER BY id')
  for (const row of rows.iterate(after) as Iterable<Row>) yield correctionOf(sound('correction', row))
}

/** The history of an attribute. @param tag its first one @throws as `correctionsAfter` */
export function loadHistory(db: Database, tag: TagId): CorrectionHistory {
  const history: CorrectionHistory = { entries: [], stack: new UndoStack(), last: 0 }
  for (const entry of correctionsAfter(db, 0)) {
    if (entry.tag !== tag) continue
    history.stack.add(entry.id, entry.change, (change) => ({ ...entry, change }))
    history.entries.push(entry)
    history.last = entry.id
  }
  return history
}

/** All entries, each undo and redo of which is of the right one. @throws as `correctionsAfter` */
export function* checkedCorrections(db: Database): Generator<StoredCorrection> {
  const stacks = new Map<number, UndoStack<{ id: number }>>()
  for (const entry of correctionsAfter(db, 0)) {
    let stack = stacks.get(entry.tag)
    if (stack === undefined) stacks.set(entry.tag, (stack = new UndoStack()))
    stack.add(entry.id, entry.change, () => ({ id: entry.id }))
    yield entry
  }
}

/** Stores an entry and its images; inside the caller's transaction. @returns its number */
export function addCorrection(
  db: Database,
  correction: Omit<StoredCorrection, 'id' | 'created'>,
  places: readonly TagInstances[]
): number {
  const id = 1 + lastCorrection(db)
  const { program, author, tag } = correction
  const decision = writeDocument(CORRECTION, correction.change, 'decision')
  inserter(db, 'correction')({ id, created: new Date().toISOString(), program, author, tag, decision })
  for (const place of places) addImages(db, id, place, DECIDED)
  return id
}

function addImages(db: Database, correction: number, { tag, instances }: TagInstances, code: number): void {
  const put = inserter(db, 'correction_chunk')
  for (let at = 0, end = 0; at < instances.length; at = end) {
    const chunk = Math.floor(instances[at] / CHUNK)
    const codes = new Uint32Array(CHUNK)
    while (end < instances.length && instances[end] < (chunk + 1) * CHUNK) codes[instances[end++] % CHUNK] = code
    // A decision about a series or two is a few runs.
    const { encoding, data } = encodeCodes(codes, CHUNK)
    put({ tag, chunk, correction, encoding, data })
  }
}

/** Notes what further instances have to do with a decision; inside the caller's transaction. @param codes by instance */
export function markImages(db: Database, correction: number, tag: TagId, codes: ReadonlyMap<number, number>): void {
  const select = db.prepare('SELECT * FROM correction_chunk WHERE tag = ? AND chunk = ? AND correction = ?')
  const put = inserter(db, 'correction_chunk', 'INSERT OR REPLACE')
  const chunks = new Set(Array.from(codes.keys(), (instance) => Math.floor(instance / CHUNK)))
  for (const chunk of chunks) {
    const row = select.get(tag, chunk, correction) as ChunkRow | undefined
    const all =
      row === undefined ? new Uint32Array(CHUNK) : decodeCodes(sound('correction_chunk', row).encoding, row.data, CHUNK)
    for (const [instance, code] of codes) {
      // What somebody decided about it stays so.
      const isHere = Math.floor(instance / CHUNK) === chunk
      if (isHere && all[instance % CHUNK] !== DECIDED) all[instance % CHUNK] = code
    }
    const { encoding, data } = encodeCodes(all, CHUNK)
    put({ tag, chunk, correction, encoding, data })
  }
}

/** The first tags of attributes that somebody decided about. */
export function tagsWithHistory(db: Database): number[] {
  if (!hasCorrections(db)) return []
  return stepping(db.prepare('SELECT min(tag) FROM correction WHERE tag > ?').pluck())
}

/** Tags that some decision is about, whether or not it has an effect. */
export function decidedTags(db: Database): TagId[] {
  if (!hasCorrections(db)) return []
  return stepping(db.prepare('SELECT min(tag) FROM correction_chunk WHERE tag > ?').pluck()) as TagId[]
}

/** Chunks with instances that decisions are about, ascending. */
export function decidedChunks(db: Database, tag: TagId): number[] {
  if (!hasCorrections(db)) return []
  return stepping(db.prepare(`SELECT min(chunk) FROM correction_chunk WHERE tag = ${tag} AND chunk > ?`).pluck())
}

/** Every number of the first column of an index, without reading the rows between. @param next the least one above a number */
function stepping(next: Statement): number[] {
  const found: number[] = []
  for (let at = next.get(-1); at !== null; at = next.get(at)) found.push(at as number)
  return found
}

/** Rows of a chunk, and what they have to do with a decision. */
interface DecidedRows {
  correction: number
  start: number
  end: number
  /** DECIDED, CARRIED or CARRIED_CHANGED */
  code: number
}

/**
 * @returns a function that reads which rows of a chunk decisions are about, by decision, ascending
 * @throws MedoidError `catalogue-damaged`, from that function
 */
export function decidedRowsReader(db: Database): (tag: TagId, chunk: number) => Generator<DecidedRows> {
  const select = db.prepare('SELECT * FROM correction_chunk WHERE tag = ? AND chunk = ? ORDER BY correction')
  return function* (tag, chunk) {
    for (const row of select.all(tag, chunk) as ChunkRow[]) {
      const { correction, encoding, data } = sound('correction_chunk', row)
      for (const runs = codeRuns(encoding, data, CHUNK); runs.next();) {
        const { code, start, end } = runs
        if (code >= FIRST_VALUE) yield { correction, start, end, code }
      }
    }
  }
}

/** How many instances a chunk of each decision has, and the id behind the last one. @throws MedoidError `catalogue-damaged` */
export function* decidedRows(db: Database): Generator<{ correction: number; images: number; end: number }> {
  if (!hasCorrections(db)) return
  for (const row of db.prepare('SELECT * FROM correction_chunk').iterate() as Iterable<ChunkRow>) {
    const { correction, chunk, encoding, data } = sound('correction_chunk', row)
    let [images, end] = [0, 0]
    for (const runs = codeRuns(encoding, data, CHUNK); runs.next();) {
      if (runs.code < FIRST_VALUE) continue
      images += runs.end - runs.start
      end = runs.end
    }
    yield { correction, images, end: chunk * CHUNK + end }
  }
}

type Row = Record<string, unknown>
type ChunkRow = { tag: TagId; chunk: number; correction: number; encoding: number; data: Buffer | number }

function correctionOf(row: Row): StoredCorrection {
  const { id, created, program, author, tag } = row as unknown as StoredCorrection
  return { id, created, program, author, tag, change: readDocument(CORRECTION, row.decision, ownerOf(id), 'decision') }
}

function ownerOf(id: number): Owner {
  return { kind: 'correction', name: id }
}
