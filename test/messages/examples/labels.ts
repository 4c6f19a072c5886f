import type { LABELS } from '../../../src/messages/en/labels.ts'
import { type Examples, OWN } from './example.ts'

export const labels: Examples<keyof typeof LABELS> = {
  'bad-label': {
    unprintable: { field: 'label', why: 'unprintable' },
    'too-long': { field: 'note', why: 'too-long', length: 20_000, most: 10_000 }
  },
  'bad-code': {
    unprintable: { field: 'code', why: 'unprintable' },
    'too-long': { field: 'meaning', why: 'too-long', length: 100, most: 64 },
    backslash: { field: 'scheme', why: 'backslash' },
    incomplete: { why: 'incomplete', missing: ['scheme', 'meaning'] },
    'no-label': { why: 'no-label' }
  },
  'nothing-to-export': [
    { clustering: '3.10', clusters: null, isNamed: true, where: [] },
    { clustering: '3.10', clusters: [2], isNamed: true, where: [OWN, OWN] },
    { clustering: '3.10', clusters: [0, 1, 2, 5], isNamed: false, where: [OWN] },
    { clustering: '3.10', clusters: [2], isNamed: false, where: [] }
  ],
  'unknown-cluster': [{ clustering: '3.10', cluster: 12, clusters: [0, 1, 2, 5, 7, 8] }],
  'unknown-naming': [
    { clustering: '3.10', naming: '', namings: [] },
    { clustering: '3.10', naming: OWN, namings: ['', OWN] }
  ],
  'label-file': {
    key: { file: OWN, why: 'key', key: 'SeriesInstanceUID', found: 0, names: [OWN, 'label'], columns: 2 },
    column: { file: OWN, why: 'column', asked: null, found: 0, names: [OWN, 'a', 'b'], columns: 13 },
    ragged: { file: OWN, why: 'ragged', line: 7, cells: 1, columns: 3 },
    unprintable: { file: OWN, line: 7, why: 'unprintable' },
    'too-long': { file: OWN, line: 7, why: 'too-long', length: 300, most: 200 },
    'too-many': { file: OWN, why: 'too-many', most: 65_535 },
    empty: { file: OWN, why: 'empty' },
    conflicts: { file: OWN, why: 'conflicts', keys: 2, key: '1.2.3', line: 9, label: OWN, first: OWN },
    unmatched: { file: OWN, why: 'unmatched', key: 'SOPInstanceUID', keys: 30, example: OWN }
  },
  'changed-meanwhile': [{ cluster: 3 }],
  'unknown-format': [{ format: OWN, known: ['csv', 'jsonl', 'parquet'] }],
  'path-undoes-remap': [{}],
  'key-beside-labels': [{ path: OWN }],
  'bad-key': {
    unreadable: { why: 'unreadable', path: OWN, reason: 'EACCES: permission denied' },
    'no-key': { why: 'no-key', path: OWN }
  }
}
