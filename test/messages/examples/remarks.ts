import type { REMARKS } from '../../../src/messages/en/remarks.ts'
import { type Examples, OWN } from './example.ts'

const place = { element: 'Manufacturer (0008,0070)', at: 300 }
const fault = { code: 'header-damaged', parameters: { ...place, why: 'wrong-length', length: 9 } }

export const remarks: Examples<keyof typeof REMARKS> = {
  'transfer-syntax-mismatch': [{ at: 300, transferSyntax: OWN }],
  'character-set-unknown': [{ terms: ['ISO IR 999'] }],
  'elements-out-of-order': [{ ...place, previous: 'Rows (0028,0010)' }],
  'element-repeated': [place, { ...place, more: 1 }, { ...place, more: 2 }],
  'vr-unknown': [{ ...place, vr: OWN }],
  'encoding-changes': [
    { ...place, to: 'implicit' },
    { ...place, to: 'explicit' }
  ],
  'value-odd': [{ ...place, length: 9 }],
  'part-damaged': {
    'no-item': { ...place, why: 'no-item' },
    items: { ...place, why: 'items' },
    outside: { ...place, why: 'outside' },
    'item-longer': { ...place, why: 'item-longer', end: 400, next: 500 },
    'passed-over': { why: 'passed-over', fault }
  },
  'elements-taken-in': {
    'text-or-number': { ...place, why: 'text-or-number', length: 90, next: 310 },
    bytes: { why: 'bytes', element: place.element, length: 90, own: 10 }
  },
  'deep-items-left-out': [{ ...place, most: 6 }],
  'image-incomplete': [
    { imageClass: '1.2.840.10008.5.1.4.1.1.2', hasPixels: true },
    { imageClass: '1.2.840.10008.5.1.4.1.1.2', hasPixels: false }
  ],
  'trailing-bytes-ignored': {
    'behind-pixels': { why: 'behind-pixels', fault },
    'too-few': { why: 'too-few', left: 1, at: 300 },
    'no-elements': { why: 'no-elements', left: 90, at: 300 },
    padding: { why: 'padding', left: 90, at: 300 }
  },
  'too-many-tags-in-file': [{ unknown: 2000, nested: 10_000 }],
  'too-many-tags': [{ tags: 256 }],
  'reader-crashed': [{ reason: OWN }],
  unreadable: [{ reason: OWN }, { why: 'members' }],
  'said-before': [{ sentence: OWN }]
}
