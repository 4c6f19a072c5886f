import { count, counted } from '../format.ts'
import type { Nothing } from '../message.ts'
import type { Said } from '../said.ts'

/** What was stored of a remark up to 0.2.0: its sentence. */
interface SaidBefore {
  sentence: string
}

/** A remark, also as it was stored before. */
function remark<P extends object>(sentence: (given: P) => string): (given: P | SaidBefore) => Said {
  return (given) => ({ problem: 'sentence' in given ? given.sentence : sentence(given) })
}

/** What keeps a look-up table from being used. */
export type LutIgnored = { why: 'undescribed' | 'empty' | 'one-entry' } | { why: 'bits'; bits: number }

function lutFault(given: LutIgnored): string {
  switch (given.why) {
    case 'undescribed':
      return 'is not described by three numbers'
    case 'bits':
      return `says that its entries have ${counted(given.bits, 'bits')}`
    case 'empty':
      return 'has no data'
    case 'one-entry':
      return 'has one entry only'
  }
}

/** What a picture is shown in spite of: what was ignored, assumed or is missing. */
export const PICTURE_REMARKS = {
  'slope-zero': remark<Nothing>(() => 'The Rescale Slope is 0, which would make all pixels equal; 1 is used instead.'),

  'number-ignored': remark(
    ({ name, text }: { name: string; text: string }) => `${name} “${text}” is not a number; it is ignored.`
  ),

  'decimal-comma': remark(
    ({ name, text }: { name: string; text: string }) =>
      `${name} “${text}” has a comma in place of the decimal point; it is read as a point.`
  ),

  'lut-ignored': remark(
    (given: { name: string } & LutIgnored) => `The ${given.name} ${lutFault(given)}; it is ignored.`
  ),

  /** By number of entries. */
  'lut-short': remark(
    ({ name, held, described }: { name: string; held: number; described: number }) =>
      `The ${name} holds ${count(held)} of the ${count(described)} entries that it should have; the last one stands for the rest.`
  ),

  'lut-bits': remark(
    ({ name, bits }: { name: string; bits: number }) =>
      `The ${name} says that its entries have ${counted(bits, 'bits')}, which is impossible; they are read as they are.`
  ),

  'bits-assumed': remark(
    ({ name, value, assumed }: { name: string; value: number; assumed: number }) =>
      `${name} ${value} contradicts the other values; ${assumed} is assumed.`
  ),

  'frames-assumed': remark<Nothing>(() => 'Number of Frames is not a number of frames; 1 is assumed.'),

  'photometric-assumed': remark(
    ({ text, assumed }: { text: string; assumed: string }) =>
      `The Photometric Interpretation “${text}” is unknown; ${assumed} is assumed.`
  ),

  'colours-not-halved': remark<Nothing>(
    () =>
      'The Photometric Interpretation is YBR_FULL_422, but three samples are stored for each pixel; they are read as YBR_FULL.'
  ),

  'stored-natively': remark(
    ({ transferSyntax }: { transferSyntax: string }) =>
      `The transfer syntax ${transferSyntax} is not one of uncompressed pixels, but the pixels are not encapsulated; they are read as uncompressed.`
  ),

  'offset-table-ignored': remark<Nothing>(() => 'The offset table is wrong; the frames were told apart without it.'),

  'frames-differ': remark(
    ({ held, frames }: { held: number; frames: number }) =>
      `The file seems to hold ${counted(held, 'frames')}; its header says ${count(frames)}.`
  ),

  /** In bytes. */
  'frame-incomplete': remark(
    ({ held, whole }: { held: number; whole: number }) =>
      `Only ${count(held)} of the ${count(whole)} bytes of this frame are there. What is missing is shown as 0.`
  ),

  /** In bytes. */
  'frame-cut': remark(
    ({ held, whole }: { held: number; whole: number }) =>
      `Only ${count(held)} of the ${count(whole)} compressed bytes of this frame are there; parts of it may be missing.`
  ),

  'end-missing': remark<Nothing>(() => 'The compressed frame has no end marker; parts of it may be missing.'),

  'tiles-missing': remark(
    ({ held, places }: { held: number; places: number }) =>
      `The file holds ${count(held)} of the ${counted(places, 'tiles')} that the slide has places for; the others stay empty.`
  ),

  /** @param beyond frames without a place */
  'tiles-beyond': remark(
    ({ beyond, places }: { beyond: number; places: number }) =>
      `The slide has ${counted(places, 'places')} for tiles; ${counted(beyond, 'frames')} more have none and are not shown in it.`
  ),

  'tiles-without-place': remark(
    ({ frames }: { frames: number }) =>
      `${counted(frames, 'frames')} ${frames === 1 ? 'has' : 'have'} no place on the slide that can be read, or one outside of it; ${frames === 1 ? 'it is' : 'they are'} not shown in it.`
  ),

  'tile-order-assumed': remark<Nothing>(
    () => 'The file does not say where its tiles lie; they are laid out row by row, as TILED_FULL would have them.'
  )
}
