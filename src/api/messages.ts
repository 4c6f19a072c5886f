import type { Outcome } from './reply.ts'

/** What a host asks the process of a service. */
export type ToService = { id: number } &
  /** `marks`: what is personal in the answer is marked (`hiding/marks.ts`). */
  (
    | { ask: 'answer'; method: unknown; given: unknown; catalogue: string | null; marks: boolean }
    | { ask: 'traits' }
    | { ask: 'prepare'; file: string; create: boolean }
    | { ask: 'locate'; instance: number; catalogue: string }
    /** Of a duplicate and its instance. */
    | { ask: 'pair'; dir: number; name: string; catalogue: string }
    | { ask: 'thumbnail'; instance: number; catalogue: string }
    | { ask: 'states'; catalogue: string }
    | { ask: 'release'; file: string }
    /** Nobody waits for the answer to the question with this id. */
    | { ask: 'cancel' }
  )

/** An answer; without one, that the question waits for something, so that another one can be answered meanwhile. */
export type FromService = { id: number; reply: Outcome<unknown> } | { id: number; waits: true }

/** What a host has to know of a question before it passes it on. */
export interface Traits {
  isSlow: boolean
  writes: boolean
}
