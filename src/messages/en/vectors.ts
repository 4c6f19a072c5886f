import { count } from '../format.ts'

/** Files of vectors, and tables of numbers. */
export const VECTORS = {
  'decimal-commas': ({ file, numbers }: { file: string; numbers: number }) => ({
    problem: `${file}: ${numbers === 1 ? '1 number is' : `${count(numbers)} numbers are`} written with a decimal comma, and read as meant.`
  }),

  'numbers-in-header': ({ file, names, columns }: NumbersInHeader) => ({
    problem: `${file}: the first line holds the names of the columns, and here these are numbers (${names.join(', ')}${columns > names.length ? ', …' : ''}).`,
    remedy: 'If it is a vector, put a line of names before it.'
  })
}

interface NumbersInHeader {
  file: string
  /** The first few. */
  names: string[]
  columns: number
}
