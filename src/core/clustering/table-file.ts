import { readFile } from 'node:fs/promises'
import { csvRecords } from '../csv-records.ts'
import { MedoidError } from '../errors.ts'
import type { FeatureTable } from '../features/table.ts'
import { missingWords } from '../missing.ts'
import { throwIfCancelled, type Work } from '../work.ts'
import { MOST_SAMPLE } from './limits.ts'
import { type ColumnBuilder, columnBuilder, type TableReading } from './table-columns.ts'
import { type ColumnType, parseTypes } from './table-types.ts'

/** How often, in rows, a host hears of progress. */
const PROGRESS_ROWS = 5000

/**
 * Reads a table of mixed columns: CSV (RFC 4180, UTF-8, commas, a header line) and a JSON object of column types,
 * `{"age": "numeric", "grade": {"type": "ordinal", "levels": ["low", "high"]}}`, the types being those of R's `daisy`. An
 * empty cell is missing, and so are NA and the other words of `missingWords`.
 * @param na further words that mean a missing value
 * @throws MedoidError naming file, line and column: `table-…` about the CSV, `types-…` about the types
 * @throws CancelledError
 */
export async function readTableFile(
  csvFile: string,
  typesFile: string,
  na: readonly string[] = [],
  work?: Work
): Promise<FeatureTable> {
  const types = parseTypes(await readTypes(typesFile), typesFile)
  let builders: ColumnBuilder[] | undefined
  let rows = 0
  let commas = 0
  const reading = { file: csvFile, isMissing: missingWords(na), onComma: () => void commas++ }
  for await (const { cells, line } of csvRecords(csvFile, 'table')) {
    if (builders === undefined) {
      builders = readHeader(cells, types, reading, typesFile)
      continue
    }
    addRow(builders, cells, line, csvFile)
    rows++
    if (rows > MOST_SAMPLE) throw tooLarge(csvFile)
    if (rows % PROGRESS_ROWS !== 0) continue
    throwIfCancelled(work)
    work?.onProgress?.({ stage: 'Reading the table', done: rows, unit: 'rows' })
  }
  if (builders === undefined || rows === 0) {
    throw new MedoidError('table-empty', { file: csvFile, hasHeader: builders !== undefined })
  }
  if (commas > 0) work?.onMessage?.({ code: 'decimal-commas', parameters: { file: csvFile, numbers: commas } })
  return { rows, columns: builders.map((builder) => builder.finish()) }
}

async function readTypes(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (cause) {
    throw new MedoidError('types-unreadable', { file, reason: (cause as Error).message }, { cause })
  }
}

function readHeader(
  header: string[],
  types: ReadonlyMap<string, ColumnType>,
  reading: TableReading,
  typesFile: string
): ColumnBuilder[] {
  const csvFile = reading.file
  const names = header.map((name) => name.normalize('NFC'))
  const seen = new Set<string>()
  for (const [place, name] of names.entries()) {
    if (name.trim() === '') {
      throw new MedoidError('table-header', { file: csvFile, column: place + 1, why: 'unnamed' })
    }
    if (seen.has(name)) {
      throw new MedoidError('table-header', { file: csvFile, column: place + 1, why: 'twice', name })
    }
    seen.add(name)
  }
  const untyped = names.filter((name) => !types.has(name))
  if (untyped.length > 0) {
    const [separator = null] = (names.length === 1 && /[;\t|]/.exec(names[0])) || []
    throw new MedoidError('types-missing', {
      file: typesFile,
      columns: untyped,
      separator: separator as ';' | '\t' | '|' | null
    })
  }
  const unknown = [...types.keys()].filter((name) => !seen.has(name))
  if (unknown.length > 0) {
    throw new MedoidError('types-unknown-column', { file: typesFile, columns: unknown, table: csvFile })
  }
  return names.map((name) => columnBuilder(name, types.get(name)!, reading))
}

function addRow(builders: ColumnBuilder[], cells: string[], line: number, csvFile: string): void {
  if (cells.length !== builders.length) {
    throw new MedoidError('table-ragged', { file: csvFile, line, cells: cells.length, columns: builders.length })
  }
  cells.forEach((cell, column) => builders[column].add(cell, line))
}

function tooLarge(csvFile: string): MedoidError {
  return new MedoidError('table-too-large', { file: csvFile, most: MOST_SAMPLE })
}
