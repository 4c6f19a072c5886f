import type { CreatorRegistry } from './creators.ts'
import { standardEntry } from './dictionary.ts'
import { checkOrder, checkValue, isPadding } from './element-checks.ts'
import { BIG_ENDIAN, IMPLICIT_VR, NOT_READ, type ElementTable } from './element-table.ts'
import { damaged, endsInside, HeaderFault, overruns } from './faults.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { describeTag, type Issue } from './issues.ts'
import { UntoldVrs } from './untold-vr.ts'
import { HAS_LONG_LENGTH, IS_TEXT_OR_NUMBER, VR, vrOfLetters } from './vr.ts'

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

export const UNDEFINED_LENGTH = 0xffffffff

/** Bytes of a value that may have taken in an element. */
const LONG_ENOUGH_FOR_ELEMENTS = 8
/** Values longer than this are catalogued as presence and length. */
const MAX_VALUE = 1 << 20
const MAX_ELEMENTS = 100_000
const MAX_DEPTH = 64

/** Tag of an item. */
export const ITEM = 0xfffee000 | 0
/** In place of the number of an item: every one. */
export const ALL_ITEMS = -1
const ITEM_END = 0xfffee00d | 0
const SEQUENCE_END = 0xfffee0dd | 0
const PIXEL_REPRESENTATION = 0x00280103

function isPixelData(tag: number): boolean {
  return tag === 0x7fe00010 || tag === 0x7fe00009 || tag === 0x7fe00008
}

/**
 * Walks the elements of one data set into an element table without decoding a value: explicit and implicit VR, both byte
 * orders, sequences and items of defined and undefined length (PS3.5 section 7). One item of a sequence, the first unless told, is
 * kept; the others are checked and passed over. No length is believed beyond what contains it.
 */
export class ElementWalk {
  readonly issues: Issue[] = []
  pixels: PixelValue | null = null
  /**
   * Which item of a top-level sequence becomes rows of the table, from 1; a higher one than there is: none; `ALL_ITEMS`: each,
   * behind a row of its own (`ITEM`).
   */
  itemToKeep: (tag: number) => number = firstItem
  /** Instead: every item of every sequence becomes rows behind a row of its own (`ITEM`), until the table has this many. */
  rowsOfAllItems = 0
  private bytes: HeaderBytes
  private inMeta = false
  private readonly table: ElementTable
  private readonly untold: UntoldVrs
  /** Length that came with the last mark. */
  private markLength = 0

  constructor(bytes: HeaderBytes, table: ElementTable, creators: CreatorRegistry) {
    this.bytes = bytes
    this.table = table
    this.untold = new UntoldVrs(creators, MAX_DEPTH)
  }

  /** What the table's starts refer to. */
  get buffer(): Buffer {
    return this.bytes.buffer
  }

  /** Forgets the file before, and goes to the bytes of the next. */
  reset(bytes: HeaderBytes): void {
    this.bytes = bytes
    this.issues.length = 0
    this.pixels = null
    this.table.count = 0
  }

  /**
   * Walks the file meta information (group 0002), which is explicit VR little endian whatever the data set is (PS3.10
   * section 7.1); its group length is not relied on.
   * @returns the position behind it
   * @throws HeaderFault where it is not whole
   */
  walkMeta(position: number): number {
    this.inMeta = true
    try {
      return this.level(position, this.bytes.size, this.encodingAt(position, this.bytes.size, 0), 0, true, false)
    } finally {
      this.inMeta = false
    }
  }

  /**
   * Walks the top level from `position` to Pixel Data or the end of the file; called again, what follows the pixels.
   * @throws HeaderFault where the header is not whole
   */
  walk(position: number, encoding: number): void {
    this.level(position, this.bytes.size, encoding, 0, true, false)
  }

  /**
   * One data set: the top level or an item.
   * @param keep false for items that are only checked
   * @param delimited true where an Item Delimitation Item ends it
   * @returns the position behind it
   */
  private level(
    position: number,
    end: number,
    encoding: number,
    depth: number,
    keep: boolean,
    delimited: boolean
  ): number {
    const { bytes, table, untold } = this
    const big = (encoding & BIG_ENDIAN) !== 0
    const implicit = (encoding & IMPLICIT_VR) !== 0
    const flags = encoding & BIG_ENDIAN
    const firstRow = table.count
    /** Once the level is out of order: which row has which tag. */
    let rows: Map<number, number> | null = null
    let previous = depth === 0 && this.pixels !== null ? this.pixels.tag : 0
    let previousVr: number = VR.OW
    untold.enter(depth)

    while (position < end) {
      let p = position - bytes.skew
      if (p + 12 > bytes.end) p = bytes.fill(position, 12)
      const b = bytes.buffer
      const available = Math.min(bytes.end - p, end - position)
      if (available < 8) {
        if (this.inMeta && (available < 2 || b[p] !== 2)) return position
        endsInside(bytes, 'an element', position, end)
      }
      const tag = big
        ? (b[p] << 24) | (b[p + 1] << 16) | (b[p + 2] << 8) | b[p + 3]
        : (b[p + 1] << 24) | (b[p] << 16) | (b[p + 3] << 8) | b[p + 2]
      const group = tag >>> 16
      if (group !== 2 && this.inMeta) return position
      if (tag === 0 && depth === 0 && this.endsWithPadding(position)) return end
      if (group === 0xfffe) {
        if (tag === ITEM_END && delimited) return position + 8
        checkDelimiter(tag, position, b.readUInt32LE(p + 4))
        position += 8
        continue
      }

      /** As the file tells it; UN where it does not. */
      let told: number = VR.UN
      let header = 8
      let length: number
      if (implicit) {
        length = big ? b.readUInt32BE(p + 4) : b.readUInt32LE(p + 4)
      } else {
        told = vrOfLetters(b[p + 4], b[p + 5])
        if (HAS_LONG_LENGTH[told] === 1) {
          if (available < 12) endsInside(bytes, describeTag(tag), position, end)
          header = 12
          length = big ? b.readUInt32BE(p + 8) : b.readUInt32LE(p + 8)
        } else {
          length = big ? (b[p + 6] << 8) | b[p + 7] : b[p + 6] | (b[p + 7] << 8)
          if (told === VR.NONE) told = vrWhereUntold(tag, position, b.toString('latin1', p + 4, p + 6))
        }
      }
      const at = position
      const value = at + header
      const creator = group & 1 && keep ? untold.creatorOf(bytes, tag, depth, value, length) : 0
      let vr = told === VR.UN ? untold.vrOf(tag, creator, depth) : told

      if ((tag ^ 0x80000000) <= (previous ^ 0x80000000)) {
        this.report(checkOrder(tag, vr, previous, previousVr, implicit, at))
        if (keep) rows ??= this.rowsOfLevel(firstRow, depth)
      }
      const twin = rows?.get(tag)
      if (rows !== null && twin === undefined) rows.set(tag, table.count)
      previous = tag
      previousVr = vr

      if (isPixelData(tag) && depth === 0) {
        if (this.pixels !== null) repeats(tag, at)
        this.pixels = { tag, at: value, length, row: table.count }
        return value
      }
      if (length === UNDEFINED_LENGTH) {
        if (twin !== undefined) repeats(tag, at)
        if (vr === VR.SQ || told === VR.UN) {
          position = this.sequence(tag, creator, value, end, encoding, depth, keep, true)
        } else if (vr === VR.OB || vr === VR.OW) {
          position = this.fragments(tag, value, end, encoding)
          if (keep && !isPixelData(tag)) this.add(tag, vr, creator, 0, position - value, depth, flags | NOT_READ)
        } else {
          damaged(`${describeTag(tag)} at byte ${at} has an undefined length, which its VR does not allow.`)
        }
        continue
      }
      if (length > end - value) overruns(bytes, tag, at, length, end)
      position = value + length
      if (vr === VR.SQ) {
        if (told === VR.SQ || length === 0 || this.beginsWithItem(value)) {
          if (twin !== undefined) repeats(tag, at)
          this.sequence(tag, creator, value, position, encoding, depth, keep, false)
          continue
        }
        vr = VR.UN
      }
      if (tag === PIXEL_REPRESENTATION) untold.setSigned(depth, bytes.peek(value, Math.min(length, 2)).some(Boolean))
      if (!keep || isPixelData(tag)) continue
      const readable = length <= MAX_VALUE
      const start = readable ? bytes.fill(value, length) : value
      if (readable && bytes.end - start < length) endsInside(bytes, describeTag(tag), value, bytes.size)
      if (length >= LONG_ENOUGH_FOR_ELEMENTS && (IS_TEXT_OR_NUMBER[vr] === 1 || this.inMeta)) {
        checkValue(bytes, tag, vr, encoding, at, value, length, readable)
      }
      if (twin !== undefined) {
        if (readable && this.holdsSame(twin, start, length)) continue
        repeats(tag, at)
      }
      this.add(tag, vr, creator, start, length, depth, readable ? flags : flags | NOT_READ)
    }
    if (delimited) endsInside(bytes, 'an item of undefined length', position, end)
    return position
  }

  /**
   * The items of a sequence (PS3.5 section 7.5).
   * @param end where it ends, or, where `delimited`, what contains it
   * @returns the position behind it
   */
  private sequence(
    tag: number,
    creator: number,
    position: number,
    end: number,
    encoding: number,
    depth: number,
    keep: boolean,
    delimited: boolean
  ): number {
    const { bytes } = this
    if (depth >= MAX_DEPTH) {
      damaged(`${describeTag(tag)} at byte ${position} is nested deeper than ${MAX_DEPTH} levels.`)
    }
    const row = keep ? this.add(tag, VR.SQ, creator, 0, 0, depth, 0) : -1
    const kept = depth === 0 ? this.itemToKeep(tag) : 1
    let items = 0
    let ended = false
    while (position < end && !ended) {
      // Sequences within UN are little endian, whatever the file is (PS3.5 section 6.2.2), so the first item tells.
      if (items === 0) encoding = this.orderAt(position, encoding)
      const mark = this.readMark(tag, position, end, encoding)
      const length = this.markLength
      position += 8
      if (mark === SEQUENCE_END) {
        ended = delimited
        continue
      }
      if (mark !== ITEM) damaged(`${describeTag(tag)} holds something that is no item, at byte ${position - 8}.`)
      items++
      const isAny = this.rowsOfAllItems > 0 || kept === ALL_ITEMS
      const isKept = keep && (isAny ? kept === ALL_ITEMS || this.table.count < this.rowsOfAllItems : items === kept)
      if (isAny && isKept) this.add(ITEM, VR.NONE, 0, 0, items, depth + 1, 0)
      if (isKept) bytes.dropFrom = -1
      else if (keep && (isAny || items === 1 || items === kept + 1) && bytes.dropFrom < 0) {
        bytes.dropFrom = position - 8 - bytes.skew
      }
      const isOpen = length === UNDEFINED_LENGTH
      if (!isOpen && length > end - position) overruns(bytes, tag, position - 8, length, end)
      const itemEnd = isOpen ? end : position + length
      const itemEncoding = this.encodingAt(position, itemEnd, encoding)
      const next = this.level(position, itemEnd, itemEncoding, depth + 1, isKept, isOpen)
      position = isOpen ? next : itemEnd
    }
    if (delimited && !ended) endsInside(bytes, describeTag(tag), position, end)
    if (keep) {
      this.table.lengths[row] = items
      if (items > 1) bytes.dropFrom = -1
    }
    return position
  }

  /** Passes over encapsulated pixels (PS3.5 annex A.4). @returns the position behind them */
  private fragments(tag: number, position: number, end: number, encoding: number): number {
    for (;;) {
      const mark = this.readMark(tag, position, end, encoding)
      position += 8
      if (mark === SEQUENCE_END) return position
      if (mark !== ITEM) damaged(`${describeTag(tag)} holds something that is no fragment, at byte ${position - 8}.`)
      if (this.markLength > end - position) overruns(this.bytes, tag, position - 8, this.markLength, end)
      position += this.markLength
    }
  }

  /** The tag of an item or a delimiter; its length goes to `markLength`. */
  private readMark(tag: number, position: number, end: number, encoding: number): number {
    const { bytes } = this
    const p = bytes.fill(position, 8)
    if (end - position < 8 || bytes.end - p < 8) endsInside(bytes, describeTag(tag), position, end)
    const b = bytes.buffer
    const big = (encoding & BIG_ENDIAN) !== 0
    this.markLength = big ? b.readUInt32BE(p + 4) : b.readUInt32LE(p + 4)
    return big ? b.readInt32BE(p) : (b.readUInt16LE(p) << 16) | b.readUInt16LE(p + 2)
  }

  /** The encoding with the byte order of the item at `position`, where there is one. */
  private orderAt(position: number, encoding: number): number {
    const mark = this.bytes.peek(position, 4)
    if (mark[0] === 0xfe && mark[1] === 0xff) return encoding & ~BIG_ENDIAN
    if (mark[0] === 0xff && mark[1] === 0xfe) return encoding | BIG_ENDIAN
    return encoding
  }

  /**
   * The encoding of the item at `position`: files are found with items in implicit VR within explicit VR and the other
   * way round, and sequences within UN are implicit VR (PS3.5 section 6.2.2), so the first element is asked.
   */
  private encodingAt(position: number, end: number, encoding: number): number {
    const p = this.bytes.fill(position, 8)
    const b = this.bytes.buffer
    if (end - position < 8 || this.bytes.end - p < 8) return encoding
    const hasVr = vrOfLetters(b[p + 4], b[p + 5]) !== VR.NONE
    if (hasVr === ((encoding & IMPLICIT_VR) === 0)) return encoding
    const length = encoding & BIG_ENDIAN ? b.readUInt32BE(p + 4) : b.readUInt32LE(p + 4)
    const fitsImplicit = length === UNDEFINED_LENGTH || length <= end - position - 8
    return hasVr === fitsImplicit ? encoding : encoding ^ IMPLICIT_VR
  }

  private beginsWithItem(position: number): boolean {
    const mark = this.bytes.peek(position, 4)
    return mark.length === 4 && (mark.readUInt32BE() === 0xfeff00e0 || mark.readUInt32BE() === 0xfffee000)
  }

  private endsWithPadding(position: number): boolean {
    const isImage = this.table.find(0x00280010) >= 0
    return (this.pixels !== null || !isImage) && isPadding(this.bytes, position, this.pixels !== null)
  }

  private rowsOfLevel(firstRow: number, depth: number): Map<number, number> {
    const rows = new Map<number, number>()
    for (let row = firstRow; row < this.table.count; row++) {
      if (this.table.depths[row] === depth) rows.set(this.table.tags[row], row)
    }
    return rows
  }

  private holdsSame(row: number, start: number, length: number): boolean {
    const { starts, lengths, vrs, flags } = this.table
    if (vrs[row] === VR.SQ || flags[row] & NOT_READ) return false
    const { buffer } = this.bytes
    return buffer.subarray(starts[row], starts[row] + lengths[row]).equals(buffer.subarray(start, start + length))
  }

  private add(
    tag: number,
    vr: number,
    creator: number,
    start: number,
    length: number,
    depth: number,
    flags: number
  ): number {
    if (this.table.count >= MAX_ELEMENTS) {
      throw new HeaderFault('header-too-large', `The header holds more than ${MAX_ELEMENTS} elements.`)
    }
    return this.table.add(tag, vr, creator, start, length, depth, flags)
  }

  private report(issue: Issue): void {
    if (!this.issues.some(({ code }) => code === issue.code)) this.issues.push(issue)
  }
}

function firstItem(): number {
  return 1
}

/** Delimiters without a sequence are met, and harmless. */
function checkDelimiter(tag: number, at: number, length: number): void {
  if ((tag === ITEM_END || tag === SEQUENCE_END) && length === 0) return
  damaged(`A delimiter ${describeTag(tag)} stands where an element should, at byte ${at}.`)
}

/** Two blanks or `??` are met in place of a VR; the writer did not know it. Anything else is damage. */
function vrWhereUntold(tag: number, at: number, letters: string): number {
  if ((letters === '  ' || letters === '??') && standardEntry(tag)) return VR.UN
  damaged(`${describeTag(tag)} at byte ${at} has the unknown VR ${JSON.stringify(letters)}.`)
}

/** An element that stands twice in a data set with two values: nobody knows which one holds. */
function repeats(tag: number, at: number): never {
  damaged(`${describeTag(tag)} stands a second time at byte ${at}, with another value.`)
}
