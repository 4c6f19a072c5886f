import type { Database } from 'better-sqlite3'
import { MedoidError } from '../errors.ts'
import { givenText } from '../given-text.ts'
import { rangeEnds } from '../conditions.ts'
import { damagedError, inserter, placeOf, sound } from './checksums.ts'
import { CHUNK } from './chunks.ts'
import { InstanceBits } from './instance-bits.ts'
import { type Named, NamedRows } from './named-rows.ts'
import { type Owner, readDocument, writeDocument } from './stored/document.ts'
import { SELECTION_ORIGIN, type SelectionOrigin } from './stored/selection.ts'

/** Images that somebody has selected and named. */
export interface NamedSelection extends Named {
  /** Version of the program that made it. */
  program: string
  note: string
  origin: SelectionOrigin
}

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
    const id = SELECTIONS.nextId(db, name)
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

const SELECTIONS = new NamedRows<NamedSelection>({
  table: 'selection',
  since: 6,
  read: selectionOf,
  taken: (name) => new MedoidError('selection-name-taken', { name }),
  unknown: (name, isRemoved, selections) => new MedoidError('unknown-selection', { name, isRemoved, selections })
})

/** All that are not removed, or all, in the order in which they were named. @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer` */
export function listSelections(db: Database, options = { removed: false }): NamedSelection[] {
  return SELECTIONS.list(db, options)
}

/** Which there are, removed or not, without reading them. */
export function selectionIds(db: Database): number[] {
  return SELECTIONS.ids(db)
}

/** @throws MedoidError `unknown-selection` */
export function loadSelection(db: Database, id: number): NamedSelection {
  return SELECTIONS.load(db, id)
}

/** The selection with a name, see `NamedRows.find`. @throws MedoidError `unknown-selection` naming those that there are */
export function findSelection(db: Database, name: string, asOf?: string): NamedSelection {
  return SELECTIONS.find(db, name, asOf)
}

/** The one that last had a name, and is removed. @throws MedoidError `unknown-selection` where none was, `selection-name-taken` where none is removed */
export function findRemoved(db: Database, name: string): NamedSelection {
  return SELECTIONS.findRemoved(db, name)
}

/** Its images stay, so that it can be restored. @throws MedoidError `unknown-selection` */
export function removeSelection(db: Database, id: number): NamedSelection {
  return SELECTIONS.mark(db, id, true)
}

/** Undoes removing. @throws MedoidError `unknown-selection`, and `selection-name-taken` where another one has got the name since */
export function restoreSelection(db: Database, id: number): NamedSelection {
  return SELECTIONS.mark(db, id, false)
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
