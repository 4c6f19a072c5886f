type Numbers = Uint32Array | Uint16Array | Float32Array

/** The bytes of an array, as a BLOB takes them; little-endian, as all machines are that this runs on. */
export function bytesOf(array: Numbers): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}

/** An array of its own memory, aligned as typed arrays want it. */
export function arrayOf<T extends Numbers>(kind: new (buffer: ArrayBuffer) => T, bytes: Buffer): T {
  return new kind(new Uint8Array(bytes).buffer)
}
