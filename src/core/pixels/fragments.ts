import { BIG_ENDIAN } from '../dicom/element-table.ts'
import type { RawValue, ImageHeader } from './image-header.ts'
import { addRemark, type Remark } from './remarks.ts'
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

/** With what the codestream of a frame begins: JPEG and JPEG-LS, JPEG 2000, and that in a JP2 file. */
const BEGINNINGS = [
  Buffer.from([0xff, 0xd8, 0xff]),
  Buffer.from([0xff, 0x4f, 0xff, 0x51]),
  Buffer.from([0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20])
]
/** Bytes of a fragment that tell whether a frame begins with it. */
const HEAD = 64
/** Tag and length of an item. */
const MARK_BYTES = 8
/** Fragments that they are looked for in. */
const HEAD_FRAGMENTS = 8

export type Begins = (head: Buffer) => boolean

/** What frames are told apart by. */
interface FrameOrder {
  /** The frame that is wanted, from 0. */
  frame: number
  /** As the header says. */
  frames: number
  /** Whether a frame begins with these bytes, at most 64. */
  begins: Begins
  remarks: Remark[]
}

interface Codestream {
  data: Buffer
  /** Bytes that it should have; more than there are where the file ends before. */
  whole: number
}

/** Whether bytes are the beginning of a JPEG, JPEG-LS or JPEG 2000 codestream. */
export function beginsCodestream(head: Buffer): boolean {
  return BEGINNINGS.some((beginning) => head.subarray(0, beginning.length).equals(beginning))
}

/**
 * Reads the codestream of one frame from encapsulated Pixel Data (PS3.5 annex A.4), and nothing else of it. Where the frame is
 * follows from the extended offset table, the basic one, the number of fragments, or from how frames begin, in this order. A table
 * whose entries do not ascend, do not point to fragments, or not to where frames begin, is passed over.
 *
 * @throws MedoidError `pixels-truncated`, `pixels-damaged`, `pixels-too-large`
 */
export function readCodestream(header: ImageHeader, order: FrameOrder): Codestream {
  const { frame, frames, remarks } = order
  const extended = extendedOffsets(header)
  if (extended !== null) {
    const own = byExtendedTable(header, extended, order)
    if (own !== null) return readFragments(header, [own])
    addRemark(remarks, 'offset-table-ignored', {})
  }
  const list = listFragments(header)
  const { table, fragments, end } = list
  const firsts = new Firsts(header, fragments, order.begins)
  const tabled = byTable(list, firsts, order)
  if (tabled === null && table.length > 0 && frames > 1) addRemark(remarks, 'offset-table-ignored', {})
  const own = tabled ?? byCount(list, firsts, order) ?? byBeginning(list, firsts, order)
  if (own !== null && own.length > 0) return readFragments(header, own)
  if (typeof end === 'number') {
    throw cannotDecode('pixels-damaged', { why: 'no-fragment', at: end })
  }
  if (own !== null || end === 'file' || fragments.length < frames) {
    throw cannotDecode('pixels-truncated', { why: 'fragments', frame: frame + 1, frames })
  }
  const untold = { fragments: fragments.length, frame: frame + 1, frames }
  throw cannotDecode('pixels-damaged', { why: 'fragments-untold', ...untold })
}

interface ExtendedTable {
  offsets: number[]
  lengths: number[]
}

function extendedOffsets(header: ImageHeader): ExtendedTable | null {
  const offsets = header.value(EXTENDED_OFFSET_TABLE)
  if (offsets === null) return null
  const lengths = header.value(EXTENDED_OFFSET_TABLE_LENGTHS)
  return { offsets: longs(offsets), lengths: lengths === null ? [] : longs(lengths) }
}

/** With an extended table a frame is one fragment, so that the others need not be looked at. */
function byExtendedTable(header: ImageHeader, { offsets, lengths }: ExtendedTable, order: FrameOrder): Fragment | null {
  const { frame, frames, begins } = order
  if (offsets.length < frames || lengths.length !== offsets.length || !ascends(offsets)) return null
  const at = header.pixels!.at + 8 + offsets[frame]
  const length = lengths[frame]
  const mark = readMark(header, at)
  if (mark?.tag !== ITEM || length > mark.length || mark.length - length > 1) return null
  // Where frames begin in a way that is known, the first one tells that they do in this file.
  const isKnown = (place: number): boolean => begins(header.bytes.range(place, HEAD))
  if (isKnown(header.pixels!.at + 16 + offsets[0]) && !isKnown(at + 8)) return null
  return { at: at + 8, length }
}

/** Whether numbers begin with 0 and each is larger than the one before. */
function ascends(offsets: readonly number[]): boolean {
  return offsets.every((offset, i) => (i === 0 ? offset === 0 : offset > offsets[i - 1]))
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
  /** What is behind the last: the Sequence Delimitation Item, or zeros in its place; the end of the file; or where else what is. */
  end: 'delimiter' | 'file' | number
}

/** Follows the items by their lengths. The last fragment may end behind the file. */
function listFragments(header: ImageHeader): FragmentList {
  const start = header.pixels!.at
  const first = readMark(header, start)
  if (first === null) return { table: [], fragments: [], end: 'file' }
  if (first.tag !== ITEM) throw cannotDecode('pixels-damaged', { why: 'no-first-item' })
  const table = offsetTable(header, start + 8, first.length)
  const fragments: Fragment[] = []
  let at = start + 8 + first.length
  while (fragments.length < MAX_FRAGMENTS) {
    const mark = readMark(header, at)
    if (mark === null) return { table, fragments, end: 'file' }
    if (mark.tag !== ITEM) {
      const isEnd = mark.tag === SEQUENCE_END || (mark.tag === 0 && mark.length === 0)
      return { table, fragments, end: isEnd ? 'delimiter' : at }
    }
    fragments.push({ at: at + 8, length: mark.length })
    at += 8 + mark.length
  }
  return { table, fragments, end: 'delimiter' }
}

function offsetTable(header: ImageHeader, at: number, length: number): number[] {
  const bytes = header.bytes.range(at, Math.min(length, 4 * MAX_FRAGMENTS))
  const offsets = []
  for (let i = 0; i + 4 <= bytes.length; i += 4) {
    offsets.push(header.encoding & BIG_ENDIAN ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i))
  }
  return offsets
}

/** With which fragments frames begin. Those are looked at once, and only where it matters. */
class Firsts {
  private readonly header: ImageHeader
  private readonly fragments: Fragment[]
  private readonly begins: Begins
  private found: number[] | null = null

  constructor(header: ImageHeader, fragments: Fragment[], begins: Begins) {
    this.header = header
    this.fragments = fragments
    this.begins = begins
  }

  has(fragment: number): boolean {
    return this.fragments[fragment].length > 0 && this.begins(this.head(fragment))
  }

  /** The first bytes from a fragment on, which may be shorter than they are. One after another, with their marks between them. */
  private head(fragment: number): Buffer {
    const { header, fragments } = this
    const { at, length } = fragments[fragment]
    if (length >= HEAD) return header.bytes.range(at, HEAD)
    const own = fragments.slice(fragment, fragment + HEAD_FRAGMENTS)
    const bytes = header.bytes.range(at, HEAD + MARK_BYTES * HEAD_FRAGMENTS)
    return Buffer.concat(own.map((each) => bytes.subarray(each.at - at, each.at - at + each.length))).subarray(0, HEAD)
  }

  get all(): number[] {
    return (this.found ??= [...this.fragments.keys()].filter((fragment) => this.has(fragment)))
  }
}

/**
 * The fragments from the frame's offset to that of the next. Offsets count from the first fragment's item tag. There have to be as many
 * as frames at least, and where frames begin in a way that is known, they have to point to such places.
 * @returns null where the table is not to be believed; nothing where the file ends before the frame
 */
function byTable(
  { table, fragments, end }: FragmentList,
  firsts: Firsts,
  { frame, frames }: FrameOrder
): Fragment[] | null {
  if (table.length < frames || fragments.length === 0 || !ascends(table)) return null
  const origin = fragments[0].at
  const last = fragments[fragments.length - 1].at
  const placeOf = (offset: number | undefined): number => {
    if (offset === undefined || (end === 'file' && origin + offset > last)) return fragments.length
    return fragments.findIndex(({ at }) => at === origin + offset)
  }
  const [from, to] = [placeOf(table[frame]), placeOf(table[frame + 1])]
  if (from < 0 || to < 0) return null
  const isFrame = (place: number): boolean => place === fragments.length || firsts.has(place)
  if (firsts.has(0) && !(isFrame(from) && isFrame(to))) return null
  return fragments.slice(from, to)
}

/** One frame has all fragments; of several, each has one where there are as many. */
function byCount({ fragments, end }: FragmentList, firsts: Firsts, { frame, frames }: FrameOrder): Fragment[] | null {
  if (frames === 1) return fragments
  if (fragments.length !== frames) return null
  // As many may be left of more, where the file ends early.
  if (end === 'file' && firsts.has(0) && firsts.all.length < frames) return null
  return [fragments[frame]]
}

/** Without a table, a frame begins where a fragment begins as frames do, be they as many as the header says or not. */
function byBeginning(
  { fragments }: FragmentList,
  firsts: Firsts,
  { frame, frames, remarks }: FrameOrder
): Fragment[] | null {
  // Empty fragments are met in front of the first frame.
  const first = fragments.findIndex(({ length }) => length > 0)
  if (first < 0 || !firsts.has(first)) return null
  const { all } = firsts
  if (all.length !== frames) addRemark(remarks, 'frames-differ', { held: all.length, frames })
  return frame < all.length ? fragments.slice(all[frame], all[frame + 1]) : []
}

/** The last fragment may be there in part. */
function readFragments(header: ImageHeader, fragments: Fragment[]): Codestream {
  const whole = fragments.reduce((sum, { length }) => sum + length, 0)
  const held = fragments.reduce((sum, { at, length }) => sum + Math.max(0, Math.min(length, header.bytes.size - at)), 0)
  if (held === 0 && whole > 0) {
    throw cannotDecode('pixels-truncated', { why: 'file' })
  }
  if (held > MAX_CODESTREAM) {
    throw cannotDecode('pixels-too-large', { why: 'codestream', bytes: held })
  }
  const parts = fragments.map(({ at, length }) => header.bytes.range(at, length))
  return { data: parts.length === 1 ? parts[0] : Buffer.concat(parts), whole }
}
