import { csvCell } from '../csv.ts'
import { csvValue } from './csv-writer.ts'
import { shortestFloat } from './float.ts'
import { jsonValue } from './jsonl-writer.ts'
import type { Cell, TableColumn, TableFormat } from './table.ts'

/** What a writer makes of a cell, character for character; of Parquet, which is no text, the value as readers print it. */
export function cellText(format: TableFormat, column: TableColumn, cell: Cell): string {
  if (format === 'csv') return csvCell(csvValue(column, cell))
  if (format === 'jsonl') return jsonValue(column, cell)
  if (cell === null || Number.isNaN(cell)) return ''
  return String(column.type === 'float' && typeof cell === 'number' ? shortestFloat(cell) : cell)
}
