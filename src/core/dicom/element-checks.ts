import { standardEntry } from './dictionary.ts'
import { BIG_ENDIAN, IMPLICIT_VR } from './element-table.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { isPixelData, longAt, shortAt, tagAt } from './marks.ts'
import { HAS_LONG_LENGTH, NUMBER_BYTES, VR, vrOfLetters } from './vr.ts'

/*
 * A length that was damaged makes the walk land inside a value or swallow what follows. The first shows at once: no VR
 * where one should be, tags that do not ascend, an end beyond the end. These checks find the rest.
 */

/** Zeros (or blanks, or FF) at the end of a file that are taken for padding. */
const MAX_PADDING = 1 << 24
/** So many bytes of it are looked at in one go. */
const PADDING_BLOCK = 1 << 18
/** How far into a value elements that it took in are looked for, in implicit VR; in explicit VR a search is fast. */
const MAX_SEARCH_IMPLICIT = 4096
/** Values longer than this are not read: they are catalogued as presence and length. */
export const MAX_VALUE = 1 << 20
/** Of a value that is not read, what is searched. */
export const MAX_SEARCH = 1 << 18
/** As many elements in a row are no chance, wherever they end. */
const NO_CHANCE = 5
/** Numbers that do not fill their bytes are met in small; in large they are worth a remark. */
const MANY_NUMBERS = 64

/** From how many bytes on control characters in a text of a VR are worth a remark; 0 = never. */
const LONG_TEXT = new Uint16Array(64)
for (const vr of [VR.AE, VR.AS, VR.CS, VR.DA, VR.DS, VR.DT, VR.IS, VR.LO, VR.PN, VR.SH, VR.TM, VR.UI]) {
  LONG_TEXT[vr] = 1024
}
// No character of a UID takes more than a byte, and 64 are the most (PS3.5 section 9.1): room for two.
LONG_TEXT[VR.UI] = 128
// 1,024 and 10,240 characters of up to four bytes.
LONG_TEXT[VR.ST] = 4096
LONG_TEXT[VR.LT] = 40_960

/** Whether a tag, and its VR where the file tells it, are what the dictionary knows; so any private one that is legal. */
export function isCredible(tag: number, vr: number, implicit: boolean): boolean {
  if ((tag >>> 16) & 1) return tag >>> 16 > 8 && (tag & 0xffff) >= 0x10
  const entry = standardEntry(tag)
  if (!entry || tag >>> 16 < 8) return false
  if (implicit || vr === entry.vr || (entry.usOrSs && vr === VR.SS)) return true
  return (vr === VR.OB || vr === VR.OW) && (entry.vr === VR.OB || entry.vr === VR.OW)
}

/** Whether an element may have this tag: one of the dictionary, or a private one. @param tag unsigned */
export function isPossible(tag: number): boolean {
  const element = tag % 65_536
  if ((tag >>> 16) & 1) return element === 0 || (element >= 0x10 && element <= 0xff) || element >= 0x1000
  return standardEntry(tag | 0) !== undefined
}

/** Whether that many bytes are worth a remark: control characters in a long text, numbers that do not fill their bytes. */
export function isOdd(vr: number, length: number): boolean {
  const limit = LONG_TEXT[vr]
  const unit = NUMBER_BYTES[vr]
  return unit > 0 ? length > MANY_NUMBERS && length % unit !== 0 : limit > 0 && length > limit
}

/**
 * Where in a value the elements begin that its length took in, from `start`; −1 where it holds none. They follow the element,
 * and go on to the end of the value, to pixels, or for long.
 * @param tag of the element; one that the dictionary does not know may itself be a mistake, so that anything follows it
 * @param encoding of the data set
 */
export function elementsWithin(b: Buffer, start: number, length: number, tag: number, encoding: number): number {
  const end = start + length
  const isImplicit = (encoding & IMPLICIT_VR) !== 0
  const big = (encoding & BIG_ENDIAN) !== 0
  const last = isImplicit ? Math.min(end - 8, start + MAX_SEARCH_IMPLICIT) : end - 8
  // Hostile bytes must not make this quadratic.
  let steps = 4 * length
  for (let first = start; first <= last; first++) {
    // Nearly every place is none, and shows it at once.
    if (isImplicit) {
      if ((big ? b.readUInt32BE(first + 4) : b.readUInt32LE(first + 4)) > end - first - 8) continue
    } else if (vrOfLetters(b[first + 4], b[first + 5]) === VR.NONE) continue
    const reached = followElements(b, first, end, tag, encoding, steps)
    if (reached === end) return first - start
    steps -= reached - first
    if (steps <= 0) return -1
  }
  return -1
}

/**
 * Follows elements from `at` on.
 * @returns `end` where they cannot be there by chance, else how far they go
 */
function followElements(b: Buffer, at: number, end: number, tag: number, encoding: number, steps: number): number {
  const isKnown = isPossible(tag >>> 0)
  let before = isKnown ? tag >>> 0 : 0x0007ffff
  let count = 0
  // In implicit VR, the head of an empty element may be numbers.
  let isFilled = (encoding & IMPLICIT_VR) === 0
  const first = at
  while (at + 8 <= end && at - first < steps) {
    const size = elementBytes(b, at, encoding)
    const next = tagAt(b, at, encoding) >>> 0
    if (size < 0 || next <= before || !isPossible(next)) break
    count++
    if (count > 1 && isPixelData(next)) return end
    if (at + size > end) break
    if (count >= NO_CHANCE) return end
    before = next
    isFilled ||= size > 8
    at += size
  }
  const isWhole = at === end && isFilled && (isKnown || count > 1)
  return isWhole ? end : Math.min(at, end - 1)
}

/** Bytes of the element at `at`, head and value; −1 where there is none. */
function elementBytes(b: Buffer, at: number, encoding: number): number {
  if (encoding & IMPLICIT_VR) return 8 + longAt(b, at + 4, encoding)
  const vr = vrOfLetters(b[at + 4], b[at + 5])
  if (vr === VR.NONE) return -1
  if (HAS_LONG_LENGTH[vr] === 0) return 8 + shortAt(b, at + 6, encoding)
  return at + 12 > b.length ? -1 : 12 + longAt(b, at + 8, encoding)
}

/** Control characters other than those that PS3.5 section 6.1.3 allows, trailing NULs aside. */
export function hasControlCharacters(b: Buffer, start: number, end: number): boolean {
  while (end > start && b[end - 1] === 0) end--
  for (let i = start; i < end; i++) {
    const c = b[i]
    if (c < 32 && c !== 27 && c !== 9 && c !== 10 && c !== 12 && c !== 13) return true
  }
  return false
}

/** Some files end with zeros, blanks or FF up to a multiple of a block size. Does not move the walk. */
export function isPadding(bytes: HeaderBytes, at: number): boolean {
  const left = bytes.size - at
  if (left > MAX_PADDING) return false
  const [filler] = bytes.peek(at, 1)
  if (filler !== 0 && filler !== 0x20 && filler !== 0xff) return false
  for (let done = 0; done < left; done += PADDING_BLOCK) {
    const size = Math.min(PADDING_BLOCK, left - done)
    const block = bytes.range(at + done, size)
    if (block.length < size || block.some((byte) => byte !== filler)) return false
  }
  return true
}
