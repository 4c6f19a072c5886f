import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { CsvFault } from '../messages/en/csv.ts'
import { MedoidError } from './errors.ts'

/** A record longer than this, in bytes, is taken for a quote that is never closed. */
const MOST_RECORD = 16 * 2 ** 20

/** Lines end with any of these, also within one file: people join files, and editors add lines of their own kind. */
const LINE_ENDS = ['\r\n', '\n', '\r']

/** What a CSV file holds. */
type CsvContent = 'table' | 'labels' | 'vectors' | 'csv'

/** What may stand between cells. */
const SEPARATORS = ['\t', ';', ','] as const
type Separator = (typeof SEPARATORS)[number]

/** Characters of a header that are looked at. */
const MOST_HEADER = 2 ** 16

export interface CsvRecord {
  cells: string[]
  /** The line that it ends on, from 1. */
  line: number
}

/**
 * The records of a CSV file (RFC 4180, UTF-8 with or without a byte order mark) as they come, of whatever number of
 * cells. Empty lines, and lines of spaces, are no records, but where the header has one column: there an empty line before another record is a row
 * whose value is missing. Those at the end of the file do not count.
 * @param what the file holds: the codes of errors begin with it
 * @throws MedoidError `…-malformed`, `…-encoding`, `…-unreadable`
 */
export async function* csvRecords(
  file: string,
  what: CsvContent,
  separator: Separator = ','
): AsyncGenerator<CsvRecord> {
  const source = Readable.from(decoded(file, what))
  const records = parse({
    info: true,
    delimiter: separator,
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

/**
 * What separates the cells of a file: what stands most often in its first line outside of quotes, of two that do as often the one that is rarer in names, and a comma where none does.
 * @throws MedoidError `…-encoding`, `…-unreadable`
 */
export async function separatorOf(file: string, what: CsvContent): Promise<Separator> {
  let text = ''
  try {
    for await (const piece of decoded(file, what)) {
      text += piece
      if (/\S[^]*[\r\n]/.test(text) || text.length > MOST_HEADER) break
    }
  } catch (error) {
    throw error instanceof MedoidError ? error : explained(error, file, what)
  }
  const [header] = text.trim().split(/[\r\n]/)
  const plain = header.replaceAll(/"[^"]*"/g, '')
  const counts = SEPARATORS.map((separator) => plain.split(separator).length)
  const most = Math.max(...counts)
  return most === 1 ? ',' : SEPARATORS[counts.indexOf(most)]
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
async function* decoded(file: string, what: CsvContent): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const bytes of createReadStream(file)) {
    const text = decoder.decode(bytes as Buffer, { stream: true })
    // What is UTF-16 without a byte order mark is UTF-8, too, with a NUL beside each letter.
    if (text.includes('\0')) throw encoding(file, what)
    yield text
  }
  yield decoder.decode()
}

function explained(error: unknown, path: string, what: CsvContent): MedoidError {
  const { code = '', message: reason } = error as NodeJS.ErrnoException
  if (error instanceof CsvError) {
    return new MedoidError(`${what}-malformed`, { path, ...faultOf(error) }, { cause: error })
  }
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return encoding(path, what, error)
  return new MedoidError(`${what}-unreadable`, { path, reason }, { cause: error })
}

function faultOf({ code, message, lines, records }: CsvError): CsvFault {
  const line = Number(lines)
  const record = Number(records) + 1
  switch (code) {
    case 'INVALID_OPENING_QUOTE':
      return { fault: 'quote-inside', line }
    case 'CSV_INVALID_CLOSING_QUOTE':
      return { fault: 'text-behind-quote', line }
    case 'CSV_QUOTE_NOT_CLOSED':
      return { fault: 'quote-open', record }
    case 'CSV_MAX_RECORD_SIZE':
      return { fault: 'record-too-long', record, megabytes: MOST_RECORD / 2 ** 20 }
    default:
      return { fault: 'other', reason: message }
  }
}

function encoding(path: string, what: CsvContent, cause?: unknown): MedoidError {
  return new MedoidError(`${what}-encoding`, { path }, { cause })
}
