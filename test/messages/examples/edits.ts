import type { EDITS } from '../../../src/messages/en/edits.ts'
import { type Examples, OWN } from './example.ts'

export const edits: Examples<keyof typeof EDITS> = {
  'edit-impossible': {
    method: { why: 'method', clustering: '3.10@method' },
    'one-cluster': { why: 'one-cluster' },
    'not-merged': { why: 'not-merged', into: 7 },
    'split-how': { why: 'split-how' },
    'which-images': { why: 'which-images' },
    'to-where': { why: 'to-where' },
    'no-images': { why: 'no-images', cluster: 4 },
    'all-images': { why: 'all-images', cluster: 4 },
    'few-parts': { why: 'few-parts', cluster: 4, most: 6 },
    'too-alike': { why: 'too-alike', cluster: 4 },
    'there-already': { why: 'there-already', cluster: 4 },
    'nothing-left': { why: 'nothing-left' },
    'too-many': { why: 'too-many', most: 65_535 },
    'nothing-to-undo': { why: 'nothing-to-undo', clustering: '3.10' },
    'nothing-to-redo': { why: 'nothing-to-redo', clustering: '3.10' }
  },
  'edited-meanwhile': [{ clustering: '3.10' }],
  'names-differ': [
    {
      kept: OWN,
      others: [
        { cluster: 3, label: OWN },
        { cluster: 7, label: 'Knee' }
      ]
    },
    { kept: '', others: [{ cluster: 3, label: OWN }] }
  ]
}
