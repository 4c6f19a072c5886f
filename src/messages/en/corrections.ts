import { counted } from '../format.ts'
import { type TextFault, textFault } from '../text-fault.ts'
import type { Terms } from '../terms.ts'

type CorrectionFault =
  | { why: 'personal' | 'no-value' | 'nothing-to-undo' | 'nothing-to-redo'; tag: string }
  | { why: 'bad-value'; tag: string; vr: string; value: string }
  | { why: 'no-images' | 'which-images' }

/** What people decide about values. */
export const CORRECTIONS = {
  'correction-impossible': (given: CorrectionFault, terms: Terms) => {
    switch (given.why) {
      case 'personal':
        return {
          problem: `Values of ${given.tag} may tell of a person, a place or a time, so that no corrections of them are kept.`,
          remedy: 'Choose another tag.'
        }
      case 'no-value':
        return {
          problem: `${given.tag} has no value that could be corrected.`,
          remedy: 'Choose another tag.'
        }
      case 'bad-value':
        return {
          problem: `"${given.value}" is no value of ${given.tag}, whose value representation is ${given.vr}.`,
          remedy: 'Give one that DICOM allows there (PS3.5, section 6.2).'
        }
      case 'no-images':
        return { problem: 'None of the images is in the catalogue.', remedy: 'Choose others.' }
      case 'which-images':
        return {
          problem: 'No images are given to correct.',
          remedy: `Give conditions (${terms.setting('where')}) or a list (${terms.setting('images')}).`
        }
      case 'nothing-to-undo':
        return { problem: `No decision about ${given.tag} has an effect.`, remedy: 'There is nothing to undo.' }
      case 'nothing-to-redo':
        return {
          problem: `No decision about ${given.tag} was undone, or there was another one since.`,
          remedy: 'There is nothing to redo.'
        }
    }
  },

  /** What a result rests on. */
  'rests-on-corrections': ({ tags }: { tags: { tag: string; images: number }[] }, terms: Terms) => ({
    problem: `Values that people corrected or mapped: ${tags.map(({ tag, images }) => `${tag} of ${counted(images, 'images')}`).join(', ')}.`,
    remedy: `Values as they are in the files: ${terms.setting('raw')}.`
  }),

  'bad-reason': (given: TextFault) => textFault('reason', given),

  'corrected-meanwhile': ({ tag }: { tag: string }, terms: Terms) => ({
    problem: `Somebody else decided about values of ${tag} meanwhile.`,
    remedy: `Look at that first (${terms.action('corrections history')}), then try again.`
  })
}
