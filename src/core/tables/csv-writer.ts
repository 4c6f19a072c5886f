import { csvRow } from '../csv.ts'
import { shortestFloat } from './float.ts'
import type { Cell, Sink, TableBatch, TableColumn, TableWriter } from './table.ts'

/** CSV with a header line, UTF-8 without a byte order mark; see `csvRow` for line ends, quotes and the formula guard. */
export function csvWriter(sink: Sink, columns: readonly TableColumn[]): TableWriter {
  let header: string | undefined = csvRow(columns.map(({ name }) => name))

  return {
    async write(batch: TableBatch): Promise<void> {
      const lines: string[] = []
      if (header !== undefined) lines.push(header)
      header = undefined
      for (let row = 0; row < batch[0].length; row++) {
        lines.push(csvRow(columns.map((column, c) => csvValue(column, batch[c][row]))))
      }
      await sink.write(lines.join(''))
    },
    async finish(): Promise<void> {
      if (header !== undefined) await sink.write(header)
    }
  }
}

/** What `csvRow` writes for a cell. */
export function csvValue(column: TableColumn, cell: Cell): string | number | null {
  if (typeof cell === 'boolean') return String(cell)
  return column.type === 'float' && typeof cell === 'number' ? shortestFloat(cell) : cell
}
