import { count, counted } from '../format.ts'
import type { Terms } from '../terms.ts'
import { emptyFile } from './tables.ts'

/** Files of vectors and of their labels, and tables of numbers. */
export const VECTORS = {
  'decimal-commas': ({ file, numbers }: { file: string; numbers: number }) => ({
    problem: `${file}: ${numbers === 1 ? '1 number is' : `${count(numbers)} numbers are`} written with a decimal comma, and read as meant.`
  }),

  'numbers-in-header': ({ file, names, columns }: NumbersInHeader) => ({
    problem: `${file}: the first line holds the names of the columns, and here these are numbers (${names.join(', ')}${columns > names.length ? ', …' : ''}).`,
    remedy: 'If it is a vector, put a line of names before it.'
  }),

  'rows-differ': ({ vectors, labels }: { vectors: Counted; labels: Counted }) => ({
    problem: `${vectors.file} has ${counted(vectors.rows, 'vectors')}, and ${labels.file} has ${counted(labels.rows, 'labels')}: each vector needs one label, in the same order.`,
    remedy: 'The first line of a CSV file counts as the names of its columns.'
  }),

  'vectors-empty': (given: Empty) => empty('vectors', given),
  'labels-empty': (given: Empty) => empty('labels', given),

  'vectors-zip': ({ file }: { file: string }) => zip('vectors', file),
  'labels-zip': ({ file }: { file: string }) => zip('labels', file),

  'vectors-json': ({ file }: { file: string }, terms: Terms) => json('vectors', file, terms),
  'labels-json': ({ file }: { file: string }, terms: Terms) => json('labels', file, terms),

  'vectors-parquet': ({ file }: { file: string }, terms: Terms) => parquet('vectors', file, terms),
  'labels-parquet': ({ file }: { file: string }, terms: Terms) => parquet('labels', file, terms),

  'vectors-separator': (given: Separated) => separator(given),
  'labels-separator': (given: Separated) => separator(given),

  'vectors-header': ({ file, column }: { file: string; column: number }) => ({
    problem: `${file}: column ${column} has no name.`,
    remedy:
      'If it numbers the rows, it is not part of the vectors: leave it out (pandas: to_csv(…, index=False)). Otherwise name it in the first line.'
  }),

  'vectors-ragged': (given: Ragged) => ({
    problem: ragged(given),
    remedy: 'All vectors must have the same length.'
  }),
  'labels-ragged': (given: Ragged) => ({ problem: ragged(given), remedy: 'Put labels that hold commas into quotes.' }),

  'vectors-not-a-number': ({ file, line, column, cell, isAmbiguous }: NotANumber) => ({
    problem: `${file}, line ${line}, column ${cut(column)}: "${cut(cell)}" ${isAmbiguous ? 'may hold a decimal comma or a thousands separator' : 'is not a number'}.`,
    remedy:
      'Every column must hold numbers only: correct it, or leave the column or the row out (a row: in the labels, too).'
  }),

  'vectors-not-finite': ({ file, row, column, value }: NotFinite) => ({
    problem: `${file}: the value at row ${row}, column ${column} (both from 0) is ${value}, not a finite number. Distances to it would mean nothing.`,
    remedy: 'Correct it, or leave the row out here and in the labels.'
  }),

  'vectors-type': ({ file }: { file: string }) => ({
    problem: `${file} holds text, and vectors are numbers.`,
    remedy: "Save them with np.save(file, array.astype('<f4')). Are these the labels?"
  }),

  'vectors-shape': ({ file, shape, most }: { file: string; shape: number[]; most: number }) => {
    const given = `${file} holds an array of shape (${shape.join(', ')})`
    if (shape.length !== 2) {
      return {
        problem: `${given}, and vectors have two dimensions: (rows, values).`,
        remedy: 'Reshape it: np.save(file, array.reshape(len(array), -1)).'
      }
    }
    if (shape.includes(0)) {
      return {
        problem: `${given}: there is nothing in it.`,
        remedy: 'Save the vectors again: an array of shape (rows, values), as np.load(file).shape shows.'
      }
    }
    return {
      problem: `${given}: its vectors are longer than the ${counted(most, 'values')} that Medoid takes.`,
      remedy: 'Is it transposed?'
    }
  },

  'labels-shape': ({ file, shape }: { file: string; shape: number[] }) => ({
    problem: `${file} holds an array of shape (${shape.join(', ')}), and labels are one number or text a row: shape (rows,).`,
    remedy: 'Save the column of the labels only.'
  }),

  'labels-type': ({ file }: { file: string }) => ({
    problem: `${file} holds floats, and labels are whole numbers or text.`,
    remedy:
      "Save them with np.save(file, labels.astype('<i8')); rows without a label must be left out, here and in the vectors."
  }),

  'labels-missing': (given: Place) => ({
    problem: `${given.file}, ${place(given)}: the label is missing.`,
    remedy: 'Give it one, or leave the row out, here and in the vectors.'
  }),

  'labels-too-long': (given: Place & { most: number }) => ({
    problem: `${given.file}, ${place(given)}: the label is longer than ${counted(given.most, 'characters')}.`,
    remedy: 'Is this the column of the labels?'
  }),

  'labels-column': (given: { file: string } & LabelColumn, terms: Terms) => {
    switch (given.why) {
      case 'npy':
        return {
          problem: `${terms.setting('label-column', given.asked)}: ${given.file} is an npy file, which has no columns with names.`,
          remedy: 'Leave the option out.'
        }
      case 'asked':
        return {
          problem: `${terms.setting('label-column', given.asked)}: ${given.file} has ${given.found === 0 ? 'no column' : 'more than one column'} of that name.`,
          remedy: `It has ${columns(given)}.`
        }
      case 'unclear':
        return {
          problem: `${given.file} has ${columns(given)}, and ${given.found === 0 ? 'none' : 'more than one'} of them is called label or cluster.`,
          remedy: `Name the one with the labels: ${terms.setting('label-column', 'NAME')}.`
        }
    }
  },

  'npy-version': ({ file, version }: { file: string; version: string }) => ({
    problem: `${file} is in version ${version} of the npy format; 1, 2 and 3 are read.`,
    remedy: 'Save it again with np.save.'
  }),

  'npy-type': ({ file, type }: { file: string; type: string }) => ({
    problem: `${file} holds an array of type "${type}". Medoid reads floats of 16 to 64 bits, whole numbers of 8 to 64 bits, truth values, and for labels text.`,
    remedy:
      "Save vectors with np.save(file, array.astype('<f4')), labels with array.astype('<i4') or array.astype('U')."
  }),

  'npy-damaged': (given: { file: string } & NpyFault) => ({
    problem: `${given.file} is not a sound npy file: ${npyFault(given)}.`,
    remedy: 'Save it again with np.save.'
  }),

  'no-temporary-space': ({ folder, reason }: { folder: string; reason: string }) => ({
    problem: `The vectors cannot be kept in the folder for temporary files, ${folder} (${reason}).`,
    remedy:
      'Make room there, name another folder in the environment variable TMPDIR, or give the vectors as an npy file in C order.'
  }),

  'beyond-half': ({ value, most }: { value: number; most: number }, terms: Terms) => ({
    problem: `A value of the vectors is ${value}, and numbers of 16 bits end at ${count(most)}.`,
    remedy: `Write them with ${terms.setting('precision', 'f32')}.`
  }),

  'other-part': (given: OtherPart, terms: Terms) =>
    given.why === 'unknown'
      ? {
          problem: `${given.part} is in the way: it is unfinished, and without ${given.journal} nobody can tell what it is.`,
          remedy: 'Delete it, or give another name.'
        }
      : {
          problem: `${given.part} is unfinished, and was begun with other settings: ${given.settings.map(({ name, was, is }) => `${name} ${was ?? 'none'} (now ${is ?? 'none'})`).join(', ')}.`,
          remedy: `Give those settings to finish it with ${terms.action('again')}, or delete ${given.part} and ${given.journal} to start over, or give another name.`
        },

  'part-taken': ({ part }: { part: string }) => ({
    problem: `Somebody else writes ${part} now, or it was deleted. This one stops: only one can write a file.`
  }),

  'vectors-part-damaged': (given: DamagedPart, terms: Terms) => ({
    problem:
      given.bytes === null
        ? `${given.journal} does not tell what the unfinished file beside it is.`
        : `${given.part} has ${given.bytes.found} bytes, and by ${given.journal} it had at least ${given.bytes.expected}.`,
    remedy: `Delete ${given.journal} and ${given.part}, and start over with ${terms.action('again')}.`
  })
}

type Kind = 'vectors' | 'labels'

/** @param why `bytes`: it has none; `rows`: no line but perhaps a header, or no label */
type Empty = { file: string } & ({ why: 'no-bytes' } | { why: 'no-rows'; hasHeader: boolean } | { why: 'no-labels' })

function empty(what: Kind, given: Empty) {
  switch (given.why) {
    case 'no-bytes':
      return {
        problem: `${given.file} is empty: it has no bytes.`,
        remedy: `Save the ${what} again, as npy (np.save) or as CSV with the names of the columns in its first line.`
      }
    case 'no-rows':
      return emptyFile(given.file, given.hasHeader)
    case 'no-labels':
      return { problem: `${given.file} holds no labels.`, remedy: 'It needs one for each vector.' }
  }
}

function zip(what: Kind, file: string) {
  return {
    problem: `${file} is a zip archive, as npz files and spreadsheets are; ${what} are read from npy or CSV.`,
    remedy: `Save one array of an npz file: np.save('${what}.npy', np.load(file)['arr_0']); save a spreadsheet as CSV.`
  }
}

function json(what: Kind, file: string, terms: Terms) {
  return {
    problem: `${file} looks like JSON, and ${what} are read from npy or CSV.`,
    remedy: `Save them so; Medoid exports labels as CSV with ${terms.setting('format', 'csv')}.`
  }
}

function parquet(what: Kind, file: string, terms: Terms) {
  return {
    problem: `${file} is a Parquet file, and ${what} are read from npy or CSV.`,
    remedy: `Save them so, e.g. with numpy or pandas; Medoid writes vectors with ${terms.setting('format', 'npy')} and labels with ${terms.setting('format', 'csv')}.`
  }
}

interface Separated {
  file: string
  separator: 'semicolons' | 'tabs'
}

function separator({ file, separator: between }: Separated) {
  return {
    problem: `${file} separates its columns with ${between}.`,
    remedy:
      'Save it with commas between columns, and points in numbers: with pandas to_csv(file, index=False), in R write.csv(…, row.names = FALSE), from a spreadsheet as CSV with commas.'
  }
}

interface Ragged {
  file: string
  line: number
  /** Of the row, and of the header. */
  cells: number
  columns: number
}

function ragged({ file, line, cells, columns: expected }: Ragged): string {
  return `${file}, line ${line}: the row has ${counted(cells, 'cells')}, the header ${expected}.`
}

interface NotANumber {
  file: string
  line: number
  column: string
  cell: string
  /** Whether its comma may separate thousands. */
  isAmbiguous: boolean
}

interface NotFinite {
  file: string
  /** From 0. */
  row: number
  column: number
  /** `NaN` or `Infinity`, which JSON cannot say as numbers. */
  value: string
}

/** A line of a CSV file, from 1; a row of an array, from 0. */
type Place = { file: string } & ({ line: number } | { row: number })

function place(given: Place): string {
  return 'line' in given ? `line ${given.line}` : `row ${given.row} (from 0)`
}

interface Header {
  /** Of the first columns, and how many there are. */
  names: string[]
  columns: number
}

type LabelColumn =
  | { why: 'npy'; asked: string }
  /** @param found columns of that name */
  | ({ why: 'asked'; asked: string; found: number } & Header)
  | ({ why: 'unclear'; found: number } & Header)

/** `2 columns (a, b)` */
function columns({ names, columns: all }: Header): string {
  return `${counted(all, 'columns')} (${names.map(cut).join(', ')}${all > names.length ? ', …' : ''})`
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

export type NpyFault =
  | { why: 'ends-in-header' | 'fields' | 'form' }
  | { why: 'header-length'; bytes: number }
  | { why: 'length'; shape: number[]; expected: number; found: number }
  /** @param at from 0 */
  | { why: 'text'; at: number; encoding: string }

function npyFault(given: NpyFault): string {
  switch (given.why) {
    case 'ends-in-header':
      return 'it ends within its header'
    case 'fields':
      return 'its header does not tell descr, fortran_order and shape'
    case 'form':
      return 'its header is not in the form that numpy writes'
    case 'header-length':
      return `its header is said to be ${given.bytes} bytes long`
    case 'length':
      return `an array of shape (${given.shape.join(', ')}) takes ${given.expected} bytes with its header, and the file has ${given.found}`
    case 'text':
      return `the text at place ${given.at} (from 0) is no ${given.encoding}`
  }
}

type OtherPart =
  | { why: 'unknown'; part: string; journal: string }
  | { why: 'settings'; part: string; journal: string; settings: Difference[] }

/** Of the settings of an unfinished file: what it was begun with, and what is asked for. */
export interface Difference {
  name: string
  was: string | null
  is: string | null
}

interface DamagedPart {
  part: string
  journal: string
  /** null: the journal itself cannot be read. */
  bytes: { found: number; expected: number } | null
}

interface Counted {
  file: string
  rows: number
}

interface NumbersInHeader {
  file: string
  /** The first few. */
  names: string[]
  columns: number
}
