import { count, counted } from '../format.ts'
import type { SayInner, Unreadable } from '../said.ts'
import type { Terms } from '../terms.ts'

/** Maps of images. */
export const MAPS = {
  'map-model-by-tags': (_given: object, terms: Terms) => ({
    problem: `A map by tags uses no model, and ${terms.setting('model')} names one.`,
    remedy: `Leave it out, or add ${terms.setting('by', 'pixels')}.`
  }),

  'map-without-model': (_given: object, terms: Terms) => ({
    problem: 'A map by pixels shows what a model sees, and this catalogue has no model yet.',
    remedy: `Make one with ${terms.action('train')}, or a map by tags.`
  }),

  'map-without-pictures': ({ images, first }: { images: number; first: Unreadable }, _: Terms, inner: SayInner) => ({
    problem: `None of the ${counted(images, 'images')} of the sample can be read, so their pictures cannot be laid out. The first: ${first.path}: ${inner(first.reason)}`,
    remedy: 'Bring the files back, or make the map by tags.'
  }),

  /** @param by what the map compares */
  'map-incomplete': (
    { without, images, run, by }: { without: number; images: number; run: number; by: string },
    terms: Terms
  ) => ({
    problem: `${count(without)} of ${counted(images, 'images')} have no place on the map: they were scanned after it was made, or they have none of the values that it compares.`,
    remedy: `Make it again with ${terms.action('map', { '': run, by })}.`
  })
}
