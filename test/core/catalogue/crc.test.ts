import fc from '../../fast-check.ts'
import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { crcOfByte, crcOfBytes, crcOfText } from '../../../src/core/catalogue/crc.ts'

test('the check value of CRC-32 comes out', () => {
  // Williams, A painless guide to CRC error detection algorithms (1993), section 15.
  expect(crcOfText('123456789', 0)).toBe(0xcbf43926)
  expect(crcOfBytes(Buffer.from('123456789'), 0)).toBe(0xcbf43926)
})

test('a sum goes on from another one', () => {
  expect(crcOfText('6789', crcOfText('12345', 0))).toBe(0xcbf43926)
  expect(crcOfBytes(Buffer.from('6789'), crcOfBytes(Buffer.from('12345'), 0))).toBe(0xcbf43926)
})

test('texts and bytes of any length have the sums that zlib gives them', () => {
  const sum = fc.integer({ min: 0, max: 0xffffffff })
  fc.assert(fc.property(fc.nat(255), sum, (n, sum) => void expect(crcOfByte(n, sum)).toBe(crc32(Buffer.of(n), sum))))
  const text = fc.oneof(fc.string({ maxLength: 100 }), fc.string({ unit: 'binary', maxLength: 100 }))
  fc.assert(fc.property(text, sum, (text, sum) => void expect(crcOfText(text, sum)).toBe(crc32(text, sum))))
  const bytes = fc.uint8Array({ maxLength: 100 })
  fc.assert(fc.property(bytes, sum, (bytes, sum) => void expect(crcOfBytes(bytes, sum)).toBe(crc32(bytes, sum))))
})
