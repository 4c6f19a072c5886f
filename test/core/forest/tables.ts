import { type FeatureColumn, type FeatureTable, MISSING_LEVEL } from '../../../src/core/features/table.ts'

/** A table of columns of numbers, or of categories; null = missing. */
export function tableOf(columns: Readonly<Record<string, readonly (number | string | null)[]>>): FeatureTable {
  const cells = Object.entries(columns)
  return {
    rows: cells[0][1].length,
    columns: cells.map(([name, values]): FeatureColumn => {
      if (!values.some((value) => typeof value === 'string')) {
        return { name, kind: 'numeric', values: Float64Array.from(values, (value) => (value as number | null) ?? NaN) }
      }
      const levels = [...new Set(values as (string | null)[])].filter((value) => value !== null)
      const codes = Int32Array.from(values as (string | null)[], (value) =>
        value === null ? MISSING_LEVEL : levels.indexOf(value)
      )
      return { name, kind: 'nominal', codes, levels }
    })
  }
}

/** A list many times over. */
export function times<T>(count: number, items: readonly T[]): T[] {
  return Array.from({ length: count }, () => items).flat()
}
