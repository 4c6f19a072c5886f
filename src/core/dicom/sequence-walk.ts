import { BIG_ENDIAN, type ElementTable, IMPLICIT_VR } from './element-table.ts'
import { damaged, endsInside, HeaderFault, overruns } from './faults.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { describeTag } from './issues.ts'
import { type Level, type Levels, OPEN } from './level.ts'
import { ITEM, longAt, SEQUENCE_END, tagAt, UNDEFINED_LENGTH } from './marks.ts'
import type { OddElements } from './odd-elements.ts'
import type { Readings } from './readings.ts'
import type { Remarks } from './remarks.ts'
import type { UntoldVrs } from './untold-vr.ts'
import { IS_TEXT_OR_NUMBER, VR, vrOfLetters } from './vr.ts'

/** Levels of nesting that are walked … */
export const MAX_DEPTH = 1000
/** … and that become rows: what is deeper would only have names of kilobytes. */
const MAX_DEPTH_KEPT = 128
/** In place of the number of an item: every one. */
export const ALL_ITEMS = -1

/** What the parts of a walk share. */
export interface WalkParts {
  table: ElementTable
  levels: Levels
  untold: UntoldVrs
  readings: Readings
  odd: OddElements
  remarks: Remarks
}

/** Walks from item to item of sequences (PS3.5 section 7.5); what the items hold is for the walk that asks. */
export class SequenceWalk {
  /**
   * Which item of a top-level sequence becomes rows of the table, from 1; a higher one than there is: none; `ALL_ITEMS`: each,
   * behind a row of its own (`ITEM`).
   */
  itemToKeep: (tag: number) => number = firstItem
  /** Instead: every item of every sequence becomes rows behind a row of its own (`ITEM`), until the table has this many. */
  rowsOfAllItems = 0
  private bytes: HeaderBytes
  private readonly table: ElementTable
  private readonly levels: Levels
  private readonly untold: UntoldVrs
  private readonly readings: Readings
  private readonly odd: OddElements
  private readonly remarks: Remarks
  /** Length that came with the last mark, as that of a Level. */
  private markLength = 0

  constructor(bytes: HeaderBytes, { table, levels, untold, readings, odd, remarks }: WalkParts) {
    this.bytes = bytes
    this.table = table
    this.levels = levels
    this.untold = untold
    this.readings = readings
    this.odd = odd
    this.remarks = remarks
  }

  reset(bytes: HeaderBytes): void {
    this.bytes = bytes
  }

  /**
   * The element at hand is a sequence (PS3.5 section 7.5).
   * @param end where it ends, or, where `delimited`, what contains it
   * @returns the position of its items
   */
  begin(level: Level, end: number, delimited: boolean): number {
    const { tag, depth, value } = level
    if (depth >= MAX_DEPTH) {
      const element = describeTag(tag)
      throw new HeaderFault('header-too-large', { why: 'depth', element, at: value, most: MAX_DEPTH })
    }
    if (level.twin >= 0) this.odd.repeats(level)
    level.vr = VR.SQ
    level.sequenceRow = level.keep && level.twin < 0 ? level.addTo(this.table, 0, 0, 0) : -1
    level.sequenceRows = this.table.count
    level.sequenceEnd = end
    level.sequenceDelimited = delimited
    level.itemEncoding = level.encoding
    level.items = 0
    level.inSequence = true
    return value
  }

  /** Whether a value of defined length is a sequence: one whose items are there. */
  isSequence(level: Level): boolean {
    const { tag, value, length } = level
    if (length === 0 || this.readings.isMark(value)) return true
    if (level.told === VR.SQ) {
      this.remarks.add('part-damaged', { why: 'no-item', element: describeTag(tag), at: value })
    }
    level.vr = VR.UN
    return false
  }

  /**
   * Whether a private value whose VR the file does not tell holds items, whatever the dictionary says of it: manufacturers have used
   * elements again for something else.
   */
  isUntoldSequence({ told, creator, vr, encoding, value, length }: Level): boolean {
    if (told !== VR.UN || creator === 0 || IS_TEXT_OR_NUMBER[vr] !== 1 || length < 8) return false
    if (!this.readings.isMark(value)) return false
    const item = longAt(this.bytes.peek(value, 8), 4, encoding)
    return item === UNDEFINED_LENGTH || item <= length - 8
  }

  /** Goes to the next item of the sequence of a level. @returns its position, or, no longer `inSequence`, that behind the items */
  next(level: Level, position: number): number {
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
        this.end(level)
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
      const item = this.levels.at(depth + 1)
      item.begin(this.table.count, itemEnd, this.encodingAt(position, itemEnd, encoding), isKept, isOpen)
      this.untold.enter(depth + 1)
      return position
    }
    if (delimited) endsInside(bytes, describeTag(tag), position, end)
    this.end(level)
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
      const element = describeTag(tag)
      this.remarks.add('deep-items-left-out', { element, at: level.at, most: MAX_DEPTH_KEPT })
    }
    if ((isAny || items === 1 || items === kept + 1) && bytes.dropFrom < 0) bytes.dropFrom = position - 8 - bytes.skew
    return false
  }

  end(level: Level): void {
    level.inSequence = false
    if (level.sequenceRow >= 0 && level.items > 1) this.bytes.dropFrom = -1
  }

  /** Passes over encapsulated pixels (PS3.5 annex A.4). @returns the position behind them */
  passFragments(level: Level): number {
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
  encodingAt(position: number, end: number, encoding: number): number {
    const p = this.bytes.fill(position, 8)
    const b = this.bytes.buffer
    if (end - position < 8 || this.bytes.end - p < 8) return encoding
    const hasVr = vrOfLetters(b[p + 4], b[p + 5]) !== VR.NONE
    if (hasVr === ((encoding & IMPLICIT_VR) === 0)) return encoding
    const length = longAt(b, p + 4, encoding)
    const fitsImplicit = length === UNDEFINED_LENGTH || length <= end - position - 8
    return hasVr === fitsImplicit ? encoding : encoding ^ IMPLICIT_VR
  }
}

function firstItem(): number {
  return 1
}
