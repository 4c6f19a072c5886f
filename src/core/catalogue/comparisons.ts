import type { Database } from 'better-sqlite3'
import { inserter, sound } from './checksums.ts'
import { schemaVersion } from './schema-version.ts'
import { COMPARISON_REPORT, type ComparisonReport } from './stored/comparison.ts'
import { readDocument, writeDocument } from './stored/document.ts'

/** A comparison of ways to choose tags, as it is stored. */
interface StoredComparison {
  id: number
  created: string
  /** Version of the program that made it. */
  program: string
  result: ComparisonReport
}

/** The migration that made the table. */
const SINCE = 5

/** @returns its id */
export function saveComparison(db: Database, program: string, result: (id: number) => ComparisonReport): number {
  return db.transaction(() => {
    const id = 1 + (db.prepare('SELECT coalesce(max(id), 0) FROM comparison').pluck().get() as number)
    const text = writeDocument(COMPARISON_REPORT, result(id), 'result')
    inserter(db, 'comparison')({ id, created: new Date().toISOString(), program, result: text })
    return id
  })()
}

/** @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer` */
export function loadComparison(db: Database, id: number): StoredComparison {
  const row = sound('comparison', db.prepare('SELECT * FROM comparison WHERE id = ?').get(id) as Row)
  const { created, program } = row
  const owner = { kind: 'comparison', name: id } as const
  return { id, created, program, result: readDocument(COMPARISON_REPORT, row.result, owner, 'result') }
}

/** Ids of all comparisons, ascending. */
export function comparisonIds(db: Database): number[] {
  const isThere = schemaVersion(db) >= SINCE
  return isThere ? (db.prepare('SELECT id FROM comparison ORDER BY id').pluck().all() as number[]) : []
}

type Row = Omit<StoredComparison, 'result'> & { result: string }
