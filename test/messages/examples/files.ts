import type { FILES } from '../../../src/messages/en/files.ts'
import { type Examples, OWN } from './example.ts'

const path = OWN

export const files: Examples<keyof typeof FILES> = {
  'disk-full': {
    full: { why: 'full', path },
    'too-large': { why: 'too-large', path },
    catalogue: { why: 'catalogue', path },
    temporary: { why: 'temporary', folder: OWN, bytes: 1.2e9 },
    vectors: { why: 'vectors', path, needed: 1.2e9, free: 1e6 }
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
