import type { CLUSTERING } from '../../../src/messages/en/clustering.ts'
import { type Examples, OWN } from './example.ts'

export const clustering: Examples<keyof typeof CLUSTERING> = {
  'k-missing': [{}],
  'bad-range': {
    downwards: { written: '30..5', why: 'downwards' },
    step: { written: '5..30:0', why: 'step' },
    long: { written: '1..99999', why: 'long', most: 1000 }
  },
  'many-clusterings': [{ clusterings: 296, largest: 300 }],
  'unknown-method': [{ name: OWN, known: ['balanced', 'paper'] }],
  'unknown-algorithm': [{ name: OWN, known: ['fasterpam', 'pam'] }],
  'k-impossible': {
    'no-count': { why: 'no-count', k: 2.5 },
    sample: { why: 'sample', k: 6, rows: 6 },
    'per-series': { why: 'per-series', k: 5, rows: 4, perSeries: 4 },
    dataset: { why: 'dataset', k: 40, size: 30, dataset: 3 },
    undecodable: {
      why: 'undecodable',
      k: 6,
      size: 50,
      dataset: 2,
      decoded: 5,
      first: { path: OWN, reason: { code: 'no-pixels', parameters: {} } }
    }
  },
  'no-tree': [
    { run: 3, algorithm: 'fasterpam' },
    { run: 3, algorithm: 'ward' }
  ],
  'one-cluster': [{ clustering: '3.1' }],
  'restarts-impossible': [{ restarts: 0, most: 65536 }],
  'nothing-shared': [{ rows: 12, columns: 3 }],
  'sample-too-large': [
    { rows: 40_000, bytes: 6.4e9, most: 32_700, instead: ['onebatchpam'] },
    { rows: 140_000, bytes: 7.8e10, most: 32_700, instead: [] }
  ],
  'batch-too-large': [{ rows: 100_000, k: 2000, bytes: 8e9 }],
  'asymmetric-binary-levels': [{ column: OWN, levels: 3 }],
  'columns-differ': {
    number: { why: 'number', columns: 3, expected: 4 },
    column: {
      why: 'column',
      at: 2,
      found: { name: OWN, kind: 'numeric' },
      expected: { name: 'KVP', kind: 'nominal' }
    }
  },
  'row-out-of-range': [{ row: 9, pair: [0, 9], rows: 9 }],
  'too-many-columns': [{ columns: 70_000, most: 65_535 }],
  'too-many-levels': [{ column: OWN, levels: 70_000, most: 65_534 }],
  'weights-impossible': {
    column: { why: 'column', column: OWN, weight: 0.3 },
    absence: { why: 'absence', structural: 0.05, other: 0.25 }
  }
}
