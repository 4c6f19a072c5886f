import { hasValue } from '../../src/core/clustering/gower.ts'
import { type FeatureTable, MISSING_LEVEL } from '../../src/core/features/table.ts'

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
