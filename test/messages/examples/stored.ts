import type { STORED } from '../../../src/messages/en/stored.ts'
import { type Examples, OWN } from './example.ts'

export const stored: Examples<keyof typeof STORED> = {
  'unknown-run': [
    { name: OWN, removed: null, runs: [] },
    { name: OWN, removed: null, runs: [1, 2] },
    { name: '3.10', removed: 3, runs: [1, 2] }
  ],
  'bad-run-name': { unprintable: { why: 'unprintable' }, 'too-long': { why: 'too-long', length: 120, most: 100 } },
  'unknown-clustering': [{ run: 3, k: 7, ks: [5, 10] }],
  'unknown-model': [{ name: OWN, models: [] }],
  'model-taken': [{ model: 3 }],
  'unknown-evaluation': [{ name: OWN, evaluations: [] }],
  'unknown-selection': [
    { name: OWN, isRemoved: false, selections: [] },
    { name: OWN, isRemoved: true, selections: [OWN, OWN] }
  ],
  'selection-name-taken': [{ name: OWN }],
  'bad-selection-name': {
    unprintable: { field: 'name', why: 'unprintable' },
    'too-long': { field: 'note', why: 'too-long', length: 20_000, most: 2000 },
    empty: { field: 'name', why: 'empty' },
    range: { field: 'name', why: 'range', name: OWN }
  },
  'unknown-feature-set': [
    { name: OWN, isRemoved: false, sets: [] },
    { name: OWN, isRemoved: true, sets: [OWN, OWN] }
  ],
  'feature-set-name-taken': [{ name: OWN }],
  'bad-feature-set-name': {
    empty: { why: 'empty' },
    unprintable: { why: 'unprintable' },
    'too-long': { why: 'too-long', length: 120, most: 100 }
  },
  'feature-set-left-out': [{ tags: [OWN, OWN] }],
  'selection-of-what': [{}],
  'list-too-long': [{ file: OWN, most: 10_000_000 }],
  'nothing-selected': [{}],
  'unknown-label-set': [
    { name: OWN, isRemoved: false, sets: [] },
    { name: OWN, isRemoved: true, sets: [OWN, OWN] }
  ],
  'label-set-name-taken': [{ name: OWN }],
  'bad-label-set-name': {
    unprintable: { why: 'unprintable' },
    'too-long': { why: 'too-long', length: 200, most: 100 },
    empty: { why: 'empty' },
    brackets: { why: 'brackets', name: OWN }
  },
  'unknown-map': [{ run: 3, by: 'tags' }],
  'document-damaged': [
    { owner: { kind: 'run', name: 3 }, problem: OWN },
    { owner: { kind: 'clustering', name: '3.5' }, problem: OWN },
    { owner: { kind: 'tree', name: '3.5' }, problem: OWN },
    { owner: { kind: 'model', name: 3 }, problem: OWN },
    { owner: { kind: 'projection', name: '3 to 256' }, problem: OWN },
    { owner: { kind: 'evaluation', name: 3 }, problem: OWN },
    { owner: { kind: 'selection', name: 3 }, problem: OWN },
    { owner: { kind: 'map', name: '3 by tags' }, problem: OWN }
  ],
  'document-newer': [{ owner: { kind: 'run', name: 3 }, part: 'features' }],
  'nothing-in-common': [
    { first: '1.5', second: '2.10', unassigned: null },
    { first: '1.5', second: '2.10', unassigned: '2.10' }
  ],
  'not-assigned': {
    'not-yet': { why: 'not-yet', clustering: '3.10' },
    'all-gone': { why: 'all-gone', clustering: '3.10' },
    'none-at-all': { why: 'none-at-all' }
  }
}
