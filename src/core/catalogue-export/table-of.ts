import type { TableBatch, TableColumn } from '../tables/table.ts'
import { writeTable } from '../tables/write-table.ts'
import { batchesOf, type ExportedTable, type Field } from './exported-table.ts'

/** A table whose rows are made as they are written. @param batches called once, when it is written */
export function tableOf(
  name: string,
  meaning: string,
  columns: readonly (TableColumn & { meaning: string })[],
  batches: () => Iterable<TableBatch> | AsyncIterable<TableBatch>
): ExportedTable {
  return {
    name,
    meaning,
    columns: columns.map(({ name, type, meaning }) => ({ name, type, meaning })),
    write: (path, beforeNamed) => writeTable(path, 'parquet', columns, batches(), beforeNamed)
  }
}

/** A table of plain rows. */
export function rowTable<Row>(
  name: string,
  meaning: string,
  fields: readonly Field<Row>[],
  rows: () => Iterable<Row>
): ExportedTable {
  return tableOf(name, meaning, fields, () => batchesOf(fields, rows()))
}
