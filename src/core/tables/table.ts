/** The formats that a table is written in; the columns and values are the same in each. */
export const TABLE_FORMATS = ['csv', 'jsonl', 'parquet'] as const
export type TableFormat = (typeof TABLE_FORMATS)[number]

/** `float` is 32 bits: text formats write the shortest decimal that is that float again. `int32` holds whole numbers. */
export type CellType = 'string' | 'int32' | 'float' | 'double' | 'boolean'

export interface TableColumn {
  name: string
  type: CellType
}

/** null and NaN are missing: an empty cell in CSV, null in JSONL and Parquet. */
export type Cell = string | number | boolean | null

/** Some consecutive rows: one array a column, in the order of the columns, all of the same length. */
export type TableBatch = readonly ArrayLike<Cell>[]

/** Where the bytes of a table go. */
export interface Sink {
  write(data: string | Uint8Array): Promise<void>
}

/** Writes a table batch by batch, holding a bounded number of rows. */
export interface TableWriter {
  write(batch: TableBatch): Promise<void>
  /** Writes what is held back, and the file's end. */
  finish(): Promise<void>
}
