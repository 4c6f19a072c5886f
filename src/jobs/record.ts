import type { Progress } from '../core/work.ts'
import type { Message } from '../messages/message.ts'
import type { JobName } from './definitions/index.ts'

export const STATES = ['waiting', 'running', 'paused', 'done', 'failed', 'cancelled', 'interrupted'] as const

/**
 * `waiting` for another job that writes to the same catalogue, or computes as it does; `paused` by a person, to go on later; `interrupted`: its
 * process or its host ended before it did.
 */
export type JobState = (typeof STATES)[number]

/** How far a job is, with what a person wants to know of it. */
export interface JobProgress extends Progress {
  /** Units a second, lately; null while that is not known. */
  rate: number | null
  /** Seconds until the end of the stage; null while that is not known. */
  remaining: number | null
}

/** One job of the list that a host keeps. */
export interface JobRecord {
  /** The name of its file in the journal. */
  id: string
  job: JobName
  catalogue: string
  parameters: Record<string, unknown>
  state: JobState
  /** ISO 8601, UTC. */
  created: string
  /** When it came into the state that it has now. */
  changed: string
  /** Of the process that does it. */
  pid: number | null
  /** When that was started (see `startOf`): after a while another process has its number. */
  pidStarted?: string
  /** Of the process that keeps it in its list; what an older version wrote has none. */
  host?: number
  hostStarted?: string
  /** Where it runs or waits, if not here; told, never kept. Here it cannot be stopped. */
  elsewhere?: Message
  /** While it waits: the title of the job that has to end first. */
  waitsFor?: string
  /** While it runs: what a person has asked for; it comes to a committed state first. */
  stopping?: 'paused' | 'cancelled'
  /** While it is being cancelled: it has not stopped in time and can be ended for good; told, never kept. */
  canBeEnded?: true
  /** The last one; of a job that was stopped it says where. */
  progress: JobProgress | null
  /** What a person should know of it, the last few, e.g. how long it will take. */
  notes?: Message[]
  /** Done: what came of it. Failed: why, and what to do next. */
  message: Message | null
  /** Done: what to open next. */
  outcome: JobOutcome | null
  /** Whether this process saw its files written, so that a window may have them; told, never kept. */
  hasFiles?: true
}

/** What a window opens when a job is done. */
export interface JobOutcome {
  run?: number
  clustering?: string
  model?: number
  evaluation?: number
  files?: string[]
  catalogue?: string
}

/** States in which a job can go on. */
export const RESUMABLE: readonly JobState[] = ['paused', 'cancelled', 'interrupted', 'failed']
