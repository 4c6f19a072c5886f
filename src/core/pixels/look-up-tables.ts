import { VR } from '../dicom/vr.ts'
import type { ImageHeader, RawValue } from './image-header.ts'
import type { LutIgnored } from '../../messages/en/picture-remarks.ts'
import { addRemark } from './remarks.ts'
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

const MIN_BITS = 8
const MAX_BITS = 16
const NONE = new Uint16Array()

interface Descriptor {
  length: number
  first: number
  /** NaN where there are none. */
  bits: number
}

/**
 * The Modality LUT (PS3.3 section C.11.1), null where there is none. One that is not described, has no data or says impossible
 * bits is ignored; of one that is short, the entries that are there are taken.
 */
export function readModalityLut(header: ImageHeader): LookUpTable | null {
  const item = header.sequence(MODALITY_LUT_SEQUENCE)
  return item < 0 ? null : readLut(header, item, 'Modality LUT')
}

/**
 * A VOI LUT (PS3.3 section C.11.2.1.1), with the bits of its entries; null where it has to be ignored, as a Modality LUT.
 * @param item of the VOI LUT Sequence
 */
export function readVoiLut(
  header: ImageHeader,
  item: number,
  isSigned: boolean
): (LookUpTable & { bits: number }) | null {
  const lut = readLut(header, item, 'VOI LUT')
  if (lut === null) return null
  return { ...lut, first: isSigned && lut.first > 32_767 ? lut.first - 65_536 : lut.first }
}

function readLut(header: ImageHeader, item: number, name: string): (LookUpTable & { bits: number }) | null {
  const ignored = (given: LutIgnored): null => {
    addRemark(header.remarks, 'lut-ignored', { name, ...given })
    return null
  }
  const descriptor = readDescriptor(header, LUT_DESCRIPTOR, item)
  if (descriptor === null) return ignored({ why: 'undescribed' })
  const { first, bits } = descriptor
  if (!isPossible(bits)) return ignored({ why: 'bits', bits })
  const data = header.value(LUT_DATA, item)
  const found = data === null ? NONE : entries(data, descriptor)
  if (found.length === 0) return ignored({ why: 'empty' })
  // It would make all pixels equal.
  if (found.length === 1 && descriptor.length > 1) return ignored({ why: 'one-entry' })
  return { first, bits, entries: told(header, found, descriptor, name) }
}

/**
 * The palette of a PALETTE COLOR image (PS3.3 sections C.7.6.3.1.5, C.7.6.3.1.6 and C.7.9). Of a short table the entries that are
 * there are taken; without any there is no picture.
 * @throws MedoidError `pixels-damaged`
 */
export function readPalette(header: ImageHeader): Palette {
  const [red, green, blue] = ['red', 'green', 'blue'].map((colour, i): LookUpTable => {
    const name = `palette's ${colour}`
    const descriptor = readDescriptor(header, PALETTE_DESCRIPTOR + i, -1)
    if (descriptor === null) throw cannotDecode('pixels-damaged', { why: 'palette-undescribed', table: name })
    const { first, bits, length } = descriptor
    if (!isPossible(bits)) addRemark(header.remarks, 'lut-bits', { name, bits })
    const whole = header.value(PALETTE_DATA + i)
    const segmented = whole === null ? header.value(SEGMENTED_PALETTE_DATA + i) : null
    const found =
      whole !== null
        ? entries(whole, descriptor)
        : segmented !== null
          ? expandSegments(words(segmented, isPossible(bits) ? bits : MAX_BITS), bits, length, name)
          : NONE
    if (found.length === 0) throw cannotDecode('pixels-damaged', { why: 'palette-empty', table: name })
    return { first, entries: told(header, found, descriptor, name) }
  })
  return [red, green, blue]
}

/** null where there are no three numbers. Bits are for the caller to judge. */
function readDescriptor(header: ImageHeader, tag: number, parent: number): Descriptor | null {
  const [length, first, bits] = header.numbers(tag, parent)
  if (!(Number.isInteger(length) && Number.isInteger(first) && Number.isInteger(bits))) return null
  // 0 stands for 65,536, which 16 bits do not hold; so do lengths that were written as signed numbers.
  return { length: length > 0 ? length : length + 65_536, first, bits }
}

function isPossible(bits: number): boolean {
  return bits >= MIN_BITS && bits <= MAX_BITS
}

/** Says so where entries are missing. */
function told(header: ImageHeader, found: Uint16Array, { length }: Descriptor, name: string): Uint16Array {
  if (found.length < length) addRemark(header.remarks, 'lut-short', { name, held: found.length, described: length })
  return found
}

/** At most as many entries as are described. Those of 8 bits are found one a byte, as the standard has it, and one a word. */
function entries(data: RawValue, { length, bits }: Descriptor): Uint16Array {
  return words(data, isOneAByte(data, length, bits) ? 8 : 16).subarray(0, length)
}

function isOneAByte({ bytes }: RawValue, length: number, bits: number): boolean {
  if (isPossible(bits) && bits > 8) return false
  // An odd number of entries has a pad byte. What is longer than that, and too short for words, is words of which some are missing.
  if (bytes.length >= length) return bytes.length <= length + 1
  return isPossible(bits) && !isPaddedWords(bytes)
}

/** Whether every other byte of a table of 8 bits is 0. */
function isPaddedWords(bytes: Buffer): boolean {
  const isZero = (from: number): boolean => {
    for (let i = from; i < bytes.length; i += 2) if (bytes[i] !== 0) return false
    return true
  }
  return bytes.length >= 4 && (isZero(0) || isZero(1))
}

/** The values of a table, in the byte order of the file; two of 8 bits share a word whose lower byte is the first. */
function words({ bytes, vr, bigEndian }: RawValue, bits: number): Uint16Array {
  const isSwapped = bigEndian && vr !== VR.OB
  if (bits <= 8) return Uint16Array.from(bytes, (byte, i) => (isSwapped ? (bytes[i ^ 1] ?? byte) : byte))
  const all = new Uint16Array(bytes.length >> 1)
  for (let i = 0; i < all.length; i++) all[i] = isSwapped ? bytes.readUInt16BE(2 * i) : bytes.readUInt16LE(2 * i)
  return all
}

/** Kinds of segments, as PS3.3 section C.7.9.2 numbers them. */
const Segment = { discrete: 0, linear: 1, indirect: 2 } as const

/**
 * Expands a segmented table (PS3.3 section C.7.9.2): discrete segments (0, n, n values), linear ones (1, n, last value) and
 * indirect ones (2, n, offset in bytes of n segments that are to be repeated, as two numbers of 16 bits).
 * @param code words, or bytes where the entries have 8 bits
 * @returns as many entries as the segments that are there fill, at most `length`
 * @throws MedoidError `pixels-damaged` where they are no segments, or fill more
 */
export function expandSegments(code: Uint16Array, bits: number, length: number, name: string): Uint16Array {
  const table = new Uint16Array(length)
  const offsetWords = bits <= 8 ? 4 : 2
  let filled = 0
  const damaged = (): never => {
    throw cannotDecode('pixels-damaged', { why: 'palette-segments', table: name, entries: length })
  }
  const put = (value: number): void => {
    if (filled === length) damaged()
    table[filled++] = value
  }
  /** @returns where the next segment begins */
  const expand = (at: number, mayRepeat: boolean): number => {
    if (at + 2 >= code.length) damaged()
    const [kind, count] = [code[at], code[at + 1]]
    if (kind === Segment.discrete) {
      const end = Math.min(code.length, at + 2 + count)
      for (let i = at + 2; i < end; i++) put(code[i])
      return end
    }
    if (kind === Segment.linear) {
      if (filled === 0) damaged()
      const from = table[filled - 1]
      for (let i = 1; i <= count; i++) put(Math.round(from + ((code[at + 2] - from) * i) / count))
      return at + 3
    }
    if (kind !== Segment.indirect || !mayRepeat || at + 2 + offsetWords > code.length) damaged()
    let next = 0
    for (let i = 0; i < offsetWords; i++) next += code[at + 2 + i] * 2 ** (bits <= 8 ? 8 * i : 16 * i)
    if (bits > 8) next /= 2
    for (let i = 0; i < count; i++) next = expand(next, false)
    return at + 2 + offsetWords
  }
  for (let at = 0; at + 2 < code.length && filled < length;) at = expand(at, true)
  return table.subarray(0, filled)
}
