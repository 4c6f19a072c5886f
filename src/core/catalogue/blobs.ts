import { damagedError } from './checksums.ts'

type Numbers = Uint32Array | Uint16Array | Float32Array | Float64Array

/** The bytes of an array, as a BLOB takes them; little-endian, as all machines are that this runs on. */
export function bytesOf(array: Numbers): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}

/**
 * An array of its own memory, aligned as typed arrays want it.
 * @param place where they stand, see `placeOf`
 * @throws MedoidError `catalogue-damaged`
 */
export function arrayOf<T extends Numbers>(
  kind: { new (buffer: ArrayBuffer): T; readonly BYTES_PER_ELEMENT: number },
  bytes: unknown,
  place: string
): T {
  if (!Buffer.isBuffer(bytes) || bytes.length % kind.BYTES_PER_ELEMENT !== 0) throw damagedError({ part: 'row', place })
  return new kind(new Uint8Array(bytes).buffer)
}
