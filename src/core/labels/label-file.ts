import { csvRecords, separatorOf } from '../csv-records.ts'
import { MOST_LABEL, MOST_LABELS } from '../catalogue/label-sets.ts'
import type { LabelKey } from '../catalogue/stored/label-set.ts'
import { MedoidError } from '../errors.ts'
import { givenText } from '../given-text.ts'
import { missingWords } from '../missing.ts'
import { throwIfCancelled, type Work } from '../work.ts'

/** More than a map holds. */
const MOST_KEYS = 10_000_000
/** Keys that are told of each kind. */
const SHOWN = 10
/** Names of columns that are told. */
const SHOWN_COLUMNS = 12
/** What the column of the labels is called where nobody says, without regard to case. */
const LABEL_COLUMNS = ['label', 'class', 'cluster']
const ROWS_AT_A_TIME = 65_536

export interface LabelReading {
  key: LabelKey
  /** The column of the labels; else the one besides the key where there are two, or the one called label, class or cluster. */
  column?: string
  /** What becomes of a key with several labels: the file is refused, or the first label counts. */
  conflicts?: 'refuse' | 'first'
}

/** A key that has another label further up. */
export interface LabelConflict {
  key: string
  line: number
  label: string
  first: string
}

/** The labels of a file, before they meet a catalogue. */
interface LabelFile {
  column: string
  /** Its labels, in the order in which they first appear. */
  texts: string[]
  /** Of each key its label, as 1 + its place in `texts`, and the line that it first stands in. */
  keys: Map<string, { code: number; line: number }>
  /** Rows with a key and a label; those without a label; those without a key. */
  rows: number
  withoutLabel: number
  withoutKey: number
  /** Keys with several labels, of which the first counts, and the first of them. */
  conflicts: { keys: number; examples: LabelConflict[] }
}

/**
 * Reads labels from a CSV file (commas, tabs or semicolons) with a header line, a column that is called as its keys are (`SeriesInstanceUID`, also
 * `series_instance_uid` and `seriesuid`), and a column of labels. A cell that is empty, or says that a value is missing (`missingWords`), is no label.
 * @throws MedoidError `label-file` naming what is wrong and where, `list-too-long`, and as `csvRecords` does
 */
export async function readLabelFile(
  file: string,
  { key, column: asked, conflicts = 'refuse' }: LabelReading,
  work?: Work
): Promise<LabelFile> {
  const isMissing = missingWords()
  const codes = new Map<string, number>()
  const several = new Set<string>()
  const read: LabelFile = {
    column: '',
    texts: [],
    keys: new Map(),
    rows: 0,
    withoutLabel: 0,
    withoutKey: 0,
    conflicts: { keys: 0, examples: [] }
  }
  let header: Header | undefined
  let records = 0
  for await (const { cells, line } of csvRecords(file, 'csv', await separatorOf(file, 'csv'))) {
    if (++records % ROWS_AT_A_TIME === 0) throwIfCancelled(work)
    if (header === undefined) {
      header = headerOf(cells, file, key, asked)
      read.column = header.names[header.label]
      continue
    }
    if (cells.length !== header.names.length) {
      throw new MedoidError('label-file', {
        file,
        why: 'ragged',
        line,
        cells: cells.length,
        columns: header.names.length
      })
    }
    const uid = cells[header.key].trim()
    const cell = cells[header.label]
    if (uid === '') {
      read.withoutKey++
      continue
    }
    if (isMissing(cell)) {
      read.withoutLabel++
      continue
    }
    const label = givenText(cell, MOST_LABEL)
    if (typeof label !== 'string') throw new MedoidError('label-file', { file, line, ...label })
    read.rows++
    const known = read.keys.get(uid)
    let code = codes.get(label)
    if (code === undefined) {
      code = codes.size + 1
      if (code > MOST_LABELS) throw new MedoidError('label-file', { file, why: 'too-many', most: MOST_LABELS })
      codes.set(label, code)
      read.texts.push(label)
    }
    if (known === undefined) {
      read.keys.set(uid, { code, line })
      if (read.keys.size > MOST_KEYS) throw new MedoidError('list-too-long', { file, most: MOST_KEYS })
    } else if (known.code !== code) {
      several.add(uid)
      const { examples } = read.conflicts
      if (examples.length < SHOWN) examples.push({ key: uid, line, label, first: read.texts[known.code - 1] })
    }
  }
  read.conflicts.keys = several.size
  if (read.keys.size === 0) throw new MedoidError('label-file', { file, why: 'empty' })
  if (several.size > 0 && conflicts === 'refuse') {
    throw new MedoidError('label-file', { file, why: 'conflicts', keys: several.size, ...read.conflicts.examples[0] })
  }
  return read
}

interface Header {
  names: string[]
  /** Places of its columns. */
  key: number
  label: number
}

function headerOf(cells: readonly string[], file: string, key: LabelKey, asked: string | undefined): Header {
  const names = cells.map((name) => name.trim().normalize('NFC'))
  const columns = { names: names.slice(0, SHOWN_COLUMNS), columns: names.length }
  const keys = placesOf(names, (name) => isKey(name, key))
  if (keys.length !== 1) {
    throw new MedoidError('label-file', { file, why: 'key', key, found: keys.length, ...columns })
  }
  const found =
    asked === undefined
      ? usualColumn(names, keys[0])
      : placesOf(names, (name) => name === asked.trim().normalize('NFC'))
  if (found.length === 1 && found[0] !== keys[0]) return { names, key: keys[0], label: found[0] }
  throw new MedoidError('label-file', { file, why: 'column', asked: asked ?? null, found: found.length, ...columns })
}

/** `SeriesInstanceUID`, `series_instance_uid`, `Series Instance UID`, `seriesuid`. */
function isKey(name: string, key: LabelKey): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '')
  const wanted = key.toLowerCase()
  return plain === wanted || plain === wanted.replace('instance', '')
}

function usualColumn(names: readonly string[], key: number): number[] {
  if (names.length === 2) return [1 - key]
  return placesOf(names, (name) => LABEL_COLUMNS.includes(name.toLowerCase()))
}

function placesOf(names: readonly string[], isMeant: (name: string) => boolean): number[] {
  return names.flatMap((name, place) => (isMeant(name) ? [place] : []))
}
