import { BIG_ENDIAN } from '../dicom/element-table.ts'
import type { RawValue, ImageHeader } from './image-header.ts'
import { cannotDecode } from './undecodable.ts'

const EXTENDED_OFFSET_TABLE = 0x7fe00001
const EXTENDED_OFFSET_TABLE_LENGTHS = 0x7fe00002

const ITEM = 0xfffee000
const SEQUENCE_END = 0xfffee0dd

const MAX_FRAGMENTS = 1_000_000
/** Bytes of one frame's codestream. */
const MAX_CODESTREAM = 256 << 20

/** One item of encapsulated Pixel Data: where its bytes are in the file. */
interface Fragment {
  at: number
  length: number
}

/** With what the codestream of a frame begins: JPEG and JPEG-LS, JPEG 2000. */
const BEGINNINGS = [Buffer.from([0xff, 0xd8, 0xff]), Buffer.from([0xff, 0x4f, 0xff, 0x51])]

/**
 * Reads the codestream of one frame from encapsulated Pixel Data (PS3.5 annex A.4), and nothing else of it. Where the frame is
 * follows from the extended offset table, the basic one, the number of fragments, or from how frames begin, in this order; a
 * table that does not point to fragments is passed over.
 *
 * @param frame from 0 @param frames as the header says
 * @throws MedoidError `pixels-truncated`, `pixels-damaged`, `pixels-too-large`
 */
export function readCodestream(header: ImageHeader, frame: number, frames: number): Buffer {
  const extended = extendedOffsets(header)
  // With an extended table a frame is one fragment, so that the others need not be looked at.
  if (extended !== null && frame < extended.offsets.length) {
    const first = header.pixels!.at + 8
    const mark = readMark(header, first + extended.offsets[frame])
    const length = extended.lengths[frame]
    if (mark?.tag === ITEM && length <= mark.length && mark.length - length <= 1) {
      return readFragments(header, [{ at: first + extended.offsets[frame] + 8, length }])
    }
  }
  const { table, fragments, isWhole } = listFragments(header)
  const own =
    byTable(table, fragments, frame) ??
    byCount(fragments, frame, frames) ??
    byBeginning(header, fragments, frame, frames)
  if (own !== null && own.length > 0) return readFragments(header, own)
  if (!isWhole) {
    throw cannotDecode(
      'pixels-truncated',
      `The pixels are not all there: the file ends before frame ${frame + 1} of ${frames}.`
    )
  }
  throw cannotDecode(
    'pixels-damaged',
    `Which of the ${fragments.length} fragments of Pixel Data belong to frame ${frame + 1} of ${frames} cannot be told.`
  )
}

function extendedOffsets(header: ImageHeader): { offsets: number[]; lengths: number[] } | null {
  const offsets = header.value(EXTENDED_OFFSET_TABLE)
  const lengths = header.value(EXTENDED_OFFSET_TABLE_LENGTHS)
  if (offsets === null || lengths === null || offsets.bytes.length !== lengths.bytes.length) return null
  return { offsets: longs(offsets), lengths: longs(lengths) }
}

function longs({ bytes, bigEndian }: RawValue): number[] {
  const numbers = []
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    numbers.push(Number(bigEndian ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at)))
  }
  return numbers
}

function readMark(header: ImageHeader, at: number): { tag: number; length: number } | null {
  if (!(at + 8 <= header.bytes.size)) return null
  const head = header.bytes.peek(at, 8)
  if (head.length < 8) return null
  if (header.encoding & BIG_ENDIAN) return { tag: head.readUInt32BE(0), length: head.readUInt32BE(4) }
  return { tag: head.readUInt16LE(0) * 65_536 + head.readUInt16LE(2), length: head.readUInt32LE(4) }
}

interface FragmentList {
  /** Offsets of the basic offset table; empty where it is. */
  table: number[]
  fragments: Fragment[]
  /** False where the file ends before the Sequence Delimitation Item. */
  isWhole: boolean
}

/** Follows the items by their lengths. The last fragment may end behind the file. */
function listFragments(header: ImageHeader): FragmentList {
  const start = header.pixels!.at
  const first = readMark(header, start)
  if (first === null) return { table: [], fragments: [], isWhole: false }
  if (first.tag !== ITEM)
    throw cannotDecode('pixels-damaged', 'The encapsulated Pixel Data does not begin with an item.')
  const table = offsetTable(header, start + 8, first.length)
  const fragments: Fragment[] = []
  let at = start + 8 + first.length
  while (fragments.length < MAX_FRAGMENTS) {
    const mark = readMark(header, at)
    if (mark === null) return { table, fragments, isWhole: false }
    if (mark.tag === SEQUENCE_END) break
    if (mark.tag !== ITEM)
      throw cannotDecode('pixels-damaged', `Pixel Data holds something that is no fragment, at byte ${at}.`)
    fragments.push({ at: at + 8, length: mark.length })
    at += 8 + mark.length
  }
  return { table, fragments, isWhole: true }
}

function offsetTable(header: ImageHeader, at: number, length: number): number[] {
  const bytes = header.bytes.range(at, Math.min(length, 4 * MAX_FRAGMENTS))
  const offsets = []
  for (let i = 0; i + 4 <= bytes.length; i += 4) {
    offsets.push(header.encoding & BIG_ENDIAN ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i))
  }
  return offsets
}

/** The fragments from the frame's offset to that of the next. Offsets count from the first fragment's item tag. */
function byTable(table: number[], fragments: Fragment[], frame: number): Fragment[] | null {
  if (frame >= table.length || fragments.length === 0) return null
  const origin = fragments[0].at - 8
  const from = fragments.findIndex(({ at }) => at - 8 === origin + table[frame])
  if (from < 0) return null
  if (frame + 1 === table.length) return fragments.slice(from)
  const to = fragments.findIndex(({ at }) => at - 8 === origin + table[frame + 1])
  return to > from ? fragments.slice(from, to) : null
}

function byCount(fragments: Fragment[], frame: number, frames: number): Fragment[] | null {
  if (frames === 1) return fragments
  return fragments.length === frames ? [fragments[frame]] : null
}

/** Without a table, a frame begins where a fragment begins as codestreams do. */
function byBeginning(header: ImageHeader, fragments: Fragment[], frame: number, frames: number): Fragment[] | null {
  const firsts: number[] = []
  fragments.forEach(({ at, length }, i) => {
    const head = header.bytes.peek(at, Math.min(length, 8))
    if (BEGINNINGS.some((beginning) => head.subarray(0, beginning.length).equals(beginning))) firsts.push(i)
  })
  return firsts.length === frames ? fragments.slice(firsts[frame], firsts[frame + 1]) : null
}

function readFragments(header: ImageHeader, fragments: Fragment[]): Buffer {
  const total = fragments.reduce((sum, { length }) => sum + length, 0)
  const end = fragments[fragments.length - 1].at + fragments[fragments.length - 1].length
  if (end > header.bytes.size) {
    throw cannotDecode(
      'pixels-truncated',
      `The pixels are not all there: a fragment ends at byte ${end}, the file at byte ${header.bytes.size}.`
    )
  }
  if (total > MAX_CODESTREAM) {
    throw cannotDecode('pixels-too-large', `A frame of ${total} compressed bytes is larger than any that is decoded.`)
  }
  const parts = fragments.map(({ at, length }) => header.bytes.range(at, length))
  return parts.length === 1 ? parts[0] : Buffer.concat(parts)
}
