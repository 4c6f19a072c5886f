import type { FileHandle } from 'node:fs/promises'
import { damaged, type NpyHeader, npyHeaderEnd, type NpyType, parseNpyHeader } from './npy-header.ts'

const ARRAYS = {
  f4: Float32Array,
  f8: Float64Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  i8: BigInt64Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  u8: BigUint64Array,
  b1: Uint8Array
} as const satisfies Record<Exclude<NpyType, 'f2'>, unknown>

export type NpyNumbers = InstanceType<(typeof ARRAYS)[keyof typeof ARRAYS]>

/**
 * Reads the header of an npy file, and checks that the file is as long as it says.
 * @param name of the file, for messages
 * @throws MedoidError `npy-version`, `npy-damaged`, `npy-type`
 */
export async function readNpyHeader(file: FileHandle, name: string): Promise<NpyHeader> {
  const end = npyHeaderEnd(await readBytes(file, 0, 12), name)
  const bytes = await readBytes(file, 0, end)
  if (bytes.length < end) throw damaged(name, { why: 'ends-in-header' })
  const header = parseNpyHeader(bytes, name)
  const { size } = await file.stat()
  const wanted = header.shape.reduce((product, dimension) => product * dimension, header.bytes) + end
  if (wanted !== size) {
    throw damaged(name, { why: 'length', shape: header.shape, expected: wanted, found: size })
  }
  return header
}

/**
 * Some consecutive numbers of an array; fewer where the file has become shorter.
 * @param header of an array of numbers
 * @param first of them, counted in the order of the file
 */
export async function readNumbers(
  file: FileHandle,
  { type, bytes: size, isBigEndian, dataStart }: NpyHeader,
  first: number,
  count: number
): Promise<NpyNumbers> {
  if (type === 'U' || type === 'S') throw new Error('Text is no number.')
  const read = await readBytes(file, dataStart + first * size, count * size)
  const bytes = read.subarray(0, read.length - (read.length % size))
  // The platforms that Node runs on are little-endian.
  if (isBigEndian) toLittleEndian(bytes, size)
  if (type === 'f2') return fromHalves(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2))
  return new ARRAYS[type](bytes.buffer, bytes.byteOffset, bytes.length / size)
}

/**
 * Some consecutive texts of an array of text, without the NULs that fill them up.
 * @throws MedoidError `npy-damaged` for what is no character, or bytes that are not UTF-8
 */
export async function readTexts(
  file: FileHandle,
  { type, bytes: size, isBigEndian, dataStart }: NpyHeader,
  first: number,
  count: number,
  name: string
): Promise<string[]> {
  const bytes = await readBytes(file, dataStart + first * size, count * size)
  if (isBigEndian && type === 'U') toLittleEndian(bytes, 4)
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => {
    const text = bytes.subarray(i * size, (i + 1) * size)
    try {
      const characters = type === 'S' ? decoder.decode(text) : fromCodePoints(text)
      return characters.replace(/\0+$/, '')
    } catch (cause) {
      throw damaged(name, { why: 'text', at: first + i, encoding: type === 'S' ? 'UTF-8' : 'Unicode' }, cause)
    }
  })
}

/** @throws RangeError for what is no code point */
function fromCodePoints(text: Buffer): string {
  return String.fromCodePoint(...Array.from({ length: text.length / 4 }, (_, i) => text.readUInt32LE(i * 4)))
}

function toLittleEndian(bytes: Buffer, size: number): void {
  if (size === 2) bytes.swap16()
  else if (size === 4) bytes.swap32()
  else if (size === 8) bytes.swap64()
}

/** Numbers of 16 bits (IEEE 754-2019, binary16) as those of 32. */
function fromHalves(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1
    const exponent = (half >> 10) & 0x1f
    const fraction = half & 0x3ff
    if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
  })
}

/** As many bytes as there are, up to `count`, in a buffer of their own. */
async function readBytes(file: FileHandle, at: number, count: number): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.from(new ArrayBuffer(count))
  let filled = 0
  while (filled < count) {
    const { bytesRead } = await file.read(bytes, filled, count - filled, at + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}
