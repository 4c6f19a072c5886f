import type { ElementTable } from './element-table.ts'
import { HeaderFault } from './faults.ts'
import { VR } from './vr.ts'

const MAX_ELEMENTS = 100_000

/** In place of a length that is not defined. */
export const OPEN = -1

/** A data set that is walked, the top level or an item, with the element of it that is at hand. */
export class Level {
  readonly depth: number
  /** Where it ends; where an Item Delimitation Item ends it, what contains it. */
  end = 0
  /** Flags of element-table.ts. */
  encoding = 0
  /** False for items that are only checked. */
  keep = false
  /** True where an Item Delimitation Item ends it. */
  delimited = false
  /** Where its rows begin. */
  firstRow = 0
  /** Once it is out of order: which row has which tag. */
  rows: Map<number, number> | null = null
  previous = 0
  previousVr = 0

  // The element at hand.
  tag = 0
  /** File offsets of its head and its value. */
  at = 0
  value = 0
  /** As a signed number, so that it stays an integer of the machine: OPEN where it is not defined, less where it is 2 GiB or more. */
  length = 0
  /** As the file tells it; UN where it does not. */
  told = 0
  vr = 0
  /** Private creator by its id in the registry. */
  creator = 0
  /** The row of an element with the same tag that stands before it, or −1. */
  twin = -1

  // The sequence at hand.
  /** True while its items are walked, each as the level below. */
  inSequence = false
  /** −1 where it is not kept. */
  sequenceRow = -1
  /** Where the rows of its items begin. */
  sequenceRows = 0
  /** Where it ends; where a Sequence Delimitation Item ends it, what contains it. */
  sequenceEnd = 0
  sequenceDelimited = false
  items = 0
  itemEncoding = 0
  /** File offset of the item at hand. */
  mark = 0
  /** Where the level goes on behind something that was passed over. */
  resumeAt = 0

  constructor(depth: number) {
    this.depth = depth
  }

  begin(firstRow: number, end: number, encoding: number, keep: boolean, delimited: boolean): void {
    this.firstRow = firstRow
    this.end = end
    this.encoding = encoding
    this.keep = keep
    this.delimited = delimited
    this.rows = null
    this.previous = 0
    this.previousVr = VR.NONE
    this.inSequence = false
    this.forget()
  }

  /** What is set of few elements only: ends with each of them. */
  forget(): void {
    this.creator = 0
    this.twin = -1
  }

  /** Whether a tag does not ascend. */
  isBehind(tag: number): boolean {
    // As unsigned numbers. (0000,0000) may be the first.
    return (tag ^ 0x80000000) <= (this.previous ^ 0x80000000) && this.previousVr !== VR.NONE
  }

  /** Makes the element at hand a row. @returns it @throws HeaderFault `header-too-large` */
  addTo(table: ElementTable, start: number, length: number, flags: number): number {
    if (table.count >= MAX_ELEMENTS) {
      throw new HeaderFault('header-too-large', { why: 'elements', most: MAX_ELEMENTS })
    }
    return table.add(this.tag, this.vr, this.creator, start, length, this.depth, flags)
  }

  /** Looks for the row of an element with the tag at hand, once the level is out of order. */
  findTwin(table: ElementTable): void {
    this.rows ??= this.rowsIn(table)
    const twin = this.rows.get(this.tag)
    if (twin === undefined) this.rows.set(this.tag, table.count)
    else this.twin = twin
  }

  private rowsIn({ count, depths, tags }: ElementTable): Map<number, number> {
    const rows = new Map<number, number>()
    for (let row = this.firstRow; row < count; row++) {
      if (depths[row] === this.depth) rows.set(tags[row], row)
    }
    return rows
  }
}

/** The levels of a walk by depth, made when it first gets there. */
export class Levels {
  private readonly made: Level[] = []

  at(depth: number): Level {
    return (this.made[depth] ??= new Level(depth))
  }
}
