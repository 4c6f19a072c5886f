import { count, counted } from '../format.ts'
import type { Terms } from '../terms.ts'

/** Tables of features with the types of their columns. */
export const TABLES = {
  'table-empty': ({ file, hasHeader }: { file: string; hasHeader: boolean }) => emptyFile(file, hasHeader),

  'table-header': (given: { file: string; column: number } & ({ why: 'unnamed' } | { why: 'twice'; name: string })) =>
    given.why === 'unnamed'
      ? {
          problem: `${given.file}: column ${given.column} has no name.`,
          remedy: 'Give it one in the first line.'
        }
      : {
          problem: `${given.file}: column ${given.column} is called ${given.name}, like an earlier one.`,
          remedy: 'Rename one of them.'
        },

  'table-ragged': ({ file, line, cells, columns }: Ragged) => ({
    problem: `${file}, line ${line}: the row has ${counted(cells, 'cells')}, the header ${columns}.`,
    remedy: 'Complete the row; write missing values as empty cells, and put cells that hold commas into quotes.'
  }),

  'table-too-large': ({ file, most }: { file: string; most: number }) => ({
    problem: `${file} has more than ${counted(most, 'rows')}, more than can be compared with one another.`,
    remedy: 'Cluster a random part of it.'
  }),

  'table-type': (given: { file: string; line: number; column: string; cell: string } & CellContradiction) => {
    const { problem, remedy } = contradiction(given)
    return { problem: `${given.file}, line ${given.line}, column ${given.column}: "${given.cell}" ${problem}`, remedy }
  },

  'types-unreadable': ({ file, reason }: { file: string; reason: string }, terms: Terms) => ({
    problem: `The types file ${file} cannot be read (${reason}).`,
    remedy: `Check ${terms.setting('types')}.`
  }),

  'types-malformed': ({ file, reason }: { file: string; reason: string | null }) => ({
    problem: reason === null ? `${file} is not a JSON object.` : `${file} is not JSON: ${reason}.`,
    remedy: 'It should look like {"age": "numeric", "grade": {"type": "ordinal", "levels": ["low", "high"]}}.'
  }),

  'types-unknown': ({ file, column, type, known }: UnknownType) => ({
    problem: `${file}, column ${column}: ${type} is not a type.`,
    remedy: `Use one of ${known.join(', ')}.`
  }),

  'types-levels': (given: { file: string; column: string } & ({ why: 'kind'; kind: string } | { why: 'no-list' })) =>
    given.why === 'kind'
      ? {
          problem: `${given.file}, column ${given.column}: only ordinal columns have levels, and this one is ${given.kind}.`,
          remedy: 'Leave the levels out.'
        }
      : {
          problem: `${given.file}, column ${given.column}: levels must be a list of different texts from lowest to highest.`,
          remedy: 'Write e.g. ["low", "high"].'
        },

  'types-missing': ({ file, columns, separator }: MissingTypes) => ({
    problem: `${file} has no type for ${named(columns)}.`,
    remedy:
      'Add one of numeric, ordinal, nominal, asymmetric-binary.' +
      (separator === null
        ? ''
        : ` The table seems to separate its columns with ${SEPARATORS[separator]}. Save it with commas.`)
  }),

  'types-unknown-column': ({ file, columns, table }: { file: string; columns: string[]; table: string }) => ({
    problem: `${file} has a type for ${named(columns)}, which ${table} does not have.`,
    remedy: 'Correct the name or remove it.'
  })
}

/** A file of rows that has none. */
export function emptyFile(file: string, hasHeader: boolean) {
  return {
    problem: `${file} ${hasHeader ? 'has a header but no rows' : 'is empty'}.`,
    remedy: 'It needs a line with the names of its columns, then its rows.'
  }
}

/** Why a cell cannot be a value of its column. */
export type CellContradiction =
  | { why: 'no-number'; kind: 'numeric' | 'ordinal' }
  /** @param text the number */
  | { why: 'comma'; text: string }
  | { why: 'too-large'; most: number }
  | { why: 'unknown-level'; levels: string[] }
  /** @param levels of the cells before; null: there is none yet */
  | { why: 'not-binary'; levels: string[] | null }

function contradiction(given: CellContradiction) {
  switch (given.why) {
    case 'no-number':
      return {
        problem: `is not a number, and the column is ${given.kind}.`,
        remedy: `Correct it, leave it empty if it is missing, or ${
          given.kind === 'numeric'
            ? 'declare the column nominal.'
            : 'give the levels: {"type": "ordinal", "levels": ["low", "high"]}.'
        }`
      }
    case 'comma':
      return {
        problem: 'may hold a decimal comma or a thousands separator.',
        remedy: `Write ${given.text.replace(',', '.')} or ${given.text.replace(',', '')}, whichever is meant.`
      }
    case 'too-large':
      return {
        problem: `is beyond ±${given.most}, and no measurement.`,
        remedy: 'Correct it, or leave it empty if it is missing.'
      }
    case 'unknown-level':
      return {
        problem: `is not one of the column's levels (${given.levels.join(', ')}).`,
        remedy: 'Correct it or add the level.'
      }
    case 'not-binary':
      return {
        problem: `does not belong into an asymmetric-binary column: ${
          given.levels === null
            ? 'it takes 0 and 1, FALSE and TRUE, or no and yes'
            : `the column has ${given.levels.join(' and ')}`
        }.`,
        remedy: 'Correct it, or declare the column nominal.'
      }
  }
}

interface Ragged {
  file: string
  line: number
  /** Of the row, and of the header. */
  cells: number
  columns: number
}

interface UnknownType {
  file: string
  column: string
  /** As JSON. */
  type: string
  known: string[]
}

interface MissingTypes {
  file: string
  columns: string[]
  /** What seems to stand between columns, where it is no comma. */
  separator: keyof typeof SEPARATORS | null
}

/** What other programs put between columns, in words. */
const SEPARATORS = { ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' }

function named(columns: readonly string[]): string {
  const more = columns.length > 5 ? ` and ${count(columns.length - 5)} more` : ''
  return `${columns.length === 1 ? 'column' : 'columns'} ${columns.slice(0, 5).join(', ')}${more}`
}
