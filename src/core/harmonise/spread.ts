import type { Deciles } from './proposal.ts'

/** A quantile of ascending numbers: the least that a share of them does not exceed. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
}

/** @param sorted ascending, not empty */
export function spreadOf(sorted: ArrayLike<number>): Deciles {
  return {
    numbers: sorted.length,
    low: quantile(sorted, 0.1),
    median: quantile(sorted, 0.5),
    high: quantile(sorted, 0.9)
  }
}

export function distinctNumbers(sorted: ArrayLike<number>): number {
  let count = 0
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) count++
  return count
}

/** The largest difference of two cumulative distributions, 0 to 1: the statistic of Kolmogorov and Smirnov. @param a, b ascending */
export function distanceBetween(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const x = Math.min(a[i], b[j])
    while (i < a.length && a[i] <= x) i++
    while (j < b.length && b[j] <= x) j++
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length))
  }
  return largest
}

/** @returns ascending */
export function joined(lists: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const list of lists) {
    all.set(list, at)
    at += list.length
  }
  return all.sort()
}
