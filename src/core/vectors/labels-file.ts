import type { FileHandle } from 'node:fs/promises'
import { csvRecords } from '../csv-records.ts'
import { MedoidError } from '../errors.ts'
import { type IsMissing, missingWords } from '../missing.ts'
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

export interface RowLabelReading {
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
export async function readLabels(path: string, { column, na }: RowLabelReading = {}): Promise<Labels> {
  const { file, isNpy } = await openNpyOrCsv(path, 'labels')
  const isMissing = missingWords(na)
  try {
    if (!isNpy) return await csvLabels(path, column, isMissing)
    if (column === undefined) return await npyLabels(file, path, isMissing)
    throw new MedoidError('labels-column', { file: path, why: 'npy', asked: column })
  } finally {
    await file.close()
  }
}

async function npyLabels(file: FileHandle, path: string, isMissing: IsMissing): Promise<Labels> {
  const header = await readNpyHeader(file, path)
  const { type, shape } = header
  const [rows = 0, columns = 1] = shape
  if (shape.length < 1 || shape.length > 2 || columns !== 1) {
    throw new MedoidError('labels-shape', { file: path, shape })
  }
  if (type.startsWith('f')) {
    throw new MedoidError('labels-type', { file: path })
  }
  const labels = new LabelBuilder(path, isMissing)
  const chunk = Math.max(1, Math.floor(CHUNK_BYTES / header.bytes))
  for (let row = 0; row < rows; row += chunk) {
    const count = Math.min(chunk, rows - row)
    if (type === 'U' || type === 'S') {
      const texts = await readTexts(file, header, row, count, path)
      texts.forEach((text, i) => labels.addText(text, { row: row + i }))
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
      labels.addText(cells[column], { line })
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

  /** @param place for messages: a line, from 1, or a row, from 0 @throws MedoidError `labels-missing`, `labels-too-long` */
  addText(text: string, place: { line: number } | { row: number }): void {
    const label = text.trim()
    if (this.isMissing(label)) throw new MedoidError('labels-missing', { file: this.path, ...place })
    if (label.length > MOST_LABEL) {
      throw new MedoidError('labels-too-long', { file: this.path, ...place, most: MOST_LABEL })
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
    if (this.count === 0) throw new MedoidError('labels-empty', { file: this.path, why: 'no-labels' })
    return { codes: this.rows.slice(0, this.count), names: [...this.codes.keys()], column: column ?? null }
  }
}

function askedColumn(header: readonly string[], asked: string, path: string): number {
  const name = asked.trim().normalize('NFC')
  const places = header.flatMap((each, place) => (each === name ? [place] : []))
  if (places.length === 1) return places[0]
  throw new MedoidError('labels-column', { file: path, why: 'asked', asked, found: places.length, ...shown(header) })
}

function labelColumn(header: readonly string[], path: string): number {
  if (header.length === 1) return 0
  const found = header.flatMap((name, place) => (LABEL_COLUMNS.includes(name.toLowerCase()) ? [place] : []))
  if (found.length === 1) return found[0]
  if (header.includes(EXPORTED) && header.filter((name) => name === 'cluster').length === 1)
    return header.indexOf('cluster')
  throw new MedoidError('labels-column', { file: path, why: 'unclear', found: found.length, ...shown(header) })
}

/** The first columns, for messages. */
function shown(header: readonly string[]): { names: string[]; columns: number } {
  return { names: header.slice(0, 12), columns: header.length }
}

function ragged(path: string, line: number, cells: number, header: number): MedoidError {
  return new MedoidError('labels-ragged', { file: path, line, cells, columns: header })
}
