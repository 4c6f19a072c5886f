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

/** What is said of moments. */
export const CREATED = 'ISO 8601, UTC'

/** How a cell is made of what a row is about. */
export interface Field<Row> {
  name: string
  type: CellType
  meaning: string
  cell(this: void, row: Row): Cell
}

/** When something was made, and by what. */
export function madeFields<Row extends { created: string; program: string }>(): Field<Row>[] {
  return [
    { name: 'created', type: 'string', meaning: CREATED, cell: ({ created }) => created },
    { name: 'program', type: 'string', meaning: 'version of the program that made it', cell: ({ program }) => program }
  ]
}

/** The code of a name, which may have none. */
export function codeFields<Row>(
  labelOf: (row: Row) => { code: string; scheme: string; meaning: string } | undefined
): Field<Row>[] {
  return [
    { name: 'code', type: 'string', meaning: 'Code Value (0008,0100)', cell: (row) => labelOf(row)?.code || null },
    {
      name: 'scheme',
      type: 'string',
      meaning: 'Coding Scheme Designator (0008,0102)',
      cell: (row) => labelOf(row)?.scheme || null
    },
    {
      name: 'meaning',
      type: 'string',
      meaning: 'Code Meaning (0008,0104)',
      cell: (row) => labelOf(row)?.meaning || null
    }
  ]
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
