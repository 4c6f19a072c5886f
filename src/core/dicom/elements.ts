import type { CreatorRegistry } from './creators.ts'
import { hasControlCharacters, isPossible, MAX_VALUE } from './element-checks.ts'
import { BIG_ENDIAN, IMPLICIT_VR, NOT_READ, type ElementTable } from './element-table.ts'
import { damaged, endsInside, overruns } from './faults.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { describeTag } from './issues.ts'
import { type Level, Levels, OPEN } from './level.ts'
import { isPixelData, ITEM_END } from './marks.ts'
import { OddElements } from './odd-elements.ts'
import { Readings } from './readings.ts'
import { Recovery } from './recovery.ts'
import { Remarks } from './remarks.ts'
import { MAX_DEPTH, SequenceWalk, type WalkParts } from './sequence-walk.ts'
import { UntoldVrs } from './untold-vr.ts'
import { HAS_LONG_LENGTH, IS_TEXT, IS_TEXT_OR_NUMBER, VR, vrOfLetters } from './vr.ts'

/** The value of (Float, Double Float) Pixel Data, which is not catalogued. */
export interface PixelValue {
  tag: number
  /** File offset of the value. */
  at: number
  /** UNDEFINED_LENGTH where the pixels are encapsulated. */
  length: number
  /** Where in the element table the elements behind the pixels begin. */
  row: number
}

/** Bytes of a value that may have taken in an element. */
const LONG_ENOUGH_FOR_ELEMENTS = 8
const GROUP_LENGTH_OF_META = 0x00020000
/** Private information in the meta information, bytes of any kind (PS3.10 section 7.1). */
const PRIVATE_INFORMATION = 0x00020102
const PIXEL_REPRESENTATION = 0x00280103

/**
 * Walks the elements of one data set into an element table without decoding a value: explicit and implicit VR, both byte
 * orders, sequences and items of defined and undefined length (PS3.5 section 7). One item of a sequence, the first unless told, is
 * kept; the others are checked and passed over. No length is believed beyond what contains it.
 *
 * What is odd costs an element, not the header: as long as it shows where the element ends, or how else the bytes can be read
 * on, that is done, with a remark.
 */
export class ElementWalk implements WalkParts {
  readonly remarks = new Remarks()
  pixels: PixelValue | null = null
  /** Of those that are nested: which items become rows. */
  readonly sequences: SequenceWalk
  private bytes: HeaderBytes
  readonly table: ElementTable
  readonly untold: UntoldVrs
  readonly readings: Readings
  readonly odd: OddElements
  readonly levels = new Levels()
  private readonly recovery: Recovery

  constructor(bytes: HeaderBytes, table: ElementTable, creators: CreatorRegistry) {
    this.bytes = bytes
    this.table = table
    this.untold = new UntoldVrs(creators, MAX_DEPTH)
    this.readings = new Readings(bytes)
    this.odd = new OddElements(bytes, table, this.untold, this.readings, this.remarks)
    this.sequences = new SequenceWalk(bytes, this)
    this.recovery = new Recovery(this, this.sequences)
  }

  /** What the table's starts refer to. */
  get buffer(): Buffer {
    return this.bytes.buffer
  }

  /** Forgets the file before, and goes to the bytes of the next. */
  reset(bytes: HeaderBytes): void {
    this.bytes = bytes
    this.readings.reset(bytes)
    this.odd.reset(bytes)
    this.sequences.reset(bytes)
    this.recovery.reset()
    this.remarks.clear()
    this.pixels = null
    this.table.count = 0
  }

  /**
   * Walks the file meta information (group 0002), which is explicit VR little endian whatever the data set is (PS3.10
   * section 7.1); its group length is not relied on, unless there is no other way to its end.
   * @returns the position behind it
   * @throws HeaderFault where it is not whole
   */
  walkMeta(position: number): number {
    this.odd.inMeta = true
    try {
      return this.walkTop(position, this.sequences.encodingAt(position, this.bytes.size, 0))
    } catch (error) {
      const end = this.endOfMeta(position)
      if (end < 0) throw error
      this.recovery.passOver(error, 0)
      return end
    } finally {
      this.odd.inMeta = false
    }
  }

  /**
   * Walks the top level from `position` to Pixel Data or the end of the file; called again, what follows the pixels.
   * @throws HeaderFault where the header is not whole
   */
  walk(position: number, encoding: number): void {
    this.walkTop(position, encoding)
  }

  /** Walks the top level with all that is nested in it; without recursion, since nesting may be deeper than a stack. */
  private walkTop(position: number, encoding: number): number {
    const top = this.levels.at(0)
    top.begin(0, machineInteger(this.bytes.size), encoding, true, false)
    if (this.pixels !== null) {
      top.previous = this.pixels.tag
      top.previousVr = VR.OW
    }
    this.untold.enter(0)
    position = machineInteger(position)
    let level = top
    for (;;) {
      try {
        if (level.inSequence) {
          position = this.sequences.next(level, position)
          if (level.inSequence) level = this.levels.at(level.depth + 1)
        } else {
          position = this.walkLevel(level, position)
          if (level.inSequence) continue
          if (level === top) return position
          if (!level.delimited) position = level.end
          level = this.levels.at(level.depth - 1)
        }
      } catch (error) {
        level = this.recovery.levelToGoOn(level, error)
        position = level.resumeAt
      }
    }
  }

  /**
   * One data set: the top level or an item. This loop meets every element of an archive, so that it calls nothing for one that is
   * as it should be but `walkValue`.
   * @returns the position behind it, that of the pixels, or, where a sequence begins (`inSequence`), that of its items
   */
  private walkLevel(level: Level, position: number): number {
    const { bytes } = this
    const { end, encoding, depth } = level
    const big = (encoding & BIG_ENDIAN) !== 0
    const implicit = (encoding & IMPLICIT_VR) !== 0
    while (position < end) {
      let p = position - bytes.skew
      if (p + 12 > bytes.end) p = bytes.fill(position, 12)
      const available = Math.min(bytes.end - p, end - position)
      if (available < 8) return this.odd.walkTail(level, position, p, available)
      const b = bytes.buffer
      const tag = big
        ? (b[p] << 24) | (b[p + 1] << 16) | (b[p + 2] << 8) | b[p + 3]
        : (b[p + 1] << 24) | (b[p] << 16) | (b[p + 3] << 8) | b[p + 2]
      const group = tag >>> 16
      if (group !== 2 && this.odd.inMeta) return position
      if (group === 0xfffe) {
        if (tag === ITEM_END && level.delimited) return position + 8
        position = this.odd.passMark(level, tag, position)
        continue
      }
      if (isFiller(tag) && depth === 0 && this.odd.endsWithPadding(position)) return end

      let told: number = VR.UN
      let header = 8
      let length: number
      if (implicit) {
        length = big ? b.readInt32BE(p + 4) : b.readInt32LE(p + 4)
      } else {
        told = vrOfLetters(b[p + 4], b[p + 5])
        if (HAS_LONG_LENGTH[told] === 1) {
          if (available < 12) {
            level.tag = tag
            level.at = position
            endsInside(bytes, describeTag(tag), position, end)
          }
          header = 12
          length = big ? b.readInt32BE(p + 8) : b.readInt32LE(p + 8)
        } else {
          length = big ? (b[p + 6] << 8) | b[p + 7] : b[p + 6] | (b[p + 7] << 8)
        }
      }
      level.tag = tag
      level.at = position
      level.value = position + header
      level.length = length
      level.told = level.vr = told
      if (told === VR.NONE || (implicit && b[p + 4] >= 65 && vrOfLetters(b[p + 4], b[p + 5]) !== VR.NONE)) {
        this.odd.readHead(level)
      }

      const isBehind = (tag ^ 0x80000000) <= (level.previous ^ 0x80000000)
      const isPlaced = isBehind || level.told === VR.UN || (group & 1) !== 0 || level.rows !== null
      if (isPlaced) this.placeElement(level)
      level.previous = tag
      level.previousVr = level.vr
      if (isPixelData(tag) && depth === 0 && this.pixels === null) {
        this.odd.hasPixels = true
        this.pixels = { tag, at: level.value, length: level.length >>> 0, row: this.table.count }
        return level.value
      }
      position = level.length < 0 ? this.walkOpenValue(level) : this.walkValue(level)
      if (isPlaced) level.forget()
      if (level.inSequence) return position
    }
    if (level.delimited) endsInside(bytes, 'an item of undefined length', position, end)
    return position
  }

  /** The element's place among those before it, and what its VR is. */
  private placeElement(level: Level): void {
    const { tag, depth, told } = level
    const isBehind = level.isBehind(tag)
    if (level.keep && (isBehind || level.rows !== null)) level.findTwin(this.table)
    if (tag & 0x10000 && level.keep && level.twin < 0) {
      level.creator = this.untold.creatorOf(this.bytes, tag, depth, level.value, Math.max(0, level.length))
    }
    if (told === VR.UN) level.vr = this.untold.vrOf(tag, level.creator, depth)
    if (isBehind) this.odd.checkOrder(level)
  }

  /** A value of undefined length: a sequence, or encapsulated pixels. @returns the position behind it */
  private walkOpenValue(level: Level): number {
    const { tag, at, vr, value } = level
    if (level.length !== OPEN) return this.passHugeValue(level)
    if (vr === VR.SQ || level.told === VR.UN) return this.sequences.begin(level, level.end, true)
    if (vr === VR.OB || vr === VR.OW) {
      const position = this.sequences.passFragments(level)
      if (!level.keep || isPixelData(tag)) return position
      if (level.twin < 0) level.addTo(this.table, 0, position - value, NOT_READ)
      else this.odd.repeats(level)
      return position
    }
    if (!this.readings.isMark(value)) {
      damaged({ why: 'undefined-length', element: describeTag(tag), at })
    }
    this.remarks.add('part-damaged', { why: 'items', element: describeTag(tag), at })
    return this.sequences.begin(level, level.end, true)
  }

  /** A value of 2 GiB or more. @returns the position behind it */
  private passHugeValue(level: Level): number {
    const { tag, value } = level
    const length = level.length >>> 0
    if (length > level.end - value) overruns(this.bytes, tag, level.at, length, level.end)
    if (level.keep && level.twin < 0 && !isPixelData(tag)) level.addTo(this.table, value, length, NOT_READ)
    return value + length
  }

  /** A value of defined length. @returns the position behind it */
  private walkValue(level: Level): number {
    const { bytes } = this
    const { tag, value, length } = level
    if (length > level.end - value) overruns(bytes, tag, level.at, length, level.end)
    const next = value + length
    if (level.vr === VR.SQ ? this.sequences.isSequence(level) : this.sequences.isUntoldSequence(level))
      return this.sequences.begin(level, next, false)
    if (tag === PIXEL_REPRESENTATION && level.twin < 0) {
      this.untold.setSigned(level.depth, bytes.peek(value, Math.min(length, 2)).some(Boolean))
    }
    if (!level.keep || isPixelData(tag)) return next
    const readable = length <= MAX_VALUE
    const start = readable ? bytes.fill(value, length) : value
    if (readable && bytes.end - start < length) endsInside(bytes, describeTag(tag), value, bytes.size)
    const own =
      length >= LONG_ENOUGH_FOR_ELEMENTS && this.isDoubtful(level, start) ? this.odd.checkValue(level, start) : length
    if (level.twin >= 0) {
      if (!readable || !this.holdsSame(level.twin, start, own)) this.odd.repeats(level)
    } else if (own === length || isPossible(tag >>> 0))
      level.addTo(this.table, start, own, (level.encoding & BIG_ENDIAN) | (readable ? 0 : NOT_READ))
    if (!readable) bytes.pass(value)
    return value + own
  }

  /** Whether a value has to be looked at more closely, since its length may be wrong. @param start of its bytes in the buffer */
  private isDoubtful(level: Level, start: number): boolean {
    const { tag, vr, length } = level
    if (IS_TEXT[vr] === 1) return length > MAX_VALUE || hasControlCharacters(this.bytes.buffer, start, start + length)
    if (IS_TEXT_OR_NUMBER[vr] === 1) return true
    // Of a public element that nobody knows, or of the meta information but for what may be anything there.
    return this.odd.inMeta ? tag !== PRIVATE_INFORMATION : vr === VR.UN && (tag & 0x10000) === 0
  }

  /** Where the group length says that the meta information ends, if a data set begins there; else −1. */
  private endOfMeta(start: number): number {
    const { tags, vrs, starts, lengths } = this.table
    if (this.table.count === 0 || tags[0] !== GROUP_LENGTH_OF_META || vrs[0] !== VR.UL || lengths[0] !== 4) return -1
    const end = start + 12 + this.buffer.readUInt32LE(starts[0])
    return end < this.bytes.size && this.readings.goesOn(end, this.bytes.size, 0) ? end : -1
  }

  private holdsSame(row: number, start: number, length: number): boolean {
    const { starts, lengths, vrs, flags } = this.table
    if (vrs[row] === VR.SQ || flags[row] & NOT_READ) return false
    const { buffer } = this.bytes
    return buffer.subarray(starts[row], starts[row] + lengths[row]).equals(buffer.subarray(start, start + length))
  }
}

/** The same number as an integer of the machine where it fits: V8 counts with it, and with what comes of it, in half the time. */
function machineInteger(n: number): number {
  return n <= 0x7fffffff ? n | 0 : n
}

/** Whether a tag consists of one byte that files are padded with. */
function isFiller(tag: number): boolean {
  return tag === 0 || tag === -1 || tag === 0x20202020
}
