import type { PICTURE_REMARKS } from '../../../src/messages/en/picture-remarks.ts'
import { type Examples, OWN } from './example.ts'

const name = 'RescaleSlope (0028,1053)'

export const pictureRemarks: Examples<keyof typeof PICTURE_REMARKS> = {
  // The second as versions up to 0.2.0 stored remarks.
  'slope-zero': [{}, { sentence: OWN }],
  'number-ignored': [{ name, text: OWN }],
  'decimal-comma': [{ name, text: OWN }],
  'lut-ignored': [
    { name: 'VOI LUT', why: 'undescribed' },
    { name: 'VOI LUT', why: 'bits', bits: 0 },
    { name: 'VOI LUT', why: 'empty' },
    { name: 'VOI LUT', why: 'one-entry' }
  ],
  'lut-short': [{ name: "palette's red", held: 3, described: 5 }],
  'lut-bits': [{ name: "palette's red", bits: 0 }],
  'bits-assumed': [{ name: 'Bits Stored', value: 17, assumed: 16 }],
  'frames-assumed': [{}],
  'photometric-assumed': [{ text: OWN, assumed: 'MONOCHROME2' }],
  'colours-not-halved': [{}],
  'stored-natively': [{ transferSyntax: OWN }],
  'offset-table-ignored': [{}],
  'frames-differ': [{ held: 1, frames: 3 }],
  'frame-incomplete': [{ held: 40, whole: 64 }],
  'frame-cut': [{ held: 40, whole: 64 }],
  'end-missing': [{}],
  'tiles-missing': [{ held: 5, places: 6 }],
  'tiles-beyond': [{ beyond: 3, places: 6 }],
  'tiles-without-place': [{ frames: 1 }, { frames: 4 }],
  'tile-order-assumed': [{}]
}
