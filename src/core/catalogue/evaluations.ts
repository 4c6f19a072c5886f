import type { Database } from 'better-sqlite3'
import { MedoidError } from '../errors.ts'
import { arrayOf, bytesOf } from './blobs.ts'
import { placeOf, seal, sound } from './checksums.ts'
import { hasModels } from './models.ts'
import { damagedDocument, type Owner, readDocument, writeDocument } from './stored/document.ts'
import { EVALUATION_REPORT, type EvaluationReport } from './stored/evaluation.ts'

/** An evaluation as it is stored. */
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
  result: EvaluationReport
}

/** @returns its id */
export function saveEvaluation(
  db: Database,
  evaluation: Omit<StoredEvaluation, 'id' | 'created' | 'result'> & { result: (id: number) => EvaluationReport }
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
    db.prepare('UPDATE evaluation SET result = ? WHERE id = ?').run(
      writeDocument(EVALUATION_REPORT, evaluation.result(id), 'result'),
      id
    )
    seal(db, 'evaluation', [id])
    return id
  })()
}

/** The evaluations of a run, the oldest first; of all runs where none is given. @throws as `loadEvaluation` */
export function listEvaluations(db: Database, run?: number): StoredEvaluation[] {
  if (!hasModels(db)) return []
  // Of which run one is may be what is damaged.
  const rows = (db.prepare('SELECT * FROM evaluation ORDER BY id').all() as Row[]).map((row) =>
    sound('evaluation', row)
  )
  return rows.filter((row) => run === undefined || row.run === run).map(evaluationOf)
}

/** @throws MedoidError `unknown-evaluation`, `document-damaged`, `document-newer` */
export function loadEvaluation(db: Database, name: string): StoredEvaluation {
  const id = /^\d{1,9}$/.test(name) ? Number(name) : undefined
  const row =
    id === undefined || !hasModels(db)
      ? undefined
      : (db.prepare('SELECT * FROM evaluation WHERE id = ?').get(id) as Row | undefined)
  if (row === undefined) throw new MedoidError('unknown-evaluation', { name, evaluations: evaluationIds(db) })
  return evaluationOf(sound('evaluation', row))
}

/** Ids of all evaluations, ascending. */
export function evaluationIds(db: Database): number[] {
  return hasModels(db) ? (db.prepare('SELECT id FROM evaluation ORDER BY id').pluck().all() as number[]) : []
}

type Row = Omit<StoredEvaluation, 'result' | 'instances' | 'labels'> & {
  instances: Buffer
  labels: Buffer
  result: string
}

function evaluationOf(row: Row): StoredEvaluation {
  const { id, created, program, run, k, model, instances, labels } = row
  const owner: Owner = { kind: 'evaluation', name: id }
  const result = readDocument(EVALUATION_REPORT, row.result, owner, 'result')
  const evaluation = {
    id,
    created,
    program,
    run,
    k,
    model,
    instances: arrayOf(Uint32Array, instances, placeOf('evaluation', row, ['instances'])),
    labels: arrayOf(Uint16Array, labels, placeOf('evaluation', row, ['labels'])),
    result
  }
  const images = result.datasets.reduce((sum, dataset) => sum + dataset.images, 0)
  if (evaluation.instances.length !== images || evaluation.labels.length !== images) {
    throw damagedDocument(owner, `instances and labels have to be ${images}, as many as the datasets have`)
  }
  return evaluation
}
