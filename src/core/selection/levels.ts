import { discrete } from '../features/entropy.ts'
import type { FeatureColumn } from '../features/table.ts'

/** The most frequent categories that are levels of their own; numbers have as many bins. */
const OWN = 10

/** Levels that a column can have: none, those, and all others together. */
export const MOST_LEVELS = OWN + 2

/**
 * A column as few levels, for counting how often they come together: 0 for a missing value; numbers in ten quantile bins; the ten most
 * frequent categories, and the others as one.
 */
export function levelsOf(column: FeatureColumn): Uint8Array {
  const { codes, count } = discrete(column)
  const frequency = new Uint32Array(count)
  for (const code of codes) frequency[code]++
  const order = Array.from({ length: count - 1 }, (_, at) => at + 1).sort(
    (a, b) => frequency[b] - frequency[a] || a - b
  )
  const levels = new Uint8Array(count).fill(OWN + 1)
  levels[0] = 0
  order.slice(0, OWN).forEach((code, rank) => (levels[code] = rank + 1))
  return Uint8Array.from(codes, (code) => levels[code])
}
