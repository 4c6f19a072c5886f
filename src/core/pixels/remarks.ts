import { count, counted } from '../../messages/format.ts'

/** Something about a file that its picture is shown in spite of: what was ignored, assumed or is missing. */
export interface Remark {
  /** Stable, kebab-case. */
  code: RemarkCode
  /** For a person: a sentence. */
  message: string
}

/** Every remark, and its sentence. What comes from a file is cut short. */
const SENTENCES = {
  'slope-zero': () => 'The Rescale Slope is 0, which would make all pixels equal; 1 is used instead.',
  'number-ignored': (name: string, text: string) => `${name} “${quoted(text)}” is not a number; it is ignored.`,
  'decimal-comma': (name: string, text: string) =>
    `${name} “${quoted(text)}” has a comma in place of the decimal point; it is read as a point.`,
  'lut-ignored': (name: string, why: string) => `The ${name} ${why}; it is ignored.`,
  'lut-short': (name: string, held: number, described: number) =>
    `The ${name} holds ${count(held)} of the ${count(described)} entries that it should have; the last one stands for the rest.`,
  'lut-bits': (name: string, bits: number) =>
    `The ${name} says that its entries have ${counted(bits, 'bits')}, which is impossible; they are read as they are.`,
  'bits-assumed': (name: string, value: number, assumed: number) =>
    `${name} ${value} contradicts the other values; ${assumed} is assumed.`,
  'frames-assumed': () => 'Number of Frames is not a number of frames; 1 is assumed.',
  'photometric-assumed': (text: string, assumed: string) =>
    `The Photometric Interpretation “${quoted(text)}” is unknown; ${assumed} is assumed.`,
  'colours-not-halved': () =>
    'The Photometric Interpretation is YBR_FULL_422, but three samples are stored for each pixel; they are read as YBR_FULL.',
  'stored-natively': (transferSyntax: string) =>
    `The transfer syntax ${quoted(transferSyntax)} is not one of uncompressed pixels, but the pixels are not encapsulated; they are read as uncompressed.`,
  'offset-table-ignored': () => 'The offset table is wrong; the frames were told apart without it.',
  'frames-differ': (held: number, frames: number) =>
    `The file seems to hold ${counted(held, 'frames')}; its header says ${count(frames)}.`,
  'frame-incomplete': (held: number, whole: number) =>
    `Only ${count(held)} of the ${count(whole)} bytes of this frame are there. What is missing is shown as 0.`,
  'frame-cut': (held: number, whole: number) =>
    `Only ${count(held)} of the ${count(whole)} compressed bytes of this frame are there; parts of it may be missing.`,
  'end-missing': () => 'The compressed frame has no end marker; parts of it may be missing.',
  'tiles-missing': (held: number, places: number) =>
    `The file holds ${count(held)} of the ${counted(places, 'tiles')} that the slide has places for; the others stay empty.`,
  'tiles-beyond': (beyond: number, places: number) =>
    `The slide has ${counted(places, 'places')} for tiles; ${counted(beyond, 'frames')} more have none and are not shown in it.`,
  'tiles-without-place': (frames: number) =>
    `${counted(frames, 'frames')} ${frames === 1 ? 'has' : 'have'} no place on the slide that can be read, or one outside of it; ${frames === 1 ? 'it is' : 'they are'} not shown in it.`,
  'tile-order-assumed': () =>
    'The file does not say where its tiles lie; they are laid out row by row, as TILED_FULL would have them.'
} as const

type RemarkCode = keyof typeof SENTENCES
export const REMARK_CODES = Object.keys(SENTENCES) as RemarkCode[]

/** Adds a remark, once. */
export function addRemark<C extends RemarkCode>(
  to: Remark[],
  code: C,
  ...parameters: Parameters<(typeof SENTENCES)[C]>
): void {
  const message = (SENTENCES[code] as (...parameters: unknown[]) => string)(...parameters)
  if (!to.some((known) => known.message === message)) to.push({ code, message })
}

/** All remarks in one text; '' where there are none. */
export function remarksText(remarks: readonly Remark[]): string {
  return remarks.map(({ message }) => message).join(' ')
}

/** What a file says, short and without control characters. */
function quoted(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 64)
}
