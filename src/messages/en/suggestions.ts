import { count, counted } from '../format.ts'
import type { Terms } from '../terms.ts'

/** Values that are suggested where a tag is missing or looks wrong. */
export const SUGGESTIONS = {
  'nothing-to-suggest': (given: NothingToSuggest) => {
    switch (given.why) {
      case 'few':
        return {
          problem: `${given.tag} has ${given.values === 1 ? 'one value' : `${count(given.values)} values`} that ${count(given.images)} or more images of two patients have: there is nothing to tell apart.`,
          remedy: 'Name a tag with several frequent values.'
        }
      case 'too-many':
        return {
          problem: `${given.tag} has more than ${counted(given.most, 'distinct values')}: it names images rather than kinds of images.`,
          remedy: 'Name a tag with fewer values.'
        }
      case 'no-features':
        return {
          problem: `No other tag can tell the values of ${given.tag}.`,
          remedy: 'Name another tag, or scan more images.'
        }
      case 'personal':
        return {
          problem: `The values of ${given.tag} may name a person, a place or a time, which other tags cannot tell.`,
          remedy: 'Name another tag.'
        }
    }
  },

  'suggestion-not-allowed': ({ tag, vr, value, images }: SuggestionNotAllowed) => ({
    problem: `"${value}", suggested for ${counted(images, 'images')}, was not accepted: it is no value of ${tag}, whose value representation is ${vr} (PS3.5, section 6.2).`
  }),

  'unknown-suggestions': ({ run }: { run: number }, terms: Terms) => ({
    problem: `There are no such suggestions ${run} any more.`,
    remedy: `Look for them again with ${terms.action('suggest')}.`
  })
}

interface SuggestionNotAllowed {
  tag: string
  vr: string
  value: string
  images: number
}

type NothingToSuggest =
  | { why: 'few'; tag: string; values: number; images: number }
  | { why: 'too-many'; tag: string; most: number }
  | { why: 'no-features' | 'personal'; tag: string }
