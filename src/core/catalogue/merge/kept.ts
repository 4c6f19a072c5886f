import { CHUNK } from '../chunks.ts'
import type { LiveSet } from '../live.ts'
import type { Spans } from '../plain-pieces.ts'

const BYTES = CHUNK / 8

/** Bits that are set, by byte. */
const BITS = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length)

/**
 * Which instances of several catalogues go into one, and the ids that they get there. They are numbered here through all of them: those of
 * each catalogue begin at a chunk of their own.
 */
export class KeptInstances {
  /** The number of each catalogue's first instance. */
  readonly firsts: readonly number[]
  private readonly bits: Uint8Array
  /** By chunk: how many were kept of those before it; made by `count`. */
  private readonly before: Uint32Array
  /** By chunk: by row the number of the instance that the row is a duplicate of, plus 1. */
  private readonly winners = new Map<number, Uint32Array>()

  /** @param totals instances that each catalogue has ever had */
  constructor(totals: readonly number[]) {
    const firsts: number[] = []
    let chunks = 0
    for (const total of totals) {
      firsts.push(chunks * CHUNK)
      chunks += Math.ceil(total / CHUNK)
    }
    this.firsts = firsts
    this.bits = new Uint8Array(chunks * BYTES)
    this.before = new Uint32Array(chunks + 1)
  }

  /** Keeps what is live in a catalogue. */
  keepLive(catalogue: number, live: LiveSet): void {
    for (let id = 0; id < live.total; id++) if (live.has(id)) this.keep(this.firsts[catalogue] + id)
  }

  private keep(number: number): void {
    this.bits[number >>> 3] |= 1 << (number & 7)
  }

  /** Leaves an instance out, as a duplicate of another one. */
  drop(number: number, winner: number): void {
    this.bits[number >>> 3] &= ~(1 << (number & 7))
    const chunk = Math.floor(number / CHUNK)
    let winners = this.winners.get(chunk)
    if (winners === undefined) this.winners.set(chunk, (winners = new Uint32Array(CHUNK)))
    winners[number % CHUNK] = winner + 1
  }

  /** To be called once all is known, before anybody asks for ids. */
  count(): void {
    for (let chunk = 0; chunk + 1 < this.before.length; chunk++) {
      this.before[chunk + 1] = this.before[chunk] + this.countBits(chunk * BYTES, (chunk + 1) * BYTES)
    }
  }

  /** Instances that are kept. */
  get size(): number {
    return this.before[this.before.length - 1]
  }

  has(number: number): boolean {
    return (this.bits[number >>> 3] & (1 << (number & 7))) !== 0
  }

  /** The id of an instance, or of the one that it is a duplicate of. */
  idOf(number: number): number {
    const kept = this.has(number) ? number : this.winners.get(Math.floor(number / CHUNK))![number % CHUNK] - 1
    const chunk = Math.floor(kept / CHUNK)
    const row = kept % CHUNK
    const isWhole = this.before[chunk + 1] - this.before[chunk] === CHUNK
    if (isWhole) return this.before[chunk] + row
    const byte = kept >>> 3
    return this.before[chunk] + this.countBits(chunk * BYTES, byte) + BITS[this.bits[byte] & ((1 << (row & 7)) - 1)]
  }

  /** The rows of a chunk that are kept. @param chunk counted through all catalogues */
  spans(chunk: number): Spans {
    const spans: [number, number][] = []
    const first = chunk * CHUNK
    for (let row = 0; row < CHUNK; row++) {
      if (!this.has(first + row)) continue
      const from = row
      while (row < CHUNK && this.has(first + row)) row++
      spans.push([from, row])
    }
    return spans
  }

  private countBits(from: number, to: number): number {
    let count = 0
    for (let byte = from; byte < to; byte++) count += BITS[this.bits[byte]]
    return count
  }
}
