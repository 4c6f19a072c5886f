import type { FileHandle } from 'node:fs/promises'
import { csvRecords } from '../csv-records.ts'
import { MedoidError } from '../errors.ts'
import { hasDecimalComma, mayBeThousands, parseDecimal } from '../numbers.ts'
import { throwIfCancelled, type Work } from '../work.ts'
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
    throw new MedoidError('vectors-empty', { file: path, why: 'no-rows', hasHeader: header !== undefined })
  }
  if (commas > 0) work?.onMessage?.({ code: 'decimal-commas', parameters: { file: path, numbers: commas } })
  if (header.some(isMeasured)) {
    work?.onMessage?.({
      code: 'numbers-in-header',
      parameters: { file: path, names: header.slice(0, 3), columns: header.length }
    })
  }
  return { rows, length: header.length }
}

function checkHeader(header: string[], path: string): void {
  const unnamed = header.findIndex((name) => name.trim() === '')
  if (unnamed < 0) return
  throw new MedoidError('vectors-header', { file: path, column: unnamed + 1 })
}

/** Whole numbers are usual names: pandas counts columns. */
function isMeasured(name: string): boolean {
  return !Number.isNaN(parseDecimal(name.trim())) && !/^\d+$/.test(name.trim())
}

function ragged(path: string, line: number, cells: number, header: number): MedoidError {
  return new MedoidError('vectors-ragged', { file: path, line, cells, columns: header })
}

function notANumber(path: string, line: number, column: string, cell: string): MedoidError {
  return new MedoidError('vectors-not-a-number', { file: path, line, column, cell, isAmbiguous: mayBeThousands(cell) })
}
