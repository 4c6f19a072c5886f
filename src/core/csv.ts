import { isDecimal } from './numbers.ts'

/** How a spreadsheet recognises a formula (OWASP, CSV Injection), the full-width forms of Japanese locales included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** Separators, also those of European spreadsheets, quotes, line ends, and the edges that readers like to trim. */
const QUOTED = /[",;\t\r\n]|^\s|\s$/

/**
 * One row of CSV (RFC 4180), its line end included. Lines end with LF, not CRLF: every reader takes both, and to `cut`,
 * `sort` or `awk` a CR would be part of the last cell. Missing values (null, NaN) are empty cells; a row that would be an
 * empty line is `""`, which readers do not skip.
 *
 * Text that a spreadsheet would run as a formula gets a leading `'`; numbers in text are no formulas. Reading programs see
 * the `'`: use JSONL or Parquet where text has to come back unchanged.
 */
export function csvRow(cells: readonly (string | number | null)[]): string {
  const row = cells.map(csvCell).join(',')
  return row === '' ? '""\n' : row + '\n'
}

/** One cell as it stands in a row, in quotes where it has to be. */
export function csvCell(cell: string | number | null): string {
  if (cell === null || Number.isNaN(cell)) return ''
  if (typeof cell === 'number') return String(cell)
  const text = FORMULA.test(cell) && !isDecimal(cell) ? `'${cell}` : cell
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
