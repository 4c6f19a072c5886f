import type { SIMILAR } from '../../../src/messages/en/similar.ts'
import { type Examples, OWN } from './example.ts'

export const similar: Examples<keyof typeof SIMILAR> = {
  'not-a-dicom-image': {
    'no-file': { file: OWN, why: 'no-file' },
    'not-dicom': { file: OWN, why: 'not-dicom' },
    dicomdir: { file: OWN, why: 'dicomdir' },
    'no-image': { file: OWN, why: 'no-image' },
    broken: { file: OWN, why: 'broken', reason: 'The file ends within the element at byte 132.' }
  },
  'unreadable-image-file': [{ file: OWN, reason: 'EACCES: permission denied' }],
  'unknown-image': [{ name: OWN }],
  'no-run-yet': [{ images: 412 }],
  'query-without-vector': [{ model: 2 }],
  'image-in-archive': [{ file: OWN }]
}
