import type { FileHandle } from 'node:fs/promises'
import { csvRecords } from '../csv-records.ts'
import { MedoidError } from '../errors.ts'
import { missingWords } from '../missing.ts'
import type { IsMissing } from '../missing.ts'
import { counted } from '../../messages/format.ts'
import { readNpyHeader, readNumbers, readTexts } from './npy-file.ts'
import { openNpyOrCsv } from './open-file.ts'
import { requireCommas } from './separator.ts'

/** Whose names say that they hold the labels. */
const LABEL_COLUMNS = ['label', 'cluster']

/** What stands beside both in a table of labels that Medoid exported. */
const EXPORTED = 'SOPInstanceUID'

/** Longer ones are no names. */
const MOST_LABEL = 1000

/** Bytes of an npy file that are read at a time. */
const CHUNK_BYTES = 2 ** 21

export interface LabelReading {
  /** The column of a CSV file that holds the labels. */
  column?: string
  /** Words that mean a missing label, besides the usual ones. */
  na?: readonly string[]
}

/** Which row belongs to which group: a code each, counted from 0 in the order in which the names first appear. */
export interface Labels {
  codes: Int32Array
  names: string[]
  /** The column of a CSV file that they stand in; null for npy. */
  column: string | null
}

/**
 * Reads labels from a CSV file with a header line, or from an npy file of whole numbers, truth values or text, (n) or (n, 1). Of
 * a CSV file they are its only column, the one called `label` or `cluster`, or the one that is asked for; of labels that
 * Medoid exported, which have both, the cluster, as every image has one. A label that is missing is never a group of its
 * own; different ways to encode one letter (Unicode Standard Annex 15) are one.
 * @throws MedoidError naming line or column: `labels-missing`, `labels-column`, `labels-separator`, `labels-ragged`, `labels-too-long`,
 *   `labels-empty`, `labels-shape`, `labels-type`; about npy as `readNpyHeader` does, about CSV as `csvRecords` does
 */
export async function readLabels(path: string, { column, na }: LabelReading = {}): Promise<Labels> {
  const { file, isNpy } = await openNpyOrCsv(path, 'labels')
  const isMissing = missingWords(na)
  try {
    if (!isNpy) return await csvLabels(path, column, isMissing)
    if (column === undefined) return await npyLabels(file, path, isMissing)
    throw new MedoidError(
      'labels-column',
      `--label-column ${column}: ${path} is an npy file, which has no columns with names. Leave the option out.`
    )
  } finally {
    await file.close()
  }
}

async function npyLabels(file: FileHandle, path: string, isMissing: IsMissing): Promise<Labels> {
  const header = await readNpyHeader(file, path)
  const { type, shape } = header
  const [rows = 0, columns = 1] = shape
  if (shape.length < 1 || shape.length > 2 || columns !== 1) {
    throw new MedoidError(
      'labels-shape',
      `${path} holds an array of shape (${shape.join(', ')}), and labels are one number or text a row: shape (rows,). ` +
        'Save the column of the labels only.'
    )
  }
  if (type.startsWith('f')) {
    throw new MedoidError(
      'labels-type',
      `${path} holds floats, and labels are whole numbers or text. Save them with np.save(file, labels.astype('<i8')); rows without a ` +
        'label must be left out, here and in the vectors.'
    )
  }
  const labels = new LabelBuilder(path, isMissing)
  const chunk = Math.max(1, Math.floor(CHUNK_BYTES / header.bytes))
  for (let row = 0; row < rows; row += chunk) {
    const count = Math.min(chunk, rows - row)
    if (type === 'U' || type === 'S') {
      const texts = await readTexts(file, header, row, count, path)
      texts.forEach((text, i) => labels.addText(text, `row ${row + i} (from 0)`))
    } else {
      for (const number of await readNumbers(file, header, row, count)) {
        labels.add(type === 'b1' ? (number === 0 ? 'False' : 'True') : String(number))
      }
    }
  }
  return labels.finish()
}

async function csvLabels(path: string, asked: string | undefined, isMissing: IsMissing): Promise<Labels> {
  const labels = new LabelBuilder(path, isMissing)
  let header: string[] | undefined
  let column = 0
  for await (const { cells, line } of csvRecords(path, 'labels')) {
    if (header === undefined) {
      header = cells.map((name) => name.trim().normalize('NFC'))
      requireCommas(header, path, 'labels')
      column = asked === undefined ? labelColumn(header, path) : askedColumn(header, asked, path)
    } else {
      if (cells.length !== header.length) throw ragged(path, line, cells.length, header.length)
      labels.addText(cells[column], `line ${line}`)
    }
  }
  return labels.finish(header?.[column])
}

/** Gives labels their codes. */
class LabelBuilder {
  private readonly path: string
  private readonly isMissing: IsMissing
  private readonly codes = new Map<string, number>()
  private rows = new Int32Array(1024)
  private count = 0

  /** @param path for messages */
  constructor(path: string, isMissing: IsMissing) {
    this.path = path
    this.isMissing = isMissing
  }

  /** @param place for messages: a line or a row @throws MedoidError `labels-missing`, `labels-too-long` */
  addText(text: string, place: string): void {
    const label = text.trim()
    if (this.isMissing(label)) {
      const remedy = 'Give it one, or leave the row out, here and in the vectors.'
      throw new MedoidError('labels-missing', `${this.path}, ${place}: the label is missing. ${remedy}`)
    }
    if (label.length > MOST_LABEL) {
      throw new MedoidError(
        'labels-too-long',
        `${this.path}, ${place}: the label is longer than ${MOST_LABEL} characters. Is this the column of the labels?`
      )
    }
    this.add(label.normalize('NFC'))
  }

  add(label: string): void {
    const code = this.codes.get(label) ?? this.codes.size
    if (code === this.codes.size) this.codes.set(label, code)
    if (this.count === this.rows.length) {
      const longer = new Int32Array(this.rows.length * 2)
      longer.set(this.rows)
      this.rows = longer
    }
    this.rows[this.count++] = code
  }

  finish(column?: string): Labels {
    if (this.count === 0)
      throw new MedoidError('labels-empty', `${this.path} holds no labels. It needs one for each vector.`)
    return { codes: this.rows.slice(0, this.count), names: [...this.codes.keys()], column: column ?? null }
  }
}

function askedColumn(header: readonly string[], asked: string, path: string): number {
  const name = asked.trim().normalize('NFC')
  const places = header.flatMap((each, place) => (each === name ? [place] : []))
  if (places.length === 1) return places[0]
  const which = places.length === 0 ? 'no column' : 'more than one column'
  throw new MedoidError(
    'labels-column',
    `--label-column ${asked}: ${path} has ${which} of that name. It has ${named(header)}.`
  )
}

function labelColumn(header: readonly string[], path: string): number {
  if (header.length === 1) return 0
  const found = header.flatMap((name, place) => (LABEL_COLUMNS.includes(name.toLowerCase()) ? [place] : []))
  if (found.length === 1) return found[0]
  if (header.includes(EXPORTED) && header.filter((name) => name === 'cluster').length === 1)
    return header.indexOf('cluster')
  const which = found.length === 0 ? 'none' : 'more than one'
  throw new MedoidError(
    'labels-column',
    `${path} has ${named(header)}, and ${which} of them is called label or cluster. Name the one with the labels: --label-column NAME.`
  )
}

/** `2 columns (a, b)` */
function named(header: readonly string[]): string {
  const shown = header.slice(0, 12).map((name) => (name.length > 40 ? `${name.slice(0, 40)}…` : name))
  const more = header.length > shown.length ? ', …' : ''
  return `${header.length} columns (${shown.join(', ')}${more})`
}

function ragged(path: string, line: number, cells: number, header: number): MedoidError {
  return new MedoidError(
    'labels-ragged',
    `${path}, line ${line}: the row has ${counted(cells, 'cells')}, the header ${header}. Put labels that hold commas into quotes.`
  )
}
