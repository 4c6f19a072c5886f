/**
 * A 64-bit hash of bytes[start … end) in two 32-bit lanes: MurmurHash3's mixing steps (Austin Appleby, public domain) on two lanes
 * with different constants, not cryptographic. Two of n values collide with probability n²/2^65.
 * @param target takes the high half at 0, the low one at 1: no object is made
 */
export function hashInto(bytes: Uint8Array, start: number, end: number, target: Uint32Array): void {
  let a = 0x9747b28c ^ (end - start)
  let b = 0x3c6ef372 ^ (end - start)
  let i = start
  for (; i + 4 <= end; i += 4) {
    const word = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)
    a = Math.imul(a ^ Math.imul((word << 15) | (word >>> 17), 0x1b873593), 0xcc9e2d51)
    a = (a << 13) | (a >>> 19)
    b = Math.imul(b ^ Math.imul((word << 17) | (word >>> 15), 0x85ebca6b), 0xc2b2ae35)
    b = (b << 11) | (b >>> 21)
  }
  let rest = 0
  for (let shift = 0; i < end; i++, shift += 8) rest |= bytes[i] << shift
  a = finish(Math.imul(a ^ rest, 0xcc9e2d51))
  b = finish(Math.imul(b ^ rest, 0xc2b2ae35) ^ a)
  target[0] = finish(a ^ b)
  target[1] = b
}

function finish(h: number): number {
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
