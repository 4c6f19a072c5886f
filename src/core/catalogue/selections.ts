import type { Database } from 'better-sqlite3'
import { MedoidError } from '../errors.ts'
import { givenText } from '../given-text.ts'
import { rangeEnds } from '../conditions.ts'
import { damagedError, inserter, placeOf, sound, updateRow } from './checksums.ts'
import { CHUNK } from './chunks.ts'
import { InstanceBits } from './instance-bits.ts'
import { type Owner, readDocument, writeDocument } from './stored/document.ts'
import { SELECTION_ORIGIN, type SelectionOrigin } from './stored/selection.ts'

/** Images that somebody has selected and named. */
export interface NamedSelection {
  id: number
  /** ISO 8601, UTC. */
  created: string
  /** Version of the program that made it. */
  program: string
  /** That of no other one, unless it is removed. */
  name: string
  note: string
  origin: SelectionOrigin
  /** It can be restored. */
  removed: boolean
}

/** The migration that made the tables. */
const SINCE = 6

/** In characters. */
const LENGTHS = { name: 100, note: 2000 }

/**
 * Names some images, in a transaction of its own.
 * @param db a catalogue opened for writing or for adding
 * @throws MedoidError `nothing-selected`, `bad-selection-name`, `selection-name-taken`
 */
export function addSelection(
  db: Database,
  given: { program: string; name: string; note: string; origin: SelectionOrigin },
  instances: Iterable<number>
): NamedSelection {
  const name = textOf('name', given.name)
  if (name === '') throw new MedoidError('bad-selection-name', { field: 'name', why: 'empty' })
  // So that `Selection=NAME` is a condition on a name.
  if (rangeEnds(name) !== null) throw new MedoidError('bad-selection-name', { field: 'name', why: 'range', name })
  const note = textOf('note', given.note)
  const { chunks } = InstanceBits.of(instances)
  if (chunks.size === 0) throw new MedoidError('nothing-selected', {})
  const text = writeDocument(SELECTION_ORIGIN, given.origin, 'origin')
  const add = db.transaction((): number => {
    refuseTaken(db, name)
    const id = 1 + (db.prepare('SELECT coalesce(max(id), 0) FROM selection').pluck().get() as number)
    const created = new Date().toISOString()
    inserter(db, 'selection')({ id, created, program: given.program, name, note, origin: text, removed: 0 })
    const put = inserter(db, 'selection_chunk')
    for (const [chunk, bits] of chunks) put({ selection: id, chunk, bits: Buffer.from(bits) })
    return id
  })
  return loadSelection(db, add.immediate())
}

function textOf(field: keyof typeof LENGTHS, text: string): string {
  const given = givenText(text, LENGTHS[field], field === 'note')
  if (typeof given === 'string') return given
  throw new MedoidError('bad-selection-name', { field, ...given })
}

function refuseTaken(db: Database, name: string): void {
  if (!named(db).includes(name)) return
  throw new MedoidError('selection-name-taken', { name })
}

/** All that are not removed, or all, in the order in which they were named. @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer` */
export function listSelections(db: Database, options = { removed: false }): NamedSelection[] {
  if (!hasSelections(db)) return []
  // Whether one is removed may be what is damaged.
  const rows = db.prepare('SELECT * FROM selection ORDER BY id').all() as Row[]
  return rows.map(selectionOf).filter(({ removed }) => options.removed || !removed)
}

/** Which there are, removed or not, without reading them. */
export function selectionIds(db: Database): number[] {
  return hasSelections(db) ? (db.prepare('SELECT id FROM selection ORDER BY id').pluck().all() as number[]) : []
}

/** @throws MedoidError `unknown-selection` */
export function loadSelection(db: Database, id: number): NamedSelection {
  const row = hasSelections(db) ? db.prepare('SELECT * FROM selection WHERE id = ?').get(id) : undefined
  if (row === undefined) throw unknownSelection(db, String(id))
  return selectionOf(row as Row)
}

/**
 * The selection with a name.
 * @param asOf a time (ISO 8601, UTC): the one that had the name then, whether or not it was removed since
 * @throws MedoidError `unknown-selection` naming those that there are
 */
export function findSelection(db: Database, name: string, asOf?: string): NamedSelection {
  const wanted = name.normalize('NFC').trim()
  const all = listSelections(db, { removed: asOf !== undefined }).filter((each) => each.name === wanted)
  // Of those with one name each was removed before the next one was named.
  const found = all.findLast(({ created }) => asOf === undefined || created <= asOf)
  if (found === undefined) throw unknownSelection(db, wanted)
  return found
}

/** The one that last had a name, and is removed. @throws MedoidError `unknown-selection` where none was, `selection-name-taken` where none is removed */
export function findRemoved(db: Database, name: string): NamedSelection {
  const wanted = name.normalize('NFC').trim()
  const last = listSelections(db, { removed: true }).findLast((each) => each.name === wanted)
  if (last === undefined) throw unknownSelection(db, wanted)
  if (!last.removed) throw new MedoidError('selection-name-taken', { name: wanted })
  return last
}

function unknownSelection(db: Database, name: string): MedoidError {
  const selections = named(db)
  const isRemoved =
    listSelections(db, { removed: true }).some((each) => each.name === name) && !selections.includes(name)
  return new MedoidError('unknown-selection', { name, isRemoved, selections })
}

function named(db: Database): string[] {
  return listSelections(db).map(({ name }) => name)
}

/** Its images stay, so that it can be restored. @throws MedoidError `unknown-selection` */
export function removeSelection(db: Database, id: number): NamedSelection {
  return marked(db, id, true)
}

/** Undoes removing. @throws MedoidError `unknown-selection`, and `selection-name-taken` where another one has got the name since */
export function restoreSelection(db: Database, id: number): NamedSelection {
  return marked(db, id, false)
}

function marked(db: Database, id: number, removed: boolean): NamedSelection {
  const mark = db.transaction((): void => {
    const { name, removed: was } = loadSelection(db, id)
    if (was === removed) return
    // What a name meant at a time has to stay so, see `findSelection`.
    const later = listSelections(db, { removed: true }).some((each) => each.name === name && each.id > id)
    if (!removed && later) throw new MedoidError('selection-name-taken', { name })
    updateRow(db, 'selection', [id], { removed: Number(removed) })
  })
  mark.immediate()
  return loadSelection(db, id)
}

/** The images of a selection, also those that have gone since. @throws MedoidError `unknown-selection`, `catalogue-damaged` */
export function selectedInstances(db: Database, id: number): InstanceBits {
  loadSelection(db, id)
  const rows = db.prepare('SELECT * FROM selection_chunk WHERE selection = ? ORDER BY chunk').all(id) as Row[]
  return new InstanceBits(
    new Map(
      rows.map((row) => {
        const { chunk, bits } = sound('selection_chunk', row)
        const isWhole = Buffer.isBuffer(bits) && bits.length === CHUNK / 8
        if (!isWhole) throw damagedError({ part: 'row', place: placeOf('selection_chunk', row, ['bits']) })
        return [chunk as number, bits]
      })
    )
  )
}

type Row = Record<string, unknown>

function selectionOf(row: Row): NamedSelection {
  const { id, created, program, name, note, origin, removed } = sound('selection', row)
  const owner: Owner = { kind: 'selection', name: id as number }
  return {
    id: id as number,
    created: created as string,
    program: program as string,
    name: name as string,
    note: note as string,
    origin: readDocument(SELECTION_ORIGIN, origin, owner, 'origin'),
    removed: removed === 1
  }
}

/** An older catalogue that may only be read has no such tables. */
function hasSelections(db: Database): boolean {
  return (db.pragma('user_version', { simple: true }) as number) >= SINCE
}
