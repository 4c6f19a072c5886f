import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { MedoidError } from '../errors.ts'
import { arrayOf, bytesOf } from './blobs.ts'
import { placeOf, seal, sound, updateRow } from './checksums.ts'
import { schemaVersion } from './schema-version.ts'
import { readDocument, writeDocument } from './stored/document.ts'
import { TRAINING_REPORT, type TrainingReport } from './stored/model.ts'

/** An autoencoder as it is stored. */
export interface StoredModel {
  id: number
  created: string
  /** Version of the program that made it. */
  program: string
  /** Instance ids that it learns from, in the order of the draw. */
  training: Uint32Array
  /** Instance ids that it is validated on. */
  validation: Uint32Array
  report: TrainingReport
}

/** A state of a training. */
interface StoredCheckpoint {
  /** Steps done since the beginning. */
  step: number
  saved: string
  state: Buffer
  /** Whether the row is what was saved. */
  intact: boolean
}

/** Checkpoints kept of each model: the last one, and the one before in case it is damaged. */
const KEPT = 2

/** The migration that made the tables. */
const SINCE = 2

/** @param model.trainer a token of the process that trains it @returns its id */
export function saveModel(
  db: Database,
  model: Omit<StoredModel, 'id' | 'created' | 'report'> & { trainer: string; report: (id: number) => TrainingReport }
): number {
  return db.transaction(() => {
    const id = db
      .prepare(
        `INSERT INTO model(created, program, trainer, training, validation, report) VALUES(?, ?, ?, ?, ?, '') RETURNING id`
      )
      .pluck()
      .get(
        new Date().toISOString(),
        model.program,
        model.trainer,
        bytesOf(model.training),
        bytesOf(model.validation)
      ) as number
    db.prepare('UPDATE model SET report = ? WHERE id = ?').run(
      writeDocument(TRAINING_REPORT, model.report(id), 'report'),
      id
    )
    seal(db, 'model', [id])
    return id
  })()
}

/**
 * Finds the model that a person named.
 * @throws MedoidError `unknown-model`, `document-damaged`, `document-newer`
 */
export function loadModel(db: Database, name: string): StoredModel {
  const id = /^\d{1,9}$/.test(name) ? Number(name) : undefined
  const row =
    id === undefined || !hasModels(db)
      ? undefined
      : (db.prepare('SELECT * FROM model WHERE id = ?').get(id) as Record<string, unknown> | undefined)
  if (row === undefined) throw new MedoidError('unknown-model', { name, models: modelIds(db) })
  sound('model', row)
  return {
    id: row.id as number,
    created: row.created as string,
    program: row.program as string,
    training: arrayOf(Uint32Array, row.training, placeOf('model', row, ['training'])),
    validation: arrayOf(Uint32Array, row.validation, placeOf('model', row, ['validation'])),
    report: readDocument(TRAINING_REPORT, row.report, { kind: 'model', name: row.id as number }, 'report')
  }
}

/** Ids of all models, ascending. */
export function modelIds(db: Database): number[] {
  return hasModels(db) ? (db.prepare('SELECT id FROM model ORDER BY id').pluck().all() as number[]) : []
}

/** From now on only the process with this token may save states of the model. */
export function takeOverModel(db: Database, id: number, trainer: string): void {
  db.transaction(() => updateRow(db, 'model', [id], { trainer })).immediate()
}

/**
 * Saves a state of a training, and what there is to report, in one transaction.
 * @throws MedoidError `model-taken` when another process trains the model now
 */
export function saveCheckpoint(
  db: Database,
  model: number,
  trainer: string,
  { step, state }: { step: number; state: Buffer },
  report: TrainingReport
): void {
  db.transaction(() => {
    const current = db.prepare('SELECT trainer FROM model WHERE id = ?').pluck().get(model)
    if (current !== trainer) {
      throw new MedoidError('model-taken', { model })
    }
    const saved = new Date().toISOString()
    const sum = checkpointSum(model, { step, saved, state })
    db.prepare('INSERT OR REPLACE INTO checkpoint VALUES(?, ?, ?, ?, ?)').run(model, step, saved, state, sum)
    db.prepare(
      `DELETE FROM checkpoint WHERE model = @model AND step NOT IN
        (SELECT step FROM checkpoint WHERE model = @model ORDER BY step DESC LIMIT ${KEPT})`
    ).run({ model })
    updateRow(db, 'model', [model], { report: writeDocument(TRAINING_REPORT, report, 'report') })
  }).immediate()
}

/** Forgets states behind the one that is gone on from: it, and the one before, are those to keep. */
export function dropCheckpointsAfter(db: Database, model: number, step: number): void {
  db.prepare('DELETE FROM checkpoint WHERE model = ? AND step > ?').run(model, step)
}

/** States of a model, the newest first. */
export function loadCheckpoints(db: Database, model: number): StoredCheckpoint[] {
  const rows = db
    .prepare('SELECT step, saved, state, sha256 FROM checkpoint WHERE model = ? ORDER BY step DESC')
    .all(model) as { step: number; saved: string; state: Buffer; sha256: Buffer }[]
  return rows.map(({ sha256: sum, ...row }) => ({
    ...row,
    // Earlier versions took the sum of the state alone.
    intact: [checkpointSum(model, row), sha256(row.state)].some((each) => each.equals(sum))
  }))
}

/** Models that states are stored of, whether or not there is such a model. */
export function checkpointModels(db: Database): number[] {
  return hasModels(db) ? (db.prepare('SELECT DISTINCT model FROM checkpoint').pluck().all() as number[]) : []
}

/** Of all that a row holds. */
function checkpointSum(model: number, { step, saved, state }: Omit<StoredCheckpoint, 'intact'>): Buffer {
  return sha256(Buffer.from(JSON.stringify([model, step, saved])), state)
}

function sha256(...bytes: Buffer[]): Buffer {
  const hash = createHash('sha256')
  for (const each of bytes) hash.update(each)
  return hash.digest()
}

/** Whether the catalogue is new enough to hold models: one that is only read stays as it was made. */
export function hasModels(db: Database): boolean {
  return schemaVersion(db) >= SINCE
}
