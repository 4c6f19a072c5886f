import type { Reply } from './contract.ts'

/** What a host asks the process of a service. */
export type ToService = { id: number } & (
  | { ask: 'answer'; method: unknown; given: unknown; catalogue: string | null }
  | { ask: 'slow-questions' }
  | { ask: 'prepare'; file: string; create: boolean }
  | { ask: 'locate'; instance: number; catalogue: string }
  | { ask: 'thumbnail'; instance: number; catalogue: string }
  | { ask: 'release'; file: string }
)

export interface FromService {
  id: number
  reply: Reply<unknown>
}
