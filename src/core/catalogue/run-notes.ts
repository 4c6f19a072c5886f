import type { Database } from 'better-sqlite3'
import { MedoidError } from '../errors.ts'
import { givenText } from '../given-text.ts'
import { inserter, sound } from './checksums.ts'
import { schemaVersion } from './schema-version.ts'

/** What people said of a run. */
interface RunNote {
  /** '' where it has none; two runs may have one name. */
  name: string
  /** It and all that is made of it are in no list, and can be restored. */
  removed: boolean
}

/** The migration that made the table: an older catalogue that may only be read has no notes. */
const SINCE = 7

/** In characters. */
const LENGTH = 100

const NONE: RunNote = { name: '', removed: false }

/** By run, of those that somebody named or removed. */
export function runNotes(db: Database): Map<number, RunNote> {
  if (schemaVersion(db) < SINCE) return new Map()
  const rows = db.prepare('SELECT * FROM run_note ORDER BY run').all() as Record<string, unknown>[]
  return new Map(
    rows.map((row) => {
      const { run, name, removed } = sound('run_note', row)
      return [run as number, { name: name as string, removed: removed === 1 }]
    })
  )
}

/** Runs that are not removed, ascending. */
export function presentRuns(db: Database): number[] {
  const notes = runNotes(db)
  const runs = db.prepare('SELECT id FROM run ORDER BY id').pluck().all() as number[]
  return runs.filter((run) => notes.get(run)?.removed !== true)
}

/** @param name '' takes its name away @returns the name before @throws MedoidError `unknown-run`, `bad-run-name` */
export function renameRun(db: Database, run: number, name: string): string {
  const given = givenText(name, LENGTH)
  if (typeof given !== 'string') throw new MedoidError('bad-run-name', given)
  return note(db, run, false, (before) => ({ ...before, name: given })).name
}

/** Its clusterings, maps, trees, evaluations and names go along. @throws MedoidError `unknown-run` */
export function removeRun(db: Database, run: number): void {
  note(db, run, false, (before) => ({ ...before, removed: true }))
}

/** Undoes removing; one that is there stays. @throws MedoidError `unknown-run` */
export function restoreRun(db: Database, run: number): void {
  note(db, run, true, (before) => ({ ...before, removed: false }))
}

/** @returns what the note was before */
function note(db: Database, run: number, alsoRemoved: boolean, change: (before: RunNote) => RunNote): RunNote {
  const put = db.transaction((): RunNote => {
    const before = runNotes(db).get(run) ?? NONE
    const isThere = db.prepare('SELECT 1 FROM run WHERE id = ?').get(run) !== undefined
    if (!isThere || (before.removed && !alsoRemoved)) throw unknownRun(db, String(run))
    const { name, removed } = change(before)
    inserter(db, 'run_note', 'INSERT OR REPLACE')({ run, name, removed: Number(removed) })
    return before
  })
  return put.immediate()
}

/** @param name as somebody wrote it */
export function unknownRun(db: Database, name: string): MedoidError {
  const run = Number(/^\d+/.exec(name)?.[0] ?? NaN)
  const isRemoved = runNotes(db).get(run)?.removed === true
  return new MedoidError('unknown-run', { name, removed: isRemoved ? run : null, runs: presentRuns(db) })
}
