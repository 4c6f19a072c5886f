import type { CreatorRegistry } from './creators.ts'
import { hasControlCharacters, isPossible, MAX_VALUE } from './element-checks.ts'
import { BIG_ENDIAN, IMPLICIT_VR, NOT_READ, type ElementTable } from './element-table.ts'
import { damaged, endsInside, HeaderFault, overruns } from './faults.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { describeTag } from './issues.ts'
import { Level, OPEN } from './level.ts'
import { isPixelData, ITEM, ITEM_END, longAt, SEQUENCE_END, tagAt, UNDEFINED_LENGTH } from './marks.ts'
import { OddElements } from './odd-elements.ts'
import { Readings } from './readings.ts'
import { Remarks } from './remarks.ts'
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
const MAX_ELEMENTS = 100_000
/** Levels of nesting that are walked … */
const MAX_DEPTH = 1000
/** … and that become rows: what is deeper would only have names of kilobytes. */
const MAX_DEPTH_KEPT = 128
/** Items and sequences of one file that are given up and passed over. */
const MAX_PASSED_OVER = 10_000

/** In place of the number of an item: every one. */
export const ALL_ITEMS = -1
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
export class ElementWalk {
  readonly remarks = new Remarks()
  pixels: PixelValue | null = null
  /**
   * Which item of a top-level sequence becomes rows of the table, from 1; a higher one than there is: none; `ALL_ITEMS`: each,
   * behind a row of its own (`ITEM`).
   */
  itemToKeep: (tag: number) => number = firstItem
  /** Instead: every item of every sequence becomes rows behind a row of its own (`ITEM`), until the table has this many. */
  rowsOfAllItems = 0
  private bytes: HeaderBytes
  private readonly table: ElementTable
  private readonly untold: UntoldVrs
  private readonly readings: Readings
  private readonly odd: OddElements
  /** By depth. */
  private readonly levels: Level[] = []
  /** Length that came with the last mark, as that of a Level. */
  private markLength = 0
  private passedOver = 0

  constructor(bytes: HeaderBytes, table: ElementTable, creators: CreatorRegistry) {
    this.bytes = bytes
    this.table = table
    this.untold = new UntoldVrs(creators, MAX_DEPTH)
    this.readings = new Readings(bytes)
    this.odd = new OddElements(bytes, table, this.untold, this.readings, this.remarks)
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
    this.remarks.clear()
    this.passedOver = 0
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
      return this.walkTop(position, this.encodingAt(position, this.bytes.size, 0))
    } catch (error) {
      const end = this.endOfMeta(position)
      if (end < 0) throw error
      this.passOver(error, 0)
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
    const top = this.levelAt(0)
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
          position = this.walkItems(level, position)
          if (level.inSequence) level = this.levelAt(level.depth + 1)
        } else {
          position = this.walkLevel(level, position)
          if (level.inSequence) continue
          if (level === top) return position
          if (!level.delimited) position = level.end
          level = this.levelAt(level.depth - 1)
        }
      } catch (error) {
        level = this.levelToGoOn(level, error)
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
          if (available < 12) endsInside(bytes, describeTag(tag), position, end)
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
    if (level.keep && (isBehind || level.rows !== null)) this.findTwin(level)
    if (tag & 0x10000 && level.keep && level.twin < 0) {
      level.creator = this.untold.creatorOf(this.bytes, tag, depth, level.value, Math.max(0, level.length))
    }
    if (told === VR.UN) level.vr = this.untold.vrOf(tag, level.creator, depth)
    if (isBehind) this.odd.checkOrder(level)
  }

  private findTwin(level: Level): void {
    level.rows ??= this.rowsOf(level)
    const twin = level.rows.get(level.tag)
    if (twin === undefined) level.rows.set(level.tag, this.table.count)
    else level.twin = twin
  }

  /** A value of undefined length: a sequence, or encapsulated pixels. @returns the position behind it */
  private walkOpenValue(level: Level): number {
    const { tag, at, vr, value } = level
    if (level.length !== OPEN) return this.passHugeValue(level)
    if (vr === VR.SQ || level.told === VR.UN) return this.beginSequence(level, level.end, true)
    if (vr === VR.OB || vr === VR.OW) {
      const position = this.passFragments(level)
      if (!level.keep || isPixelData(tag)) return position
      if (level.twin < 0) this.add(level, 0, position - value, NOT_READ)
      else this.odd.repeats(level)
      return position
    }
    if (!this.readings.isMark(value)) {
      damaged({ why: 'undefined-length', element: describeTag(tag), at })
    }
    this.remarks.add('part-damaged', `${describeTag(tag)} at byte ${at} holds items, which its VR does not allow.`)
    return this.beginSequence(level, level.end, true)
  }

  /** A value of 2 GiB or more. @returns the position behind it */
  private passHugeValue(level: Level): number {
    const { tag, value } = level
    const length = level.length >>> 0
    if (length > level.end - value) overruns(this.bytes, tag, level.at, length, level.end)
    if (level.keep && level.twin < 0 && !isPixelData(tag)) this.add(level, value, length, NOT_READ)
    return value + length
  }

  /** A value of defined length. @returns the position behind it */
  private walkValue(level: Level): number {
    const { bytes } = this
    const { tag, value, length } = level
    if (length > level.end - value) overruns(bytes, tag, level.at, length, level.end)
    const next = value + length
    if (level.vr === VR.SQ ? this.isSequence(level) : this.isUntoldSequence(level))
      return this.beginSequence(level, next, false)
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
      this.add(level, start, own, (level.encoding & BIG_ENDIAN) | (readable ? 0 : NOT_READ))
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

  /**
   * Whether a private value whose VR the file does not tell holds items, whatever the dictionary says of it: manufacturers have used
   * elements again for something else.
   */
  private isUntoldSequence({ told, creator, vr, encoding, value, length }: Level): boolean {
    if (told !== VR.UN || creator === 0 || IS_TEXT_OR_NUMBER[vr] !== 1 || length < 8) return false
    if (!this.readings.isMark(value)) return false
    const item = longAt(this.bytes.peek(value, 8), 4, encoding)
    return item === UNDEFINED_LENGTH || item <= length - 8
  }

  /** Whether a value of defined length is a sequence: one whose items are there. */
  private isSequence(level: Level): boolean {
    const { tag, value, length } = level
    if (length === 0 || this.readings.isMark(value)) return true
    if (level.told === VR.SQ) {
      this.remarks.add(
        'part-damaged',
        `${describeTag(tag)} holds something that is no item, at byte ${value}: it is kept as bytes.`
      )
    }
    level.vr = VR.UN
    return false
  }

  /**
   * The element at hand is a sequence (PS3.5 section 7.5).
   * @param end where it ends, or, where `delimited`, what contains it
   * @returns the position of its items
   */
  private beginSequence(level: Level, end: number, delimited: boolean): number {
    const { tag, depth, value } = level
    if (depth >= MAX_DEPTH) {
      const element = describeTag(tag)
      throw new HeaderFault('header-too-large', { why: 'depth', element, at: value, most: MAX_DEPTH })
    }
    if (level.twin >= 0) this.odd.repeats(level)
    level.vr = VR.SQ
    level.sequenceRow = level.keep && level.twin < 0 ? this.add(level, 0, 0, 0) : -1
    level.sequenceRows = this.table.count
    level.sequenceEnd = end
    level.sequenceDelimited = delimited
    level.itemEncoding = level.encoding
    level.items = 0
    level.inSequence = true
    return value
  }

  /** Goes to the next item of the sequence of a level. @returns its position, or, no longer `inSequence`, that behind the items */
  private walkItems(level: Level, position: number): number {
    const { bytes } = this
    const { tag, depth, sequenceRow: row, sequenceEnd: end, sequenceDelimited: delimited } = level
    while (position < end) {
      level.mark = position
      // Sequences within UN are little endian, whatever the file is (PS3.5 section 6.2.2), so the first item tells.
      if (level.items === 0) level.itemEncoding = this.orderAt(position, level.encoding)
      const encoding = level.itemEncoding
      const mark = this.readMark(tag, position, end, encoding)
      const length = this.markLength
      position += 8
      if (mark === SEQUENCE_END) {
        if (!delimited) continue
        this.endSequence(level)
        return position
      }
      if (mark !== ITEM) damaged({ why: 'no-item', element: describeTag(tag), at: position - 8 })
      level.items++
      if (row >= 0) this.table.lengths[row] = level.items
      const isKept = this.isItemKept(level, position)
      const isOpen = length === OPEN
      if (!isOpen && (length < 0 || length > end - position) && !this.odd.extendToItem(level, position, length)) {
        overruns(bytes, tag, position - 8, length >>> 0, end)
      }
      const itemEnd = isOpen ? end : position + length
      const item = this.levelAt(depth + 1)
      item.begin(this.table.count, itemEnd, this.encodingAt(position, itemEnd, encoding), isKept, isOpen)
      this.untold.enter(depth + 1)
      return position
    }
    if (delimited) endsInside(bytes, describeTag(tag), position, end)
    this.endSequence(level)
    return position
  }

  /** Whether the item at hand becomes rows; what does not may be dropped from the buffer. @param position behind its head */
  private isItemKept(level: Level, position: number): boolean {
    const { bytes } = this
    const { tag, depth, items } = level
    if (level.sequenceRow < 0) return false
    const kept = depth === 0 ? this.itemToKeep(tag) : 1
    const isAny = this.rowsOfAllItems > 0 || kept === ALL_ITEMS
    const isWanted = isAny ? kept === ALL_ITEMS || this.table.count < this.rowsOfAllItems : items === kept
    if (isWanted && depth < MAX_DEPTH_KEPT) {
      if (isAny) this.table.add(ITEM, VR.NONE, 0, 0, items, depth + 1, 0)
      bytes.dropFrom = -1
      return true
    }
    if (isWanted) {
      const message = `What ${describeTag(tag)} at byte ${level.at} holds is nested deeper than ${MAX_DEPTH_KEPT} levels.`
      this.remarks.add('deep-items-left-out', message)
    }
    if ((isAny || items === 1 || items === kept + 1) && bytes.dropFrom < 0) bytes.dropFrom = position - 8 - bytes.skew
    return false
  }

  private endSequence(level: Level): void {
    level.inSequence = false
    if (level.sequenceRow >= 0 && level.items > 1) this.bytes.dropFrom = -1
  }

  /**
   * Where the walk goes on behind a fault: behind the innermost item or sequence whose end is known.
   * @returns the level to go on with, at its `resumeAt` @throws the error where there is none
   */
  private levelToGoOn(level: Level, error: unknown): Level {
    for (;;) {
      if (level.inSequence) {
        const end = level.sequenceDelimited ? this.endOfDamaged(level, error) : level.sequenceEnd
        if (end >= 0) {
          this.passOver(error, level.sequenceRows)
          this.endSequence(level)
          level.resumeAt = end
          return level
        }
      }
      if (level.depth === 0) throw error
      const parent = this.levelAt(level.depth - 1)
      if (!level.delimited) {
        this.passOver(error, level.firstRow)
        parent.resumeAt = level.end
        return parent
      }
      level = parent
    }
  }

  /** Where a damaged sequence of undefined length ends, if the top level or an item of known length shows it; else −1. */
  private endOfDamaged(level: Level, error: unknown): number {
    const isDamaged = error instanceof HeaderFault && error.code === 'header-damaged'
    if (!isDamaged || level.delimited) return -1
    return this.readings.endOfSequence(level.mark, level.end, level.encoding)
  }

  /**
   * Goes on behind something that cannot be walked and whose end is known. What was read of it is kept if it can be trusted.
   * @param rows where its rows begin @throws the error where it is another one, or the last of too many
   */
  private passOver(error: unknown, rows: number): void {
    const isLocal = error instanceof HeaderFault && error.code !== 'header-too-large'
    if (!isLocal || ++this.passedOver > MAX_PASSED_OVER) throw error
    const { table } = this
    for (let row = rows; row < table.count; row++) {
      if (table.tags[row] !== ITEM && !isPossible(table.tags[row] >>> 0)) table.count = rows
    }
    this.remarks.add('part-damaged', `${error.message} What contains it is passed over.`)
  }

  /** Passes over encapsulated pixels (PS3.5 annex A.4). @returns the position behind them */
  private passFragments(level: Level): number {
    const { tag, end, encoding } = level
    let position = level.value
    for (;;) {
      const mark = this.readMark(tag, position, end, encoding)
      position += 8
      if (mark === SEQUENCE_END) return position
      if (mark !== ITEM) damaged({ why: 'no-fragment', element: describeTag(tag), at: position - 8 })
      const length = this.markLength >>> 0
      if (length > end - position) overruns(this.bytes, tag, position - 8, length, end)
      position += length
    }
  }

  /** The tag of an item or a delimiter; its length goes to `markLength`. */
  private readMark(tag: number, position: number, end: number, encoding: number): number {
    const { bytes } = this
    const p = bytes.fill(position, 8)
    if (end - position < 8 || bytes.end - p < 8) endsInside(bytes, describeTag(tag), position, end)
    const b = bytes.buffer
    this.markLength = encoding & BIG_ENDIAN ? b.readInt32BE(p + 4) : b.readInt32LE(p + 4)
    return tagAt(b, p, encoding)
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
    const length = longAt(b, p + 4, encoding)
    const fitsImplicit = length === UNDEFINED_LENGTH || length <= end - position - 8
    return hasVr === fitsImplicit ? encoding : encoding ^ IMPLICIT_VR
  }

  /** Where the group length says that the meta information ends, if a data set begins there; else −1. */
  private endOfMeta(start: number): number {
    const { tags, vrs, starts, lengths } = this.table
    if (this.table.count === 0 || tags[0] !== GROUP_LENGTH_OF_META || vrs[0] !== VR.UL || lengths[0] !== 4) return -1
    const end = start + 12 + this.buffer.readUInt32LE(starts[0])
    return end < this.bytes.size && this.readings.goesOn(end, this.bytes.size, 0) ? end : -1
  }

  private levelAt(depth: number): Level {
    return (this.levels[depth] ??= new Level(depth))
  }

  private rowsOf({ depth, firstRow }: Level): Map<number, number> {
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

  private add({ tag, vr, creator, depth }: Level, start: number, length: number, flags: number): number {
    if (this.table.count >= MAX_ELEMENTS) {
      throw new HeaderFault('header-too-large', { why: 'elements', most: MAX_ELEMENTS })
    }
    return this.table.add(tag, vr, creator, start, length, depth, flags)
  }
}

function firstItem(): number {
  return 1
}

/** The same number as an integer of the machine where it fits: V8 counts with it, and with what comes of it, in half the time. */
function machineInteger(n: number): number {
  return n <= 0x7fffffff ? n | 0 : n
}

/** Whether a tag consists of one byte that files are padded with. */
function isFiller(tag: number): boolean {
  return tag === 0 || tag === -1 || tag === 0x20202020
}
