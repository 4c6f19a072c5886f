import { hasValue } from '../../src/core/clustering/gower.ts'
import { type FeatureColumn, type FeatureTable, MISSING_LEVEL } from '../../src/core/features/table.ts'

/** Some rows of a table, with the levels of the whole. */
export function rowsOf({ columns }: FeatureTable, rows: Uint32Array): FeatureTable {
  return {
    rows: rows.length,
    columns: columns.map((column): FeatureColumn =>
      'codes' in column
        ? { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]) }
        : { ...column, values: Float64Array.from(rows, (row) => column.values[row]) }
    )
  }
}

/** The categories of a column; '' where there is none, or no such column. */
export function textsOfColumn({ rows, columns }: FeatureTable, name: string): string[] {
  const column = columns.find((each) => each.name === name)
  if (column === undefined || !('codes' in column)) return Array<string>(rows).fill('')
  return Array.from(column.codes, (code) => (code === MISSING_LEVEL ? '' : column.levels[code]))
}

/** The share of the columns that a row has. */
export function presentShare({ columns }: FeatureTable, row: number): number {
  return columns.filter((column) => hasValue(column, row)).length / columns.length
}
