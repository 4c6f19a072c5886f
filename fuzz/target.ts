import type { Random } from '../src/core/random.ts'

/** Something that is tried with random cases. */
export interface FuzzTarget {
  /** Cases of `npm run fuzz` without a number. */
  cases: number
  /** Tries one case. @param random seeded with the case's own number @throws where it goes wrong */
  run(random: Random): void | Promise<void>
}
