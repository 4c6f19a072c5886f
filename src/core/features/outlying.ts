import type { OutlyingRange } from '../catalogue/stored/features.ts'
import { Random } from '../random.ts'

/**
 * The rule: a range of more than this many times the spread from the 5th to the 95th percentile. Gower's distance divides by
 * the range, so nine of ten values differ by less than a thousandth then, whatever they mean: field strengths in tesla beside
 * a few in gauss are all the same.
 */
const MOST_TIMES = 1000

/** Values below a gap that are fewer than this share are of no weight, or found by the spread of nine tenths. */
const LEAST_SHARE = 0.05

/** Distinct values that are counted exactly. */
const MOST_DISTINCT = 65_536

/**
 * Counts the values of a column in bounded memory. Where more are distinct than it holds, it keeps half of the occurrences, a
 * quarter, …, drawn at random with a fixed seed; least and greatest stay exact.
 */
export class NumberCounts {
  private readonly most: number
  private readonly random = new Random(1)
  private counts = new Map<number, number>()
  private share = 1
  private smallest = Infinity
  private largest = -Infinity

  constructor(most = MOST_DISTINCT) {
    this.most = most
  }

  /** @param values without NaN */
  static of(values: Iterable<number>): NumberCounts {
    const counts = new NumberCounts()
    for (const value of values) counts.add(value)
    return counts
  }

  get min(): number {
    return this.smallest
  }

  get max(): number {
    return this.largest
  }

  /** @param value not NaN */
  add(value: number, count = 1): void {
    this.smallest = Math.min(this.smallest, value)
    this.largest = Math.max(this.largest, value)
    const kept = this.share === 1 ? count : this.about(count * this.share)
    if (kept === 0) return
    this.counts.set(value, (this.counts.get(value) ?? 0) + kept)
    while (this.counts.size > this.most) this.halve()
  }

  /** Each value with its count, by value; a sample where there were too many. */
  sorted(): [value: number, count: number][] {
    return [...this.counts].sort(([a], [b]) => a - b)
  }

  private halve(): void {
    this.share /= 2
    for (const [value, count] of this.counts) {
      const kept = this.about(count / 2)
      if (kept > 0) this.counts.set(value, kept)
      else this.counts.delete(value)
    }
  }

  /** The whole number below or above, by chance, so that it is right in the mean. */
  private about(count: number): number {
    return Math.floor(count + this.random.next())
  }
}

/**
 * Whether the range of a column is over 1,000 times the spread of nine tenths of its values. Where these are all the same there
 * is no spread to compare with: then the range is compared with the distance at which a quarter of the other values lie from
 * that one. So 1.5 beside a few 3 and 15,000 is told of, but not 0 beside some 1, which are as far apart as a column allows,
 * nor one lone value beside the rest, which hides nothing. And whether a column holds two units, with more than a few values in each.
 * @returns undefined where it is not, or no value is there
 */
export function outlyingRange(counts: NumberCounts): OutlyingRange | undefined {
  const { min, max } = counts
  if (!(min < max)) return undefined
  const sorted = counts.sorted()
  const total = sumOf(sorted)
  const low = valueAt(sorted, (below) => below > 0.05 * total)
  const high = valueAt(sorted, (below) => below >= 0.95 * total)
  const spread = low < high ? high - low : distanceOfQuarter(sorted, low)
  if (spread > 0 && (max - min) / spread > MOST_TIMES) return { min, max, low, high }
  return belowGap(sorted, total)
}

/**
 * Values in two units, however many are in either: all are positive, and between one value and the next lies a factor of over
 * 1,000. Those below are what the others hide, unless they are all the same.
 */
function belowGap(sorted: readonly [number, number][], total: number): OutlyingRange | undefined {
  const min = sorted[0][0]
  const max = sorted.at(-1)![0]
  if (min <= 0) return undefined
  const next = sorted.findIndex(([value], i) => i > 0 && value / sorted[i - 1][0] > MOST_TIMES)
  if (next < 0) return undefined
  const high = sorted[next - 1][0]
  const share = sumOf(sorted.slice(0, next)) / total
  const hides = high > min && (max - min) / (high - min) > MOST_TIMES
  return hides && share >= LEAST_SHARE ? { min, max, low: min, high, share } : undefined
}

/** A quarter of the values other than `common` lie no farther from it than this. */
function distanceOfQuarter(sorted: readonly [number, number][], common: number): number {
  const others = sorted
    .filter(([value]) => value !== common)
    .map(([value, count]): [number, number] => [Math.abs(value - common), count])
    .sort(([a], [b]) => a - b)
  return others.length === 0 ? 0 : valueAt(others, (below) => below >= 0.25 * sumOf(others))
}

/** The first value at which the count of all values up to it is enough. */
function valueAt(sorted: readonly [number, number][], isEnough: (upTo: number) => boolean): number {
  let upTo = 0
  for (const [value, count] of sorted) {
    upTo += count
    if (isEnough(upTo)) return value
  }
  return sorted.at(-1)?.[0] ?? NaN
}

function sumOf(sorted: readonly [number, number][]): number {
  return sorted.reduce((sum, [, count]) => sum + count, 0)
}

/**
 * What people are told of a column, after its name, and what to do next.
 * @param withheld without its values, which may tell of a person
 * @param isRobust whether the method moves outliers to the ends of the range of the others
 */
export function outlyingWords(
  { min, max, low, high, share }: OutlyingRange,
  { withheld = false, isRobust = false } = {}
): string {
  const values = share === undefined ? 'nine of ten values' : `${Math.round(share * 100)} % of its values`
  const between = low === high ? `are ${told(low)}` : `lie between ${told(low)} and ${told(high)}`
  const range = withheld
    ? `has a range over 1,000 times as wide as that of ${values}`
    : `reaches from ${told(min)} to ${told(max)}, and ${values} ${between}`
  const effect = isRobust && low < high ? 'values beyond count as the nearest of these' : 'these count as nearly equal'
  return `${range}: ${effect}. Look at its values, which may be wrong or in two units, or leave it out.`
}

/** Whole numbers as they are, so that people find them again. */
function told(value: number): string {
  return String(Number.isSafeInteger(value) ? value : Number(value.toPrecision(6)))
}
