import { compareNames } from './names.ts'

/** Distinct values of a tag, and the most frequent of them. */
export interface FrequentValues {
  distinct: number
  /** Most frequent first, ties in byte order; all of them where `distinct` says so. None of the others would stand before the last. */
  top: readonly FrequentValue[]
}

interface FrequentValue {
  value: string
  count: number
}

/**
 * The values after some came or went.
 * @param changes by how much the count of a value changed
 * @param countNow how often a value that changed occurs now
 * @param most so many of the most frequent ones are kept
 */
export function changed(
  { distinct, top }: FrequentValues,
  changes: ReadonlyMap<string, number>,
  countNow: (value: string) => number,
  most: number
): FrequentValues {
  const isComplete = top.length === distinct
  const last = top.at(-1)
  const counts = new Map(top.map(({ value, count }) => [value, count]))
  for (const [value, change] of changes) {
    if (change === 0) continue
    const now = countNow(value)
    if (now > 0 && now - change === 0) distinct++
    if (now === 0 && now - change > 0) distinct--
    counts.set(value, now)
  }
  const all = Array.from(counts, ([value, count]) => ({ value, count })).filter(({ count }) => count > 0)
  // Of the values that were not in the list and did not change nothing is known but that they stand behind its last one.
  const known = isComplete || last === undefined ? all : all.filter((each) => inOrder(each, last) <= 0)
  return { distinct, top: mostFrequent(known, most) }
}

/** The first of some values, most frequent first, ties in byte order. */
export function mostFrequent(values: readonly FrequentValue[], most: number): FrequentValue[] {
  return [...values].sort(inOrder).slice(0, most)
}

function inOrder(a: FrequentValue, b: FrequentValue): number {
  return b.count - a.count || compareNames(a.value, b.value)
}
