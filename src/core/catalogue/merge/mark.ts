import type { Database } from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { readMeta, writeMeta } from '../database.ts'
import { countInstances } from '../live.ts'
import { storedSources } from '../places.ts'
import { revisionOf } from '../summary.ts'

/** A key of `meta`: what a catalogue was merged from. */
const MERGED_FROM = 'merged_from'

/** @param from of whatever was merged; the same has the same */
export function writeMergedFrom(db: Database, from: string): void {
  writeMeta(db, MERGED_FROM, from)
}

/** @returns undefined where a catalogue is no merge of others */
export function readMergedFrom(db: Database): unknown {
  return readMeta(db, MERGED_FROM)
}

/** Tells a catalogue, as it is, from others and from what it was before. */
export function digestOf(db: Database): string {
  const sources = storedSources(db).map(({ id, root, removed }) => [id, root, removed])
  const state = [readMeta(db, 'identity') ?? null, revisionOf(db), countInstances(db), sources]
  return createHash('sha256').update(JSON.stringify(state)).digest('hex')
}

/** What people and methods have made of a catalogue, which is not merged: it is about images that have other numbers there. */
const MADE = {
  runs: 'run',
  names: 'annotation',
  changes: 'edit',
  models: 'model',
  evaluations: 'evaluation',
  selections: 'selection',
  labelSets: 'label_set',
  featureSets: 'feature_set',
  corrections: 'correction'
}

export type LeftBehind = Record<keyof typeof MADE, number>

export function nothingLeftBehind(): LeftBehind {
  return Object.fromEntries(Object.keys(MADE).map((name) => [name, 0])) as LeftBehind
}

/** Adds what one catalogue has. */
export function addLeftBehind(counts: LeftBehind, db: Database): void {
  const there = new Set(db.prepare(`SELECT name FROM main.sqlite_schema WHERE type = 'table'`).pluck().all())
  for (const [name, table] of Object.entries(MADE)) {
    if (!there.has(table)) continue
    counts[name as keyof LeftBehind] += db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
  }
}
