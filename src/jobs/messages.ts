import type { Progress } from '../core/work.ts'
import type { JobName } from './definitions/index.ts'
import type { JobOutcome } from './record.ts'

/** What a host says to the process of a job. */
export type ToJob = { type: 'run'; job: JobName; parameters: Record<string, unknown> } | { type: 'cancel' }

/** What the process of a job says to its host; `done`, `failed` and `cancelled` are its last words. */
export type FromJob =
  | { type: 'progress'; progress: Progress }
  | { type: 'note'; message: string }
  | { type: 'saved'; goOnWith: Record<string, string> }
  | { type: 'done'; message: string; outcome: JobOutcome }
  | { type: 'failed'; code: string; message: string; stack?: string }
  | { type: 'cancelled' }
