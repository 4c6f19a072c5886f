import { createHash, type Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { writeAtomically } from '../files.ts'
import { csvWriter } from './csv-writer.ts'
import { jsonlWriter } from './jsonl-writer.ts'
import { parquetWriter } from './parquet-writer.ts'
import { refuseToReplaceData } from './refuse.ts'
import type { Sink, TableBatch, TableColumn, TableFormat, TableWriter } from './table.ts'

const WRITERS: Record<TableFormat, (sink: Sink, columns: readonly TableColumn[]) => TableWriter> = {
  csv: csvWriter,
  jsonl: jsonlWriter,
  parquet: parquetWriter
}

/** What was written: rows without the header, bytes of the file, its SHA-256 in hexadecimal. */
export interface WrittenTable {
  rows: number
  bytes: number
  sha256: string
}

/**
 * Writes a table to a file, atomically and batch by batch: memory does not grow with the number of rows. What `batches`
 * throws (a cancellation, say) comes through, and leaves an older file as it was.
 *
 * @param columns at least one, with different names
 * @param beforeNamed called when the table is whole and before it gets its name
 * @throws MedoidError `not-an-export`, and as `writeAtomically` does
 */
export async function writeTable(
  path: string,
  format: TableFormat,
  columns: readonly TableColumn[],
  batches: Iterable<TableBatch> | AsyncIterable<TableBatch>,
  beforeNamed?: (written: WrittenTable) => Promise<void>
): Promise<WrittenTable> {
  let rows = 0
  let bytes = 0
  let sha256 = ''
  await refuseToReplaceData(path)
  await writeAtomically(path, async (file) => {
    const sink = new FileSink(file)
    const writer = WRITERS[format](sink, columns)
    for await (const batch of batches) {
      await writer.write(batch)
      rows += batch[0].length
    }
    await writer.finish()
    bytes = sink.bytes
    sha256 = sink.hash.digest('hex')
    await beforeNamed?.({ rows, bytes, sha256 })
  })
  return { rows, bytes, sha256 }
}

/** A file that is hashed while it is written, so that its checksum is of what we meant to write. */
class FileSink implements Sink {
  readonly hash: Hash = createHash('sha256')
  bytes = 0
  private readonly file: FileHandle

  constructor(file: FileHandle) {
    this.file = file
  }

  async write(data: string | Uint8Array): Promise<void> {
    const chunk = typeof data === 'string' ? Buffer.from(data) : data
    this.hash.update(chunk)
    this.bytes += chunk.length
    await this.file.writeFile(chunk)
  }
}
