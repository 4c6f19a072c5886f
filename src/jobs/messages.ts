import type { Progress } from '../core/work.ts'
import type { Message } from '../messages/message.ts'
import type { JobName } from './definitions/index.ts'
import type { JobOutcome } from './record.ts'

/** What a host says to the process of a job. */
export type ToJob = { type: 'run'; job: JobName; parameters: Record<string, unknown> } | { type: 'cancel' }

/** What the process of a job says to its host; `done`, `failed` and `cancelled` are its last words. */
export type FromJob =
  | { type: 'progress'; progress: Progress }
  | { type: 'note'; note: Message }
  | { type: 'saved'; goOnWith: Record<string, string> }
  | { type: 'done'; message: Message; outcome: JobOutcome }
  | { type: 'failed'; message: Message; stack?: string }
  | { type: 'cancelled' }
