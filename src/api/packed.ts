/**
 * What comes to a window as bytes: the length of a description as a little-endian 32-bit number, the description as JSON padded to
 * 8 bytes, and arrays one behind the other, the first of which is aligned for every type.
 */
export function pack(description: object, ...arrays: (Uint8Array | Uint16Array | Uint32Array)[]): Uint8Array {
  const json = Buffer.from(JSON.stringify(description))
  const start = Math.ceil((4 + json.length) / 8) * 8
  const packed = Buffer.alloc(
    arrays.reduce((length, { byteLength }) => length + byteLength, start),
    ' '
  )
  packed.writeUInt32LE(start - 4, 0)
  json.copy(packed, 4)
  let at = start
  for (const { buffer, byteOffset, byteLength } of arrays) {
    packed.set(new Uint8Array(buffer, byteOffset, byteLength), at)
    at += byteLength
  }
  return packed
}

/** The same bytes with another description before them. */
export function repack<D extends object>(packed: Uint8Array, change: (description: D) => D): Uint8Array {
  const start = 4 + Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength).readUInt32LE(0)
  const description = JSON.parse(new TextDecoder().decode(packed.subarray(4, start))) as D
  return pack(change(description), packed.subarray(start))
}
