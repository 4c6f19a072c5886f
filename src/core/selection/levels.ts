import { isNumeric, isPresent } from '../clustering/gower.ts'
import { type FeatureColumn, MISSING_LEVEL } from '../features/table.ts'

/** Quantile bins of numbers, and the most frequent categories that are levels of their own. */
const LEVELS = 10

/** All other categories together. */
const OTHER = LEVELS
const MISSING = LEVELS + 1

/** Levels that a column can have: those, others, and none. */
export const MOST_LEVELS = LEVELS + 2

/**
 * A column as few levels, for counting how often they come together: numbers in ten quantile bins, equal ones in one bin; the ten
 * most frequent categories, and the others as one; a missing value is a level as well. What a row gets does not depend on
 * where it stands.
 */
export function levelsOf(column: FeatureColumn): Uint8Array {
  return isNumeric(column) ? quantileBins(column.values) : frequentLevels(column.codes, column.levels.length)
}

function frequentLevels(codes: Int32Array, count: number): Uint8Array {
  const frequency = new Uint32Array(count)
  for (const code of codes) if (code !== MISSING_LEVEL) frequency[code]++
  const order = Array.from(frequency.keys()).sort((a, b) => frequency[b] - frequency[a] || a - b)
  const levels = new Uint8Array(count).fill(OTHER)
  order.slice(0, LEVELS).forEach((code, level) => (levels[code] = level))
  return Uint8Array.from(codes, (code) => (code === MISSING_LEVEL ? MISSING : levels[code]))
}

function quantileBins(values: Float64Array): Uint8Array {
  const sorted = values.filter(isPresent).sort()
  const bins = new Map<number, number>()
  sorted.forEach((value, rank) => {
    if (!bins.has(value)) bins.set(value, Math.floor((rank * LEVELS) / sorted.length))
  })
  return Uint8Array.from(values, (value) => bins.get(value) ?? MISSING)
}

/** The pair of two levels of each row as one level, numbered from 0: for what depends on two columns. */
export function together(a: ArrayLike<number>, b: ArrayLike<number>): { codes: Uint32Array; count: number } {
  const places = new Map<string, number>()
  const codes = Uint32Array.from({ length: a.length }, (_, row) => {
    const key = `${a[row]} ${b[row]}`
    const place = places.get(key) ?? places.size
    places.set(key, place)
    return place
  })
  return { codes, count: places.size }
}
