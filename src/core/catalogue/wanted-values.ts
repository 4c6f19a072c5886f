import { FIRST_VALUE } from '../tag-codes.ts'
import { HashCounter } from './hash-counter.ts'
import { hashInto } from './hash.ts'
import { endingOf, endingOfText, type PlainColumn, visitPlain } from './plain-columns.ts'
import { hashText } from './tally.ts'

/** Bits of the filter by endings: 128 KB, which stay near the processor. */
const FILTER_BITS = 20

/** Counts how often some values occur among many: a filter by their endings passes over most of the others. */
export class WantedValues {
  private readonly counter = new HashCounter(0)
  private readonly filter = new Uint8Array(2 ** FILTER_BITS / 8)
  private readonly lanes = new Uint32Array(2)

  constructor(texts: Iterable<string>) {
    for (const text of texts) {
      const at = placeOf(endingOfText(text))
      this.filter[at >> 3] |= 1 << (at & 7)
      // One each, so that they are found.
      hashText(text, this.lanes)
      this.counter.add(this.lanes[0], this.lanes[1], 1)
    }
  }

  get isEmpty(): boolean {
    return this.counter.size === 0
  }

  /** How often one of the values was met. */
  of(text: string): number {
    hashText(text, this.lanes)
    return this.counter.get(this.lanes[0], this.lanes[1]) - 1
  }

  countText(text: string, times: number): void {
    hashText(text, this.lanes)
    this.count(times)
  }

  /** Counts a row that has a value which is wanted. */
  countRow(column: PlainColumn, row: number): void {
    if (column.states[row] !== FIRST_VALUE) return
    const at = placeOf(endingOf(column, row))
    if ((this.filter[at >> 3] & (1 << (at & 7))) !== 0) visitPlain(column, row, this.countBytes)
  }

  private readonly countBytes = (bytes: Buffer, start: number, end: number): void => {
    hashInto(bytes, start, end, this.lanes)
    this.count(1)
  }

  private count(times: number): void {
    const [high, low] = this.lanes
    if (this.counter.get(high, low) > 0) this.counter.add(high, low, times)
  }
}

function placeOf(ending: number): number {
  return ending >>> (32 - FILTER_BITS)
}
