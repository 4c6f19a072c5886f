import type { ParametersOf } from '../../messages/message.ts'
import { DEFAULT_CHARSET } from './charset.ts'
import { elementsWithin, MAX_SEARCH } from './element-checks.ts'
import { BIG_ENDIAN, type ElementTable, NOT_READ } from './element-table.ts'
import type { PixelValue } from './elements.ts'
import { HeaderFault } from './faults.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { imageClassOf } from './image-classes.ts'
import { describeTag, type HeaderIssue } from './issues.ts'
import { UNDEFINED_LENGTH } from './marks.ts'
import type { Remarks } from './remarks.ts'
import { textOfRow } from './values.ts'
import { IS_TEXT_OR_NUMBER, VR } from './vr.ts'

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
interface PixelCheck {
  issue: HeaderIssue | null
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
  const { length } = pixels
  if (pixels.length === UNDEFINED_LENGTH) return checkFragments(bytes, pixels, name)
  const end = pixels.at + pixels.length
  if (end > bytes.size) {
    const held = bytes.size - pixels.at
    return { issue: cut({ why: 'beyond-file', element: name, at: pixels.at, length, held }), end: bytes.size }
  }
  const expected = native ? expectedBytes(table, bytes.buffer) : 0
  if (pixels.length >= expected) return { issue: null, end }
  return { issue: cut({ why: 'too-short', element: name, at: pixels.at, length, expected }), end }
}

function cut(parameters: ParametersOf<'pixels-truncated'>): HeaderIssue {
  return { code: 'pixels-truncated', parameters }
}

/**
 * Whether an image has what makes it one: Rows, Columns and pixels. A file that was cut at the end of an element, or one of whose
 * lengths was damaged, has no other sign.
 */
export function checkImage(
  table: ElementTable,
  bytes: HeaderBytes,
  hasPixels: boolean,
  encoding: number,
  remarks: Remarks
): void {
  const { buffer } = bytes
  const hasSize = integer(table, buffer, ROWS, 0) > 0 && integer(table, buffer, COLUMNS, 0) > 0
  if (hasPixels && hasSize) return
  const imageClass = imageClassOf(table, buffer)
  if (!hasPixels) reportTakenIn(table, bytes, encoding, remarks, hasSize || imageClass !== '')
  const isElsewhere = table.find(PIXEL_DATA_PROVIDER_URL) >= 0 || table.find(SPECTROSCOPY_DATA) >= 0
  if (hasSize) {
    if (!isElsewhere) remarks.add('pixels-truncated', { why: 'no-pixel-data' })
  } else if (imageClass !== '') {
    remarks.add('image-incomplete', { imageClass, hasPixels })
  }
}

/**
 * Reports the values that are neither text nor numbers (which the walk checks) and took in the elements behind them: of an image
 * without pixels all of them, of others the one that the file ends with.
 */
function reportTakenIn(
  table: ElementTable,
  bytes: HeaderBytes,
  encoding: number,
  remarks: Remarks,
  isImage: boolean
): void {
  const { tags, vrs, starts, lengths, depths, flags, count } = table
  for (let row = isImage ? 0 : Math.max(0, count - 1); row < count; row++) {
    if (depths[row] > 0 || tags[row] >>> 16 === 2 || vrs[row] === VR.SQ || IS_TEXT_OR_NUMBER[vrs[row]] === 1) continue
    const isRead = (flags[row] & NOT_READ) === 0
    const b = isRead ? bytes.buffer : bytes.range(starts[row], Math.min(lengths[row], MAX_SEARCH))
    // A private sequence of an unknown creator, in implicit VR.
    if (lengths[row] < 8 || isItem(b, isRead ? starts[row] : 0)) continue
    const taken = elementsWithin(b, isRead ? starts[row] : 0, isRead ? lengths[row] : b.length, tags[row], encoding)
    if (taken < 0) continue
    const element = describeTag(tags[row])
    remarks.add('elements-taken-in', { why: 'bytes', element, length: lengths[row], own: taken })
  }
}

function checkFragments(bytes: HeaderBytes, pixels: PixelValue, name: string): PixelCheck {
  const last = bytes.peek(Math.max(pixels.at, bytes.size - 8), 8)
  if (last.length === 8 && isSequenceEnd(last)) return { issue: null, end: bytes.size }
  let at = pixels.at
  for (let n = 0; n < MAX_FRAGMENTS && at + 8 <= bytes.size; n++) {
    const head = bytes.peek(at, 8)
    // The file was cut meanwhile, or the caller has less of it than it says.
    if (head.length < 8) {
      throw new HeaderFault('header-truncated', {
        why: 'ends-inside',
        inside: name,
        at: pixels.at,
        size: at + head.length
      })
    }
    const mark = head.readUInt32BE(0)
    if (mark === 0xfeffdde0 || mark === 0xfffee0dd) return { issue: null, end: at + 8 }
    if (!isItem(head, 0)) break
    at += 8 + (mark === 0xfeff00e0 ? head.readUInt32LE(4) : head.readUInt32BE(4))
  }
  return { issue: cut({ why: 'no-delimiter', element: name, at: pixels.at, size: bytes.size }), end: bytes.size }
}

function isItem(b: Buffer, at: number): boolean {
  return b.readUInt32BE(at) === 0xfeff00e0 || b.readUInt32BE(at) === 0xfffee000
}

/** Its length is 0 (PS3.5 section 7.5); FFFFFFFF is met as well. */
function isSequenceEnd(head: Buffer): boolean {
  const mark = head.readUInt32BE(0)
  const length = head.readUInt32BE(4)
  return (mark === 0xfeffdde0 || mark === 0xfffee0dd) && (length === 0 || length === UNDEFINED_LENGTH)
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

/** The first number in a top-level element, whatever its VR; `missing` where it is absent, NaN where it is none. */
function integer(table: ElementTable, buffer: Buffer, tag: number, missing: number): number {
  const row = table.find(tag)
  if (row < 0 || table.lengths[row] === 0) return missing
  if (table.vrs[row] === VR.US && table.lengths[row] === 2) {
    const at = table.starts[row]
    return table.flags[row] & BIG_ENDIAN ? buffer.readUInt16BE(at) : buffer.readUInt16LE(at)
  }
  const [first] = textOfRow(table, row, buffer, DEFAULT_CHARSET).split('\\', 1)
  return first === '' ? NaN : Number(first)
}
