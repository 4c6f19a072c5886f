import type { Database } from 'better-sqlite3'
import { MedoidError } from '../errors.ts'
import { givenText } from '../given-text.ts'
import { damagedError, inserter, placeOf, sound } from './checksums.ts'
import { CHUNK } from './chunks.ts'
import { type Named, NamedRows } from './named-rows.ts'
import { type Owner, readDocument, writeDocument } from './stored/document.ts'
import { LABEL_ORIGIN, LABEL_TEXTS, type LabelOrigin } from './stored/label-set.ts'

/** Labels of images from elsewhere: a person's, another program's, a registry's. */
export interface LabelSet extends Named {
  /** Version of the program that imported it. */
  program: string
  origin: LabelOrigin
  /** Its labels: that of code c is at c − 1. */
  texts: string[]
}

/** Codes are stored as u16, and 0 says that an image has no label. */
export const MOST_LABELS = 65_535
/** In characters. */
export const MOST_LABEL = 200
const MOST_NAME = 100

/** Code of the label of each instance of a set; 0: it has none. */
export class LabelCodes {
  readonly texts: readonly string[]
  readonly chunks: ReadonlyMap<number, Uint16Array>

  constructor(texts: readonly string[], chunks: ReadonlyMap<number, Uint16Array>) {
    this.texts = texts
    this.chunks = chunks
  }

  /** @param codes one for each of the instances */
  static of(texts: readonly string[], instances: Uint32Array, codes: ArrayLike<number>): LabelCodes {
    const chunks = new Map<number, Uint16Array>()
    instances.forEach((instance, i) => {
      if (codes[i] === 0) return
      const chunk = Math.floor(instance / CHUNK)
      let rows = chunks.get(chunk)
      if (rows === undefined) chunks.set(chunk, (rows = new Uint16Array(CHUNK)))
      rows[instance % CHUNK] = codes[i]
    })
    return new LabelCodes(texts, chunks)
  }

  code(instance: number): number {
    return this.chunks.get(Math.floor(instance / CHUNK))?.[instance % CHUNK] ?? 0
  }

  /** null where it has none. */
  label(instance: number): string | null {
    return this.texts[this.code(instance) - 1] ?? null
  }
}

const SETS = new NamedRows<LabelSet>({
  table: 'label_set',
  since: 7,
  read: setOf,
  taken: (name) => new MedoidError('label-set-name-taken', { name }),
  unknown: (name, isRemoved, sets) => new MedoidError('unknown-label-set', { name, isRemoved, sets })
})

/**
 * Keeps labels of images, in a transaction of its own.
 * @param db a catalogue opened for writing or for adding
 * @throws MedoidError `bad-label-set-name`, `label-set-name-taken`
 */
export function addLabelSet(
  db: Database,
  given: { program: string; name: string; origin: LabelOrigin },
  { texts, chunks }: LabelCodes
): LabelSet {
  const name = labelSetName(given.name)
  const documents = {
    origin: writeDocument(LABEL_ORIGIN, given.origin, 'origin'),
    texts: writeDocument(LABEL_TEXTS, { labels: [...texts] }, 'texts')
  }
  const add = db.transaction((): number => {
    const id = SETS.nextId(db, name)
    const created = new Date().toISOString()
    inserter(db, 'label_set')({ id, created, program: given.program, name, ...documents, removed: 0 })
    const put = inserter(db, 'label_set_chunk')
    for (const [chunk, rows] of chunks) {
      put({ label_set: id, chunk, codes: Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength) })
    }
    return id
  })
  return loadLabelSet(db, add.immediate())
}

/** @throws MedoidError `bad-label-set-name` where a text cannot be the name of labels, so that `Label[NAME]=…` is a condition */
export function labelSetName(text: string): string {
  const name = givenText(text, MOST_NAME)
  if (typeof name !== 'string') throw new MedoidError('bad-label-set-name', name)
  if (name === '') throw new MedoidError('bad-label-set-name', { why: 'empty' })
  if (/[[\]]/.test(name)) throw new MedoidError('bad-label-set-name', { why: 'brackets', name })
  return name
}

/** All that are not removed, or all, in the order in which they came. @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer` */
export function listLabelSets(db: Database, options = { removed: false }): LabelSet[] {
  return SETS.list(db, options)
}

/** Which there are, removed or not, without reading them. */
export function labelSetIds(db: Database): number[] {
  return SETS.ids(db)
}

/** @throws MedoidError `unknown-label-set` */
export function loadLabelSet(db: Database, id: number): LabelSet {
  return SETS.load(db, id)
}

/** The labels with a name, see `NamedRows.find`. @throws MedoidError `unknown-label-set` */
export function findLabelSet(db: Database, name: string, asOf?: string): LabelSet {
  return SETS.find(db, name, asOf)
}

/** Those that last had a name, and are removed. @throws MedoidError `unknown-label-set`, `label-set-name-taken` */
export function findRemovedLabelSet(db: Database, name: string): LabelSet {
  return SETS.findRemoved(db, name)
}

/** They stay, so that they can be restored. @throws MedoidError `unknown-label-set` */
export function removeLabelSet(db: Database, id: number): LabelSet {
  return SETS.mark(db, id, true)
}

/** Undoes removing. @throws MedoidError `unknown-label-set`, `label-set-name-taken` */
export function restoreLabelSet(db: Database, id: number): LabelSet {
  return SETS.mark(db, id, false)
}

/** The label of each image, also of those that have gone since. @throws MedoidError `unknown-label-set`, `catalogue-damaged` */
export function labelCodes(db: Database, id: number): LabelCodes {
  const { texts } = loadLabelSet(db, id)
  const rows = db.prepare('SELECT * FROM label_set_chunk WHERE label_set = ? ORDER BY chunk').all(id) as Row[]
  const chunks = rows.map((row) => {
    const { chunk, codes: bytes } = sound('label_set_chunk', row)
    const isWhole = Buffer.isBuffer(bytes) && bytes.length === 2 * CHUNK
    const codes = isWhole ? new Uint16Array(Uint8Array.from(bytes).buffer) : null
    if (codes === null || codes.some((code) => code > texts.length)) {
      throw damagedError({ part: 'row', place: placeOf('label_set_chunk', row, ['codes']) })
    }
    return [chunk as number, codes] as const
  })
  return new LabelCodes(texts, new Map(chunks))
}

type Row = Record<string, unknown>

function setOf(row: Row): LabelSet {
  const { id, created, program, name, origin, texts, removed } = sound('label_set', row)
  const owner: Owner = { kind: 'label set', name: id as number }
  return {
    id: id as number,
    created: created as string,
    program: program as string,
    name: name as string,
    origin: readDocument(LABEL_ORIGIN, origin, owner, 'origin'),
    texts: readDocument(LABEL_TEXTS, texts, owner, 'texts').labels,
    removed: removed === 1
  }
}
