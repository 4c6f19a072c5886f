import { exact } from '../../../../../messages/format.ts'

/** A text; one that somebody typed, which may name a patient; or another object, of the archive or of none. */
export type FactCell = string | { free: string } | { uid: string }

/** Something that an object says, as a table; without columns: names and their values. */
export interface FactTable {
  title: string
  columns: string[]
  rows: FactCell[][]
  /** Rows that are left out. */
  more: number
  /** '' where there is nothing to add. */
  note: string
}

/** Rows of a table that are shown at most. */
const MAX_ROWS = 200

/** Names and values; those without a value are left out, and so is a table of none. */
export function namesAndValues(title: string, values: [name: string, value: FactCell][], note = ''): FactTable[] {
  const rows = values.filter(([, value]) => !isEmpty(value))
  return rows.length === 0 ? [] : [{ title, columns: [], rows, more: 0, note }]
}

/** A row each; columns without any value are left out, and so is a table without rows. */
export function table(title: string, columns: string[], all: FactCell[][], note = ''): FactTable[] {
  const rows = all.slice(0, MAX_ROWS)
  const isUsed = columns.map((_, column) => rows.some((row) => !isEmpty(row[column])))
  if (rows.length === 0 || !isUsed.includes(true)) return []
  const used = <T>(cells: readonly T[]): T[] => cells.filter((_, column) => isUsed[column])
  return [{ title, columns: used(columns), rows: rows.map(used), more: all.length - rows.length, note }]
}

function isEmpty(cell: FactCell): boolean {
  return cell === '' || Object.values(cell).join('') === ''
}

/** A number as people write it, with its unit; a text that is no number as it is. */
export function measure(text: string, unit = ''): string {
  if (text === '') return ''
  const number = Number(text)
  const shown = Number.isFinite(number) ? exact(number) : text
  return unit === '' ? shown : unit === '°' ? `${shown}°` : `${shown} ${unit}`
}

/** Numbers that belong together. */
export function measures(text: string, unit = ''): string {
  if (text === '') return ''
  const shown = text.split('\\').map((each) => measure(each.trim()))
  return `${shown.join(', ')}${unit === '' ? '' : ` ${unit}`}`
}

/** A code of the standard as words: `ORGAN_AT_RISK` is "organ at risk". */
export function words(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ')
}

/** YYYYMMDD as a date. */
export function day(text: string): string {
  return /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text
}
