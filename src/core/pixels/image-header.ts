import { DEFAULT_CHARSET } from '../dicom/charset.ts'
import { CreatorRegistry } from '../dicom/creators.ts'
import { BIG_ENDIAN, ElementTable, NOT_READ } from '../dicom/element-table.ts'
import { ElementWalk, type PixelValue } from '../dicom/elements.ts'
import { ALL_ITEMS } from '../dicom/sequence-walk.ts'
import { HeaderFault, systemMessage } from '../dicom/faults.ts'
import { HeaderBytes } from '../dicom/header-bytes.ts'
import { inflate } from '../dicom/inflate.ts'
import { describeTag } from '../dicom/issues.ts'
import { ITEM } from '../dicom/marks.ts'
import { declaredEncoding, encodingOfDataSet, findStart, isDeflated } from '../dicom/start.ts'
import { textOfRow } from '../dicom/values.ts'
import { VR } from '../dicom/vr.ts'
import { MedoidError } from '../errors.ts'
import { hasDecimalComma, parseDecimal } from '../numbers.ts'
import { addRemark, excerpt, type Remark } from './remarks.ts'
import { cannotDecode } from './undecodable.ts'

const TRANSFER_SYNTAX_UID = 0x00020010
const NUMBER_OF_FRAMES = 0x00280008
const PER_FRAME_FUNCTIONAL_GROUPS = 0x52009230
const VOI_LUT_SEQUENCE = 0x00283010
const ULTRASOUND_REGIONS = 0x00186011

/** A deflated data set is inflated as a whole; one that is longer than this is not. */
const MAX_INFLATED = 256 << 20

/** Room for frames that is kept from one image to the next: most of an archive fit into it. */
const KEPT_ROOM = 8 << 20

/** The value of an element: bytes in a buffer that holds until the header is closed. */
export interface RawValue {
  bytes: Buffer
  vr: number
  bigEndian: boolean
}

/**
 * The header of one image as far as its pixels need it, and the file that it was read from. Of the Per-Frame Functional Groups,
 * the item of the frame that is asked for is the one that is there; of VOI LUTs and ultrasound regions every one is, of other
 * sequences the first.
 */
export class ImageHeader {
  /** The file; where the data set is deflated, what it inflates to. */
  bytes = new HeaderBytes()
  transferSyntax = ''
  /** Encoding of the data set, see element-table.ts. */
  encoding = 0
  pixels: PixelValue | null = null
  /** What is told of the picture of this file. */
  remarks: Remark[] = []
  private room: Buffer = Buffer.alloc(0)
  private wanted: number | null = null
  private readonly table = new ElementTable()
  private readonly creators = new CreatorRegistry()
  private readonly walk = new ElementWalk(this.bytes, this.table, this.creators)
  private readonly file = this.bytes

  /** @param rowsOfAllItems instead of the items that pictures need: every item of every sequence, until the header has so many rows */
  constructor(rowsOfAllItems = 0) {
    this.walk.sequences.rowsOfAllItems = rowsOfAllItems
    this.walk.sequences.itemToKeep = (tag) => {
      if (tag === VOI_LUT_SEQUENCE || tag === ULTRASOUND_REGIONS) return ALL_ITEMS
      return tag === PER_FRAME_FUNCTIONAL_GROUPS ? this.frame() + 1 : 1
    }
  }

  /**
   * Reads a header; `close` ends what this begins, also where it throws.
   * @param frame from 0; that in the middle unless told
   * @throws MedoidError `file-unreadable`, `not-dicom`, or a code of dicom/issues.ts
   */
  open(path: string | Buffer, frame: number | null = null): void {
    this.wanted = frame
    this.remarks = []
    try {
      this.file.open(path)
      this.parse()
    } catch (error) {
      if (error instanceof HeaderFault) throw new MedoidError(error.code, error.parameters)
      throw new MedoidError('file-unreadable', { reason: systemMessage(error) }, { cause: error })
    }
  }

  close(): void {
    this.file.close()
    this.bytes = this.file
    this.creators.forget()
  }

  /** A range of the file, in memory that the next call overwrites. */
  frameBytes(position: number, length: number): Buffer {
    const bytes = this.bytes.range(position, length, this.room)
    if (bytes.length > this.room.length && bytes.length <= KEPT_ROOM) this.room = bytes
    return bytes
  }

  /** The frame that is asked for, from 0; else that in the middle, floor(NumberOfFrames / 2). */
  frame(): number {
    if (this.wanted !== null) return this.wanted
    const frames = this.integer(NUMBER_OF_FRAMES) ?? 1
    return frames > 0 ? Math.floor(frames / 2) : 0
  }

  /** The canonical text of an element; '' where it is absent, empty or too long to be read. @param parent row of its sequence */
  text(tag: number, parent = -1, charset = DEFAULT_CHARSET): string {
    const row = this.row(tag, parent)
    return row < 0 ? '' : textOfRow(this.table, row, this.walk.buffer, charset)
  }

  /** The numbers of an element, NaN for a value that is none; empty where it is absent or empty. */
  numbers(tag: number, parent = -1): number[] {
    const text = this.text(tag, parent)
    if (text === '') return []
    const values = text.split('\\').map((value) => value.trim())
    if (values.some(hasDecimalComma)) {
      addRemark(this.remarks, 'decimal-comma', { name: describeTag(tag), text: excerpt(text) })
    }
    return values.map(parseDecimal)
  }

  /** The first number of an element, which has to be whole: NaN where it is not, undefined where there is none. */
  integer(tag: number): number | undefined {
    const [value] = this.numbers(tag)
    return value === undefined || Number.isInteger(value) ? value : NaN
  }

  /** The bytes of an element; null where it is absent, empty or too long to be read. */
  value(tag: number, parent = -1): RawValue | null {
    const row = this.row(tag, parent)
    const { vrs, flags, starts, lengths } = this.table
    if (row < 0 || lengths[row] === 0 || vrs[row] === VR.SQ || flags[row] & NOT_READ) return null
    const bytes = this.walk.buffer.subarray(starts[row], starts[row] + lengths[row])
    return { bytes, vr: vrs[row], bigEndian: (flags[row] & BIG_ENDIAN) !== 0 }
  }

  /**
   * A part of a value, however long that is; shorter where it ends.
   * @param from bytes from its beginning; its words begin at even ones
   * @returns null where the element is absent or empty
   */
  part(tag: number, from: number, length: number, parent = -1): RawValue | null {
    const row = this.row(tag, parent)
    const { vrs, flags, starts, lengths } = this.table
    if (row < 0 || lengths[row] === 0 || vrs[row] === VR.SQ) return null
    // A place that 31 bits do not hold is behind any header.
    if (flags[row] & NOT_READ && starts[row] <= 0) return null
    const size = Math.max(0, Math.min(length, lengths[row] - from))
    const start = starts[row] + from
    const bytes = flags[row] & NOT_READ ? this.bytes.range(start, size) : this.walk.buffer.subarray(start, start + size)
    return { bytes, vr: vrs[row], bigEndian: (flags[row] & BIG_ENDIAN) !== 0 }
  }

  /** Bytes of a value, however long that is; 0 where the element is absent, and of a sequence. */
  length(tag: number, parent = -1): number {
    const row = this.row(tag, parent)
    return row < 0 || this.table.vrs[row] === VR.SQ ? 0 : this.table.lengths[row]
  }

  /** Whether the header has as many rows as it may have of all items, so that further ones are left out. */
  get isFull(): boolean {
    const { rowsOfAllItems } = this.walk.sequences
    return rowsOfAllItems > 0 && this.table.count >= rowsOfAllItems
  }

  /** The items of a sequence that are there, each for `parent` above. */
  items(tag: number, parent = -1): number[] {
    const sequence = this.sequence(tag, parent)
    if (sequence < 0) return []
    const { tags, depths, count } = this.table
    const depth = depths[sequence] + 1
    const items: number[] = []
    for (let row = sequence + 1; row < count && depths[row] >= depth; row++) {
      if (tags[row] === ITEM && depths[row] === depth) items.push(row)
    }
    return items.length > 0 ? items : [sequence]
  }

  /** The row of a sequence with an item in it, for `parent` above; −1 where there is none. */
  sequence(tag: number, parent = -1): number {
    const row = this.row(tag, parent)
    return row >= 0 && this.table.vrs[row] === VR.SQ && this.table.lengths[row] > 0 ? row : -1
  }

  private row(tag: number, parent: number): number {
    if (parent < 0) return this.table.find(tag)
    const { tags, depths, count } = this.table
    const isItem = tags[parent] === ITEM
    const depth = depths[parent] + (isItem ? 0 : 1)
    for (let row = parent + 1; row < count && depths[row] >= depth; row++) {
      if (depths[row] !== depth) continue
      if (tags[row] === tag) return row
      if (isItem && tags[row] === ITEM) return -1
    }
    return -1
  }

  private parse(): void {
    const { walk, file } = this
    const start = findStart(file)
    if (start < 0) throw new MedoidError('not-dicom', {})
    walk.reset(file)
    let position = walk.walkMeta(start)
    this.transferSyntax = this.text(TRANSFER_SYNTAX_UID)
    if (isDeflated(this.transferSyntax)) {
      this.bytes = new HeaderBytes()
      const deflated = file.range(position, MAX_INFLATED)
      this.bytes.use(
        inflate(deflated, MAX_INFLATED, (problem) =>
          'reason' in problem
            ? cannotDecode('pixels-damaged', { why: 'data-set-not-inflated', ...problem })
            : cannotDecode('pixels-too-large', { why: 'data-set', ...problem })
        )
      )
      walk.reset(this.bytes)
      position = 0
    }
    this.encoding = encodingOfDataSet(this.bytes, position, declaredEncoding(this.transferSyntax))
    walk.walk(position, this.encoding)
    this.pixels = walk.pixels
  }
}
