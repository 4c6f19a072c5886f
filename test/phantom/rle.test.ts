import { expect, test } from 'vitest'
import { encodeRleFrame } from '../../src/phantom/rle.ts'
import fc from '../fast-check.ts'

test('the example of PS3.5 annex G.4: runs and literals, each row for itself', () => {
  const frame = Uint8Array.of(9, 9, 9, 9, 1, 2, 3, 4)
  const encoded = encodeRleFrame(frame, 2, 4)
  expect([encoded.readUInt32LE(0), encoded.readUInt32LE(4), encoded.readUInt32LE(8)]).toEqual([1, 64, 0])
  // 4 times 9 is 1 − 4 = −3 = 0xFD; then 4 literals; then a null to make the length even.
  expect(encoded.subarray(64).toString('hex')).toBe('fd09' + '0301020304' + '00')
})

test('a sample of two bytes has two segments, the most significant first', () => {
  const encoded = encodeRleFrame(Uint16Array.of(0x0102, 0x0102, 0x0102), 1, 3)
  expect([encoded.readUInt32LE(0), encoded.readUInt32LE(4), encoded.readUInt32LE(8)]).toEqual([2, 64, 66])
  expect(encoded.subarray(64).toString('hex')).toBe('fe01' + 'fe02')
})

/** A decoder of PS3.5 G.3.1 for one segment. */
function unpack(segment: Buffer, length: number): number[] {
  const bytes: number[] = []
  for (let at = 0; bytes.length < length;) {
    const n = segment.readInt8(at++)
    if (n >= 0) for (let i = 0; i <= n; i++) bytes.push(segment[at++])
    else if (n > -128) {
      for (let i = 0; i < 1 - n; i++) bytes.push(segment[at])
      at++
    }
  }
  return bytes
}

test('every frame comes back', () => {
  const samples = fc.array(fc.constantFrom(0, 1, 255), { minLength: 1, maxLength: 700 })
  fc.assert(
    fc.property(samples, (bytes) => {
      const encoded = encodeRleFrame(Uint8Array.from(bytes), 1, bytes.length)
      expect(unpack(encoded.subarray(64), bytes.length)).toEqual(bytes)
      expect(encoded.length % 2).toBe(0)
    })
  )
})
