import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { ColumnFault } from '../../messages/en/catalogue.ts'
import type { MedoidError } from '../errors.ts'
import { damagedError } from './checksums.ts'
import { Encoding } from './chunks.ts'

const DEFLATE = { level: 3, memLevel: 7 }

export function varintBytes(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5
}

export function writeVarint(target: Buffer, at: number, value: number): number {
  while (value >= 0x80) {
    target[at++] = (value & 0x7f) | 0x80
    value >>>= 7
  }
  target[at++] = value
  return at
}

export function damaged(fault: ColumnFault, cause?: unknown): MedoidError {
  return damagedError({ part: 'column', ...fault }, cause)
}

/** Reads varints one after the other; a damaged catalogue must not read beyond its bytes. */
export class VarintReader {
  readonly bytes: Buffer
  at = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  next(): number {
    // Most are of one byte; behind the last one there is none.
    const first = this.bytes[this.at]
    if (first < 0x80) {
      this.at++
      return first
    }
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.at >= this.bytes.length) throw damaged({ fault: 'ends-early' })
      const byte = this.bytes[this.at++]
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw damaged({ fault: 'number-too-long' })
  }
}

/** @param saving bytes that deflating has to save */
export function deflateIfSmaller(encoding: number, bytes: Buffer, saving = 0): { encoding: number; data: Buffer } {
  if (bytes.length < 256) return { encoding, data: bytes }
  const deflated = deflateRawSync(bytes, DEFLATE)
  return deflated.length < bytes.length * 0.9 && deflated.length <= bytes.length - saving
    ? { encoding: encoding + Encoding.deflated, data: deflated }
    : { encoding, data: bytes }
}

export function inflate(encoding: number, data: unknown, limit: number): Buffer {
  if (!Buffer.isBuffer(data)) throw damaged({ fault: 'no-bytes' })
  if (encoding < Encoding.deflated) return data
  try {
    return inflateRawSync(data, { maxOutputLength: limit })
  } catch (cause) {
    throw damaged({ fault: 'not-inflated' }, cause)
  }
}
