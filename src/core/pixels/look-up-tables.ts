import { VR } from '../dicom/vr.ts'
import type { ImageHeader, RawValue } from './image-header.ts'
import { cannotDecode } from './undecodable.ts'

const MODALITY_LUT_SEQUENCE = 0x00283000
const LUT_DESCRIPTOR = 0x00283002
const LUT_DATA = 0x00283006
/** Red Palette Color Lookup Table Descriptor, Data, and Segmented Data; those of green and blue follow each. */
const PALETTE_DESCRIPTOR = 0x00281101
const PALETTE_DATA = 0x00281201
const SEGMENTED_PALETTE_DATA = 0x00281221

/** A table from stored values to others (PS3.3 section C.11.1.1): values before the first and behind the last have theirs. */
export interface LookUpTable {
  /** The stored value of the first entry. */
  first: number
  entries: Uint16Array
}

/** Red, green and blue by index. */
export type Palette = readonly [LookUpTable, LookUpTable, LookUpTable]

interface Descriptor {
  length: number
  first: number
  bits: number
}

/** The Modality LUT (PS3.3 section C.11.1), null where there is none. */
export function readModalityLut(header: ImageHeader): LookUpTable | null {
  const item = header.sequence(MODALITY_LUT_SEQUENCE)
  if (item < 0) return null
  const descriptor = readDescriptor(header, LUT_DESCRIPTOR, item, 'Modality LUT')
  const data = header.value(LUT_DATA, item)
  if (data === null) throw cannotDecode('pixels-damaged', 'The Modality LUT has no data.')
  return { first: descriptor.first, entries: entries(data, descriptor, 'Modality LUT') }
}

/** A VOI LUT (PS3.3 section C.11.2.1.1), with the bits of its entries. @param item of the VOI LUT Sequence */
export function readVoiLut(header: ImageHeader, item: number, isSigned: boolean): LookUpTable & { bits: number } {
  const { first, ...descriptor } = readDescriptor(header, LUT_DESCRIPTOR, item, 'VOI LUT')
  const data = header.value(LUT_DATA, item)
  if (data === null) throw cannotDecode('pixels-damaged', 'The VOI LUT has no data.')
  return {
    first: isSigned && first > 32_767 ? first - 65_536 : first,
    bits: descriptor.bits,
    entries: entries(data, { first, ...descriptor }, 'VOI LUT')
  }
}

/** The palette of a PALETTE COLOR image (PS3.3 sections C.7.6.3.1.5, C.7.6.3.1.6 and C.7.9). */
export function readPalette(header: ImageHeader): Palette {
  const [red, green, blue] = ['red', 'green', 'blue'].map((colour, i): LookUpTable => {
    const name = `palette's ${colour}`
    const descriptor = readDescriptor(header, PALETTE_DESCRIPTOR + i, -1, name)
    const whole = header.value(PALETTE_DATA + i)
    if (whole !== null) return { first: descriptor.first, entries: entries(whole, descriptor, name) }
    const segmented = header.value(SEGMENTED_PALETTE_DATA + i)
    if (segmented === null) throw cannotDecode('pixels-damaged', `The ${name} has no data.`)
    const { first, bits, length } = descriptor
    return { first, entries: expandSegments(words(segmented, bits), bits, length, name) }
  })
  return [red, green, blue]
}

function readDescriptor(header: ImageHeader, tag: number, parent: number, name: string): Descriptor {
  const [length, first, bits] = header.numbers(tag, parent)
  if (!(Number.isInteger(length) && Number.isInteger(first) && bits >= 8 && bits <= 16)) {
    throw cannotDecode('pixels-damaged', `The ${name} is not described by three numbers.`)
  }
  // 0 stands for 65,536, which 16 bits do not hold; so do lengths that were written as signed numbers.
  return { length: length > 0 ? length : length + 65_536, first, bits }
}

/** Entries of 8 bits are found one a byte, as the standard has it, and one a word. */
function entries(data: RawValue, { length, bits }: Descriptor, name: string): Uint16Array {
  const isPacked = bits <= 8 && data.bytes.length < 2 * length
  const all = words(data, isPacked ? 8 : 16)
  if (all.length < length) {
    throw cannotDecode(
      'pixels-damaged',
      `The ${name} holds ${all.length} entries; it is described as having ${length}.`
    )
  }
  return all.subarray(0, length)
}

/** The values of a table, in the byte order of the file; two of 8 bits share a word whose lower byte is the first. */
function words({ bytes, vr, bigEndian }: RawValue, bits: number): Uint16Array {
  const isSwapped = bigEndian && vr !== VR.OB
  if (bits <= 8) return Uint16Array.from(bytes, (byte, i) => (isSwapped ? (bytes[i ^ 1] ?? byte) : byte))
  const all = new Uint16Array(bytes.length >> 1)
  for (let i = 0; i < all.length; i++) all[i] = isSwapped ? bytes.readUInt16BE(2 * i) : bytes.readUInt16LE(2 * i)
  return all
}

/**
 * Expands a segmented table (PS3.3 section C.7.9.2): discrete segments (0, n, n values), linear ones (1, n, last value) and
 * indirect ones (2, n, offset in bytes of n segments that are to be repeated, as two numbers of 16 bits).
 * @param code words, or bytes where the entries have 8 bits
 */
export function expandSegments(code: Uint16Array, bits: number, length: number, name: string): Uint16Array {
  const table = new Uint16Array(length)
  const offsetWords = bits <= 8 ? 4 : 2
  let filled = 0
  const damaged = (): never => {
    throw cannotDecode('pixels-damaged', `The segments of the ${name} do not fill its ${length} entries.`)
  }
  const put = (value: number): void => {
    if (filled === length) damaged()
    table[filled++] = value
  }
  /** @returns where the next segment begins */
  const expand = (at: number, mayRepeat: boolean): number => {
    if (at + 2 >= code.length) damaged()
    const [kind, count] = [code[at], code[at + 1]]
    if (kind === 0) {
      if (count > code.length - at - 2) damaged()
      for (let i = 0; i < count; i++) put(code[at + 2 + i])
      return at + 2 + count
    }
    if (kind === 1) {
      if (filled === 0) damaged()
      const from = table[filled - 1]
      for (let i = 1; i <= count; i++) put(Math.round(from + ((code[at + 2] - from) * i) / count))
      return at + 3
    }
    if (kind !== 2 || !mayRepeat || at + 2 + offsetWords > code.length) damaged()
    let next = 0
    for (let i = 0; i < offsetWords; i++) next += code[at + 2 + i] * 2 ** (bits <= 8 ? 8 * i : 16 * i)
    if (bits > 8) next /= 2
    for (let i = 0; i < count; i++) next = expand(next, false)
    return at + 2 + offsetWords
  }
  for (let at = 0; at < code.length && filled < length;) at = expand(at, true)
  if (filled < length) damaged()
  return table
}
