import type { CORRECTIONS } from '../../../src/messages/en/corrections.ts'
import { type Examples, OWN } from './example.ts'

export const corrections: Examples<keyof typeof CORRECTIONS> = {
  'correction-impossible': {
    personal: { why: 'personal', tag: 'PatientName' },
    'no-value': { why: 'no-value', tag: 'Rows' },
    'bad-value': { why: 'bad-value', tag: 'SliceThickness', vr: 'DS', value: OWN },
    'no-images': { why: 'no-images' },
    'which-images': { why: 'which-images' },
    'nothing-to-undo': { why: 'nothing-to-undo', tag: 'BodyPartExamined' },
    'nothing-to-redo': { why: 'nothing-to-redo', tag: 'BodyPartExamined' }
  },
  'rests-on-corrections': [{ tags: [{ tag: 'BodyPartExamined', images: 1 }] }],
  'bad-reason': {
    unprintable: { why: 'unprintable' },
    'too-long': { why: 'too-long', length: 2001, most: 2000 }
  },
  'corrected-meanwhile': [{ tag: 'BodyPartExamined' }]
}
