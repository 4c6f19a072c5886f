import { MedoidError } from '../errors.ts'

/** How one start goes: `pam` from the medoids of BUILD with best swaps, `fasterpam` from random ones with eager swaps. */
type StartKind = 'pam' | 'fasterpam'

/** A way to find medoids. CONTRIBUTING.md says how to add one. */
export interface Algorithm {
  name: string
  /** In a list. */
  label: string
  /** In a sentence, for the command line. */
  help: string
  /**
   * The starts for each K, of which the best counts.
   * @param restarts how many are asked for, at least 1
   * @param randomOnly leaves out those that are the same for every seed, where there are others
   */
  starts(restarts: number, randomOnly: boolean): StartKind[]
}

/**
 * `pam`: BUILD and best swaps (Kaufman and Rousseeuw 1990, chapter 2); `fasterpam`: that, and eager swaps from random medoids
 * (Schubert and Rousseeuw, Information Systems 101, 2021), so that it is never worse. The first is the default.
 */
export const ALGORITHMS: readonly Algorithm[] = [
  {
    name: 'fasterpam',
    label: 'FasterPAM',
    help: 'PAM, and fast swaps from random starts',
    starts: (restarts, randomOnly) =>
      Array.from({ length: restarts }, (_, start) => (start === 0 && !randomOnly ? 'pam' : 'fasterpam'))
  },
  {
    name: 'pam',
    label: 'PAM, as in the paper (slow)',
    help: 'BUILD and best swaps',
    starts: () => ['pam']
  }
]

export const DEFAULT_ALGORITHM = ALGORITHMS[0].name

export const DEFAULT_RESTARTS = 10

/** @throws MedoidError `unknown-algorithm` */
export function algorithmNamed(name: string): Algorithm {
  const found = ALGORITHMS.find((each) => each.name === name)
  if (found !== undefined) return found
  throw new MedoidError('unknown-algorithm', { name, known: ALGORITHMS.map((each) => each.name) })
}
