/**
 * What stands for a missing value in tables and labels, besides an empty cell: the words that pandas takes for one
 * (`read_csv`, na_values), which include those of R, NumPy, SQL and spreadsheets. Case counts: `na` may be sodium, `none` an
 * answer.
 */
const WORDS = [
  ...['NA', 'N/A', 'n/a', '<NA>', '#N/A', '#N/A N/A', '#NA', 'NULL', 'null', 'None'],
  ...['NaN', 'nan', '-NaN', '-nan', '1.#IND', '-1.#IND', '1.#QNAN', '-1.#QNAN']
]

/** For the descriptions of options. */
export const MISSING_WORDS = `an empty cell, ${WORDS.join(', ')}`

/** Whether a cell, without the white space around it, says that a value is missing. */
export type IsMissing = (cell: string) => boolean

/** @param more words that mean it in this file: 999, unknown, … */
export function missingWords(more: readonly string[] = []): IsMissing {
  const words = new Set(['', ...WORDS, ...more.map((word) => word.trim())])
  return (cell) => words.has(cell.trim())
}
