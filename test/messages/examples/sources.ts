import type { SOURCES } from '../../../src/messages/en/sources.ts'
import { type Examples, OWN } from './example.ts'

const path = OWN

export const sources: Examples<keyof typeof SOURCES> = {
  'unknown-source': [
    { which: OWN, known: [] },
    { which: '7', known: [{ id: 1, root: OWN }] }
  ],
  'source-ambiguous': [
    {
      which: OWN,
      known: [
        { id: 1, root: OWN, name: 'A' },
        { id: 2, root: OWN, name: null }
      ]
    }
  ],
  'source-overlaps': {
    same: { why: 'same', folder: OWN, id: 2 },
    contains: { why: 'contains', folder: '/data', source: OWN }
  },
  'not-that-folder': [
    { folder: '/new', source: OWN, looked: 1, example: 'a.dcm' },
    { folder: OWN, source: '/old', looked: 20, example: 'a.dcm' }
  ],
  'no-such-folder': {
    source: { why: 'source', path },
    'went-away': { why: 'went-away', path },
    chosen: { why: 'chosen', path },
    target: { why: 'target', path: 'out.csv', folder: OWN }
  },
  'not-a-folder': [
    { path, isArchive: false },
    { path, isArchive: true }
  ],
  'unreadable-folder': [{ path, reason: 'EACCES: permission denied' }],
  'folder-empty': [
    { path, hasUnreadable: true, kept: 0 },
    { path, hasUnreadable: false, kept: 40 }
  ]
}
