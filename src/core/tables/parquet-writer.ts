import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import type { Cell, CellType, Sink, TableBatch, TableColumn, TableWriter } from './table.ts'

/** Rows of a row group: enough for dictionaries to pay off. */
const ROW_GROUP = 65_536
/** What is held in memory: a table of many columns has smaller row groups. */
const MOST_CELLS = 8_000_000

/**
 * Apache Parquet: optional columns, snappy, dictionaries where they halve a column, row groups of 65,536 rows or a little more, of
 * fewer where there are more than 122 columns.
 */
export function parquetWriter(sink: Sink, columns: readonly TableColumn[]): TableWriter {
  const bytes = new FlushedBytes(sink)
  let rows = 0
  const parquet = new ParquetWriter({ writer: bytes, schema: schemaOf(columns), createdBy: 'medoid' })
  const rowGroup = Math.min(ROW_GROUP, Math.ceil(MOST_CELLS / columns.length))
  let group: Cell[][] = columns.map(() => [])

  async function writeGroup(): Promise<void> {
    const columnData = columns.map(({ name }, c) => ({ name, data: group[c] }))
    group = columns.map(() => [])
    rows += columnData[0].data.length
    await parquet.write({ columnData, rowGroupSize: columnData[0].data.length })
  }

  return {
    async write(batch: TableBatch): Promise<void> {
      for (let c = 0; c < columns.length; c++) {
        const cells = batch[c]
        for (let row = 0; row < cells.length; row++) group[c].push(Number.isNaN(cells[row]) ? null : cells[row])
      }
      if (group[0].length >= rowGroup) await writeGroup()
    },
    async finish(): Promise<void> {
      if (group[0].length > 0) await writeGroup()
      await parquet.finish()
      if (rows === 0) typeEmptyRowGroups(bytes.getBytes())
      await bytes.flush()
    }
  }
}

/** Hands its bytes on after each row group, so that a whole file is never in memory. */
class FlushedBytes extends ByteWriter {
  private readonly sink: Sink

  constructor(sink: Sink) {
    super(1 << 20)
    this.sink = sink
  }

  async flush(): Promise<void> {
    await this.sink.write(this.getBytes())
    this.index = 0
  }
}

/**
 * hyparquet-writer 0.17 writes an empty list of row groups as a list of elements of type 0, which Rust's reader refuses.
 * In Thrift's compact protocol: field 3, i64 0 (num_rows); field 4, a list; here its size 0 and element type 12 (struct).
 */
export function typeEmptyRowGroups(bytes: Uint8Array): void {
  const rowGroups = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).lastIndexOf(Buffer.of(0x16, 0, 0x19, 0))
  if (rowGroups >= 0) bytes[rowGroups + 3] = 0x0c
}

const PARQUET_TYPES: Record<CellType, Omit<SchemaElement, 'name'>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  int32: { type: 'INT32' },
  float: { type: 'FLOAT' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' }
}

function schemaOf(columns: readonly TableColumn[]): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type }) => ({ name, repetition_type: 'OPTIONAL' as const, ...PARQUET_TYPES[type] }))
  ]
}
