import type { CATALOGUE } from '../../../src/messages/en/catalogue.ts'
import { type Examples, OWN } from './example.ts'

const path = OWN
const holder = { pid: 12, host: OWN, purpose: 'scan', since: '2026-01-01T00:00:00Z' }

export const catalogue: Examples<keyof typeof CATALOGUE> = {
  'catalogue-missing': [{ path }],
  'catalogue-gone': [{ path }],
  'catalogue-newer': [{ path, version: 9, known: 4 }],
  'not-a-catalogue': {
    folder: { path, why: 'folder' },
    'another-program': { path, why: 'another-program' },
    empty: { path, why: 'empty' },
    'no-database': { path, why: 'no-database' }
  },
  'catalogue-damaged': [
    { path, reason: 'database disk image is malformed' },
    { damage: { part: 'row', place: 'column.data (tag 3, chunk 0)' } },
    { damage: { part: 'column', fault: 'run-too-long' } },
    { damage: { part: 'column', fault: 'encoding-unknown', encoding: 9 } },
    { damage: { part: 'column', fault: 'rows-differ', bytes: 9, rows: 10 } },
    { damage: { part: 'column', fault: 'text-differs', bytes: 9, announced: 10 } },
    { damage: { part: 'directory', id: 3 } },
    { damage: { part: 'source', id: 3 } },
    { damage: { part: 'tag', id: 3 } },
    { path, damage: { part: 'tag', id: 3 } }
  ],
  'catalogue-exists': [{ path }],
  'catalogue-busy': {
    writer: { why: 'writer', path, holder },
    locked: { why: 'locked', path },
    'another-user': { why: 'another-user', path }
  },
  'catalogue-folder': [{ folder: OWN, reason: 'EACCES: permission denied' }],
  'catalogue-unusable': [{ path, reason: 'attempt to write a readonly database' }],
  'network-file-system': [
    { path, system: 'NFS' },
    { path, system: null }
  ],
  'no-source': [{}]
}
