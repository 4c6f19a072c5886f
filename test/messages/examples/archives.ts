import type { ARCHIVES } from '../../../src/messages/en/archives.ts'
import { type Examples, OWN } from './example.ts'

export const archives: Examples<keyof typeof ARCHIVES> = {
  'archive-not-opened': {
    kind: { why: 'kind', kind: '7z' },
    name: { why: 'name', kind: 'zip' },
    inside: { why: 'inside', kind: 'zip' }
  },
  'archive-damaged': [
    { kind: 'zip', reason: OWN, read: 3 },
    { kind: 'tar.gz', reason: OWN }
  ],
  'archive-too-large': {
    members: { why: 'members', most: 500_000 },
    names: { why: 'names' },
    room: { why: 'room', folder: OWN },
    ratio: { why: 'ratio', ratio: 200 }
  },
  'archive-left-out': [{ unsafe: 1, repeated: 2, links: 3 }],
  'member-not-opened': {
    encrypted: { why: 'encrypted' },
    method: { why: 'method', method: 9 },
    overlap: { why: 'overlap' },
    outside: { why: 'outside' },
    damaged: { why: 'damaged', reason: OWN },
    size: { why: 'size', size: 1e12 },
    long: { why: 'long', most: 4 * 2 ** 30 }
  }
}
