import { BIG_ENDIAN, type ElementTable } from './element-table.ts'
import { UNDEFINED_LENGTH, type PixelValue } from './elements.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { describeTag, type Issue } from './issues.ts'

const ROWS = 0x00280010
const COLUMNS = 0x00280011
const SAMPLES_PER_PIXEL = 0x00280002
const PHOTOMETRIC_INTERPRETATION = 0x00280004
const NUMBER_OF_FRAMES = 0x00280008
const BITS_ALLOCATED = 0x00280100
const PIXEL_DATA_PROVIDER_URL = 0x00287fe0
const SPECTROSCOPY_DATA = 0x56000020

/** A file of more fragments than this is not followed to its last. */
const MAX_FRAGMENTS = 1_000_000

/** Where the pixels end: where further elements may stand. */
export interface PixelCheck {
  issue: Issue | null
  /** File offset behind the pixels; the file's size where nothing follows. */
  end: number
}

/**
 * Whether the pixels are all there, without reading them. Native pixels: their length against the file and against what
 * Rows, Columns and the like ask for. Encapsulated ones (PS3.5 annex A.4): whether the file ends with the Sequence
 * Delimitation Item; where it does not, the fragments are followed by their lengths, 8 bytes each.
 * @param native false where the transfer syntax is a compressed one
 */
export function checkPixels(bytes: HeaderBytes, table: ElementTable, pixels: PixelValue, native: boolean): PixelCheck {
  const name = describeTag(pixels.tag)
  if (pixels.length === UNDEFINED_LENGTH) return checkFragments(bytes, pixels, name)
  const end = pixels.at + pixels.length
  if (end > bytes.size) {
    const message = `${name} at byte ${pixels.at} claims ${pixels.length} bytes; the file holds ${bytes.size - pixels.at} of them.`
    return { issue: { code: 'pixels-truncated', message }, end: bytes.size }
  }
  const expected = native ? expectedBytes(table, bytes.buffer) : 0
  if (pixels.length >= expected) return { issue: null, end }
  const message = `${name} at byte ${pixels.at} holds ${pixels.length} bytes; Rows, Columns and the like ask for ${expected}.`
  return { issue: { code: 'pixels-truncated', message }, end }
}

/** An image without pixels: a file that ends before them looks like that. */
export function missingPixels(table: ElementTable, buffer: Buffer): Issue | null {
  if (!(integer(table, buffer, ROWS, 0) > 0 && integer(table, buffer, COLUMNS, 0) > 0)) return null
  if (table.find(PIXEL_DATA_PROVIDER_URL) >= 0 || table.find(SPECTROSCOPY_DATA) >= 0) return null
  return { code: 'pixels-truncated', message: 'The file has Rows and Columns and ends without Pixel Data.' }
}

function checkFragments(bytes: HeaderBytes, pixels: PixelValue, name: string): PixelCheck {
  if (pixels.at + 8 <= bytes.size && isSequenceEnd(bytes.peek(bytes.size - 8, 8)))
    return { issue: null, end: bytes.size }
  let at = pixels.at
  for (let n = 0; n < MAX_FRAGMENTS && at + 8 <= bytes.size; n++) {
    const head = bytes.peek(at, 8)
    if (isSequenceEnd(head)) return { issue: null, end: at + 8 }
    const order = head.readUInt32BE(0)
    if (order !== 0xfeff00e0 && order !== 0xfffee000) break
    at += 8 + (order === 0xfeff00e0 ? head.readUInt32LE(4) : head.readUInt32BE(4))
  }
  const message = `Encapsulated ${name} at byte ${pixels.at} ends without its sequence delimiter; the file has ${bytes.size} bytes.`
  return { issue: { code: 'pixels-truncated', message }, end: bytes.size }
}

function isSequenceEnd(head: Buffer): boolean {
  const mark = head.readUInt32BE(0)
  return (mark === 0xfeffdde0 || mark === 0xfffee0dd) && head.readUInt32BE(4) === 0
}

/** Bytes of all frames of native pixels (PS3.3 section C.7.6.3, PS3.5 section 8.1.1); 0 where the header does not tell. */
function expectedBytes(table: ElementTable, buffer: Buffer): number {
  const pixels = integer(table, buffer, ROWS, 0) * integer(table, buffer, COLUMNS, 0)
  let samples = integer(table, buffer, SAMPLES_PER_PIXEL, 1)
  const row = table.find(PHOTOMETRIC_INTERPRETATION)
  if (row >= 0) {
    const name = buffer.toString('latin1', table.starts[row], table.starts[row] + Math.min(table.lengths[row], 16))
    if (name.includes('422')) samples = 2
    if (name.includes('420')) samples = 1.5
  }
  const bits = integer(table, buffer, BITS_ALLOCATED, 0)
  const frames = integer(table, buffer, NUMBER_OF_FRAMES, 1)
  const expected = Math.ceil((pixels * samples * bits * frames) / 8)
  return Number.isFinite(expected) ? expected : 0
}

/** The number in a top-level US or IS; `missing` where it is absent, NaN where it is none. */
function integer(table: ElementTable, buffer: Buffer, tag: number, missing: number): number {
  const row = table.find(tag)
  if (row < 0 || table.lengths[row] === 0) return missing
  const start = table.starts[row]
  if (tag === NUMBER_OF_FRAMES) {
    return Number(buffer.toString('latin1', start, start + Math.min(table.lengths[row], 16)).replaceAll('\0', ''))
  }
  if (table.lengths[row] < 2) return NaN
  return table.flags[row] & BIG_ENDIAN ? buffer.readUInt16BE(start) : buffer.readUInt16LE(start)
}
