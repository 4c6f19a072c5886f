import type { FileHandle } from 'node:fs/promises'
import { csvRecords } from '../csv-records.ts'
import { MedoidError } from '../errors.ts'
import { commaMessage, hasDecimalComma, mayBeThousands, parseDecimal } from '../numbers.ts'
import { counted } from '../../messages/format.ts'
import { throwIfCancelled } from '../work.ts'
import type { Work } from '../work.ts'
import { appendNumbers, privateFile } from './private-file.ts'
import { requireCommas } from './separator.ts'
import { StoredVectors, temporaryHeader } from './stored-vectors.ts'

/** Numbers that are gathered before they are written, unless a row has more. */
const BUFFERED = 2 ** 20

/**
 * Reads vectors from a CSV file: a header line, then a row of numbers for each vector. The file is read once; its numbers go
 * into a private temporary file, which is gone when the source is closed or the process ends.
 * @throws MedoidError naming the line: `vectors-not-a-number`, `vectors-ragged`; `vectors-header`, `vectors-separator`,
 *   `vectors-empty`, `no-temporary-space`, and as `csvRecords` does @throws CancelledError
 */
export async function csvVectors(path: string, work?: Work): Promise<StoredVectors> {
  const file = await privateFile()
  try {
    const { rows, length } = await fill(file, path, work)
    return new StoredVectors(file, path, temporaryHeader(rows, length))
  } catch (error) {
    await file.close()
    throw error
  }
}

async function fill(file: FileHandle, path: string, work?: Work): Promise<{ rows: number; length: number }> {
  let header: string[] | undefined
  let buffer = new Float64Array(0)
  let filled = 0
  let rows = 0
  let commas = 0
  for await (const { cells, line } of csvRecords(path, 'vectors')) {
    if (header === undefined) {
      header = cells
      requireCommas(header, path, 'vectors')
      checkHeader(header, path)
      buffer = new Float64Array(Math.max(BUFFERED, header.length))
      continue
    }
    if (cells.length !== header.length) throw ragged(path, line, cells.length, header.length)
    if (filled + cells.length > buffer.length) {
      await appendNumbers(file, buffer.subarray(0, filled))
      filled = 0
      throwIfCancelled(work)
      work?.onProgress?.({ stage: 'Reading the vectors', done: rows, unit: 'rows' })
    }
    for (let column = 0; column < cells.length; column++) {
      const text = cells[column].trim()
      const value = parseDecimal(text)
      if (Number.isNaN(value) || mayBeThousands(text)) throw notANumber(path, line, header[column], text)
      if (hasDecimalComma(text)) commas++
      buffer[filled++] = value
    }
    rows++
  }
  await appendNumbers(file, buffer.subarray(0, filled))
  if (header === undefined || rows === 0) {
    const what = header === undefined ? 'is empty' : 'has a header but no rows'
    throw new MedoidError(
      'vectors-empty',
      `${path} ${what}. It needs a line with the names of its columns, then its rows.`
    )
  }
  if (commas > 0) work?.onMessage?.(commaMessage(path, commas))
  if (header.some(isMeasured)) work?.onMessage?.(headlessMessage(header, path))
  return { rows, length: header.length }
}

function checkHeader(header: string[], path: string): void {
  const unnamed = header.findIndex((name) => name.trim() === '')
  if (unnamed < 0) return
  throw new MedoidError(
    'vectors-header',
    `${path}: column ${unnamed + 1} has no name. If it numbers the rows, it is not part of the vectors: leave it out ` +
      '(pandas: to_csv(…, index=False)). Otherwise name it in the first line.'
  )
}

/** Whole numbers are usual names: pandas counts columns. */
function isMeasured(name: string): boolean {
  return !Number.isNaN(parseDecimal(name.trim())) && !/^\d+$/.test(name.trim())
}

function headlessMessage(header: string[], path: string): string {
  const first = header.slice(0, 3).join(', ')
  return `${path}: the first line holds the names of the columns, and here these are numbers (${first}${header.length > 3 ? ', …' : ''}). If it is a vector, put a line of names before it.`
}

function ragged(path: string, line: number, cells: number, header: number): MedoidError {
  return new MedoidError(
    'vectors-ragged',
    `${path}, line ${line}: the row has ${counted(cells, 'cells')}, the header ${header}. All vectors must have the same length.`
  )
}

function notANumber(path: string, line: number, column: string, cell: string): MedoidError {
  const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
  const problem = mayBeThousands(cell) ? 'may hold a decimal comma or a thousands separator' : 'is not a number'
  return new MedoidError(
    'vectors-not-a-number',
    `${path}, line ${line}, column ${cut(column)}: "${cut(cell)}" ${problem}. Every column must hold numbers only: correct it, ` +
      'or leave the column or the row out (a row: in the labels, too).'
  )
}
