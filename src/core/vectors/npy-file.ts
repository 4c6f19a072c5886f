import type { FileHandle } from 'node:fs/promises'
import { damaged, npyHeaderEnd, parseNpyHeader } from './npy-header.ts'
import type { NpyHeader, NpyType } from './npy-header.ts'

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
  u8: BigUint64Array
} as const satisfies Record<NpyType, unknown>

export type NpyNumbers = InstanceType<(typeof ARRAYS)[NpyType]>

/**
 * Reads the header of an npy file, and checks that the file is as long as it says.
 * @param name of the file, for messages
 * @throws MedoidError `npy-version`, `npy-damaged`, `npy-type`, `npy-order`
 */
export async function readNpyHeader(file: FileHandle, name: string): Promise<NpyHeader> {
  const end = npyHeaderEnd(await readBytes(file, 0, 12), name)
  const bytes = await readBytes(file, 0, end)
  if (bytes.length < end) throw damaged(name, 'it ends within its header')
  const header = parseNpyHeader(bytes, name)
  const { size } = await file.stat()
  const wanted = header.shape.reduce((product, dimension) => product * dimension, bytesOf(header.type)) + end
  if (wanted !== size) {
    const shape = `(${header.shape.join(', ')})`
    throw damaged(name, `an array of shape ${shape} takes ${wanted} bytes with its header, and the file has ${size}`)
  }
  return header
}

export function bytesOf(type: NpyType): number {
  return ARRAYS[type].BYTES_PER_ELEMENT
}

/**
 * Some consecutive numbers of a file.
 * @param at of the first, in bytes
 */
export async function readNumbers(file: FileHandle, type: NpyType, at: number, count: number): Promise<NpyNumbers> {
  const bytes = await readBytes(file, at, count * bytesOf(type))
  // The platforms that Node runs on are little-endian, as are these files.
  return new ARRAYS[type](bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / bytesOf(type)))
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
