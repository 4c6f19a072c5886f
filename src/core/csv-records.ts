import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { MedoidError } from './errors.ts'

/** A record longer than this, in bytes, is taken for a quote that is never closed. */
const MOST_RECORD = 16 * 2 ** 20

export interface CsvRecord {
  cells: string[]
  /** The line that it ends on, from 1. */
  line: number
  /** Empty lines until here, which are no records. */
  emptyLines: number
}

/**
 * The records of a CSV file (RFC 4180, UTF-8 with or without a byte order mark, commas) as they come, of whatever number of
 * cells.
 * @param what the file holds, e.g. `table`: errors and their codes begin with it, and an option has its name
 * @throws MedoidError `…-malformed`, `…-encoding`, `…-unreadable`
 */
export async function* csvRecords(file: string, what: string): AsyncGenerator<CsvRecord> {
  const source = Readable.from(decoded(file))
  const records = parse({ info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: MOST_RECORD })
  source.on('error', (error) => records.destroy(error))
  source.pipe(records)
  try {
    for await (const { record, info } of records as AsyncIterable<Parsed>) {
      yield { cells: record, line: info.lines, emptyLines: info.empty_lines }
    }
  } catch (error) {
    throw explained(error, file, what)
  } finally {
    source.destroy()
  }
}

interface Parsed {
  record: string[]
  info: { lines: number; empty_lines: number }
}

/** The text of a file in pieces, without its byte order mark. */
async function* decoded(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const bytes of createReadStream(file)) yield decoder.decode(bytes as Buffer, { stream: true })
  yield decoder.decode()
}

/** What went wrong, in words that help. */
function explained(error: unknown, file: string, what: string): MedoidError {
  const { code = '', message } = error as NodeJS.ErrnoException
  const as = (problem: string, text: string): MedoidError =>
    new MedoidError(`${what}-${problem}`, text, { cause: error })
  if (code.startsWith('CSV_')) return as('malformed', `${file} is not valid CSV: ${message}. Check the quotes there.`)
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return as('encoding', `${file} is not UTF-8. Save it as UTF-8 and try again.`)
  }
  return as('unreadable', `The ${what} ${file} cannot be read (${message}). Check --${what}.`)
}
