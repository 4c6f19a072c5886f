import type { HuffmanTable } from './jpeg-huffman.ts'
import { cannotDecode } from './undecodable.ts'

/** Bits that are looked up at once. */
const FAST_BITS = 12
/** The category whose one difference, 32,768, has no further bits (ISO/IEC 10918-1 table H.2). */
const LARGEST = 16

/** A Huffman table of categories of differences. */
export interface LosslessTable {
  codes: HuffmanTable
  /** Difference × 256 + bits that it takes, by the next 12 bits; 0 where it takes more. */
  fast: Int32Array
}

export function losslessTable(codes: HuffmanTable): LosslessTable {
  const fast = new Int32Array(1 << FAST_BITS)
  for (let bits = 0; bits < fast.length; bits++) {
    const entry = codes[bits << (16 - FAST_BITS)]
    const category = entry >> 5
    const length = (entry & 31) + (category === LARGEST ? 0 : category)
    if (entry === 0 || category > LARGEST || length > FAST_BITS) continue
    fast[bits] = differenceOf(category, bits >> (FAST_BITS - length)) * 256 + length
  }
  return { codes, fast }
}

/** Section F.1.2.1: the lower half of what so many bits hold is negative. @param bits of which the last are its own */
function differenceOf(category: number, bits: number): number {
  if (category === 0) return 0
  if (category === LARGEST) return 32_768
  const value = bits & ((1 << category) - 1)
  return value < 1 << (category - 1) ? value - (1 << category) + 1 : value
}

/** Reads the entropy-coded differences of lossless JPEG, one restart interval after another. */
export class DifferenceReader {
  private readonly data: Buffer
  /** The bytes of the interval without what was stuffed into them. */
  private readonly bytes: Uint8Array
  private length = 0
  private at = 0
  private held = 0
  private heldBits = 0

  constructor(data: Buffer) {
    this.data = data
    this.bytes = new Uint8Array(data.length + 2)
  }

  /**
   * Begins an interval.
   * @param from where its bytes begin
   * @returns where the marker behind them begins; the length of the data where there is none
   */
  begin(from: number): number {
    const { data, bytes } = this
    const end = data.length
    let length = 0
    let at = from
    let isOpen = true
    while (at < end) {
      const byte = data[at]
      if (byte !== 0xff) {
        bytes[length++] = byte
        at++
        continue
      }
      let next = at + 1
      while (next < end && data[next] === 0xff) next++
      if (data[next] !== 0) {
        // Fill bytes may stand before a marker (section B.1.1.2).
        isOpen = next >= end
        at = next - 1
        break
      }
      bytes[length++] = 0xff
      at = next + 1
    }
    // Without a marker, a last 0 may be there to make the length even: it is not taken for data.
    if (isOpen && length > 0 && bytes[length - 1] === 0) length--
    bytes[length] = bytes[length + 1] = 0
    this.length = length
    this.at = this.held = this.heldBits = 0
    return isOpen ? end : at
  }

  /**
   * Fills a line with differences, modulo 2^16. @param tables of a minimum coded unit, one a difference
   * @returns false where the interval ends before
   * @throws MedoidError `pixels-damaged`
   */
  read(tables: LosslessTable[], into: Uint16Array): boolean {
    if (tables.every((table) => table === tables[0])) return this.readFrom(tables[0], into, 0, into.length)
    for (let i = 0; i < into.length; i++) if (!this.readFrom(tables[i % tables.length], into, i, i + 1)) return false
    return true
  }

  private readFrom(table: LosslessTable, into: Uint16Array, from: number, to: number): boolean {
    const { bytes, length } = this
    const { codes, fast } = table
    let { at, held, heldBits } = this
    for (let i = from; i < to; i++) {
      if (heldBits < 16) {
        held = (held << 16) | (at < length ? (bytes[at] << 8) | bytes[at + 1] : 0)
        at += 2
        heldBits += 16
      }
      const entry = fast[(held >>> (heldBits - FAST_BITS)) & ((1 << FAST_BITS) - 1)]
      if (entry !== 0) {
        heldBits -= entry & 255
        into[i] = entry >> 8
        continue
      }
      const code = codes[(held >>> (heldBits - 16)) & 0xffff]
      heldBits -= code & 31
      const category = code >> 5
      if (code === 0 || category > LARGEST) {
        if (8 * (at - length) > heldBits) return false
        throw cannotDecode('pixels-damaged', { why: 'jpeg-code-unknown' })
      }
      if (category === 0 || category === LARGEST) {
        into[i] = category === 0 ? 0 : 32_768
        continue
      }
      if (heldBits < 16) {
        held = (held << 16) | (at < length ? (bytes[at] << 8) | bytes[at + 1] : 0)
        at += 2
        heldBits += 16
      }
      heldBits -= category
      const value = (held >>> heldBits) & ((1 << category) - 1)
      into[i] = value < 1 << (category - 1) ? value - (1 << category) + 1 : value
    }
    if (heldBits < 8 * (at - length)) return false
    this.at = at
    this.held = held
    this.heldBits = heldBits
    return true
  }

  /** @throws MedoidError `pixels-damaged` where the interval has more than was read of it, but for padding */
  end(): void {
    const { bytes, length, at, heldBits } = this
    for (let next = at - (heldBits >> 3); next < length; next++) {
      if (bytes[next] !== 0 && bytes[next] !== 0xff)
        throw cannotDecode('pixels-damaged', { why: 'jpeg-more-than-pixels' })
    }
  }
}
