import { expect, test } from 'vitest'
import {
  deflateIfSmaller,
  inflate,
  VarintReader,
  varintBytes,
  writeVarint
} from '../../../src/core/catalogue/packing.ts'
import fc from '../../fast-check.ts'

test('a number takes a byte for every seven bits', () => {
  const numbers = [0, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455, 268_435_456, 0xffffffff]
  expect(numbers.map(varintBytes)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
  const bytes = Buffer.alloc(2)
  expect(writeVarint(bytes, 0, 300)).toBe(2)
  expect(bytes).toEqual(Buffer.from([0xac, 0x02]))
})

test('numbers come back one after the other', () => {
  const number = fc.oneof(fc.nat(200), fc.nat(), fc.constantFrom(0x7fffffff, 0x80000000, 0xffffffff))
  fc.assert(
    fc.property(fc.array(number), (numbers) => {
      const bytes = Buffer.alloc(numbers.length * 5)
      const end = numbers.reduce((at, each) => writeVarint(bytes, at, each), 0)
      expect(end).toBe(numbers.reduce((sum, each) => sum + varintBytes(each), 0))
      const reader = new VarintReader(bytes.subarray(0, end))
      expect(numbers.map(() => reader.next())).toEqual(numbers)
      expect(() => reader.next()).toThrow('it ends early')
    })
  )
})

test('bytes that never end a number are damage, not an endless loop', () => {
  expect(() => new VarintReader(Buffer.alloc(9, 0xff)).next()).toThrow('a number is too long')
})

test('bytes are deflated where that saves a tenth, or more where it has to, and not where they are few', () => {
  const same = Buffer.alloc(1000, 7)
  const deflated = deflateIfSmaller(3, same)
  expect(deflated.encoding).toBe(3 + 16)
  expect(deflated.data.length).toBeLessThan(100)
  expect(inflate(deflated.encoding, deflated.data, 1000)).toEqual(same)
  expect(deflateIfSmaller(3, Buffer.alloc(255, 7))).toEqual({ encoding: 3, data: Buffer.alloc(255, 7) })
  const some = Buffer.concat([
    Buffer.alloc(300, 7),
    Buffer.from(Array.from({ length: 256 }, (_, i) => (i * 167) & 255))
  ])
  // 300 equal bytes become a few.
  expect(deflateIfSmaller(3, some, 256).encoding).toBe(3 + 16)
  expect(deflateIfSmaller(3, some, 300)).toEqual({ encoding: 3, data: some })
  const noise = Buffer.from(Uint32Array.from({ length: 300 }, (_, i) => Math.imul(i + 1, 0x9e3779b1)).buffer)
  expect(deflateIfSmaller(3, noise)).toEqual({ encoding: 3, data: noise })
})

test('what would inflate beyond its limit is damage, and takes no memory', () => {
  const { encoding, data } = deflateIfSmaller(2, Buffer.alloc(1 << 20))
  expect(() => inflate(encoding, data, 4096)).toThrow('it does not inflate')
  expect(() => inflate(2, 'text', 10)).toThrow('it holds no bytes')
})
