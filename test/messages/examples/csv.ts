import type { CSV } from '../../../src/messages/en/csv.ts'
import { type Examples, OWN } from './example.ts'

const path = OWN
const malformed = {
  'quote-inside': { fault: 'quote-inside', path, line: 3 },
  'text-behind-quote': { fault: 'text-behind-quote', path, line: 3 },
  'quote-open': { fault: 'quote-open', path, record: 3 },
  'record-too-long': { fault: 'record-too-long', path, record: 3, megabytes: 10 },
  other: { fault: 'other', path, reason: 'Invalid Record Length' }
} as const
const unreadable = [{ path, reason: 'ENOENT: no such file or directory' }] as const

export const csv: Examples<keyof typeof CSV> = {
  'table-malformed': malformed,
  'labels-malformed': malformed,
  'vectors-malformed': malformed,
  'csv-malformed': malformed,
  'table-encoding': [{ path }],
  'labels-encoding': [{ path }],
  'vectors-encoding': [{ path }],
  'csv-encoding': [{ path }],
  'table-unreadable': unreadable,
  'labels-unreadable': unreadable,
  'vectors-unreadable': unreadable,
  'csv-unreadable': unreadable
}
