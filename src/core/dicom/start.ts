import { standardEntry } from './dictionary.ts'
import { BIG_ENDIAN, IMPLICIT_VR } from './element-table.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { UNDEFINED_LENGTH } from './marks.ts'
import { HAS_LONG_LENGTH, VR, vrOfLetters } from './vr.ts'

const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2'
const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2'
/** Deflated Explicit VR Little Endian, and the two JPIP Referenced Deflate ones (PS3.5 annex A.5, A.7, A.9). */
const DEFLATED = new Set(['1.2.840.10008.1.2.1.99', '1.2.840.10008.1.2.4.95', '1.2.840.10008.1.2.4.205'])
/** A private one of GE: implicit VR little endian, but for Pixel Data, whose words are big endian. */
const GE_BIG_ENDIAN_PIXELS = '1.2.840.113619.5.2'
/** Before transfer syntaxes had UIDs, data sets were implicit VR little endian. */
const IMPLICIT = new Set([IMPLICIT_LITTLE_ENDIAN, GE_BIG_ENDIAN_PIXELS])

const NATIVE = new Set(['1.2.840.10008.1.2.1', EXPLICIT_BIG_ENDIAN, '1.2.840.10008.1.2.1.99'])

/** Elements that have to make sense in a row before bytes without `DICM` are taken for DICOM. */
const ELEMENTS_TO_BELIEVE = 3

export function isDeflated(transferSyntax: string): boolean {
  return DEFLATED.has(transferSyntax)
}

/** Whether pixels are stored uncompressed (PS3.5 annex A.1 to A.3, A.5); so it is assumed where there is no UID. */
export function isNative(transferSyntax: string): boolean {
  return transferSyntax === '' || IMPLICIT.has(transferSyntax) || NATIVE.has(transferSyntax)
}

/** Whether only the words of native Pixel Data are big endian. @param encoding of the data set, as it is */
export function hasBigEndianPixels(transferSyntax: string, encoding: number): boolean {
  return transferSyntax === GE_BIG_ENDIAN_PIXELS && encoding === IMPLICIT_VR
}

/** The encoding that a Transfer Syntax UID declares (PS3.5 annex A); explicit VR little endian for all others. */
export function declaredEncoding(transferSyntax: string): number {
  if (IMPLICIT.has(transferSyntax)) return IMPLICIT_VR
  return transferSyntax === EXPLICIT_BIG_ENDIAN ? BIG_ENDIAN : 0
}

/**
 * Where the elements of a file begin: behind preamble and `DICM` (PS3.10 section 7.1), or at once in files that lack them.
 * −1 where the bytes are no DICOM at all.
 */
export function findStart(bytes: HeaderBytes): number {
  bytes.fill(0, 132)
  if (bytes.end >= 132 && bytes.buffer.readUInt32BE(128) === 0x4449434d) return 132
  if (bytes.end >= 4 && bytes.buffer.readUInt32BE(0) === 0x4449434d) return 4
  if (isMetaAt(bytes, 0) || isImplicitMetaAt(bytes, 0)) return 0
  return firstTagIsEarly(bytes) && detectEncoding(bytes, 0) >= 0 ? 0 : -1
}

/** File meta information (group 0002) is explicit VR little endian whatever the data set is (PS3.10 section 7.1). */
function isMetaAt(bytes: HeaderBytes, position: number): boolean {
  const p = bytes.fill(position, 8)
  const b = bytes.buffer
  return bytes.end - p >= 8 && b[p] === 2 && b[p + 1] === 0 && vrOfLetters(b[p + 4], b[p + 5]) !== VR.NONE
}

/** File meta information in implicit VR, which is met. */
function isImplicitMetaAt(bytes: HeaderBytes, position: number): boolean {
  const b = bytes.peek(position, 2)
  return b.length === 2 && b[0] === 2 && b[1] === 0 && believable(bytes, position, IMPLICIT_VR)
}

/**
 * The encoding of the data set at `position`: the declared one unless the first element cannot be read in it and the
 * first few can be read in another.
 */
export function encodingOfDataSet(bytes: HeaderBytes, position: number, declared: number): number {
  if (isObvious(bytes, position, declared)) return declared
  const readable = believable(bytes, position, declared) ? declared : detectEncoding(bytes, position)
  return readable < 0 ? declared : readable
}

/** The first encoding in which the elements at `position` make sense, or −1. */
function detectEncoding(bytes: HeaderBytes, position: number): number {
  for (const encoding of [0, IMPLICIT_VR, BIG_ENDIAN, IMPLICIT_VR | BIG_ENDIAN]) {
    if (believable(bytes, position, encoding)) return encoding
  }
  return -1
}

/** Data sets without `DICM` begin with group 0008, seldom with another early one. */
function firstTagIsEarly(bytes: HeaderBytes): boolean {
  const b = bytes.buffer
  if (bytes.end < 8) return false
  const group = b[0] === 0 ? b[1] : b[1] === 0 ? b[0] : 0
  return group >= 8 && group <= 0x20
}

/** A cheap test that nearly every file passes: the first element reads as declared, in a group that comes early. */
function isObvious(bytes: HeaderBytes, position: number, encoding: number): boolean {
  const p = bytes.fill(position, 12)
  const b = bytes.buffer
  if (bytes.end - p < 12) return false
  const hasVr = vrOfLetters(b[p + 4], b[p + 5]) !== VR.NONE
  const early = encoding & BIG_ENDIAN ? b[p] === 0 : b[p + 1] === 0
  return early && hasVr === ((encoding & IMPLICIT_VR) === 0)
}

/** Whether the first elements ascend, are known to the dictionary and end within the file. */
function believable(bytes: HeaderBytes, position: number, encoding: number): boolean {
  const big = (encoding & BIG_ENDIAN) !== 0
  let before = -1
  for (let n = 0; n < ELEMENTS_TO_BELIEVE; n++) {
    const b = bytes.peek(position, 12)
    if (b.length === 0 && n > 0) return true
    if (b.length < 8) return false
    const group = big ? b.readUInt16BE(0) : b.readUInt16LE(0)
    const element = big ? b.readUInt16BE(2) : b.readUInt16LE(2)
    const tag = group * 65536 + element
    // Behind the meta information, another encoding may begin.
    if (before >>> 16 === 2 && group !== 2) return true
    if (tag <= before || (n === 0 && group > 0x7fe0)) return false
    before = tag
    let header = 8
    let length = big ? b.readUInt32BE(4) : b.readUInt32LE(4)
    const entry = standardEntry(tag | 0)
    if (!(encoding & IMPLICIT_VR)) {
      const vr = vrOfLetters(b[4], b[5])
      if (vr === VR.NONE) return false
      header = HAS_LONG_LENGTH[vr] === 1 ? 12 : 8
      if (b.length < header) return false
      if (header === 12) length = big ? b.readUInt32BE(8) : b.readUInt32LE(8)
      else length = big ? b.readUInt16BE(6) : b.readUInt16LE(6)
    }
    if ((group & 1) === 0 && !entry) return false
    if (length === UNDEFINED_LENGTH || group === 0x7fe0) return true
    position += header + length
    if (position > bytes.size) return false
  }
  return true
}
