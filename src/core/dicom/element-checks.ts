import { standardEntry } from './dictionary.ts'
import { BIG_ENDIAN, IMPLICIT_VR } from './element-table.ts'
import { damaged } from './faults.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { describeTag, type Issue } from './issues.ts'
import { HAS_LONG_LENGTH, NUMBER_BYTES, VR, vrOfLetters } from './vr.ts'

/*
 * A length that was damaged makes the walk land inside a value or swallow what follows. Most of that shows at once: no VR
 * where one should be, tags that do not ascend, an end beyond the end. These checks find the rest.
 */

/** Zeros at the end of a file without pixels that are taken for padding, not for a hole in the file. */
const MAX_PADDING = 4096
/** Bytes of a value that are searched for elements that it took in, in implicit VR; in explicit VR a search is fast. */
const MAX_TAKEN_IN_IMPLICIT = 4096
/** Numbers that do not fill their bytes are met in small; in large they are damage. */
const MANY_NUMBERS = 64

/** From how many bytes on control characters in a text of a VR are damage; 0 = never. */
const LONG_TEXT = new Uint16Array(64)
for (const vr of [VR.AE, VR.AS, VR.CS, VR.DA, VR.DS, VR.DT, VR.IS, VR.LO, VR.PN, VR.SH, VR.TM, VR.UI]) {
  LONG_TEXT[vr] = 1024
}
// 1,024 and 10,240 characters of up to four bytes.
LONG_TEXT[VR.ST] = 4096
LONG_TEXT[VR.LT] = 40_960

/** No value is as long as this, however many values it holds, but for the numbers of contours. */
const TOO_LONG_FOR_TEXT = 65_536

/**
 * Out of order is tolerated among elements that the dictionary knows as what they claim to be; else it is damage.
 * @returns what to report
 */
export function checkOrder(
  tag: number,
  vr: number,
  before: number,
  vrBefore: number,
  implicit: boolean,
  at: number
): Issue {
  const place = `${describeTag(tag)} at byte ${at} follows ${describeTag(before)}`
  if (!isCredible(tag, vr, implicit) || !isCredible(before, vrBefore, implicit)) {
    damaged(`${place}: what stands there is no header.`)
  }
  return { code: 'elements-out-of-order', message: `${place}.` }
}

function isCredible(tag: number, vr: number, implicit: boolean): boolean {
  if ((tag >>> 16) & 1) return tag >>> 16 > 8 && (tag & 0xffff) >= 0x10
  const entry = standardEntry(tag)
  if (!entry || tag >>> 16 < 8) return false
  if (implicit || vr === entry.vr || (entry.usOrSs && vr === VR.SS)) return true
  return (vr === VR.OB || vr === VR.OW) && (entry.vr === VR.OB || entry.vr === VR.OW)
}

/**
 * Checks a value that is text or numbers, or of the meta information, from 8 bytes on.
 * @param at where the element begins @param value where its value does
 * @param readable whether all of it is at hand; else it is longer than what is read of one value
 * @throws HeaderFault where a value of this VR cannot be what stands there
 */
export function checkValue(
  bytes: HeaderBytes,
  tag: number,
  vr: number,
  encoding: number,
  at: number,
  value: number,
  length: number,
  readable: boolean
): void {
  const start = value - bytes.skew
  const unit = vr === VR.AT ? 4 : NUMBER_BYTES[vr]
  let isDamaged: boolean
  if (unit > 0) {
    isDamaged = length > MANY_NUMBERS && length % unit !== 0
    isDamaged ||= readable && endsWithElements(bytes.buffer, start, length, tag, encoding)
  } else {
    const limit = LONG_TEXT[vr]
    isDamaged = limit > 0 && length > TOO_LONG_FOR_TEXT && vr !== VR.DS && vr !== VR.IS
    if (!isDamaged && readable && hasControlCharacters(bytes.buffer, start, start + length)) {
      isDamaged = (limit > 0 && length > limit) || endsWithElements(bytes.buffer, start, length, tag, encoding)
    }
  }
  if (isDamaged) damaged(`${describeTag(tag)} at byte ${at} claims ${length} bytes, which are not its value.`)
}

/**
 * Whether a value ends with whole elements that could follow it: its length took them in.
 * @param encoding of the data set
 */
function endsWithElements(b: Buffer, start: number, length: number, tag: number, encoding: number): boolean {
  if (encoding & IMPLICIT_VR && length > MAX_TAKEN_IN_IMPLICIT) return false
  // Behind the meta information, implicit VR may begin.
  if (tag >>> 16 === 2 && encoding === 0 && endsWithElements(b, start, length, tag, IMPLICIT_VR)) return true
  const end = start + length
  // Hostile bytes must not make this quadratic.
  let steps = 4 * length
  for (let first = start; first + 8 <= end; first++) {
    let at = first
    let before = tag >>> 0
    let isFilled = (encoding & IMPLICIT_VR) === 0
    while (at + 8 <= end && steps-- > 0) {
      const size = elementBytes(b, at, encoding)
      if (size < 0 || at + size > end) break
      const next = encoding & BIG_ENDIAN ? b.readUInt32BE(at) : b.readUInt16LE(at) * 65_536 + b.readUInt16LE(at + 2)
      if (next <= before || !isPossible(next)) break
      before = next
      // In implicit VR, the head of an empty element may be numbers.
      isFilled ||= size > 8
      at += size
    }
    if (at === end && isFilled) return true
  }
  return false
}

function isPossible(tag: number): boolean {
  const element = tag % 65_536
  if ((tag >>> 16) & 1) return element === 0 || (element >= 0x10 && element <= 0xff) || element >= 0x1000
  return standardEntry(tag | 0) !== undefined
}

/** Bytes of the element at `at`, head and value; −1 where there is none. */
function elementBytes(b: Buffer, at: number, encoding: number): number {
  const big = (encoding & BIG_ENDIAN) !== 0
  if (encoding & IMPLICIT_VR) return 8 + (big ? b.readUInt32BE(at + 4) : b.readUInt32LE(at + 4))
  const vr = vrOfLetters(b[at + 4], b[at + 5])
  if (vr === VR.NONE) return -1
  if (HAS_LONG_LENGTH[vr] === 0) return 8 + (big ? b.readUInt16BE(at + 6) : b.readUInt16LE(at + 6))
  if (at + 12 > b.length) return -1
  return 12 + (big ? b.readUInt32BE(at + 8) : b.readUInt32LE(at + 8))
}

/** Control characters other than those that PS3.5 section 6.1.3 allows, trailing NULs aside. */
function hasControlCharacters(b: Buffer, start: number, end: number): boolean {
  while (end > start && b[end - 1] === 0) end--
  for (let i = start; i < end; i++) {
    const c = b[i]
    if (c < 32 && c !== 27 && c !== 9 && c !== 10 && c !== 12 && c !== 13) return true
  }
  return false
}

/**
 * Some files end with zeros up to a multiple of a block size. Before Pixel Data only few zeros are taken for that: a file
 * that was copied in part may have a hole for a tail.
 */
export function isPadding(bytes: HeaderBytes, at: number, isBehindPixels: boolean): boolean {
  const left = bytes.size - at
  const limit = isBehindPixels ? 1 << 20 : MAX_PADDING
  return left <= limit && bytes.rest(at, left).every((byte) => byte === 0)
}
