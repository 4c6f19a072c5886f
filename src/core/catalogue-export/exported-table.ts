import type { Cell, CellType, TableBatch, TableColumn } from '../tables/table.ts'
import type { WrittenTable } from '../tables/write-table.ts'

/** A column of a table, with a sentence about its values for `catalogue.json`. */
export interface DescribedColumn {
  name: string
  type: CellType | 'list<float>'
  meaning: string
}

/** A table of an export of a catalogue: one file. */
export interface ExportedTable {
  /** The file is `<name>.parquet`. */
  name: string
  /** What a row is. */
  meaning: string
  columns: readonly DescribedColumn[]
  /** @param beforeNamed called when the file is whole and before it gets its name */
  write(path: string, beforeNamed: (written: WrittenTable) => Promise<void>): Promise<WrittenTable>
}

/** How a cell is made of what a row is about. */
export interface Field<Row> {
  name: string
  type: CellType
  meaning: string
  cell(this: void, row: Row): Cell
}

/** Rows of a small table that is written at once. */
const ROWS_AT_A_TIME = 4096

/** @returns the rows as batches of a table with these fields */
export function* batchesOf<Row>(fields: readonly Field<Row>[], rows: Iterable<Row>): Generator<TableBatch> {
  let some: Row[] = []
  const batch = (): TableBatch => fields.map(({ cell }) => some.map(cell))
  for (const row of rows) {
    some.push(row)
    if (some.length < ROWS_AT_A_TIME) continue
    yield batch()
    some = []
  }
  if (some.length > 0) yield batch()
}

/** What every table has in place of an id of its own. */
export const INSTANCE: TableColumn & { meaning: string } = {
  name: 'instance',
  type: 'int32',
  meaning: 'number of the instance in the catalogue, as in all tables of this export'
}

/** The clustering that rows are about. */
export const RUN: TableColumn & { meaning: string } = { name: 'run', type: 'int32', meaning: 'run R' }
export const K: TableColumn & { meaning: string } = {
  name: 'k',
  type: 'int32',
  meaning: 'number of clusters K: the clustering is R.K'
}
