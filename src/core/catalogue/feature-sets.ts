import type { Database } from 'better-sqlite3'
import { MedoidError } from '../errors.ts'
import { givenText } from '../given-text.ts'
import { inserter, sound, updateRow } from './checksums.ts'
import { schemaVersion } from './schema-version.ts'
import { type Owner, readDocument, writeDocument } from './stored/document.ts'
import { FEATURE_CHOICES, type FeatureChoices } from './stored/feature-set.ts'

/** Choices of features that somebody has named. */
export interface FeatureSet {
  id: number
  /** ISO 8601, UTC. */
  created: string
  /** Version of the program that made it. */
  program: string
  /** That of no other one, unless it is removed. */
  name: string
  choices: FeatureChoices
  /** It can be restored. */
  removed: boolean
}

/** What is chosen now in a catalogue, whichever window shows it. */
interface KeptChoices {
  /** Of the row that holds them; null: nobody chose anything yet. */
  entry: number | null
  choices: FeatureChoices | null
  canUndo: boolean
  canRedo: boolean
}

/** The migration that made the table. */
const SINCE = 7

/** In characters. */
const LENGTH = 100

/** Choices that undo goes back to. */
const STEPS = 200

/** The name of the choices of now and of those before them. */
const CURRENT = ''

/** @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer` */
export function keptChoices(db: Database): KeptChoices {
  const rows = rowsNamed(db, (name) => name === CURRENT)
  const last = rows.findLast(({ removed }) => removed === 0)
  return {
    entry: last === undefined ? null : (last.id as number),
    choices: last === undefined ? null : setOf(last).choices,
    canUndo: rows.filter(({ removed }) => removed === 0).length > 1,
    canRedo: rows.at(-1)?.removed === 1
  }
}

/**
 * Keeps what is chosen from now on, in a transaction of its own; what was chosen before can be undone to, what was undone is gone.
 * @param given.base what was chosen before anything was kept
 * @returns whether anything changed
 */
export function keepChoices(
  db: Database,
  given: { program: string; choices: FeatureChoices; base: FeatureChoices }
): boolean {
  const [text, base] = [given.choices, given.base].map((each) => writeDocument(FEATURE_CHOICES, each, 'choices'))
  const keep = db.transaction((): boolean => {
    const rows = rowsNamed(db, (name) => name === CURRENT)
    const kept = rows.filter(({ removed }) => removed === 0)
    if ((kept.at(-1)?.choices ?? base) === text) return false
    const remove = db.prepare('DELETE FROM feature_set WHERE id = ?')
    for (const { id, removed } of rows) if (removed === 1) remove.run(id)
    if (kept.length === 0) insert(db, given.program, CURRENT, base)
    for (const { id } of kept.slice(0, Math.max(0, kept.length - STEPS))) remove.run(id)
    insert(db, given.program, CURRENT, text)
    return true
  })
  return keep.immediate()
}

/** Goes to the choices before those of now, or behind them again. @returns whether there are any */
export function stepChoices(db: Database, way: 'undo' | 'redo'): boolean {
  const step = db.transaction((): boolean => {
    const rows = rowsNamed(db, (name) => name === CURRENT)
    const kept = rows.filter(({ removed }) => removed === 0)
    const found = way === 'redo' ? rows.find(({ removed }) => removed === 1) : kept.length > 1 ? kept.at(-1) : undefined
    if (found === undefined) return false
    updateRow(db, 'feature_set', [found.id as number], { removed: way === 'undo' ? 1 : 0 })
    return true
  })
  return step.immediate()
}

/**
 * Gives choices a name, in a transaction of its own.
 * @param given.replace whether a set of that name is removed for it
 * @throws MedoidError `bad-feature-set-name`, `feature-set-name-taken`
 */
export function addFeatureSet(
  db: Database,
  given: { program: string; name: string; choices: FeatureChoices; replace: boolean }
): FeatureSet {
  const name = nameOf(given.name)
  const text = writeDocument(FEATURE_CHOICES, given.choices, 'choices')
  const add = db.transaction((): number => {
    const taken = named(db, name)
    if (taken !== undefined && !given.replace) throw new MedoidError('feature-set-name-taken', { name })
    if (taken !== undefined) updateRow(db, 'feature_set', [taken.id as number], { removed: 1 })
    return insert(db, given.program, name, text)
  })
  return loadFeatureSet(db, add.immediate())
}

/** In the order in which they were named. @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer` */
export function listFeatureSets(db: Database): FeatureSet[] {
  return rowsNamed(db, (name) => name !== CURRENT)
    .filter(({ removed }) => removed === 0)
    .map(setOf)
}

/** Of all choices, also those of now and of before, without reading them. */
export function featureSetIds(db: Database): number[] {
  return hasFeatureSets(db) ? (db.prepare('SELECT id FROM feature_set ORDER BY id').pluck().all() as number[]) : []
}

/** @throws MedoidError `unknown-feature-set` */
export function loadFeatureSet(db: Database, id: number): FeatureSet {
  const row = hasFeatureSets(db) ? db.prepare('SELECT * FROM feature_set WHERE id = ?').get(id) : undefined
  if (row === undefined) throw unknownFeatureSet(db, String(id))
  return setOf(sound('feature_set', row as Row))
}

/** The set with a name. @throws MedoidError `unknown-feature-set` naming those that there are */
export function findFeatureSet(db: Database, given: string): FeatureSet {
  const name = given.normalize('NFC').trim()
  const row = named(db, name)
  if (row === undefined) throw unknownFeatureSet(db, name)
  return setOf(row)
}

/** The one that last had a name, and is removed. @throws MedoidError `unknown-feature-set` where none is */
export function findRemovedFeatureSet(db: Database, given: string): FeatureSet {
  const wanted = given.normalize('NFC').trim()
  const row = rowsNamed(db, (name) => name === wanted && name !== CURRENT).findLast(({ removed }) => removed === 1)
  if (row === undefined) throw unknownFeatureSet(db, wanted)
  return setOf(row)
}

/** It can be restored. @throws MedoidError `unknown-feature-set` */
export function removeFeatureSet(db: Database, id: number): FeatureSet {
  return change(db, id, () => ({ removed: 1 }))
}

/** Undoes removing. @throws MedoidError `unknown-feature-set`, and `feature-set-name-taken` where another one has got the name since */
export function restoreFeatureSet(db: Database, id: number): FeatureSet {
  return change(db, id, ({ name, removed }) => {
    if (removed && named(db, name) !== undefined) throw new MedoidError('feature-set-name-taken', { name })
    return { removed: 0 }
  })
}

/** @throws MedoidError `unknown-feature-set`, `bad-feature-set-name`, `feature-set-name-taken` */
export function renameFeatureSet(db: Database, id: number, given: string): FeatureSet {
  const name = nameOf(given)
  return change(db, id, () => {
    const taken = named(db, name)
    if (taken !== undefined && taken.id !== id) throw new MedoidError('feature-set-name-taken', { name })
    return { name }
  })
}

function change(db: Database, id: number, to: (set: FeatureSet) => Record<string, string | number>): FeatureSet {
  const alter = db.transaction((): void => {
    const set = loadFeatureSet(db, id)
    // The choices of now, and of before, are nobody's to name or to restore.
    if (set.name === CURRENT) throw unknownFeatureSet(db, String(id))
    updateRow(db, 'feature_set', [id], to(set))
  })
  alter.immediate()
  return loadFeatureSet(db, id)
}

function nameOf(text: string): string {
  const given = givenText(text, LENGTH)
  if (typeof given !== 'string') throw new MedoidError('bad-feature-set-name', given)
  if (given === '') throw new MedoidError('bad-feature-set-name', { why: 'empty' })
  return given
}

function unknownFeatureSet(db: Database, name: string): MedoidError {
  const rows = rowsNamed(db, (each) => each !== CURRENT)
  const sets = rows.filter(({ removed }) => removed === 0).map((row) => row.name as string)
  const isRemoved = !sets.includes(name) && rows.some((row) => row.name === name)
  return new MedoidError('unknown-feature-set', { name, isRemoved, sets })
}

type Row = Record<string, unknown>

/** The one that is not removed. */
function named(db: Database, wanted: string): Row | undefined {
  if (wanted === CURRENT) return undefined
  return rowsNamed(db, (name) => name === wanted).find(({ removed }) => removed === 0)
}

/** All are looked at: what is damaged may be the name. */
function rowsNamed(db: Database, isWanted: (name: string) => boolean): Row[] {
  if (!hasFeatureSets(db)) return []
  const rows = db.prepare('SELECT * FROM feature_set ORDER BY id').all() as Row[]
  return rows.map((row) => sound('feature_set', row)).filter(({ name }) => isWanted(name as string))
}

function insert(db: Database, program: string, name: string, choices: string): number {
  const id = 1 + (db.prepare('SELECT coalesce(max(id), 0) FROM feature_set').pluck().get() as number)
  inserter(db, 'feature_set')({ id, created: new Date().toISOString(), program, name, choices, removed: 0 })
  return id
}

function setOf({ id, created, program, name, choices, removed }: Row): FeatureSet {
  const owner: Owner = { kind: 'feature set', name: id as number }
  return {
    id: id as number,
    created: created as string,
    program: program as string,
    name: name as string,
    choices: readDocument(FEATURE_CHOICES, choices, owner, 'choices'),
    removed: removed === 1
  }
}

/** An older catalogue that may only be read has no such table. */
function hasFeatureSets(db: Database): boolean {
  return schemaVersion(db) >= SINCE
}
