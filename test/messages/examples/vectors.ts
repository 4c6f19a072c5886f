import type { VECTORS } from '../../../src/messages/en/vectors.ts'
import { type Examples, OWN } from './example.ts'

const file = OWN
const parts = { part: OWN, journal: `${OWN}.json` }

export const vectors: Examples<keyof typeof VECTORS> = {
  'decimal-commas': [
    { file, numbers: 1 },
    { file, numbers: 1200 }
  ],
  'numbers-in-header': [{ file, names: ['0.5', '-1', '2'], columns: 4 }],
  'rows-differ': [{ vectors: { file, rows: 10 }, labels: { file: 'l.csv', rows: 9 } }],
  'vectors-empty': {
    'no-bytes': { why: 'no-bytes', file },
    'no-rows': { why: 'no-rows', file, hasHeader: true },
    'no-labels': { why: 'no-labels', file }
  },
  'labels-empty': {
    'no-bytes': { why: 'no-bytes', file },
    'no-rows': { why: 'no-rows', file, hasHeader: false },
    'no-labels': { why: 'no-labels', file }
  },
  'vectors-zip': [{ file }],
  'labels-zip': [{ file }],
  'vectors-json': [{ file }],
  'labels-json': [{ file }],
  'vectors-parquet': [{ file }],
  'labels-parquet': [{ file }],
  'vectors-separator': [{ file, separator: 'semicolons' }],
  'labels-separator': [{ file, separator: 'tabs' }],
  'vectors-header': [{ file, column: 1 }],
  'vectors-ragged': [{ file, line: 3, cells: 2, columns: 3 }],
  'labels-ragged': [{ file, line: 3, cells: 2, columns: 3 }],
  'vectors-not-a-number': [
    { file: 'v.csv', line: 3, column: 'a', cell: OWN, isAmbiguous: false },
    { file: 'v.csv', line: 3, column: OWN, cell: '1,234', isAmbiguous: true }
  ],
  'vectors-not-finite': [{ file, row: 0, column: 3, value: 'NaN' }],
  'vectors-type': [{ file }],
  'vectors-shape': [
    { file, shape: [3], most: 1000 },
    { file, shape: [0, 3], most: 1000 },
    { file, shape: [3, 2000], most: 1000 }
  ],
  'labels-shape': [{ file, shape: [3, 2] }],
  'labels-type': [{ file }],
  'labels-missing': [
    { file, line: 3 },
    { file, row: 0 }
  ],
  'labels-too-long': [{ file, line: 3, most: 1000 }],
  'labels-column': {
    npy: { why: 'npy', file: 'l.npy', asked: OWN },
    asked: { why: 'asked', file: 'l.csv', asked: OWN, found: 0, names: ['a', 'b'], columns: 2 },
    unclear: { why: 'unclear', file, found: 2, names: ['label', 'cluster'], columns: 20 }
  },
  'npy-version': [{ file, version: '4.0' }],
  'npy-type': [{ file, type: '<c16' }],
  'npy-damaged': {
    'ends-in-header': { file, why: 'ends-in-header' },
    fields: { file, why: 'fields' },
    form: { file, why: 'form' },
    'header-length': { file, why: 'header-length', bytes: 99_999 },
    length: { file, why: 'length', shape: [3, 4], expected: 176, found: 100 },
    text: { file, why: 'text', at: 3, encoding: 'UTF-8' }
  },
  'no-temporary-space': [{ folder: OWN, reason: 'ENOSPC: no space left on device' }],
  'beyond-half': [{ value: 70_000, most: 65_504 }],
  'other-part': {
    unknown: { why: 'unknown', ...parts },
    settings: { why: 'settings', ...parts, settings: [{ name: 'rows', was: '10', is: null }] }
  },
  'part-taken': [{ part: OWN }],
  'vectors-part-damaged': [
    { ...parts, bytes: null },
    { ...parts, bytes: { found: 10, expected: 20 } }
  ]
}
