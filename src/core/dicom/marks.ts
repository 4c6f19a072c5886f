import { BIG_ENDIAN } from './element-table.ts'

/** Tags of what delimits items (PS3.5 section 7.5), as signed 32-bit integers. */
export const ITEM = 0xfffee000 | 0
export const ITEM_END = 0xfffee00d | 0
export const SEQUENCE_END = 0xfffee0dd | 0

export const UNDEFINED_LENGTH = 0xffffffff

export function isPixelData(tag: number): boolean {
  return tag === 0x7fe00010 || tag === 0x7fe00009 || tag === 0x7fe00008
}

/** The tag at `at`, signed, group in the upper half. */
export function tagAt(b: Buffer, at: number, encoding: number): number {
  return encoding & BIG_ENDIAN
    ? (b[at] << 24) | (b[at + 1] << 16) | (b[at + 2] << 8) | b[at + 3]
    : (b[at + 1] << 24) | (b[at] << 16) | (b[at + 3] << 8) | b[at + 2]
}

/** A length of 32 bits. */
export function longAt(b: Buffer, at: number, encoding: number): number {
  return encoding & BIG_ENDIAN ? b.readUInt32BE(at) : b.readUInt32LE(at)
}

/** A length of 16 bits. */
export function shortAt(b: Buffer, at: number, encoding: number): number {
  return encoding & BIG_ENDIAN ? (b[at] << 8) | b[at + 1] : b[at] | (b[at + 1] << 8)
}
