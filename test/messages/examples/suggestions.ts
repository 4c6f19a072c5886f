import type { SUGGESTIONS } from '../../../src/messages/en/suggestions.ts'
import { type Examples, OWN } from './example.ts'

export const suggestions: Examples<keyof typeof SUGGESTIONS> = {
  'nothing-to-suggest': {
    few: { why: 'few', tag: OWN, values: 1, images: 8 },
    'too-many': { why: 'too-many', tag: OWN, most: 100_000 },
    'no-features': { why: 'no-features', tag: OWN },
    personal: { why: 'personal', tag: OWN }
  },
  'suggestion-not-allowed': [
    { tag: OWN, vr: 'CS', value: OWN, images: 2 },
    { tag: OWN, vr: 'CS', value: OWN, images: 1 }
  ],
  'unknown-suggestions': [{ run: 3 }]
}
