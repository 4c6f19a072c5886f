import type { Terms } from '../terms.ts'

/** Where the quotes of a CSV file are wrong; lines and records from 1. */
export type CsvFault =
  | { fault: 'quote-inside' | 'text-behind-quote'; line: number }
  | { fault: 'quote-open'; record: number }
  | { fault: 'record-too-long'; record: number; megabytes: number }
  /** What the parser says of anything else. */
  | { fault: 'other'; reason: string }

function told(fault: CsvFault): string {
  switch (fault.fault) {
    case 'quote-inside':
      return `in line ${fault.line} a quote stands inside a cell that does not begin with one`
    case 'text-behind-quote':
      return `in line ${fault.line} text follows the quote that ends a cell`
    case 'quote-open':
      return `a quote in ${record(fault.record)} is opened and never closed`
    case 'record-too-long':
      return `${record(fault.record)} is longer than ${fault.megabytes} MB, so a quote in it is probably never closed`
    case 'other':
      return fault.reason
  }
}

function record(number: number): string {
  return `record ${number} (the first is the header)`
}

const malformed = (given: CsvFault & { path: string }) => ({
  problem: `${given.path} is not valid CSV: ${told(given)}.`,
  remedy: 'A cell that holds a quote is in quotes itself, and has it twice: "5"" screw".'
})

const encoding = ({ path }: { path: string }) => ({
  problem: `${path} is not UTF-8.`,
  remedy: 'Save it as UTF-8 and try again.'
})

/** @param what the file holds, which is also the name of its setting */
const unreadable =
  (what: 'table' | 'labels' | 'vectors') =>
  ({ path, reason }: { path: string; reason: string }, terms: Terms) => ({
    problem: `The ${what} ${path} cannot be read (${reason}).`,
    remedy: `Check ${terms.setting(what)}.`
  })

/** What is wrong with any CSV file that is read. */
export const CSV = {
  'table-malformed': malformed,
  'labels-malformed': malformed,
  'vectors-malformed': malformed,
  'csv-malformed': malformed,

  'table-encoding': encoding,
  'labels-encoding': encoding,
  'vectors-encoding': encoding,
  'csv-encoding': encoding,

  'table-unreadable': unreadable('table'),
  'labels-unreadable': unreadable('labels'),
  'vectors-unreadable': unreadable('vectors'),
  'csv-unreadable': ({ path, reason }: { path: string; reason: string }) => ({
    problem: `The file ${path} cannot be read (${reason}).`,
    remedy: 'Check its name and its permissions.'
  })
}
