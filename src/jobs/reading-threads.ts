import { availableParallelism } from 'node:os'

/**
 * One for each core, though one of them also writes what is read: it waits for readers half of the time. More than eight readers outrun it.
 * Each learns the archive's values anew.
 */
export function readingThreads(): number {
  return Math.min(8, availableParallelism())
}
