import { shortestFloat } from './float.ts'
import type { Cell, Sink, TableBatch, TableColumn, TableWriter } from './table.ts'

/** JSON Lines: one object a row with every column as a key, missing values as null, UTF-8, lines ending with LF. */
export function jsonlWriter(sink: Sink, columns: readonly TableColumn[]): TableWriter {
  const keys = columns.map(({ name }) => `${JSON.stringify(name)}:`)

  return {
    async write(batch: TableBatch): Promise<void> {
      const lines: string[] = []
      for (let row = 0; row < batch[0].length; row++) {
        lines.push(`{${columns.map((column, c) => keys[c] + jsonValue(column, batch[c][row])).join(',')}}\n`)
      }
      await sink.write(lines.join(''))
    },
    async finish(): Promise<void> {}
  }
}

/** JSON knows no NaN; JSON.stringify makes it null. */
export function jsonValue(column: TableColumn, cell: Cell): string {
  return JSON.stringify(column.type === 'float' && typeof cell === 'number' ? shortestFloat(cell) : cell)
}
