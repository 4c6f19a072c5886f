import { cannotDecode } from './undecodable.ts'

/** Symbol × 32 + length of the code, by the next 16 bits; 0 where no code begins like that. */
export type HuffmanTable = Uint16Array

/** Tables of a segment (ISO/IEC 10918-1 section B.2.4.2) by class × 16 + number; class 0 is DC, 1 AC. */
export function readHuffmanTables(data: Uint8Array, tables: Map<number, HuffmanTable>): void {
  for (let at = 0; at + 17 <= data.length;) {
    const counts = data.subarray(at + 1, at + 17)
    const symbols = data.subarray(at + 17)
    const total = counts.reduce((sum, count) => sum + count, 0)
    tables.set(data[at], buildTable(counts, symbols.subarray(0, total)))
    at += 17 + total
  }
}

/** Codes ascend by length (annex C). @throws MedoidError `pixels-damaged` where there are more of them than bits allow */
function buildTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const table = new Uint16Array(65_536)
  let filled = 0
  let next = 0
  counts.forEach((count, i) => {
    const length = i + 1
    const width = 2 ** (16 - length)
    for (let n = 0; n < count && next < symbols.length; n++) {
      if (filled + width > table.length) {
        throw cannotDecode('pixels-damaged', { why: 'jpeg-too-many-codes' })
      }
      table.fill(symbols[next++] * 32 + length, filled, filled + width)
      filled += width
    }
  })
  return table
}

/** Reads Huffman-coded values from a scan. */
export class HuffmanReader {
  private readonly data: Uint8Array
  private at: number
  private held = 0
  private heldBits = 0
  /** Bits that were made up behind the end. */
  private missing = 0
  /** Bits read since the beginning, or since the last restart. */
  bits = 0

  constructor(data: Uint8Array, at: number) {
    this.data = data
    this.at = at
  }

  /** @throws MedoidError `pixels-damaged`, `pixels-truncated` */
  symbol(table: HuffmanTable): number {
    if (this.heldBits < 16) this.fill()
    const entry = table[(this.held >>> (this.heldBits - 16)) & 0xffff]
    if (entry === 0) throw cannotDecode('pixels-damaged', { why: 'jpeg-code-unknown' })
    this.drop(entry & 31)
    return entry >> 5
  }

  /** A value of so many bits; the lower half of them is negative (section F.1.2.1.1). */
  value(bits: number): number {
    if (bits === 0) return 0
    if (bits > 16) throw cannotDecode('pixels-damaged', { why: 'jpeg-coefficient-too-long' })
    if (this.heldBits < 16) this.fill()
    const value = (this.held >>> (this.heldBits - bits)) & (2 ** bits - 1)
    this.drop(bits)
    return value < 2 ** (bits - 1) ? value - 2 ** bits + 1 : value
  }

  /** @returns where it is: behind the next restart marker */
  restart(): number {
    const { data } = this
    while (
      this.at + 1 < data.length &&
      !(data[this.at] === 0xff && data[this.at + 1] >= 0xd0 && data[this.at + 1] <= 0xd7)
    ) {
      this.at++
    }
    this.at += 2
    this.held = this.heldBits = this.missing = this.bits = 0
    return this.at
  }

  private drop(bits: number): void {
    this.heldBits -= bits
    this.bits += bits
    if (this.heldBits < this.missing) throw cannotDecode('pixels-truncated', { why: 'jpeg' })
  }

  /** At least 17 bits; behind a marker or the end, zeros. */
  private fill(): void {
    const { data } = this
    while (this.heldBits <= 16) {
      let byte = this.at < data.length ? data[this.at] : -1
      if (byte === 0xff && data[this.at + 1] !== 0) byte = -1
      if (byte < 0) {
        this.missing += 8
        byte = 0
      } else this.at += byte === 0xff ? 2 : 1
      this.held = ((this.held << 8) | byte) >>> 0
      this.heldBits += 8
    }
  }
}
