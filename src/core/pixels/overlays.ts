import { VR } from '../dicom/vr.ts'
import type { PixelDescription } from './description.ts'
import { readNativeFrame } from './frame-bytes.ts'
import type { ImageHeader, RawValue } from './image-header.ts'

/** Elements of the first overlay plane (PS3.3 section C.9.2); those of the others are two groups further each. */
const OVERLAY_ROWS = 0x60000010
const OVERLAY_COLUMNS = 0x60000011
const OVERLAY_FRAMES = 0x60000015
const OVERLAY_DESCRIPTION = 0x60000022
const OVERLAY_ORIGIN = 0x60000050
const IMAGE_FRAME_ORIGIN = 0x60000051
const OVERLAY_BITS_ALLOCATED = 0x60000100
const OVERLAY_BIT_POSITION = 0x60000102
const OVERLAY_LABEL = 0x60001500
const OVERLAY_DATA = 0x60003000
const PLANES = 16
const NEXT_GROUP = 0x20000

/** As many as an image has at most. */
const MAX_PIXELS = 100_000_000

interface Overlays {
  /** A plane each, '' where nobody says what it is. */
  names: string[]
  /** All planes together: a bit a pixel of the image, row by row, the lowest bit of a byte first; empty where there are none. */
  bits: Uint8Array
}

/** Bits of a plane one after another, row by row, from the bit `start` on. */
interface Plane {
  data: Uint8Array
  start: number
  rows: number
  columns: number
  /** Of its upper left corner in the image, from 0. */
  top: number
  left: number
}

/**
 * The overlay planes of a frame: in elements of their own, or, as older files have them, in bits of the pixels that no value
 * takes (native pixels only: no codec carries them). What of a plane lies outside of the image is left out.
 */
export function readOverlays(header: ImageHeader, description: PixelDescription): Overlays {
  const { rows, columns } = description
  const overlays: Overlays = { names: [], bits: new Uint8Array(0) }
  for (let i = 0; i < PLANES; i++) {
    const group = i * NEXT_GROUP
    const plane = readPlane(header, group, description)
    if (plane === null) continue
    const name = header.text(OVERLAY_LABEL + group) || header.text(OVERLAY_DESCRIPTION + group)
    overlays.names.push(name.slice(0, 64))
    if (overlays.bits.length === 0) overlays.bits = new Uint8Array(Math.ceil((rows * columns) / 8))
    draw(plane, overlays.bits, rows, columns)
  }
  return overlays
}

function readPlane(header: ImageHeader, group: number, description: PixelDescription): Plane | null {
  const frame = frameOf(header, group, description.frame)
  if (frame === null) return null
  const [top = 1, left = 1] = header.numbers(OVERLAY_ORIGIN + group)
  if (!Number.isInteger(top) || !Number.isInteger(left)) return null
  const place = { top: top - 1, left: left - 1 }
  const [rows, columns] = [header.integer(OVERLAY_ROWS + group) ?? 0, header.integer(OVERLAY_COLUMNS + group) ?? 0]
  if (!(rows > 0 && columns > 0 && rows * columns <= MAX_PIXELS)) return null
  const first = frame * rows * columns
  // Words begin at even bytes.
  const from = Math.floor(first / 16) * 2
  const data = header.part(OVERLAY_DATA + group, from, Math.ceil((first + rows * columns) / 16) * 2 - from)
  if (data !== null) return { ...place, rows, columns, data: inOrder(data), start: first - 8 * from }
  const embedded = embeddedBits(header, group, description)
  return embedded === null
    ? null
    : { ...place, rows: description.rows, columns: description.columns, data: embedded, start: 0 }
}

/** Which frame of a plane lies over a frame of the image; null: none. Where the plane says nothing of frames, it lies over all. */
function frameOf(header: ImageHeader, group: number, frame: number): number | null {
  const frames = header.integer(OVERLAY_FRAMES + group)
  const origin = header.integer(IMAGE_FRAME_ORIGIN + group)
  if (frames === undefined && origin === undefined) return 0
  const at = frame - ((origin ?? 1) - 1)
  return at >= 0 && at < (frames ?? 1) ? at : null
}

/** Bytes whose lowest bit is the first pixel; of words in big endian, the second byte is. */
function inOrder({ bytes, vr, bigEndian }: RawValue): Uint8Array {
  const data = Uint8Array.from(bytes)
  if (bigEndian && vr !== VR.OB) for (let i = 0; i + 1 < data.length; i += 2) data.subarray(i, i + 2).reverse()
  return data
}

/** The bit of every pixel that holds a plane; null where it is one of the stored value, or in no pixel. */
function embeddedBits(header: ImageHeader, group: number, description: PixelDescription): Uint8Array | null {
  const { bitsAllocated, bitsStored, shift, float, samples, rows, columns, native } = description
  const position = header.integer(OVERLAY_BIT_POSITION + group)
  if (header.integer(OVERLAY_BITS_ALLOCATED + group) !== bitsAllocated || position === undefined) return null
  const isFree = position >= 0 && position < bitsAllocated && (position < shift || position >= shift + bitsStored)
  if (!isFree || float || samples > 1 || bitsAllocated % 8 !== 0 || !native) return null
  const { bytes, bigEndian } = readNativeFrame(header, description)
  const size = bitsAllocated / 8
  const at = bigEndian ? size - 1 - (position >> 3) : position >> 3
  const bit = position & 7
  const data = new Uint8Array(Math.ceil((rows * columns) / 8))
  for (let i = 0; i < rows * columns; i++) data[i >> 3] |= ((bytes[i * size + at] >> bit) & 1) << (i & 7)
  return data
}

function draw(plane: Plane, bits: Uint8Array, rows: number, columns: number): void {
  const end = plane.rows * plane.columns
  for (let byte = plane.start >> 3; byte < plane.data.length; byte++) {
    // Most of a plane is empty.
    if (plane.data[byte] === 0) continue
    for (let bit = 0; bit < 8; bit++) {
      const at = 8 * byte + bit - plane.start
      if (at < 0 || at >= end || ((plane.data[byte] >> bit) & 1) === 0) continue
      const row = plane.top + Math.floor(at / plane.columns)
      const column = plane.left + (at % plane.columns)
      if (row < 0 || row >= rows || column < 0 || column >= columns) continue
      const to = row * columns + column
      bits[to >> 3] |= 1 << (to & 7)
    }
  }
}
