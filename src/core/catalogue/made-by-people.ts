import type { Database } from 'better-sqlite3'
import { schemaVersion } from './schema-version.ts'

/** What people make in a catalogue while it is open, from whatever window or command line. */
const MADE_BY_PEOPLE = [
  'names',
  'selections',
  'runs',
  'edits',
  'reviews',
  'labels',
  'features',
  'corrections',
  'mappings'
] as const
export type MadeByPeople = (typeof MADE_BY_PEOPLE)[number]

/** The migration since which there is each, and a question whose answer is another one after each change. */
const STATES: Readonly<Record<MadeByPeople, { since: number; sql: string }>> = {
  names: { since: 1, sql: 'SELECT max(id) FROM annotation' },
  selections: { since: 6, sql: 'SELECT count(*), max(id), sum(removed * id) FROM selection' },
  runs: { since: 7, sql: 'SELECT (SELECT max(id) FROM run), group_concat(run || removed || name) FROM run_note' },
  edits: { since: 7, sql: 'SELECT max(id) FROM edit' },
  reviews: { since: 8, sql: 'SELECT count(*), total(sums) FROM reviewed_chunk' },
  labels: { since: 7, sql: 'SELECT count(*), max(id), sum(removed * id) FROM label_set' },
  features: { since: 7, sql: 'SELECT group_concat(id || removed || created || name) FROM feature_set' },
  corrections: { since: 12, sql: 'SELECT max(id) FROM correction' },
  mappings: { since: 13, sql: 'SELECT max(id) FROM mapping_decision' }
}

/** How far each is: another text after each change. */
export function statesOf(db: Database): Record<MadeByPeople, string> {
  const version = schemaVersion(db)
  const state = ({ since, sql }: (typeof STATES)[MadeByPeople]): string =>
    version < since ? '' : JSON.stringify(db.prepare(sql).raw().get())
  return Object.fromEntries(MADE_BY_PEOPLE.map((name) => [name, state(STATES[name])])) as Record<MadeByPeople, string>
}
