import type { LABELS } from '../../../src/messages/en/labels.ts'
import { type Examples, OWN } from './example.ts'

export const labels: Examples<keyof typeof LABELS> = {
  'bad-label': {
    unprintable: { field: 'label', why: 'unprintable' },
    'too-long': { field: 'note', why: 'too-long', length: 20_000, most: 10_000 },
    author: { field: 'author', why: 'too-long', length: 101, most: 100 }
  },
  'bad-code': {
    unprintable: { field: 'code', why: 'unprintable' },
    'too-long': { field: 'meaning', why: 'too-long', length: 100, most: 64 },
    backslash: { field: 'scheme', why: 'backslash' },
    incomplete: { why: 'incomplete', missing: ['scheme', 'meaning'] },
    'no-label': { why: 'no-label' }
  },
  'unknown-cluster': [{ clustering: '3.10', cluster: 12, clusters: [0, 1, 2, 5, 7, 8] }],
  'changed-meanwhile': [{ cluster: 3 }],
  'unknown-format': [{ format: OWN, known: ['csv', 'jsonl', 'parquet'] }],
  'path-undoes-remap': [{}],
  'key-beside-labels': [{ path: OWN }],
  'bad-key': {
    unreadable: { why: 'unreadable', path: OWN, reason: 'EACCES: permission denied' },
    'no-key': { why: 'no-key', path: OWN }
  }
}
