import type { ImageHeader } from './image-header.ts'
import { readModalityLut, readPalette, type LookUpTable, type Palette } from './look-up-tables.ts'
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
const RESCALE_INTERCEPT = 0x00281052
const RESCALE_SLOPE = 0x00281053
const PIXEL_VALUE_TRANSFORMATION = 0x00289145
const SHARED_FUNCTIONAL_GROUPS = 0x52009229
const PER_FRAME_FUNCTIONAL_GROUPS = 0x52009230

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
  /** Photometric Interpretation, as the file says. */
  photometric: string
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
}

export function samplesOf({ rows, columns, samples }: Pick<PixelDescription, 'rows' | 'columns' | 'samples'>): number {
  return rows * columns * samples
}

/**
 * Reads how the pixels are stored; nothing of it is believed that does not fit together.
 * @throws MedoidError `no-pixels`, `no-such-frame`, `pixels-damaged`, `pixels-unsupported`, `pixels-too-large`
 */
export function describePixels(header: ImageHeader): PixelDescription {
  if (header.pixels === null) throw cannotDecode('no-pixels', 'The file holds no Pixel Data.')
  const rows = needed(header, ROWS, 'Rows')
  const columns = needed(header, COLUMNS, 'Columns')
  const samples = header.integer(SAMPLES_PER_PIXEL) ?? 1
  const photometric = header.text(PHOTOMETRIC_INTERPRETATION) || (samples === 1 ? 'MONOCHROME2' : 'RGB')
  if (samples !== (isColour(photometric) ? 3 : 1)) {
    throw cannotDecode(
      'pixels-unsupported',
      `${photometric.slice(0, 16)} images of ${samples} samples a pixel are unknown.`
    )
  }
  if (rows * columns * samples > MAX_SAMPLES) {
    throw cannotDecode(
      'pixels-too-large',
      `A frame of ${rows} rows and ${columns} columns is larger than any that is decoded.`
    )
  }
  const told = header.integer(NUMBER_OF_FRAMES) ?? 1
  if (!(told >= 0)) throw cannotDecode('pixels-damaged', 'Number of Frames is no number.')
  const frames = Math.max(1, told)
  const frame = header.frame()
  if (frame >= frames) {
    throw cannotDecode('no-such-frame', `The file has no frame ${frame + 1}: it says that it has ${frames}.`)
  }
  const stored = bits(header)
  // PS3.3 sections C.7.6.24 and C.7.6.25.
  if (stored.float && !photometric.startsWith('MONOCHROME')) {
    throw cannotDecode('pixels-unsupported', `Pixels that are floating point numbers are grey, not ${photometric}.`)
  }
  const palette = photometric === 'PALETTE COLOR' ? readPalette(header) : null
  const { slope, intercept } = rescale(header)
  return {
    transferSyntax: header.transferSyntax,
    rows,
    columns,
    samples,
    photometric,
    planar: samples > 1 && header.integer(PLANAR_CONFIGURATION) === 1,
    ...stored,
    frame,
    frames,
    slope,
    intercept,
    // A table has places for whole numbers only (PS3.3 section C.11.1.1): one beside fractions means nothing.
    modalityLut: stored.float ? null : readModalityLut(header),
    palette
  }
}

function needed(header: ImageHeader, tag: number, name: string): number {
  const value = header.integer(tag)
  if (value === undefined) throw cannotDecode('pixels-damaged', `The file has no ${name}.`)
  if (!(value > 0)) throw cannotDecode('pixels-damaged', `${name} is no positive number.`)
  return value
}

function isColour(photometric: string): boolean {
  if (photometric === 'RGB' || /^YBR_(FULL|FULL_422|ICT|RCT|PARTIAL_420|PARTIAL_422)$/.test(photometric)) return true
  if (/^(MONOCHROME[12]|PALETTE COLOR)$/.test(photometric)) return false
  throw cannotDecode('pixels-unsupported', `The Photometric Interpretation ${photometric.slice(0, 16)} is unknown.`)
}

type Bits = Pick<PixelDescription, 'bitsAllocated' | 'bitsStored' | 'shift' | 'signed' | 'float'>

function bits(header: ImageHeader): Bits {
  const { tag } = header.pixels!
  if (tag === FLOAT_PIXEL_DATA || tag === DOUBLE_FLOAT_PIXEL_DATA) {
    const bitsAllocated = tag === FLOAT_PIXEL_DATA ? 32 : 64
    return { bitsAllocated, bitsStored: bitsAllocated, shift: 0, signed: true, float: true }
  }
  const bitsAllocated = needed(header, BITS_ALLOCATED, 'Bits Allocated')
  const bitsStored = header.integer(BITS_STORED) ?? bitsAllocated
  const highBit = header.integer(HIGH_BIT) ?? bitsStored - 1
  const shift = highBit + 1 - bitsStored
  if (bitsAllocated > 32) {
    throw cannotDecode('pixels-unsupported', `Pixels of ${bitsAllocated} bits are unknown; 32 is the most.`)
  }
  if (!(bitsStored > 0 && shift >= 0 && highBit < bitsAllocated)) {
    throw cannotDecode('pixels-damaged', `${bitsStored} bits up to bit ${highBit} do not fit into ${bitsAllocated}.`)
  }
  return { bitsAllocated, bitsStored, shift, signed: header.integer(PIXEL_REPRESENTATION) === 1, float: false }
}

/** Rescale of the data set, else of the frame, else of all frames (PS3.3 section C.7.6.16.2.9); 1 and 0 where there is none. */
function rescale(header: ImageHeader): { slope: number; intercept: number } {
  const groups = [PER_FRAME_FUNCTIONAL_GROUPS, SHARED_FUNCTIONAL_GROUPS].map((tag) => header.sequence(tag))
  const within = groups.filter((row) => row >= 0).map((row) => header.sequence(PIXEL_VALUE_TRANSFORMATION, row))
  for (const parent of [-1, ...within.filter((row) => row >= 0)]) {
    const [slope] = header.numbers(RESCALE_SLOPE, parent)
    const [intercept] = header.numbers(RESCALE_INTERCEPT, parent)
    if (slope === undefined && intercept === undefined) continue
    const told = { slope: slope ?? 1, intercept: intercept ?? 0 }
    if (Number.isFinite(told.slope) && Number.isFinite(told.intercept)) return told
    throw cannotDecode('pixels-damaged', 'Rescale Slope or Rescale Intercept is no number.')
  }
  return { slope: 1, intercept: 0 }
}
