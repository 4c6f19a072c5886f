import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { MedoidError } from '../errors.ts'
import type { FeatureTable } from '../features/table.ts'
import { throwIfCancelled } from '../work.ts'
import type { Work } from '../work.ts'
import { MOST_ROWS } from './matrix.ts'
import { columnBuilder } from './table-columns.ts'
import type { ColumnBuilder } from './table-columns.ts'
import { parseTypes } from './table-types.ts'
import type { ColumnType } from './table-types.ts'

/** A record longer than this, in bytes, is taken for a quote that is never closed. */
const MOST_RECORD = 16 * 2 ** 20

/** How often, in rows, a host hears of progress. */
const PROGRESS_ROWS = 5000

/**
 * Reads a table of mixed columns: CSV (RFC 4180, UTF-8, commas, a header line) and a JSON object of column types,
 * `{"age": "numeric", "grade": {"type": "ordinal", "levels": ["low", "high"]}}`, the types being those of R's `daisy`. An
 * empty cell or NA is missing.
 * @throws MedoidError naming file, line and column: `table-…` about the CSV, `types-…` about the types
 * @throws CancelledError
 */
export async function readTableFile(csvFile: string, typesFile: string, work?: Work): Promise<FeatureTable> {
  const types = parseTypes(await readTypes(typesFile), typesFile)
  const source = Readable.from(decoded(csvFile))
  const records = parse({ info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: MOST_RECORD })
  source.on('error', (error) => records.destroy(error))
  source.pipe(records)

  let builders: ColumnBuilder[] | undefined
  let rows = 0
  try {
    for await (const { record, info } of records as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (builders === undefined) {
        builders = readHeader(record, types, csvFile, typesFile)
        continue
      }
      addRow(builders, record, info.lines, csvFile)
      rows++
      if (rows > MOST_ROWS) throw tooLarge(csvFile)
      if (rows % PROGRESS_ROWS !== 0) continue
      throwIfCancelled(work)
      work?.onProgress?.({ stage: 'Reading the table', done: rows, unit: 'rows' })
    }
  } catch (error) {
    throw explained(error, csvFile)
  } finally {
    source.destroy()
  }
  if (builders === undefined || rows === 0) {
    const what = builders === undefined ? 'is empty' : 'has a header but no rows'
    throw new MedoidError(
      'table-empty',
      `${csvFile} ${what}. It needs a line with the names of its columns, then its rows.`
    )
  }
  return { rows, columns: builders.map((builder) => builder.finish()) }
}

/** The text of a file in pieces, without its byte order mark. */
async function* decoded(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const bytes of createReadStream(file)) yield decoder.decode(bytes as Buffer, { stream: true })
  yield decoder.decode()
}

async function readTypes(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (cause) {
    const message = `The types file ${file} cannot be read (${(cause as Error).message}). Check --types.`
    throw new MedoidError('types-unreadable', message, { cause })
  }
}

function readHeader(
  names: string[],
  types: ReadonlyMap<string, ColumnType>,
  csvFile: string,
  typesFile: string
): ColumnBuilder[] {
  const seen = new Set<string>()
  for (const [place, name] of names.entries()) {
    if (name.trim() === '') {
      throw new MedoidError(
        'table-header',
        `${csvFile}: column ${place + 1} has no name. Give it one in the first line.`
      )
    }
    if (seen.has(name)) {
      throw new MedoidError(
        'table-header',
        `${csvFile}: column ${place + 1} is called ${name}, as one before. Rename it.`
      )
    }
    seen.add(name)
  }
  const untyped = names.filter((name) => !types.has(name))
  if (untyped.length > 0) {
    const separator = names.length === 1 && /[;\t|]/.exec(names[0])
    const hint = separator
      ? ` Is the table separated by "${separator[0].replace('\t', 'tab')}"? Medoid reads commas.`
      : ''
    throw new MedoidError(
      'types-missing',
      `${typesFile} has no type for ${list(untyped)}. Add one of numeric, ordinal, nominal, asymmetric-binary.${hint}`
    )
  }
  const unknown = [...types.keys()].filter((name) => !seen.has(name))
  if (unknown.length > 0) {
    const message = `${typesFile} has a type for ${list(unknown)}, which ${csvFile} does not have. Correct the name or remove it.`
    throw new MedoidError('types-unknown-column', message)
  }
  return names.map((name) => columnBuilder(name, types.get(name)!, csvFile))
}

function list(names: string[]): string {
  const more = names.length > 5 ? ` and ${names.length - 5} more` : ''
  return `${names.length === 1 ? 'column' : 'columns'} ${names.slice(0, 5).join(', ')}${more}`
}

function addRow(builders: ColumnBuilder[], cells: string[], line: number, csvFile: string): void {
  if (cells.length !== builders.length) {
    throw new MedoidError(
      'table-ragged',
      `${csvFile}, line ${line}: the row has ${cells.length} cells, the header ${builders.length}. Complete the row; write ` +
        'missing values as empty cells, and put cells that hold commas into quotes.'
    )
  }
  cells.forEach((cell, column) => builders[column].add(cell, line))
}

function tooLarge(csvFile: string): MedoidError {
  return new MedoidError(
    'table-too-large',
    `${csvFile} has more than ${MOST_ROWS.toLocaleString('en')} rows, more than can be compared with one another. Cluster a ` +
      'random part of it.'
  )
}

/** What went wrong, in words that help. */
function explained(error: unknown, csvFile: string): unknown {
  if (error instanceof MedoidError) return error
  const { code = '', message } = error as NodeJS.ErrnoException
  if (code.startsWith('CSV_')) {
    return new MedoidError('table-malformed', `${csvFile} is not valid CSV: ${message}. Check the quotes there.`, {
      cause: error
    })
  }
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new MedoidError('table-encoding', `${csvFile} is not UTF-8. Save it as UTF-8 and try again.`, {
      cause: error
    })
  }
  return new MedoidError('table-unreadable', `The table ${csvFile} cannot be read (${message}). Check --table.`, {
    cause: error
  })
}
