import type { Database } from 'better-sqlite3'
import { MedoidError } from '../errors.ts'
import { arrayOf, bytesOf } from './blobs.ts'
import { parseStored, placeOf, seal, sound } from './checksums.ts'
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
    seal(db, 'evaluation', [id])
    return id
  })()
}

/** The evaluations of a run, the oldest first; of all runs where none is given. */
export function listEvaluations(db: Database, run?: number): StoredEvaluation[] {
  if (!hasModels(db)) return []
  // Of which run one is may be what is damaged.
  const rows = db.prepare('SELECT * FROM evaluation ORDER BY id').all() as (Omit<
    StoredEvaluation,
    'result' | 'instances' | 'labels'
  > & {
    result: string
    instances: Buffer
    labels: Buffer
  })[]
  const evaluations = rows.map((row) => {
    const { id, created, program, run, k, model, instances, labels, result } = sound('evaluation', row)
    return {
      id,
      created,
      program,
      run,
      k,
      model,
      instances: arrayOf(Uint32Array, instances),
      labels: arrayOf(Uint16Array, labels),
      result: parseStored(result, placeOf('evaluation', row, ['result']))
    }
  })
  return run === undefined ? evaluations : evaluations.filter((each) => each.run === run)
}

/** @throws MedoidError `unknown-evaluation` */
export function loadEvaluation(db: Database, name: string): StoredEvaluation {
  const all = listEvaluations(db)
  const found = all.find(({ id }) => String(id) === name)
  if (found !== undefined) return found
  throw new MedoidError('unknown-evaluation', { name, evaluations: all.map(({ id }) => id) })
}
