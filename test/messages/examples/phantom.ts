import type { PHANTOM } from '../../../src/messages/en/phantom.ts'
import { type Examples, OWN } from './example.ts'

export const phantom: Examples<keyof typeof PHANTOM> = {
  'phantom-options': [{ name: 'images', value: 0, least: 1, most: 1_000_000 }],
  'phantom-other': [{ folder: OWN, images: 300, size: 128, seed: 1, edition: 3 }],
  'folder-not-empty': {
    'no-phantom': { why: 'no-phantom', folder: OWN },
    'more-files': { why: 'more-files', folder: OWN, files: 30, phantom: 20 }
  },
  'phantom-not-written': [{ path: OWN, reason: 'ENOSPC: no space left on device' }]
}
