import type { FileHandle } from 'node:fs/promises'
import { csvRecords } from '../csv-records.ts'
import { MedoidError } from '../errors.ts'
import { bytesOf, readNpyHeader, readNumbers } from './npy-file.ts'
import { openNpyOrCsv } from './open-file.ts'
import { requireCommas } from './separator.ts'

/** Whose names say that they hold the labels. */
const LABEL_COLUMNS = ['label', 'cluster']

/** What pandas, R and spreadsheets write for a missing value. */
const MISSING = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'NULL', 'null', 'None'])

/** Longer ones are no names. */
const MOST_LABEL = 1000

/** Numbers that are read at a time. */
const CHUNK = 2 ** 18

/** Which row belongs to which group: a code each, counted from 0 in the order in which the names first appear. */
export interface Labels {
  codes: Int32Array
  names: string[]
}

/**
 * Reads labels from a CSV file with a header line (its only column, or the one called `label` or `cluster`; any text) or from
 * an npy file of whole numbers, (n) or (n, 1). A label that is missing is never a group of its own.
 * @throws MedoidError naming line or column: `labels-missing`, `labels-column`, `labels-separator`, `labels-ragged`, `labels-too-long`,
 *   `labels-empty`, `labels-shape`, `labels-type`; about npy as `readNpyHeader` does, about CSV as `csvRecords` does
 */
export async function readLabels(path: string): Promise<Labels> {
  const { file, isNpy } = await openNpyOrCsv(path, 'labels')
  try {
    return isNpy ? await npyLabels(file, path) : await csvLabels(path)
  } finally {
    await file.close()
  }
}

async function npyLabels(file: FileHandle, path: string): Promise<Labels> {
  const { type, shape, dataStart } = await readNpyHeader(file, path)
  const [rows = 0, columns = 1] = shape
  if (shape.length < 1 || shape.length > 2 || columns !== 1) {
    throw new MedoidError(
      'labels-shape',
      `${path} holds an array of shape (${shape.join(', ')}), and labels are one number a row: shape (rows,). ` +
        'Save the column of the labels only.'
    )
  }
  if (type === 'f4' || type === 'f8') {
    throw new MedoidError(
      'labels-type',
      `${path} holds floats, and labels are whole numbers. Save them with np.save(file, labels.astype('<i8')); rows without a ` +
        'label must be left out, here and in the vectors.'
    )
  }
  const labels = new LabelBuilder<number | bigint>()
  for (let row = 0; row < rows; row += CHUNK) {
    const count = Math.min(CHUNK, rows - row)
    for (const number of await readNumbers(file, type, dataStart + row * bytesOf(type), count)) labels.add(number)
  }
  return labels.finish(path)
}

async function csvLabels(path: string): Promise<Labels> {
  const labels = new LabelBuilder<string>()
  let header: string[] | undefined
  let column = 0
  let emptyLines = 0
  for await (const record of csvRecords(path, 'labels')) {
    if (header === undefined) {
      header = record.cells
      requireCommas(header, path, 'labels')
      column = labelColumn(header, path)
    } else {
      // In a column of labels an empty line is one that is missing, unless nothing comes after it.
      if (record.emptyLines > emptyLines) throw missing(path, record.line - 1)
      if (record.cells.length !== header.length) throw ragged(path, record.line, record.cells.length, header.length)
      const label = record.cells[column].trim()
      if (MISSING.has(label)) throw missing(path, record.line)
      if (label.length > MOST_LABEL) throw tooLong(path, record.line)
      labels.add(label)
    }
    emptyLines = record.emptyLines
  }
  return labels.finish(path)
}

/** Gives labels their codes. */
class LabelBuilder<T> {
  readonly #codes = new Map<T, number>()
  #rows = new Int32Array(1024)
  #count = 0

  add(label: T): void {
    const code = this.#codes.get(label) ?? this.#codes.size
    if (code === this.#codes.size) this.#codes.set(label, code)
    if (this.#count === this.#rows.length) {
      const longer = new Int32Array(this.#rows.length * 2)
      longer.set(this.#rows)
      this.#rows = longer
    }
    this.#rows[this.#count++] = code
  }

  finish(path: string): Labels {
    if (this.#count === 0)
      throw new MedoidError('labels-empty', `${path} holds no labels. It needs one for each vector.`)
    return { codes: this.#rows.slice(0, this.#count), names: Array.from(this.#codes.keys(), String) }
  }
}

function labelColumn(header: string[], path: string): number {
  if (header.length === 1) return 0
  const named = header.flatMap((name, place) => (LABEL_COLUMNS.includes(name.trim().toLowerCase()) ? [place] : []))
  if (named.length === 1) return named[0]
  const which = named.length === 0 ? 'none' : 'more than one'
  throw new MedoidError(
    'labels-column',
    `${path} has ${header.length} columns, and ${which} of them is called label or cluster. Call the column with the labels ` +
      '"label", or leave the others out.'
  )
}

function ragged(path: string, line: number, cells: number, header: number): MedoidError {
  return new MedoidError(
    'labels-ragged',
    `${path}, line ${line}: the row has ${cells} cells, the header ${header}. Put labels that hold commas into quotes.`
  )
}

function missing(path: string, line: number): MedoidError {
  return new MedoidError(
    'labels-missing',
    `${path}, line ${line}: the label is missing. Give it one, or leave the row out, here and in the vectors.`
  )
}

function tooLong(path: string, line: number): MedoidError {
  return new MedoidError(
    'labels-too-long',
    `${path}, line ${line}: the label is longer than ${MOST_LABEL} characters. Is this the column of the labels?`
  )
}
