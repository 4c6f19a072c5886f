import { standardEntry } from './dictionary.ts'
import { elementsWithin, isCredible, isOdd, isPadding, isPossible, MAX_SEARCH, MAX_VALUE } from './element-checks.ts'
import { type ElementTable, IMPLICIT_VR } from './element-table.ts'
import { damaged, endsInside, HeaderFault } from './faults.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { imageClassOf } from './image-classes.ts'
import { describeTag } from './issues.ts'
import { type Level, OPEN } from './level.ts'
import { ITEM, ITEM_END, longAt, SEQUENCE_END, tagAt, UNDEFINED_LENGTH } from './marks.ts'
import type { Readings } from './readings.ts'
import type { Remarks } from './remarks.ts'
import type { UntoldVrs } from './untold-vr.ts'
import { VR, vrOfLetters } from './vr.ts'

const SOP_CLASS_UID = 0x00080016
const ROWS = 0x00280010
/** More bytes behind a data set than anybody appends by mistake. */
const MAX_JUNK = 1 << 16

/**
 * What the walk asks where an element is not as it should be: how it can be read all the same, with a remark, or that it cannot,
 * which is a HeaderFault.
 */
export class OddElements {
  /** Whether the walk is within the file meta information. */
  inMeta = false
  /** Whether it has met the pixels. */
  hasPixels = false
  private bytes: HeaderBytes
  private readonly table: ElementTable
  private readonly untold: UntoldVrs
  private readonly readings: Readings
  private readonly remarks: Remarks

  constructor(bytes: HeaderBytes, table: ElementTable, untold: UntoldVrs, readings: Readings, remarks: Remarks) {
    this.bytes = bytes
    this.table = table
    this.untold = untold
    this.readings = readings
    this.remarks = remarks
  }

  reset(bytes: HeaderBytes): void {
    this.bytes = bytes
    this.hasPixels = false
  }

  /** A head without a VR in explicit VR, or what looks like one with a VR in implicit VR. */
  readHead(level: Level): void {
    const { tag, at, encoding } = level
    const isImplicit = (encoding & IMPLICIT_VR) !== 0
    const reading = this.isKnown(level)
      ? this.readings.of(at, level.end, encoding)
      : isImplicit
        ? null
        : this.readings.ofUnknown(at, level.end, encoding)
    const letters = JSON.stringify(this.bytes.peek(at + 4, 2).toString('latin1'))
    if (reading === null) {
      // In implicit VR, any length may look like letters.
      if (isImplicit) return
      damaged({ why: 'unknown-vr', element: describeTag(tag), at, vr: letters })
    }
    level.told = level.vr = reading.vr
    level.value = reading.value
    level.length = reading.length | 0
    if (reading.isImplicit !== isImplicit) {
      const to = isImplicit ? 'explicit' : 'implicit'
      this.remarks.add('encoding-changes', { element: describeTag(tag), at, to })
    } else if (!isImplicit && !(isBlank(letters) && standardEntry(tag))) {
      // Two blanks or `??` are often met where the writer did not know a VR that the dictionary knows.
      this.remarks.add('vr-unknown', { element: describeTag(tag), at, vr: letters })
    }
  }

  /** Whether the dictionary has the tag, or a creator reserved its block: in the middle of a value, it hardly does. */
  private isKnown({ tag, depth, keep }: Level): boolean {
    if (!isPossible(tag >>> 0)) return false
    const isInBlock = (tag & 0x10000) !== 0 && (tag & 0xffff) >= 0x1000
    return !isInBlock || !keep || this.untold.creatorOf(this.bytes, tag, depth, 0, 0) > 0
  }

  /** Out of order is tolerated among elements that the dictionary knows as what they claim to be, and where the header goes on. */
  checkOrder(level: Level): void {
    const { tag, vr, at, value, length, previous, previousVr, encoding } = level
    const implicit = (encoding & IMPLICIT_VR) !== 0
    if (!isCredible(tag, vr, implicit) || !isCredible(previous, previousVr, implicit)) {
      const goesOn =
        length === OPEN
          ? this.readings.isMark(value)
          : this.readings.goesOn(value + (length >>> 0), level.end, encoding)
      if (!goesOn) damaged({ why: 'out-of-order', element: describeTag(tag), at, previous: describeTag(previous) })
    }
    const place = { element: describeTag(tag), at }
    this.remarks.add('elements-out-of-order', { ...place, previous: describeTag(previous) })
  }

  /**
   * Checks a value.
   * @param start of its bytes in the buffer, where it is short enough to be read
   * @returns bytes of it that are its own: its length, unless that took in the elements that follow
   * @throws HeaderFault where it cannot be what stands there, and nothing goes on behind it
   */
  checkValue(level: Level, start: number): number {
    const { vr, value, length } = level
    const readable = length <= MAX_VALUE
    const b = readable ? this.bytes.buffer : this.bytes.range(value, MAX_SEARCH)
    const own = this.lengthWithoutElements(level, b, readable ? start : 0, readable ? length : b.length)
    if (own < length || !isOdd(vr, length) || !readable) return own
    const [element, at] = [describeTag(level.tag), level.at]
    if (!this.readings.goesOn(value + length, level.end, level.encoding)) {
      damaged({ why: 'wrong-length', element, at, length })
    }
    this.remarks.add('value-odd', { element, at, length })
    return length
  }

  /** The length of a value but for the elements that it took in. @param b holds `size` bytes of it from `from` on */
  private lengthWithoutElements(level: Level, b: Buffer, from: number, size: number): number {
    const { tag, value, length, encoding } = level
    let own = elementsWithin(b, from, size, tag, encoding)
    // Behind the meta information, implicit VR may begin.
    if (own < 0 && this.inMeta && encoding === 0) own = elementsWithin(b, from, size, tag, IMPLICIT_VR)
    if (own < 0) return length
    const place = { element: describeTag(tag), at: level.at }
    this.remarks.add('elements-taken-in', { why: 'text-or-number', ...place, length, next: value + own })
    return own
  }

  /**
   * Where an item is longer than its sequence, the length of the sequence is wrong if elements follow the item, and none in order
   * follow what the sequence claims: it then ends with the item.
   * @param position of the item's elements @param length of the item @returns whether that is so
   */
  extendToItem(level: Level, position: number, length: number): boolean {
    const { tag, at, end, encoding, sequenceEnd, sequenceDelimited } = level
    const next = position + (length >>> 0)
    if (sequenceDelimited || next > end) return false
    const following = this.bytes.peek(sequenceEnd, 4)
    const isInOrder = following.length === 4 && !level.isBehind(tagAt(following, 0, encoding))
    if (isInOrder && this.readings.goesOn(sequenceEnd, end, encoding)) return false
    if (!this.readings.goesOn(next, end, encoding)) return false
    const element = describeTag(tag)
    this.remarks.add('part-damaged', { why: 'item-longer', element, at, end: sequenceEnd, next })
    level.sequenceEnd = next
    return true
  }

  /** Delimiters without a sequence are met, and harmless. @returns the position behind it */
  passMark(level: Level, tag: number, at: number): number {
    const isDelimiter = tag === ITEM_END || tag === SEQUENCE_END
    const length = longAt(this.bytes.peek(at, 8), 4, level.encoding)
    if (isDelimiter && (length === 0 || length === UNDEFINED_LENGTH)) return at + 8
    const next = at + 8 + (isDelimiter ? 0 : length)
    if (!(isDelimiter || tag === ITEM) || !this.readings.goesOn(next, level.end, level.encoding)) {
      damaged({ why: 'delimiter', element: describeTag(tag), at })
    }
    this.remarks.add('part-damaged', { why: 'outside', element: describeTag(tag), at })
    return next
  }

  /** Fewer bytes than an element takes. @returns the position behind them */
  walkTail(level: Level, position: number, p: number, available: number): number {
    const { bytes } = this
    const b = bytes.buffer
    if (this.inMeta && (available < 2 || b[p] !== 2)) return position
    if (level.depth > 0 || bytes.partial || this.isBeginning(level, p, available)) {
      endsInside(bytes, 'an element', position, level.end)
    }
    this.remarks.add('trailing-bytes-ignored', { why: 'too-few', left: available, at: position })
    return level.end
  }

  /** Whether the file may have been cut within the next element. */
  private isBeginning(level: Level, p: number, available: number): boolean {
    const b = this.bytes.buffer
    if (this.hasPixels || b.subarray(p, p + available).every((byte) => byte === 0)) return false
    if (this.isImage()) return true
    if (available < 4) return false
    level.tag = tagAt(b, p, level.encoding)
    const hasVr = (level.encoding & IMPLICIT_VR) !== 0 || available < 6 || vrOfLetters(b[p + 4], b[p + 5]) !== VR.NONE
    return hasVr && !level.isBehind(level.tag) && this.isKnown(level)
  }

  /**
   * Whether what cannot be walked at the top level is no element but something behind a whole data set, one of a SOP class without
   * pixels: its head is none, and no elements follow in it. A remark says so.
   */
  endsWithJunk(level: Level): boolean {
    const { bytes } = this
    const { at, end } = level
    const left = end - at
    const mayBeWhole = this.table.find(SOP_CLASS_UID) >= 0 && !this.isImage() && !this.hasPixels
    if (!mayBeWhole || this.inMeta || bytes.partial || left > MAX_JUNK) return false
    const head = bytes.peek(at, 8)
    const isImplicit = (level.encoding & IMPLICIT_VR) !== 0
    const hasVr = isImplicit || vrOfLetters(head[4], head[5]) !== VR.NONE
    if (hasVr && this.isKnown(level)) return false
    if (elementsWithin(bytes.range(at, left), 0, left, 0, level.encoding) >= 0) return false
    this.remarks.add('trailing-bytes-ignored', { why: 'no-elements', left, at })
    return true
  }

  endsWithPadding(position: number): boolean {
    const { bytes } = this
    if (!isPadding(bytes, position)) return false
    if (!this.hasPixels) {
      const left = bytes.size - position
      if (this.isImage() && !bytes.partial) {
        throw new HeaderFault('header-truncated', { why: 'image', at: position, left })
      }
      this.remarks.add('trailing-bytes-ignored', { why: 'padding', left, at: position })
    }
    return true
  }

  /** Whether the header so far is one of an image, so that pixels have to follow. */
  private isImage(): boolean {
    return this.table.find(ROWS) >= 0 || imageClassOf(this.table, this.bytes.buffer) !== ''
  }

  /** An element that stands twice in a data set with two values: readers differ in which one they take. */
  repeats({ tag, at }: Level): void {
    this.remarks.add('element-repeated', { element: describeTag(tag), at })
  }
}

function isBlank(letters: string): boolean {
  return letters === '"  "' || letters === '"??"'
}
