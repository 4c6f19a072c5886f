import type { DICOM } from '../../../src/messages/en/dicom.ts'
import { type Examples, OWN } from './example.ts'

const place = { element: 'Manufacturer (0008,0070)', at: 300 }
const within = { inside: 'an element', at: 300 }

export const dicom: Examples<keyof typeof DICOM> = {
  'file-unreadable': [{ reason: OWN }, { path: OWN }],
  'not-dicom': [{}],
  'no-data-set': [{ size: 132 }],
  'header-damaged': {
    'undefined-length': { ...place, why: 'undefined-length' },
    'no-item': { ...place, why: 'no-item' },
    'no-fragment': { ...place, why: 'no-fragment' },
    delimiter: { ...place, why: 'delimiter' },
    'unknown-vr': { ...place, why: 'unknown-vr', vr: OWN },
    'out-of-order': { ...place, why: 'out-of-order', previous: 'Rows (0028,0010)' },
    'wrong-length': { ...place, why: 'wrong-length', length: 9 },
    overruns: { ...place, why: 'overruns', length: 900, end: 400 },
    'ends-inside': { ...within, why: 'ends-inside', end: 400 },
    'not-inflated': { why: 'not-inflated', at: null, reason: 'invalid block type' }
  },
  'header-truncated': {
    overruns: { ...place, why: 'overruns', length: 900, size: 400 },
    'ends-inside': { ...within, why: 'ends-inside', size: 400 },
    image: { why: 'image', at: 300, left: 100 }
  },
  'header-too-large': {
    depth: { ...place, why: 'depth', most: 100 },
    elements: { why: 'elements', most: 100_000 },
    length: { why: 'length', at: 1e9 },
    inflated: { why: 'inflated', at: 300, mebibytes: 64 },
    deflated: { why: 'deflated', mebibytes: 64 }
  }
}
