import { availableParallelism } from 'node:os'

/** One core writes what the others read; more than eight readers outrun it. Each learns the archive's values anew. */
export function readingThreads(): number {
  return Math.max(1, Math.min(8, availableParallelism() - 1))
}
