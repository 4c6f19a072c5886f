import type { ElementAt } from './dicom.ts'
import { count, counted } from '../format.ts'
import { type Said, sentences } from '../said.ts'

/** What the header says of the pixels, or the pixels themselves, cannot be. */
type Damaged =
  | { why: keyof typeof DAMAGED }
  | { why: 'encapsulation'; isEncapsulated: boolean }
  | { why: 'data-set-not-inflated' | 'frame-not-inflated'; reason: string }
  | { why: 'codec'; codec: string; reason: string | null }
  | { why: 'size-differs'; frame: Size; header: Size }
  | { why: 'rle-segments'; segments: number; expected: number }
  | { why: 'rle-too-many-segments'; segments: number }
  | { why: 'jpeg-component-unknown'; component: number }
  | { why: 'jpeg-table-missing'; table: number }
  | { why: 'jpeg-lines-untold'; rows: number }
  /** @param at byte of the file */
  | { why: 'no-fragment'; at: number }
  | { why: 'fragments-untold'; fragments: number; frame: number; frames: number }
  | { why: 'element-missing' | 'element-not-positive'; element: string }
  | { why: 'palette-undescribed' | 'palette-empty'; table: string }
  | { why: 'palette-segments'; table: string; entries: number }

interface Size {
  rows: number
  columns: number
  samples: number
}

const DAMAGED = {
  'not-decoded': 'The compressed frame cannot be decoded.',
  'decoded-in-part': 'The compressed frame is decoded in part only.',
  'not-finite': 'No pixel of the frame is a finite number.',
  'no-first-item': 'The encapsulated Pixel Data does not begin with an item.',
  'rle-segments-disordered': 'The segments of run lengths do not follow one another.',
  'jpeg-not': 'The frame is not a JPEG codestream.',
  'jpeg-block-too-long': 'A block of the JPEG frame has more than 64 coefficients.',
  'jpeg-code-unknown': 'The JPEG frame holds a code that its tables do not have.',
  'jpeg-coefficient-too-long': 'The JPEG frame holds a coefficient of more than 16 bits.',
  'jpeg-component-twice': 'The JPEG frame has a component twice.',
  'jpeg-more-than-pixels': 'The JPEG frame holds more than its pixels.',
  'jpeg-no-tables': 'The JPEG frame lacks its Huffman tables.',
  'jpeg-no-scan': 'The JPEG frame lacks its tables or its scan.',
  'jpeg-point-transform': 'The point transform of the JPEG frame leaves none of its bits.',
  'jpeg-restart-missing': 'The JPEG frame lacks a restart marker where its interval ends.',
  'jpeg-sampling': 'The JPEG frame has a sampling factor that is not 1 to 4.',
  'jpeg-scan-header': 'A scan header of the JPEG frame is damaged.',
  'jpeg-scan-missing': 'The JPEG frame lacks a scan of some of its components.',
  'jpeg-too-many-codes': 'A Huffman table of the JPEG frame has more codes than there can be.',
  'jpeg-2000-not': 'The frame is not a JPEG 2000 codestream.',
  'jpeg-2000-empty-tiles': 'The JPEG 2000 frame has tiles without pixels.'
}

function damaged(given: Damaged): string {
  switch (given.why) {
    case 'encapsulation':
      return given.isEncapsulated
        ? 'Pixel Data is encapsulated, but the transfer syntax names no compression.'
        : 'Pixel Data is not encapsulated, but the transfer syntax names a compression.'
    case 'data-set-not-inflated':
      return `The deflated data set cannot be inflated: ${given.reason}.`
    case 'frame-not-inflated':
      return `The frame cannot be inflated: ${given.reason}.`
    case 'codec':
      return `The ${given.codec} decoder refuses the frame${given.reason === null ? '' : `: ${given.reason}`}.`
    case 'size-differs':
      return `The compressed frame is of ${sizeText(given.frame)}; the header says ${sizeText(given.header)}.`
    case 'rle-segments':
      return `The frame has ${counted(given.segments, 'segments')} of run lengths; it should have ${given.expected}.`
    case 'rle-too-many-segments':
      return `A frame cannot have ${counted(given.segments, 'segments')} of run lengths.`
    case 'jpeg-component-unknown':
      return `A scan of the JPEG frame is of a component ${given.component}, which the frame does not have.`
    case 'jpeg-table-missing':
      return `The JPEG frame lacks its Huffman table ${given.table}.`
    case 'jpeg-lines-untold':
      return `The JPEG frame does not say that it has ${given.rows} lines, as the header does.`
    case 'no-fragment':
      return `Pixel Data holds something that is not a fragment, at byte ${given.at}.`
    case 'fragments-untold':
      return `Which of ${counted(given.fragments, 'fragments')} of Pixel Data belong to frame ${given.frame} of ${given.frames} cannot be told.`
    case 'element-missing':
      return `The file has no ${given.element}.`
    case 'element-not-positive':
      return `${given.element} is not a positive number.`
    case 'palette-undescribed':
      return `The ${given.table} is not described by three numbers.`
    case 'palette-empty':
      return `The ${given.table} has no data.`
    case 'palette-segments':
      return `The segments of the ${given.table} are not what fills its ${given.entries} entries.`
    default:
      return DAMAGED[given.why]
  }
}

function sizeText({ rows, columns, samples }: Size): string {
  return `${rows} × ${columns} pixels of ${counted(samples, 'samples')}`
}

/** The file ends before its pixels do. Frames count from 1. */
type Truncated =
  | { why: keyof typeof TRUNCATED }
  | { why: 'native'; frame: number; end: number; held: number }
  | { why: 'compressed'; frame: number; whole: number; held: number; because: Undecoded | null }
  | { why: 'fragments'; frame: number; frames: number }
  /** What the header says of its pixels: where they begin, and how many bytes they claim. */
  | (ElementAt & { why: 'beyond-file'; length: number; held: number })
  | (ElementAt & { why: 'too-short'; length: number; expected: number })
  | (ElementAt & { why: 'no-delimiter'; size: number })

/** What a decoder makes of a frame that is cut: another message of this file. */
interface Undecoded {
  code: string
  parameters: object
}

const TRUNCATED = {
  'no-pixel-data': 'The file has Rows and Columns and ends without Pixel Data.',
  file: 'The pixels are not all there: the file ends before those of the frame.',
  frame: 'The frame ends before its pixels.',
  jpeg: 'The JPEG frame ends before its pixels do.',
  'jpeg-ls': 'The JPEG-LS frame has no end, and not all of its pixels.',
  rle: 'The frame ends before its run lengths.',
  'rle-header': 'The frame ends within the header of its run lengths.'
}

function truncated(given: Truncated): string {
  switch (given.why) {
    case 'native':
      return `The pixels are not all there: frame ${given.frame} ends at byte ${given.end} of them, and the file holds ${given.held}.`
    case 'compressed': {
      const { frame, whole, held, because } = given
      const missing = `The pixels are not all there: of the ${whole} compressed bytes of frame ${frame} the file holds ${held}.`
      return because === null ? missing : `${missing} ${problemOf(because)}`
    }
    case 'fragments':
      return `The pixels are not all there: they end before frame ${given.frame} of ${given.frames}.`
    case 'beyond-file':
      return `${given.element} at byte ${given.at} claims ${given.length} bytes; the file holds ${given.held} of them.`
    case 'too-short':
      return `${given.element} at byte ${given.at} holds ${given.length} bytes; Rows, Columns and the like ask for ${given.expected}.`
    case 'no-delimiter':
      return `Encapsulated ${given.element} at byte ${given.at} ends without its sequence delimiter; the file has ${given.size} bytes.`
    default:
      return TRUNCATED[given.why]
  }
}

function problemOf({ code, parameters }: Undecoded): string {
  return sentences((PIXELS as Record<string, (parameters: object) => Said>)[code](parameters))
}

/** Pixels may be whole, but are encoded in a way that is not known here. */
type Unsupported =
  | { why: keyof typeof UNSUPPORTED }
  | { why: 'bits' | 'compressed-bits' | 'jpeg-lossless-bits'; bits: number }
  | { why: 'transfer-syntax'; transferSyntax: string }
  | { why: 'photometric' | 'photometric-compressed' | 'photometric-float'; photometric: string }
  | { why: 'samples'; photometric: string; samples: number }
  | { why: 'jpeg-predictor'; predictor: number }

const UNSUPPORTED = {
  'jpeg-twelve-bit': 'JPEG of 12 bits is decoded where it is sequential and grey only.',
  'jpeg-point-transforms': 'The scans of the JPEG frame differ in their point transform.',
  'jpeg-restart-within-line': 'The lossless JPEG frame restarts within a line.',
  'jpeg-2000-precisions': 'The components of the JPEG 2000 frame differ in their precision.',
  'jpeg-2000-subsampled': 'The components of the JPEG 2000 frame do not have a sample for each pixel.'
}

function unsupported(given: Unsupported): string {
  switch (given.why) {
    case 'bits':
      return `Pixels of ${given.bits} bits are unknown; 32 is the most.`
    case 'compressed-bits':
      return `Compressed samples of ${given.bits} bits are unknown; 16 is the most.`
    case 'jpeg-lossless-bits':
      return `Lossless JPEG of ${given.bits} bits is unknown; it has 2 to 16.`
    case 'transfer-syntax':
      return `Images of the transfer syntax ${given.transferSyntax} cannot be decoded.`
    case 'photometric':
      return `The Photometric Interpretation ${given.photometric} is unknown.`
    case 'photometric-compressed':
      return `Images of ${given.photometric} are unknown in this transfer syntax.`
    case 'photometric-float':
      return `Pixels that are floating point numbers are grey, not ${given.photometric}.`
    case 'samples':
      return `${given.photometric} images of ${counted(given.samples, 'samples')} a pixel are unknown.`
    case 'jpeg-predictor':
      return `Lossless JPEG has the predictors 1 to 7; the frame says ${given.predictor}.`
    default:
      return UNSUPPORTED[given.why]
  }
}

/** Pixels take more memory than an image may. */
type TooLarge =
  | { why: 'memory' | 'jpeg-2000-parts' }
  /** `shown`: in a viewer, at full depth. */
  | { why: 'decoded' | 'shown'; rows: number; columns: number }
  | { why: 'codestream'; bytes: number }
  | { why: 'data-set'; mebibytes: number }

function tooLarge(given: TooLarge): string {
  switch (given.why) {
    case 'memory':
      return 'Decoding the frame takes more memory than an image of its size may.'
    case 'jpeg-2000-parts':
      return 'The JPEG 2000 frame is divided into so many parts that decoding it would take more memory than an image may.'
    case 'decoded':
    case 'shown':
      return `A frame of ${given.rows} rows and ${given.columns} columns is larger than any that is ${given.why}.`
    case 'codestream':
      return `A frame of ${count(given.bytes)} compressed bytes is larger than any that is decoded.`
    case 'data-set':
      return `The deflated data set inflates to more than ${given.mebibytes} MiB.`
  }
}

/** Why an image has no picture, beside what can be wrong with its file and its header (dicom.ts). */
export const PIXELS = {
  'no-pixels': () => ({ problem: 'The file holds no Pixel Data.' }),

  /** @param frame from 1 */
  'no-such-frame': ({ frame, frames }: { frame: number; frames: number }) => ({
    problem: `The file has no frame ${frame}: it says that it has ${frames}.`
  }),

  'pixels-damaged': (given: Damaged) => ({ problem: damaged(given) }),
  'pixels-truncated': (given: Truncated) => ({ problem: truncated(given) }),
  'pixels-unsupported': (given: Unsupported) => ({ problem: unsupported(given) }),
  'pixels-too-large': (given: TooLarge) => ({ problem: tooLarge(given) }),

  'pixels-too-costly': () => ({
    problem: 'Decoding was given up: it took more processor time than an image of this size may.'
  }),

  'out-of-memory': () => ({
    problem: 'There was not enough memory to decode the image.',
    remedy: 'Close other programs and try again.'
  }),

  'decoder-late': () => ({
    problem: 'Decoding was given up: the file could not be read on, as where a disk does not answer.'
  }),

  /** @param how it ended; '' where nobody knows */
  'decoder-died': ({ how }: { how: string }) => ({
    problem: `The decoder died of this image${how === '' ? '' : ` (${how})`}, also when it was tried alone.`
  }),

  'decoder-failed': (given: { why: 'not-started' | 'defect'; reason: string }) => ({
    problem:
      given.why === 'not-started'
        ? `Pictures cannot be decoded: the process that does so cannot begin. ${given.reason}`.trim()
        : `The decoder failed: ${given.reason}`
  })
}
