import type { JobRecord } from '../jobs/record.ts'
import { type Message, sayMessage } from '../messages/message.ts'
import { WINDOW_TERMS } from './window-terms.ts'

/** A job as a window shows it: what is kept of it as data, in words. */
export interface ShownJob extends Omit<JobRecord, 'message' | 'notes' | 'elsewhere'> {
  /** Where it runs or waits, if not here; here it cannot be stopped then. */
  elsewhere?: string
  /** What a person should know of it, the last few, e.g. how long it will take. */
  notes: string[]
  /** Done: what came of it. Failed: why, and what to do next. Else ''. */
  message: string
}

export function shownJob({ message, notes = [], elsewhere, ...record }: JobRecord): ShownJob {
  return {
    ...record,
    message: message === null ? '' : inWindow(message),
    notes: notes.map(inWindow),
    ...(elsewhere === undefined ? {} : { elsewhere: inWindow(elsewhere) })
  }
}

function inWindow(message: Message): string {
  return sayMessage(message, WINDOW_TERMS)
}
