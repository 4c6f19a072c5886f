import { crc32 } from 'node:zlib'

/*
 * CRC-32 as zlib has it (ISO 3309). Most fields of a catalogue are numbers of a few digits, for which a call of zlib takes
 * many times as long as the sum itself: short ones are summed here.
 */

/** Longer texts and bytes go to zlib. */
const SHORT_TEXT = 64
const SHORT_BYTES = 16

const TABLE = new Int32Array(256)
for (let byte = 0; byte < 256; byte++) {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  TABLE[byte] = rest
}

/** The sum of what `sum` is of, followed by one byte. @returns an unsigned number of 32 bits */
export function crcOfByte(byte: number, sum: number): number {
  return ~(TABLE[(~sum ^ byte) & 0xff] ^ (~sum >>> 8)) >>> 0
}

/** The sum of what `sum` is of, followed by the UTF-8 of a text. @returns an unsigned number of 32 bits */
export function crcOfText(text: string, sum: number): number {
  if (text.length > SHORT_TEXT) return crc32(text, sum)
  let rest = ~sum
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) return crc32(text, sum)
    rest = TABLE[(rest ^ code) & 0xff] ^ (rest >>> 8)
  }
  return ~rest >>> 0
}

/** The sum of what `sum` is of, followed by these bytes. @returns an unsigned number of 32 bits */
export function crcOfBytes(bytes: Uint8Array, sum: number): number {
  if (bytes.length > SHORT_BYTES) return crc32(bytes, sum)
  let rest = ~sum
  for (let i = 0; i < bytes.length; i++) rest = TABLE[(rest ^ bytes[i]) & 0xff] ^ (rest >>> 8)
  return ~rest >>> 0
}
