import type { Database } from 'better-sqlite3'
import { MedoidError } from '../errors.ts'
import { arrayOf, bytesOf } from './blobs.ts'
import { hasModels } from './models.ts'

/** An evaluation as it is stored; the result is theirs to say who write and read it. */
export interface StoredEvaluation {
  id: number
  created: string
  /** Version of the program that made it. */
  program: string
  run: number
  k: number
  model: number
  /** Images of all datasets, one dataset after another: the result says how many each has. */
  instances: Uint32Array
  /** Cluster of each, in its dataset. */
  labels: Uint16Array
  result: unknown
}

/** @returns its id */
export function saveEvaluation(
  db: Database,
  evaluation: Omit<StoredEvaluation, 'id' | 'created' | 'result'> & { result: (id: number) => unknown }
): number {
  return db.transaction(() => {
    const { program, run, k, model, instances, labels } = evaluation
    const id = db
      .prepare(
        `INSERT INTO evaluation(created, program, run, k, model, instances, labels, result)
        VALUES(?, ?, ?, ?, ?, ?, ?, '') RETURNING id`
      )
      .pluck()
      .get(new Date().toISOString(), program, run, k, model, bytesOf(instances), bytesOf(labels)) as number
    db.prepare('UPDATE evaluation SET result = ? WHERE id = ?').run(JSON.stringify(evaluation.result(id)), id)
    return id
  })()
}

/** The evaluations of a run, the oldest first; of all runs where none is given. */
export function listEvaluations(db: Database, run?: number): StoredEvaluation[] {
  if (!hasModels(db)) return []
  const rows = db
    .prepare('SELECT * FROM evaluation WHERE @run IS NULL OR run = @run ORDER BY id')
    .all({ run: run ?? null }) as (Omit<StoredEvaluation, 'result' | 'instances' | 'labels'> & {
    result: string
    instances: Buffer
    labels: Buffer
  })[]
  return rows.map((row) => ({
    ...row,
    instances: arrayOf(Uint32Array, row.instances),
    labels: arrayOf(Uint16Array, row.labels),
    result: JSON.parse(row.result) as unknown
  }))
}

/** @throws MedoidError `unknown-evaluation` */
export function loadEvaluation(db: Database, name: string): StoredEvaluation {
  const all = listEvaluations(db)
  const found = all.find(({ id }) => String(id) === name)
  if (found !== undefined) return found
  const known =
    all.length === 0
      ? 'There is none yet: make one with "medoid evaluate".'
      : `There are: ${all.map(({ id }) => id).join(', ')}.`
  throw new MedoidError('unknown-evaluation', `There is no evaluation "${name}". ${known}`)
}
