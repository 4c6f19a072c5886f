import { expect, test } from 'vitest'
import { cellText } from '../../../src/core/tables/cell-text.ts'
import type { Cell, CellType, TableFormat } from '../../../src/core/tables/table.ts'

function texts(format: TableFormat, cells: [CellType, Cell][]): string[] {
  return cells.map(([type, cell]) => cellText(format, { name: 'x', type }, cell))
}

const CELLS: [CellType, Cell][] = [
  ['string', '=1+1'],
  ['string', 'two\nlines'],
  ['float', Math.fround(0.123456)],
  ['boolean', true],
  ['string', null],
  ['float', NaN]
]

test('a cell is told as the writer of its format writes it', () => {
  expect(texts('csv', CELLS)).toEqual(["'=1+1", '"two\nlines"', '0.123456', 'true', '', ''])
  expect(texts('jsonl', CELLS)).toEqual(['"=1+1"', '"two\\nlines"', '0.123456', 'true', 'null', 'null'])
  expect(texts('parquet', CELLS)).toEqual(['=1+1', 'two\nlines', '0.123456', 'true', '', ''])
})
