import type { FeatureTable } from '../features/table.ts'
import { isNumeric, isPresent } from './gower.ts'

/**
 * How many rows of a table differ from each other in at least one value, a missing one being a value of its own.
 * @param limit counting ends at this many
 */
export function distinctRows(table: FeatureTable, limit: number): number {
  // Rows have the same number while no column so far tells them apart.
  let numbers = new Uint32Array(table.rows)
  let distinct = Math.min(1, table.rows)
  for (const column of table.columns) {
    if (distinct >= limit) break
    const values = isNumeric(column)
      ? Array.from(column.values, (value) => (isPresent(value) ? value : NaN))
      : column.codes
    const places = new Map<number, Map<number, number>>()
    let next = 0
    numbers = numbers.map((number, row) => {
      let place = places.get(number)
      if (place === undefined) places.set(number, (place = new Map<number, number>()))
      const known = place.get(values[row])
      if (known === undefined) place.set(values[row], next)
      return known ?? next++
    })
    distinct = next
  }
  return Math.min(distinct, limit)
}
