import { type FeatureColumn, MISSING_LEVEL } from './table.ts'

/** Numbers become at most this many categories, of about as many rows each. */
const BINS = 10

/** Categories of rows: codes from 0, and how many there can be. */
export interface Codes {
  codes: Int32Array
  count: number
}

/** All rows of one category. */
export function oneCategory(rows: number): Codes {
  return { codes: new Int32Array(rows), count: 1 }
}

/** A column as categories: 0 for a missing value, levels, or numbers in at most ten quantile bins. */
export function discrete(column: FeatureColumn): Codes {
  if ('codes' in column) {
    return {
      codes: column.codes.map((code) => (code === MISSING_LEVEL ? 0 : code + 1)),
      count: column.levels.length + 1
    }
  }
  const present = column.values.filter((value) => !Number.isNaN(value)).sort()
  const distinct = new Set(present)
  const edges = distinct.size <= BINS ? [...distinct].slice(1) : quantileEdges(present)
  return {
    codes: Int32Array.from(column.values, (value) => (Number.isNaN(value) ? 0 : 1 + countUpTo(edges, value))),
    count: edges.length + 2
  }
}

/** The least value of each bin but the first. */
function quantileEdges(sorted: Float64Array): number[] {
  const edges = Array.from({ length: BINS - 1 }, (_, bin) => quantile(sorted, (bin + 1) / BINS))
  return [...new Set(edges)]
}

/** By linear interpolation (type 7 of Hyndman and Fan, The American Statistician 50, 1996). */
export function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1)
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below)
}

function countUpTo(edges: readonly number[], value: number): number {
  let count = 0
  while (count < edges.length && edges[count] <= value) count++
  return count
}

/** Categories of rows that agree in all of these; numbered as they come. */
export function joint(all: readonly Codes[], rows: number): Codes {
  return all.reduce((joined, { codes, count }) => {
    const places = new Map<number, number>()
    const both = joined.codes.map((code, row) => {
      const pair = code * count + codes[row]
      const known = places.get(pair)
      if (known !== undefined) return known
      places.set(pair, places.size)
      return places.size - 1
    })
    return { codes: both, count: places.size }
  }, oneCategory(rows))
}

/** Shannon's entropy of the categories of rows, in nats. */
export function entropy({ codes, count }: Codes): number {
  const counts = new Float64Array(count)
  for (const code of codes) counts[code]++
  return counts.reduce(
    (sum, each) => (each === 0 ? sum : sum - (each / codes.length) * Math.log(each / codes.length)),
    0
  )
}

/** The conditional mutual information I(a; b | given) of categories, in nats; 0 or above. */
export function mutualInformation(a: Codes, b: Codes, given = oneCategory(a.codes.length)): number {
  const rows = a.codes.length
  const of = (...all: Codes[]): number => entropy(joint(all, rows))
  return Math.max(0, of(a, given) + of(b, given) - of(a, b, given) - of(given))
}
