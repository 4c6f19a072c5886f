import type { HARMONISE } from '../../../src/messages/en/harmonise.ts'
import { type Examples, OWN } from './example.ts'

export const harmonise: Examples<keyof typeof HARMONISE> = {
  'one-site': [{ sources: 1 }, { sources: 0 }],
  'too-many-sites': [{ sites: 140, most: 100 }],
  'unknown-mapping': [{ id: '0f3a91bc' }],
  'no-mapping-step': [{ way: 'undo' }, { way: 'redo' }],
  'not-mappings': [{ file: OWN, problem: 'mappings has to be a list' }],
  'mappings-of-a-site': [{ mappings: 3 }, { mappings: 1 }]
}
