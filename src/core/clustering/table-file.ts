import { readFile } from 'node:fs/promises'
import { csvRecords } from '../csv-records.ts'
import { MedoidError } from '../errors.ts'
import type { FeatureTable } from '../features/table.ts'
import { missingWords } from '../missing.ts'
import { commaMessage } from '../numbers.ts'
import { counted } from '../../messages/format.ts'
import { throwIfCancelled } from '../work.ts'
import type { Work } from '../work.ts'
import { MOST_ROWS } from './limits.ts'
import { columnBuilder } from './table-columns.ts'
import type { ColumnBuilder, TableReading } from './table-columns.ts'
import { parseTypes } from './table-types.ts'
import type { ColumnType } from './table-types.ts'

/** What other programs put between columns, in words. */
const SEPARATORS: Record<string, string> = { ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' }

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
    if (rows > MOST_ROWS) throw tooLarge(csvFile)
    if (rows % PROGRESS_ROWS !== 0) continue
    throwIfCancelled(work)
    work?.onProgress?.({ stage: 'Reading the table', done: rows, unit: 'rows' })
  }
  if (builders === undefined || rows === 0) {
    const what = builders === undefined ? 'is empty' : 'has a header but no rows'
    throw new MedoidError(
      'table-empty',
      `${csvFile} ${what}. It needs a line with the names of its columns, then its rows.`
    )
  }
  if (commas > 0) work?.onMessage?.(commaMessage(csvFile, commas))
  return { rows, columns: builders.map((builder) => builder.finish()) }
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
      throw new MedoidError(
        'table-header',
        `${csvFile}: column ${place + 1} has no name. Give it one in the first line.`
      )
    }
    if (seen.has(name)) {
      throw new MedoidError(
        'table-header',
        `${csvFile}: column ${place + 1} is called ${name}, like an earlier one. Rename one of them.`
      )
    }
    seen.add(name)
  }
  const untyped = names.filter((name) => !types.has(name))
  if (untyped.length > 0) {
    const separator = names.length === 1 && /[;\t|]/.exec(names[0])
    const hint = separator
      ? ` The table seems to separate its columns with ${SEPARATORS[separator[0]]}. Save it with commas.`
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
  return names.map((name) => columnBuilder(name, types.get(name)!, reading))
}

function list(names: string[]): string {
  const more = names.length > 5 ? ` and ${names.length - 5} more` : ''
  return `${names.length === 1 ? 'column' : 'columns'} ${names.slice(0, 5).join(', ')}${more}`
}

function addRow(builders: ColumnBuilder[], cells: string[], line: number, csvFile: string): void {
  if (cells.length !== builders.length) {
    throw new MedoidError(
      'table-ragged',
      `${csvFile}, line ${line}: the row has ${counted(cells.length, 'cells')}, the header ${builders.length}. Complete the row; write ` +
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
