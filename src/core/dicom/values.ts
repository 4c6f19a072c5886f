import { hash } from 'node:crypto'
import type { Charset } from './charset.ts'
import { hex4 } from './dictionary.ts'
import { BIG_ENDIAN, type ElementTable, NOT_READ } from './element-table.ts'
import { HAS_CHARSET, IS_MULTI_VALUED, IS_TEXT, LEADING_SPACE_IS_PADDING, NUMBER_BYTES, VR } from './vr.ts'

/** Bytes that are kept as hex; more of them as length and hash. */
const MAX_HEX = 64
/** Bytes of numbers that are kept as decimals; longer arrays (curves, look-up tables) as length and hash. */
const MAX_NUMBERS = 1024
/** Characters of a text that are kept whole; of a longer one its beginning, length and hash. */
const MAX_TEXT = 4096
const TEXT_BEGINNING = 1024

/**
 * The canonical text of a value; empty where the value is. Two values are one in the catalogue exactly where their
 * canonical texts are equal:
 *
 * - text: without padding (spaces and NULs at the end of every value, and at its beginning where PS3.5 table 6.2-1 calls
 *   them insignificant), values joined by `\`. Numbers in text (DS, IS) stay as they were written;
 * - binary numbers: shortest decimals that read back as the same number, joined by `\`; AT as `(gggg,eeee)`;
 * - other bytes: hex, or from 65 bytes on `#1024 sha1:…`, the length and the hash of all of them. So for more than 1,024
 *   bytes of numbers, and, behind their first 1,024 characters, for texts of more than 4,096.
 */
export function canonicalText(
  bytes: Buffer,
  start: number,
  length: number,
  vr: number,
  bigEndian: boolean,
  charset: Charset
): string {
  if (length === 0) return ''
  if (IS_TEXT[vr] === 1) return text(bytes, start, start + length, vr, charset)
  const unit = NUMBER_BYTES[vr]
  const size = vr === VR.AT ? 4 : unit
  if (size > 0 && length % size === 0 && length <= MAX_NUMBERS) {
    return numbers(bytes, start, start + length, vr, size, bigEndian)
  }
  const value = bytes.subarray(start, start + length)
  return length <= MAX_HEX ? value.toString('hex') : fingerprint(value)
}

/** The canonical text of an element that has been walked; '' of a sequence, and of a value that is too long to be read. */
export function textOfRow(
  { vrs, flags, starts, lengths }: ElementTable,
  row: number,
  buffer: Buffer,
  charset: Charset
): string {
  if (vrs[row] === VR.SQ || flags[row] & NOT_READ) return ''
  return canonicalText(buffer, starts[row], lengths[row], vrs[row], (flags[row] & BIG_ENDIAN) !== 0, charset)
}

/** The canonical text of a value that is too long to be read. */
export function lengthOnly(length: number): string {
  return `#${length}`
}

function fingerprint(value: Buffer): string {
  return `#${value.length} sha1:${hash('sha1', value, 'hex')}`
}

function text(bytes: Buffer, start: number, end: number, vr: number, charset: Charset): string {
  while (end > start && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end--
  if (LEADING_SPACE_IS_PADDING[vr] === 1) while (start < end && bytes[start] === 0x20) start++
  if (end === start) return ''
  const multi = IS_MULTI_VALUED[vr] === 1
  const decoded =
    HAS_CHARSET[vr] === 1
      ? charset.decode(bytes.subarray(start, end), multi, vr === VR.PN)
      : bytes.toString('latin1', start, end)
  const whole = multi && decoded.includes('\\') ? trimValues(decoded, vr) : decoded
  if (whole.length <= MAX_TEXT) return whole
  return `${whole.slice(0, TEXT_BEGINNING)}… ${fingerprint(Buffer.from(whole))}`
}

function trimValues(joined: string, vr: number): string {
  if (!joined.includes(' \\') && !joined.includes('\\ ') && !joined.includes('\0\\')) return joined
  const leading = LEADING_SPACE_IS_PADDING[vr] === 1
  return joined
    .split('\\')
    .map((value) => {
      let start = 0
      let end = value.length
      while (end > start && (value[end - 1] === ' ' || value[end - 1] === '\0')) end--
      if (leading) while (start < end && value[start] === ' ') start++
      return value.slice(start, end)
    })
    .join('\\')
}

function numbers(bytes: Buffer, start: number, end: number, vr: number, size: number, big: boolean): string {
  let joined = ''
  for (let at = start; at < end; at += size) {
    joined += (at > start ? '\\' : '') + number(bytes, at, vr, big)
  }
  return joined
}

function number(b: Buffer, at: number, vr: number, big: boolean): string {
  switch (vr) {
    case VR.US:
      return String(big ? b.readUInt16BE(at) : b.readUInt16LE(at))
    case VR.SS:
      return String(big ? b.readInt16BE(at) : b.readInt16LE(at))
    case VR.UL:
      return String(big ? b.readUInt32BE(at) : b.readUInt32LE(at))
    case VR.SL:
      return String(big ? b.readInt32BE(at) : b.readInt32LE(at))
    case VR.FL:
      return shortestFloat(big ? b.readFloatBE(at) : b.readFloatLE(at))
    case VR.FD:
      return shortestDouble(big ? b.readDoubleBE(at) : b.readDoubleLE(at))
    case VR.UV:
      return String(big ? b.readBigUInt64BE(at) : b.readBigUInt64LE(at))
    case VR.SV:
      return String(big ? b.readBigInt64BE(at) : b.readBigInt64LE(at))
    default: {
      const group = big ? b.readUInt16BE(at) : b.readUInt16LE(at)
      const element = big ? b.readUInt16BE(at + 2) : b.readUInt16LE(at + 2)
      return `(${hex4(group)},${hex4(element)})`
    }
  }
}

/** As JavaScript writes it, but for −0, which it writes as 0. */
function shortestDouble(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** The shortest decimal that reads back as the same 32-bit float: `0.1`, not `0.10000000149011612`. */
function shortestFloat(value: number): string {
  if (!Number.isFinite(value) || value === 0) return shortestDouble(value)
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits))
    if (Math.fround(candidate) === value) return String(candidate)
  }
  return String(Number(value.toPrecision(9)))
}
