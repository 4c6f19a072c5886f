import type { Database } from 'better-sqlite3'
import { loadCheckpoints, type StoredModel } from '../core/catalogue/models.ts'
import { type Architecture, architectureNamed } from '../core/embedding/architecture.ts'
import { decodeState, type TrainingState } from '../core/embedding/checkpoint.ts'
import { MedoidError } from '../core/errors.ts'
import type { Work } from '../core/work.ts'
import type { MessageCode } from '../messages/message.ts'

/** Why a model that was trained cannot be used now. */
export const UNUSABLE_MODEL: ReadonlySet<MessageCode> = new Set<MessageCode>([
  'checkpoint-damaged',
  'model-version',
  'model-architecture',
  'unknown-architecture'
])

/** @throws MedoidError `unknown-architecture` */
export function architectureOf(model: StoredModel): Architecture {
  return architectureNamed(model.report.architecture)
}

/** The last state that is whole. @throws MedoidError `checkpoint-damaged` where none is; as `architectureOf` and `decodeState` do */
export function loadState(db: Database, model: StoredModel, work: Work): TrainingState {
  const { id } = model
  const checkpoints = loadCheckpoints(db, id)
  const last = checkpoints.find(({ intact }) => intact)
  if (last === undefined) {
    throw new MedoidError('checkpoint-damaged', { model: id })
  }
  if (last !== checkpoints[0]) {
    const { step, saved } = last
    work.onMessage?.({
      code: 'earlier-state-used',
      parameters: { model: id, damaged: checkpoints[0].step, step, saved }
    })
  }
  return decodeState(architectureOf(model), last.state)
}
