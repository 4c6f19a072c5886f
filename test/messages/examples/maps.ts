import type { MAPS } from '../../../src/messages/en/maps.ts'
import { type Examples, OWN } from './example.ts'

export const maps: Examples<keyof typeof MAPS> = {
  'map-model-by-tags': [{}],
  'map-without-model': [{}],
  'map-without-pictures': [{ images: 300, first: { path: OWN, reason: OWN } }],
  'map-incomplete': [{ without: 7, images: 300, run: 3, by: 'tags' }]
}
