import type { PixelDescription } from './description.ts'
import { nativeBits, type NativeFrame } from './frame-bytes.ts'
import { interleave } from './planes.ts'
import { storedValues, type Containers, type Values } from './stored-values.ts'

/** Stored values of a native frame (PS3.5 section 8), pixel by pixel; halved colours have three samples a pixel then. */
export function decodeNative(frame: NativeFrame, pixels: PixelDescription): Values {
  if (pixels.float) return floats(frame, pixels.bitsAllocated)
  const containers = unpack(frame, pixels.bitsAllocated, nativeBits(pixels) / pixels.bitsAllocated)
  const values = storedValues(containers, pixels.bitsStored, pixels.shift, pixels.signed)
  if (pixels.halved) return expand422(values, pixels)
  return pixels.planar ? interleave(values, pixels.samples) : values
}

function floats({ bytes, bigEndian }: NativeFrame, bits: number): Values {
  if (bits === 32) {
    if (bigEndian) bytes.swap32()
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
  }
  if (bigEndian) bytes.swap64()
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)
}

function unpack({ bytes, bitOffset, bigEndian }: NativeFrame, bits: number, count: number): Containers {
  if (bits === 8) return new Uint8Array(bytes.buffer, bytes.byteOffset + bitOffset / 8, count)
  if (bits === 16) {
    if (bigEndian) bytes.swap16()
    return new Uint16Array(bytes.buffer, bytes.byteOffset, count)
  }
  if (bits === 32) {
    if (bigEndian) bytes.swap32()
    return new Uint32Array(bytes.buffer, bytes.byteOffset, count)
  }
  return bits === 1 ? unpackSingleBits(bytes, bitOffset, count) : unpackBits(bytes, bitOffset, bits, count)
}

/** The lowest bit of a byte comes first. */
function unpackSingleBits(bytes: Buffer, bitOffset: number, count: number): Uint8Array {
  const values = new Uint8Array(count)
  for (let i = 0, bit = bitOffset; i < count; i++, bit++) values[i] = (bytes[bit >> 3] >> (bit & 7)) & 1
  return values
}

/** Samples that share bytes, the lowest bits first. */
function unpackBits(bytes: Buffer, bitOffset: number, bits: number, count: number): Containers {
  const values = bits <= 8 ? new Uint8Array(count) : bits <= 16 ? new Uint16Array(count) : new Uint32Array(count)
  let at = Math.floor(bitOffset / 8)
  /** Bits at hand, as a number: 8 and 31 of them do not fit into 32. */
  let held = 0
  let heldBits = 0
  const skip = bitOffset % 8
  if (skip > 0) {
    held = bytes[at++] >> skip
    heldBits = 8 - skip
  }
  const size = 2 ** bits
  for (let i = 0; i < count; i++) {
    while (heldBits < bits) {
      held += bytes[at++] * 2 ** heldBits
      heldBits += 8
    }
    values[i] = held % size
    held = Math.floor(held / size)
    heldBits -= bits
  }
  return values
}

/** Y Y Cb Cr for every two pixels of a row (PS3.3 section C.7.6.3.1.2): both get the same colour. */
function expand422(values: Values, { rows, columns }: PixelDescription): Values {
  const expanded = new (values.constructor as new (length: number) => Values)(rows * columns * 3)
  for (let i = 0; i < rows * columns; i++) {
    const pair = (i >> 1) * 4
    expanded[3 * i] = values[pair + (i & 1)]
    expanded[3 * i + 1] = values[pair + 2]
    expanded[3 * i + 2] = values[pair + 3]
  }
  return expanded
}
