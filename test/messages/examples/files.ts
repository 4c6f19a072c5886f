import type { FILES } from '../../../src/messages/en/files.ts'
import { type Examples, OWN } from './example.ts'

const path = OWN

export const files: Examples<keyof typeof FILES> = {
  'disk-full': {
    full: { why: 'full', path },
    'too-large': { why: 'too-large', path },
    catalogue: { why: 'catalogue', path },
    temporary: { why: 'temporary', folder: OWN, bytes: 1.2e9 },
    space: { why: 'space', path, needed: 1.2e9, free: 1e6 },
    vectors: {
      ...{ why: 'vectors', path, needed: 9.8e12, free: 1e12 },
      smaller: {
        halves: 4.9e12,
        projected: { values: 256, bytes: 30.9e9 },
        sample: { images: 3_000_000, bytes: 983e9 }
      }
    }
  },
  'not-writable': [
    { path, folder: '/data' },
    { folder: OWN, reason: 'EACCES: permission denied' }
  ],
  'write-failed': [{ path, reason: 'EIO: i/o error' }],
  'is-a-folder': [{ path }],
  'not-a-file': [{ path }],
  'not-an-export': {
    database: { path, holds: 'database' },
    dicom: { path, holds: 'dicom' },
    other: { path, holds: 'other' }
  },
  'not-a-page': [{ path }]
}
