import type { Database } from 'better-sqlite3'
import { MedoidError } from '../errors.ts'
import { inserter, sound } from './checksums.ts'
import { schemaVersion } from './schema-version.ts'
import { type Owner, readDocument, writeDocument } from './stored/document.ts'
import { type StoredReason, SUGGESTION_REPORT, SUGGESTION_WHY, type SuggestionReport } from './stored/suggestions.ts'

/** Whether a value is missing, or another one is there. */
export const KINDS = ['missing', 'wrong'] as const
export type SuggestionKind = (typeof KINDS)[number]

/** What is suggested for the images of a series that have one value. */
export interface StoredSuggestion {
  kind: SuggestionKind
  /** Among those of its run and kind, by margin, the largest first; from 0. */
  place: number
  /** One of the images. */
  instance: number
  images: number
  /** null: they have none. */
  present: string | null
  suggested: string
  probability: number
  margin: number
  why: StoredReason[]
}

export interface SuggestionRun {
  id: number
  created: string
  program: string
  report: SuggestionReport
}

/** A value that is there, or none, and the one that is suggested. */
export interface ValuePair {
  kind: SuggestionKind
  present: string | null
  suggested: string
}

/** The migration that made the tables. */
const SINCE = 14

/** An older catalogue that may only be read has no such tables. */
function hasSuggestions(db: Database): boolean {
  return schemaVersion(db) >= SINCE
}

/**
 * Stores what was suggested for a tag in place of what was before, as a whole or not at all.
 * @param rows of each kind, by margin, the largest first
 * @returns the number of the run
 */
export function saveSuggestions(
  db: Database,
  program: string,
  report: SuggestionReport,
  rows: Record<SuggestionKind, Iterable<Omit<StoredSuggestion, 'kind' | 'place'>>>
): number {
  const save = db.transaction((): number => {
    const id = 1 + (db.prepare('SELECT coalesce(max(id), 0) FROM suggestion_run').pluck().get() as number)
    const before = db.prepare('SELECT id FROM suggestion_run WHERE tag = ?').pluck().all(report.tag)
    for (const old of before) {
      db.prepare('DELETE FROM suggestion WHERE run = ?').run(old)
      db.prepare('DELETE FROM suggestion_run WHERE id = ?').run(old)
    }
    const document = writeDocument(SUGGESTION_REPORT, report, 'report')
    inserter(
      db,
      'suggestion_run'
    )({ id, created: new Date().toISOString(), program, tag: report.tag, report: document })
    const put = inserter(db, 'suggestion')
    KINDS.forEach((name, kind) => {
      let place = 0
      for (const { why, ...row } of rows[name]) {
        put({ run: id, kind, place: place++, ...row, why: writeDocument(SUGGESTION_WHY, { reasons: why }, 'why') })
      }
    })
    return id
  })
  return save.immediate()
}

/** All runs, the latest first. @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer` */
export function suggestionRuns(db: Database): SuggestionRun[] {
  if (!hasSuggestions(db)) return []
  return (db.prepare('SELECT * FROM suggestion_run ORDER BY id DESC').all() as Row[]).map(runOf)
}

/** Numbers of runs, ascending, without reading what they hold. */
export function suggestionRunIds(db: Database): number[] {
  if (!hasSuggestions(db)) return []
  return db.prepare('SELECT id FROM suggestion_run ORDER BY id').pluck().all() as number[]
}

/** @throws MedoidError `unknown-suggestions`, and as `suggestionRuns` does */
export function suggestionRun(db: Database, id: number): SuggestionRun {
  const row = hasSuggestions(db) ? db.prepare('SELECT * FROM suggestion_run WHERE id = ?').get(id) : undefined
  if (row === undefined) throw new MedoidError('unknown-suggestions', { run: id })
  return runOf(row as Row)
}

/** Of a run; which rows a page is of. */
interface SuggestionFilter {
  kind: SuggestionKind
  /** Only those that have this value, or none, and for which this one is suggested. */
  pair?: Omit<ValuePair, 'kind'> | undefined
}

/** @returns how many there are, and those from a place on, by margin @throws MedoidError as `suggestionRuns` does */
export function suggestionPage(
  db: Database,
  run: number,
  filter: SuggestionFilter,
  offset: number,
  limit: number
): { total: number; rows: StoredSuggestion[] } {
  const { where, given } = filtered(run, filter)
  const total = db
    .prepare(`SELECT count(*) FROM suggestion WHERE ${where}`)
    .pluck()
    .get(...given) as number
  const rows = db.prepare(`SELECT * FROM suggestion WHERE ${where} ORDER BY place LIMIT ? OFFSET ?`)
  return { total, rows: (rows.all(...given, limit, offset) as Row[]).map(suggestionOf) }
}

/** Places, by margin, and the image that each is named by, without reading why. */
export function suggestionImages(
  db: Database,
  run: number,
  filter: SuggestionFilter
): [place: number, instance: number][] {
  const { where, given } = filtered(run, filter)
  const rows = db.prepare(`SELECT place, instance FROM suggestion WHERE ${where} ORDER BY place`)
  return rows.raw().all(...given) as [number, number][]
}

function filtered(run: number, { kind, pair }: SuggestionFilter): { where: string; given: unknown[] } {
  return {
    where: `run = ? AND kind = ?${pair === undefined ? '' : ' AND present IS ? AND suggested = ?'}`,
    given: [run, KINDS.indexOf(kind), ...(pair === undefined ? [] : [pair.present, pair.suggested])]
  }
}

/** @throws MedoidError `unknown-suggestions`, and as `suggestionRuns` does */
export function suggestionAt(db: Database, run: number, kind: SuggestionKind, place: number): StoredSuggestion {
  suggestionRun(db, run)
  return suggestionsAt(db, run, kind, [place])[0]
}

/** Those at some places, in the order of these. @throws MedoidError as `suggestionAt` does */
export function suggestionsAt(
  db: Database,
  run: number,
  kind: SuggestionKind,
  places: readonly number[]
): StoredSuggestion[] {
  const row = db.prepare('SELECT * FROM suggestion WHERE run = ? AND kind = ? AND place = ?')
  return places.map((place) => {
    const found = row.get(run, KINDS.indexOf(kind), place)
    if (found === undefined) throw new MedoidError('unknown-suggestions', { run })
    return suggestionOf(found as Row)
  })
}

/** All suggestions of a run, missing values first. @throws MedoidError as `suggestionRuns` does */
export function* allSuggestions(db: Database, run: number): Generator<StoredSuggestion> {
  const rows = db.prepare('SELECT * FROM suggestion WHERE run = ? ORDER BY kind, place')
  for (const row of rows.iterate(run) as Iterable<Row>) yield suggestionOf(row)
}

/** The pairs of values of a run with their series and images, the most images first. */
export function suggestionPairs(db: Database, run: number): (ValuePair & { series: number; images: number })[] {
  const rows = db.prepare(
    `SELECT kind, present, suggested, count(*) AS series, sum(images) AS images FROM suggestion WHERE run = ?
     GROUP BY kind, present, suggested ORDER BY images DESC, kind, present, suggested`
  )
  const found = rows.all(run) as (Omit<ValuePair, 'kind'> & { kind: number; series: number; images: number })[]
  return found.map((row) => ({ ...row, kind: KINDS[row.kind] }))
}

type Row = Record<string, unknown>
type SuggestionColumns = Omit<StoredSuggestion, 'kind' | 'why'> & { run: number; kind: number; why: string }

function runOf(row: Row): SuggestionRun {
  const { id, created, program, report } = sound('suggestion_run', row)
  const owner = ownerOf(id as number)
  return {
    id: id as number,
    created: created as string,
    program: program as string,
    report: readDocument(SUGGESTION_REPORT, report, owner, 'report')
  }
}

function suggestionOf(row: Row): StoredSuggestion {
  const { run, kind, place, instance, images, present, suggested, probability, margin, why } = sound(
    'suggestion',
    row
  ) as unknown as SuggestionColumns
  const { reasons } = readDocument(SUGGESTION_WHY, why, ownerOf(run), 'why')
  return { kind: KINDS[kind], place, instance, images, present, suggested, probability, margin, why: reasons }
}

function ownerOf(id: number): Owner {
  return { kind: 'suggestions', name: id }
}
