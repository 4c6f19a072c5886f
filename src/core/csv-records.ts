import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { MedoidError } from './errors.ts'

/** A record longer than this, in bytes, is taken for a quote that is never closed. */
const MOST_RECORD = 16 * 2 ** 20

/** Lines end with any of these, also within one file: people join files, and editors add lines of their own kind. */
const LINE_ENDS = ['\r\n', '\n', '\r']

export interface CsvRecord {
  cells: string[]
  /** The line that it ends on, from 1. */
  line: number
}

/**
 * The records of a CSV file (RFC 4180, UTF-8 with or without a byte order mark, commas) as they come, of whatever number of
 * cells. Empty lines, and lines of spaces, are no records, but where the header has one column: there an empty line before another record is a row
 * whose value is missing. Those at the end of the file are none.
 * @param what the file holds, e.g. `table`: errors and their codes begin with it, and an option has its name
 * @throws MedoidError `…-malformed`, `…-encoding`, `…-unreadable`
 */
export async function* csvRecords(file: string, what: string): AsyncGenerator<CsvRecord> {
  const source = Readable.from(decoded(file, what))
  const records = parse({
    info: true,
    record_delimiter: LINE_ENDS,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MOST_RECORD
  })
  source.on('error', (error) => records.destroy(error))
  source.pipe(records)
  try {
    let columns: number | undefined
    let emptyLines = 0
    for await (const { record, info } of records as AsyncIterable<Parsed>) {
      const empty = columns === 1 ? info.empty_lines - emptyLines : 0
      if (columns !== undefined && columns > 1 && isBlank(record)) continue
      for (let line = info.lines - empty; line < info.lines; line++) yield { cells: [''], line }
      yield { cells: record, line: info.lines }
      columns ??= record.length
      emptyLines = info.empty_lines
    }
  } catch (error) {
    throw error instanceof MedoidError ? error : explained(error, file, what)
  } finally {
    source.destroy()
  }
}

/** A line of spaces, which looks like an empty one. */
function isBlank([first, ...others]: readonly string[]): boolean {
  return others.length === 0 && first !== '' && first.trim() === ''
}

interface Parsed {
  record: string[]
  info: { lines: number; empty_lines: number }
}

/** The text of a file in pieces, without its byte order mark. */
async function* decoded(file: string, what: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const bytes of createReadStream(file)) {
    const text = decoder.decode(bytes as Buffer, { stream: true })
    // What is UTF-16 without a byte order mark is UTF-8, too, with a NUL beside each letter.
    if (text.includes('\0')) throw encoding(file, what)
    yield text
  }
  yield decoder.decode()
}

/** What went wrong, in words that help. */
function explained(error: unknown, file: string, what: string): MedoidError {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (error instanceof CsvError) {
    const text = `${file} is not valid CSV: ${malformed(error)}. A cell that holds a quote is in quotes itself, and has it twice: "5"" screw".`
    return new MedoidError(`${what}-malformed`, text, { cause: error })
  }
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return encoding(file, what, error)
  const text = `The ${what} ${file} cannot be read (${message}). Check --${what}.`
  return new MedoidError(`${what}-unreadable`, text, { cause: error })
}

function malformed({ code, message, lines, records }: CsvError): string {
  const record = `record ${Number(records) + 1} (the first is the header)`
  switch (code) {
    case 'INVALID_OPENING_QUOTE':
      return `in line ${String(lines)} a quote stands inside a cell that does not begin with one`
    case 'CSV_INVALID_CLOSING_QUOTE':
      return `in line ${String(lines)} text follows the quote that ends a cell`
    case 'CSV_QUOTE_NOT_CLOSED':
      return `a quote in ${record} is opened and never closed`
    case 'CSV_MAX_RECORD_SIZE':
      return `${record} is longer than ${MOST_RECORD / 2 ** 20} MB, so a quote in it is probably never closed`
    default:
      return message
  }
}

function encoding(file: string, what: string, cause?: unknown): MedoidError {
  return new MedoidError(`${what}-encoding`, `${file} is not UTF-8. Save it as UTF-8 and try again.`, { cause })
}
