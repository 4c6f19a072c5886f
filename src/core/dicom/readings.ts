import { isPadding, isPossible } from './element-checks.ts'
import { IMPLICIT_VR } from './element-table.ts'
import { MoreBytesNeeded } from './faults.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { isPixelData, ITEM, ITEM_END, longAt, SEQUENCE_END, shortAt, tagAt, UNDEFINED_LENGTH } from './marks.ts'
import { HAS_LONG_LENGTH, VR, vrOfLetters } from './vr.ts'

const DELIMITERS = ['feffdde000000000', 'fffee0dd00000000'].map((hex) => Buffer.from(hex, 'hex'))

/** How the head of an element can be read. */
interface Reading {
  /** UN where the head has none. */
  vr: number
  /** Where the value begins. */
  value: number
  length: number
  isImplicit: boolean
}

/** Elements that have to follow one another before bytes are taken for a header that goes on. */
const STEPS = 4
/** Heads that are looked at for one file: hostile bytes must not take minutes. */
const MAX_LOOKS = 1 << 20
/** The same behind a tag that nobody knows. */
const STEPS_BEHIND_UNKNOWN = 16
/** The same where the end of a sequence is only guessed. */
const STEPS_BEHIND_SEQUENCE = 64
/** How far the end of a sequence is looked for, and how often in one file. */
const MAX_SEARCH = 1 << 20
const MAX_SEARCHES = 16

/**
 * Looks ahead, without moving the walk: where a head is not what the encoding asks for, the reading that finds its way on is
 * taken. To find its way on, a header has to reach the end of what contains it, its pixels, or some more elements.
 */
export class Readings {
  private bytes: HeaderBytes
  private looks = 0
  private searches = 0
  /** Whether the end of an item may be met. */
  private inItem = true

  constructor(bytes: HeaderBytes) {
    this.bytes = bytes
  }

  reset(bytes: HeaderBytes): void {
    this.bytes = bytes
    this.looks = 0
    this.searches = 0
  }

  /**
   * The reading of the head at `at` that finds its way on, or null. Elements are found with a VR that is none and a length of 16
   * or of 32 bits, and in implicit VR within explicit VR and the other way round. A way on which nothing else is odd comes first.
   * @param end of what contains the element
   */
  of(at: number, end: number, encoding: number): Reading | null {
    return this.plain(at, end, encoding, STEPS) ?? this.find(at, end, encoding, STEPS)
  }

  /** The same for a tag that nobody knows, and that may stand there by chance: nothing behind it may be odd. */
  ofUnknown(at: number, end: number, encoding: number): Reading | null {
    return this.plain(at, end, encoding, STEPS_BEHIND_UNKNOWN)
  }

  /** Whether the header goes on at `at`. @param end of what contains it */
  goesOn(at: number, end: number, encoding: number): boolean {
    return this.isWay(at, end, encoding, STEPS)
  }

  /** Whether an item, or the end of a sequence, begins at `at`, in either byte order. */
  isMark(at: number): boolean {
    const mark = this.bytes.peek(at, 4)
    if (mark.length < 4) return false
    const first = mark.readUInt32BE()
    return first === 0xfeff00e0 || first === 0xfffee000 || first === 0xfeffdde0 || first === 0xfffee0dd
  }

  /**
   * Where a sequence of undefined length ends whose items cannot be walked: behind the first delimiter from `at` on that
   * elements of the same data set follow; −1 where there is none.
   * @param end of what contains the sequence
   */
  endOfSequence(at: number, end: number, encoding: number): number {
    if (++this.searches > MAX_SEARCHES) return -1
    const bytes = this.bytes.range(at, Math.min(MAX_SEARCH, end - at))
    this.inItem = false
    try {
      for (const delimiter of DELIMITERS) {
        for (let found = bytes.indexOf(delimiter); found >= 0; found = bytes.indexOf(delimiter, found + 8)) {
          const next = at + found + 8
          if (next === end) return next
          if (this.isWay(next, end, encoding, STEPS_BEHIND_SEQUENCE)) return next
        }
      }
    } finally {
      this.inItem = true
    }
    return -1
  }

  /** Up to 12 bytes at `at`; null where an element has no room, or where enough was looked at. */
  private look(at: number): Buffer | null {
    if (this.looks++ > MAX_LOOKS) return null
    const b = this.bytes.peek(at, 12)
    if (b.length < 12 && this.bytes.partial) throw new MoreBytesNeeded()
    return b.length < 8 ? null : b
  }

  private find(at: number, end: number, encoding: number, steps: number): Reading | null {
    const b = this.look(at)
    if (b === null || end - at < 8) return null
    for (const reading of readings(b, at, encoding)) if (this.isReading(reading, end, encoding, steps)) return reading
    return null
  }

  /** The reading of the head at `at` behind which elements follow that are as they should be, or null. */
  private plain(at: number, end: number, encoding: number, steps: number): Reading | null {
    const b = this.look(at)
    if (b === null || end - at < 8) return null
    for (const reading of readings(b, at, encoding)) {
      const { value, length } = reading
      if (length !== UNDEFINED_LENGTH && this.isPlainWay(value + length, end, encoding, steps - 1)) return reading
    }
    return null
  }

  /** Whether known elements in this encoding follow one another in order from `at` on. */
  private isPlainWay(at: number, end: number, encoding: number, steps: number): boolean {
    let before = -1
    for (; steps > 0 && at < end; steps--) {
      const b = this.look(at)
      if (b === null || end - at < 8) return false
      const tag = tagAt(b, 0, encoding)
      if (tag === ITEM_END || isPixelData(tag)) return true
      const [reading] = readings(b, at, encoding)
      if (reading === undefined || reading.isImplicit !== ((encoding & IMPLICIT_VR) !== 0)) return false
      if (!reading.isImplicit && vrOfLetters(b[4], b[5]) === VR.NONE) return false
      if (!isPossible(tag >>> 0) || tag >>> 0 <= before) return false
      before = tag >>> 0
      if (reading.length === UNDEFINED_LENGTH) return this.isMark(reading.value)
      at = reading.value + reading.length
    }
    if (at >= end && end === this.bytes.size && this.bytes.partial) throw new MoreBytesNeeded()
    return at <= end
  }

  private isReading({ value, length }: Reading, end: number, encoding: number, steps: number): boolean {
    if (length === UNDEFINED_LENGTH) return this.isMark(value)
    return this.isWay(value + length, end, encoding, steps - 1)
  }

  private isWay(at: number, end: number, encoding: number, steps: number): boolean {
    if (at >= end && end === this.bytes.size && this.bytes.partial) throw new MoreBytesNeeded()
    if (at >= end || steps === 0) return at <= end
    const b = this.look(at)
    if (b === null || end - at < 8) return false
    const tag = tagAt(b, 0, encoding)
    if (tag === ITEM_END || tag === SEQUENCE_END) return this.inItem
    if (tag === ITEM) return false
    if (isPixelData(tag) || (tag === 0 && end === this.bytes.size && isPadding(this.bytes, at))) return true
    return this.find(at, end, encoding, steps) !== null
  }
}

/** The ways to read a head, the likeliest first. @param b 8 bytes at least */
function readings(b: Buffer, at: number, encoding: number): Reading[] {
  const vr = vrOfLetters(b[4], b[5])
  const tag = tagAt(b, 0, encoding)
  const implicit = { vr: VR.UN, value: at + 8, length: longAt(b, 4, encoding), isImplicit: true }
  const explicit: Reading[] = []
  if (vr !== VR.NONE) {
    if (HAS_LONG_LENGTH[vr] === 0) explicit.push(withVr(vr, at + 8, shortAt(b, 6, encoding)))
    else if (b.length >= 12) explicit.push(withVr(vr, at + 12, longAt(b, 8, encoding)))
  }
  if (encoding & IMPLICIT_VR) return [implicit, ...explicit]
  if (vr !== VR.NONE) return explicit
  // Elements of commands are in implicit VR everywhere (PS3.7 section 6.3.1); others of group 0 are more likely made of zeros.
  if (tag >>> 16 === 0) return isPossible(tag) && (tag !== 0 || implicit.length === 4) ? [implicit] : []
  const unknown = [withVr(VR.UN, at + 8, shortAt(b, 6, encoding))]
  if (b.length >= 12 && b[6] === 0 && b[7] === 0) unknown.push(withVr(VR.UN, at + 12, longAt(b, 8, encoding)))
  // What is printed may have been meant for a VR; lengths have zeros.
  const isPrinted = b[4] >= 0x20 && b[5] >= 0x20 && b[4] < 0x7f && b[5] < 0x7f
  if (!isPossible(tag >>> 0)) return isPrinted ? unknown : [...unknown, implicit]
  return isPrinted ? [...unknown, implicit] : [implicit, ...unknown]
}

function withVr(vr: number, value: number, length: number): Reading {
  return { vr, value, length, isImplicit: false }
}
