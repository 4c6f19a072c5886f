import type { TABLES } from '../../../src/messages/en/tables.ts'
import { type Examples, OWN } from './example.ts'

const cell = { file: 't.csv', line: 3, column: 'age', cell: OWN }

export const tables: Examples<keyof typeof TABLES> = {
  'table-empty': [
    { file: OWN, hasHeader: false },
    { file: OWN, hasHeader: true }
  ],
  'table-header': {
    unnamed: { file: OWN, column: 2, why: 'unnamed' },
    twice: { file: 't.csv', column: 2, why: 'twice', name: OWN }
  },
  'table-ragged': [{ file: OWN, line: 3, cells: 1, columns: 4 }],
  'table-too-large': [{ file: OWN, most: 32_700 }],
  'table-type': {
    'no-number': { ...cell, why: 'no-number', kind: 'ordinal' },
    comma: { ...cell, why: 'comma', text: '1,234' },
    'too-large': { ...cell, why: 'too-large', most: 1e300 },
    'unknown-level': { ...cell, why: 'unknown-level', levels: ['low', OWN] },
    'not-binary': { ...cell, why: 'not-binary', levels: null }
  },
  'types-unreadable': [{ file: OWN, reason: 'ENOENT: no such file or directory' }],
  'types-malformed': [
    { file: OWN, reason: 'Unexpected end of JSON input' },
    { file: OWN, reason: null }
  ],
  'types-unknown': [{ file: 't.json', column: OWN, type: '"number"', known: ['numeric', 'nominal'] }],
  'types-levels': {
    kind: { file: 't.json', column: OWN, why: 'kind', kind: 'nominal' },
    'no-list': { file: 't.json', column: OWN, why: 'no-list' }
  },
  'types-missing': [{ file: 't.json', columns: [OWN], separator: ';' }],
  'types-unknown-column': [{ file: 't.json', columns: ['a', OWN], table: 't.csv' }]
}
