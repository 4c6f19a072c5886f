import type { OBJECTS } from '../../../src/messages/en/objects.ts'
import { type Examples, OWN } from './example.ts'

export const objects: Examples<keyof typeof OBJECTS> = {
  'no-document': [{}],
  'no-waveform': [{}],
  'waveform-unreadable': {
    channels: { why: 'channels' },
    frequency: { why: 'frequency' },
    samples: { why: 'samples' },
    kind: { why: 'kind' }
  },
  'no-contours': [{}],
  'no-dose': { none: { why: 'none' }, 'too-large': { why: 'too-large' } },
  'document-truncated': [{ length: 1234 }],
  'document-changed': [{}],
  'document-not-saved': [{}],
  'document-not-opened': [{ path: '/tmp/a.pdf', reason: OWN }]
}
