import { UNDEFINED_LENGTH } from '../dicom/marks.ts'
import { isNative } from '../dicom/start.ts'
import { isDecodable } from './decoders.ts'
import { isHalved } from './frame-bytes.ts'
import type { ImageHeader } from './image-header.ts'
import { readModalityLut, readPalette, type LookUpTable, type Palette } from './look-up-tables.ts'
import { readPhotometric } from './photometric.ts'
import { addRemark, excerpt, type Remark } from './remarks.ts'
import { readRescale } from './rescale.ts'
import { cannotDecode } from './undecodable.ts'

const ROWS = 0x00280010
const COLUMNS = 0x00280011
const SAMPLES_PER_PIXEL = 0x00280002
const PHOTOMETRIC_INTERPRETATION = 0x00280004
const PLANAR_CONFIGURATION = 0x00280006
const NUMBER_OF_FRAMES = 0x00280008
const BITS_ALLOCATED = 0x00280100
const BITS_STORED = 0x00280101
const HIGH_BIT = 0x00280102
const PIXEL_REPRESENTATION = 0x00280103

const FLOAT_PIXEL_DATA = 0x7fe00008
const DOUBLE_FLOAT_PIXEL_DATA = 0x7fe00009

/** Samples of one frame at most: 10,000 × 10,000 grey pixels, and some more than the largest radiograph takes. */
const MAX_SAMPLES = 100_000_000

/** How a frame is stored, and what its numbers mean (PS3.3 sections C.7.6.3 and C.11.1). */
export interface PixelDescription {
  transferSyntax: string
  rows: number
  columns: number
  /** Samples a pixel: 1 or 3. */
  samples: number
  /** Photometric Interpretation, as the file says, in the spelling of the standard. */
  photometric: string
  /** Whether Pixel Data are uncompressed, one frame behind the other. */
  native: boolean
  /** Whether each two native pixels share their colour differences (YBR_FULL_422). */
  halved: boolean
  /** Whether colours follow one another plane by plane, not pixel by pixel. */
  planar: boolean
  bitsAllocated: number
  bitsStored: number
  /** Bits below the stored ones: High Bit + 1 − Bits Stored. */
  shift: number
  signed: boolean
  float: boolean
  /** The one that is decoded, from 0: that in the middle unless another is asked for. */
  frame: number
  frames: number
  slope: number
  intercept: number
  modalityLut: LookUpTable | null
  /** Of PALETTE COLOR images. */
  palette: Palette | null
  /** What is told of the picture; decoding adds to it. */
  remarks: Remark[]
}

/**
 * Reads how the pixels are stored. What contradicts the rest, and is not needed, is passed over with a remark.
 * @throws MedoidError `no-pixels`, `no-such-frame`, `pixels-damaged`, `pixels-unsupported`, `pixels-too-large`
 */
export function describePixels(header: ImageHeader): PixelDescription {
  if (header.pixels === null) throw cannotDecode('no-pixels', {})
  const rows = needed(header, ROWS, 'Rows')
  const columns = needed(header, COLUMNS, 'Columns')
  const samples = header.integer(SAMPLES_PER_PIXEL) ?? 1
  const photometric = readPhotometric(header.text(PHOTOMETRIC_INTERPRETATION), samples, header.remarks)
  if (rows * columns * samples > MAX_SAMPLES) {
    throw cannotDecode('pixels-too-large', { why: 'decoded', rows, columns })
  }
  const frames = readFrames(header)
  const frame = header.frame()
  if (frame >= frames) {
    throw cannotDecode('no-such-frame', { frame: frame + 1, frames })
  }
  const stored = bits(header)
  // PS3.3 sections C.7.6.24 and C.7.6.25.
  if (stored.float && !photometric.startsWith('MONOCHROME')) {
    throw cannotDecode('pixels-unsupported', { why: 'photometric-float', photometric })
  }
  const palette = photometric === 'PALETTE COLOR' ? readPalette(header) : null
  const { slope, intercept } = readRescale(header)
  const native = isStoredNatively(header, stored, rows * columns * samples * frames)
  const halved = native && isHalved(photometric, { rows, columns, samples, ...stored }, header.pixels.length, frames)
  if (native && photometric === 'YBR_FULL_422' && !halved) addRemark(header.remarks, 'colours-not-halved', {})
  return {
    transferSyntax: header.transferSyntax,
    rows,
    columns,
    samples,
    photometric,
    native,
    halved,
    planar: samples > 1 && header.integer(PLANAR_CONFIGURATION) === 1,
    ...stored,
    frame,
    frames,
    slope,
    intercept,
    // A table has places for whole numbers only (PS3.3 section C.11.1.1): one beside fractions means nothing.
    modalityLut: stored.float ? null : readModalityLut(header),
    palette,
    remarks: header.remarks
  }
}

function needed(header: ImageHeader, tag: number, name: string): number {
  const value = header.integer(tag)
  if (value === undefined) throw cannotDecode('pixels-damaged', { why: 'element-missing', element: name })
  if (!(value > 0)) throw cannotDecode('pixels-damaged', { why: 'element-not-positive', element: name })
  return value
}

/** 0 and nothing stand for one frame. */
function readFrames(header: ImageHeader): number {
  const told = header.integer(NUMBER_OF_FRAMES) ?? 1
  if (told >= 0) return Math.max(1, told)
  addRemark(header.remarks, 'frames-assumed', {})
  return 1
}

/**
 * Whether Pixel Data are uncompressed. Where they have a length, they are so also in a transfer syntax that is unknown, and in a
 * compressed one where they have the very length of uncompressed pixels.
 * @param samples of all frames
 */
function isStoredNatively(header: ImageHeader, { bitsAllocated, float }: Bits, samples: number): boolean {
  const { transferSyntax, pixels } = header
  if (float || isNative(transferSyntax)) return true
  if (pixels!.length === UNDEFINED_LENGTH) return false
  const bytes = Math.ceil((samples * bitsAllocated) / 8)
  if (isDecodable(transferSyntax) && pixels!.length !== bytes && pixels!.length !== bytes + (bytes % 2)) return false
  addRemark(header.remarks, 'stored-natively', { transferSyntax: excerpt(transferSyntax) })
  return true
}

type Bits = Pick<PixelDescription, 'bitsAllocated' | 'bitsStored' | 'shift' | 'signed' | 'float'>

function bits(header: ImageHeader): Bits {
  const { tag } = header.pixels!
  if (tag === FLOAT_PIXEL_DATA || tag === DOUBLE_FLOAT_PIXEL_DATA) {
    const bitsAllocated = tag === FLOAT_PIXEL_DATA ? 32 : 64
    return { bitsAllocated, bitsStored: bitsAllocated, shift: 0, signed: true, float: true }
  }
  const bitsAllocated = needed(header, BITS_ALLOCATED, 'Bits Allocated')
  if (bitsAllocated > 32) {
    throw cannotDecode('pixels-unsupported', { why: 'bits', bits: bitsAllocated })
  }
  const between = (tag: number, name: string, least: number, most: number, otherwise: number): number => {
    const value = header.integer(tag) ?? otherwise
    if (value >= least && value <= most) return value
    addRemark(header.remarks, 'bits-assumed', { name, value, assumed: otherwise })
    return otherwise
  }
  const bitsStored = between(BITS_STORED, 'Bits Stored', 1, bitsAllocated, bitsAllocated)
  const highBit = between(HIGH_BIT, 'High Bit', bitsStored - 1, bitsAllocated - 1, bitsStored - 1)
  const shift = highBit + 1 - bitsStored
  return { bitsAllocated, bitsStored, shift, signed: header.integer(PIXEL_REPRESENTATION) === 1, float: false }
}
