import type { PixelDescription } from './description.ts'
import { checkSize, END_OF_CODESTREAM, hasEnd } from './jpeg-markers.ts'
import { cannotDecode } from './undecodable.ts'

/** What the main header of a JPEG 2000 codestream says (ISO/IEC 15444-1 annex A). */
export interface MainHeader {
  /** Bits of a sample. */
  precision: number
  isSigned: boolean
  /** Of components, where their precision stands: bits − 1, and 128 where they are signed. */
  precisionAt: number[]
  /** Whether the codestream transforms its colours, so that what is decoded is RGB. */
  isTransformed: boolean
  /** Whether its wavelets are those of whole numbers, which a decoder may give back exactly. */
  isReversible: boolean
}

/** Start of codestream and image size markers, with which every codestream begins. */
const BEGINNING = Buffer.from([0xff, 0x4f, 0xff, 0x51])
/** A codestream may stand in a JP2 file, whose boxes come first. */
const MAX_BOXES = 4096
const CODING_STYLE = 0x52
const COMPONENT_CODING_STYLE = 0x53
const START_OF_TILE = 0x90
const COMPONENT_BYTES = 3
const SIZE_BYTES = 38
const CODING_STYLE_BYTES = 12
const SIGNED = 0x80
const REVERSIBLE = 1

/**
 * Reads the main header. What a decoder would make room for has to be the image of the header, in parts of a sensible size.
 * @throws MedoidError `pixels-damaged`, `pixels-unsupported`, `pixels-too-large`
 */
export function readMainHeader(data: Buffer, pixels: PixelDescription): MainHeader {
  const start = data.subarray(0, MAX_BOXES).indexOf(BEGINNING)
  if (start < 0 || start + 6 + SIZE_BYTES > data.length) throw noCodestream()
  const size = start + 8
  const [columns, rows, left, top, tileColumns, tileRows] = [0, 4, 8, 12, 16, 20].map((at) =>
    data.readUInt32BE(size + at)
  )
  const components = data.readUInt16BE(size + 32)
  checkSize(pixels, rows - top, columns - left, components)
  const precisionAt = Array.from({ length: components }, (_, i) => size + 34 + COMPONENT_BYTES * i)
  const first = precisionAt[0]
  let at = precisionAt[components - 1] + COMPONENT_BYTES
  if (at > data.length) throw noCodestream()
  if (precisionAt.some((each) => data[each] !== data[first])) {
    throw cannotDecode('pixels-unsupported', { why: 'jpeg-2000-precisions' })
  }
  // Beside the precision: how many pixels a sample is wide and high. The codecs read on beyond their samples where that is not 1.
  if (precisionAt.some((each) => data[each + 1] !== 1 || data[each + 2] !== 1)) {
    throw cannotDecode('pixels-unsupported', { why: 'jpeg-2000-subsampled' })
  }
  const header = {
    precision: (data[first] & ~SIGNED) + 1,
    isSigned: (data[first] & SIGNED) !== 0,
    precisionAt,
    isTransformed: false,
    isReversible: false
  }
  const tile = { columns: Math.min(tileColumns, columns), rows: Math.min(tileRows, rows) }
  if (tile.columns === 0 || tile.rows === 0) throw cannotDecode('pixels-damaged', { why: 'jpeg-2000-empty-tiles' })
  const tiles = Math.ceil(columns / tile.columns) * Math.ceil(rows / tile.rows)
  let layers = 1
  while (at + 2 + CODING_STYLE_BYTES <= data.length && data[at] === 0xff && data[at + 1] !== START_OF_TILE) {
    const length = data.readUInt16BE(at + 2)
    if (data[at + 1] === CODING_STYLE) {
      layers = data.readUInt16BE(at + 6)
      header.isTransformed = data[at + 8] === 1
      header.isReversible = data[at + 13] === REVERSIBLE
      checkParts(pixels, tile, tiles, components, layers, partition(data, at + 9, (data[at + 4] & 1) === 1))
    }
    if (data[at + 1] === COMPONENT_CODING_STYLE) {
      const hasPrecincts = (data[at + 5] & 1) === 1
      checkParts(pixels, tile, tiles, 1, layers, partition(data, at + 6, hasPrecincts))
    }
    at += 2 + length
  }
  return header
}

const TILE_PART = Buffer.from([0xff, START_OF_TILE])
const TILE_PART_BYTES = 12
/** A part of a tile that lacks more than one in so many bytes is left out: what decoders make of the blocks that it lacks is noise. */
const FEW_MISSING = 64

/**
 * A codestream that lacks its end, completed, so that a decoder that insists on all of it makes a picture of what is there: the parts of
 * tiles that are whole, and one that lacks little, filled up with zeros, which are empty packets (ISO/IEC 15444-1 section B.10.3).
 */
export function completed(data: Buffer): Buffer {
  if (hasEnd(data)) return data
  let end = data.indexOf(TILE_PART)
  while (end >= 0 && end + TILE_PART_BYTES <= data.length && data.subarray(end, end + 2).equals(TILE_PART)) {
    const told = data.readUInt32BE(end + 6)
    // 0: to the end of the codestream.
    const next = told === 0 ? data.length : end + Math.max(TILE_PART_BYTES, told)
    if ((next - data.length) * FEW_MISSING > data.length - end) break
    end = next
  }
  if (end < 0) return data
  return Buffer.concat([data.subarray(0, end), Buffer.alloc(Math.max(0, end - data.length)), END_OF_CODESTREAM])
}

function noCodestream(): Error {
  return cannotDecode('pixels-damaged', { why: 'jpeg-2000-not' })
}

/** How the wavelet coefficients of a tile are divided, as powers of 2 (section A.6.1, table A.15). */
interface Partition {
  levels: number
  blockWidth: number
  blockHeight: number
  /** By resolution, the smallest first. */
  precincts: { width: number; height: number }[]
}

function partition(data: Buffer, at: number, hasPrecincts: boolean): Partition {
  const levels = Math.min(data[at], 32)
  const precincts = Array.from({ length: levels + 1 }, (_, resolution) => {
    const both = hasPrecincts ? (data[at + 5 + resolution] ?? 0xff) : 0xff
    return { width: both & 15, height: both >> 4 }
  })
  return { levels, blockWidth: (data[at + 1] & 15) + 2, blockHeight: (data[at + 2] & 15) + 2, precincts }
}

/** Parts of an image that are always allowed, and pixels of one for each further part: a hundredth of a usual one. */
const FEW_BLOCKS = 65_536
const BLOCK_PIXELS = 128
const FEW_TILES = 256
const TILE_PIXELS = 16_384
/** Layers of precincts: a decoder remembers which ones it has seen. */
const MAX_LAYERS = 1 << 24

/**
 * A few bytes can announce millions of code-blocks, precincts or tiles, for each of which a decoder makes room.
 * @throws MedoidError `pixels-too-large`
 */
function checkParts(
  { rows, columns, samples }: PixelDescription,
  tile: { columns: number; rows: number },
  tiles: number,
  components: number,
  layers: number,
  { levels, blockWidth, blockHeight, precincts }: Partition
): void {
  let blocks = 0
  let precinctCount = 0
  for (let resolution = 0; resolution <= levels; resolution++) {
    const reduced = 2 ** (levels - resolution)
    const [width, height] = [Math.ceil(tile.columns / reduced), Math.ceil(tile.rows / reduced)]
    const precinct = precincts[resolution]
    const [across, down] = [Math.ceil(width / 2 ** precinct.width), Math.ceil(height / 2 ** precinct.height)]
    precinctCount += across * down
    // Above the smallest resolution, three bands of half its size; a precinct bounds its code-blocks (section B.7).
    const [bands, half] = resolution === 0 ? [1, 0] : [3, 1]
    const blockColumns = 2 ** Math.max(0, Math.min(blockWidth, precinct.width - half))
    const blockRows = 2 ** Math.max(0, Math.min(blockHeight, precinct.height - half))
    const [bandColumns, bandRows] = [Math.ceil(width / 2 ** half), Math.ceil(height / 2 ** half)]
    blocks += bands * Math.ceil(bandColumns / blockColumns) * Math.ceil(bandRows / blockRows)
  }
  const pixels = rows * columns
  const all = tiles * components
  const isTooMuch =
    tiles > FEW_TILES + pixels / TILE_PIXELS ||
    Math.max(blocks, precinctCount) * all > FEW_BLOCKS + (pixels * samples) / BLOCK_PIXELS ||
    precinctCount * components * layers > MAX_LAYERS
  if (!isTooMuch) return
  throw cannotDecode('pixels-too-large', { why: 'jpeg-2000-parts' })
}
