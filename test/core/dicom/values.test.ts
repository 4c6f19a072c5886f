import { expect, test } from 'vitest'
import { Charsets, DEFAULT_CHARSET } from '../../../src/core/dicom/charset.ts'
import { canonicalText } from '../../../src/core/dicom/values.ts'
import { vrOfName } from '../../../src/core/dicom/vr.ts'

function canonical(vr: string, value: string | number[], big = false): string {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.from(value)
  return canonicalText(bytes, 0, bytes.length, vrOfName(vr), big, DEFAULT_CHARSET)
}

test.each([
  ['UI', '1.2.840.10008.1.2\0', '1.2.840.10008.1.2'],
  ['CS', ' ORIGINAL \\PRIMARY ', 'ORIGINAL\\PRIMARY'],
  ['LO', '  a name  ', 'a name'],
  ['SH', 'x\0\0', 'x'],
  ['DS', ' 1.50', '1.50'],
  ['DS', '1,5', '1,5'],
  ['IS', 'abc ', 'abc'],
  ['PN', ' Doe^Jane ', ' Doe^Jane'],
  ['UC', ' a \\ b ', ' a\\ b']
])('%s %j is %j: padding goes, per value (PS3.5 table 6.2-1)', (vr, value, expected) => {
  expect(canonical(vr, value)).toBe(expected)
})

test.each(['LT', 'ST', 'UT'])('%s keeps leading spaces, line ends and backslashes', (vr) => {
  expect(canonical(vr, ' a \\ b\r\nc \\d  ')).toBe(' a \\ b\r\nc \\d')
})

test.each(['LO', 'DA', 'IS', 'UI', 'UT'])('%s of nothing but padding is empty', (vr) => {
  expect(canonical(vr, ' \0 ')).toBe('')
})

test.each<[string, number[], string]>([
  ['US', [0x01, 0x00, 0xff, 0xff], '1\\65535'],
  ['SS', [0xff, 0xff], '-1'],
  ['UL', [0xff, 0xff, 0xff, 0xff], '4294967295'],
  ['SL', [0xfe, 0xff, 0xff, 0xff], '-2'],
  ['UV', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], '18446744073709551615'],
  ['SV', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], '-1'],
  ['AT', [0x28, 0x00, 0x10, 0x00, 0xe0, 0x7f, 0x10, 0x00], '(0028,0010)\\(7FE0,0010)'],
  // 0.1 as IEEE 754 binary32 is 0x3DCCCCCD, as binary64 0x3FB999999999999A.
  ['FL', [0xcd, 0xcc, 0xcc, 0x3d], '0.1'],
  // Some floats need eight digits and no ninth: this one is 318.466827… by nine.
  ['FL', [0xc1, 0x3b, 0x9f, 0x43], '318.46683'],
  ['FD', [0x9a, 0x99, 0x99, 0x99, 0x99, 0x99, 0xb9, 0x3f], '0.1'],
  ['FL', [0x00, 0x00, 0x00, 0x80], '-0'],
  ['FL', [0x00, 0x00, 0xc0, 0x7f], 'NaN']
])('%s %j is %j', (vr, bytes, expected) => {
  expect(canonical(vr, bytes)).toBe(expected)
})

test('numbers in big endian', () => {
  expect(canonical('US', [0x01, 0x00], true)).toBe('256')
  expect(canonical('FL', [0x3d, 0xcc, 0xcc, 0xcd], true)).toBe('0.1')
  expect(canonical('AT', [0x00, 0x28, 0x00, 0x10], true)).toBe('(0028,0010)')
})

test('bytes that are no whole number of numbers are shown as they are', () => {
  expect(canonical('US', [0x01, 0x02, 0x03])).toBe('010203')
})

test('bytes are hex up to 64 of them, then length and hash of all', () => {
  expect(canonical('OB', [0x00, 0x01])).toBe('0001')
  expect(canonical('UN', new Array(64).fill(0xab))).toBe('ab'.repeat(64))
  // printf '%065d' 0 | tr 0 '\0' | sha1sum
  expect(canonical('OW', new Array(65).fill(0))).toBe('#65 sha1:f0fa45906bd0f4c3668fcd0d8f68d4b298b30e5b')
})

test('a long text keeps its beginning, length and hash', () => {
  const text = canonical('UT', 'x'.repeat(5000))
  // printf 'x%.0s' $(seq 5000) | sha1sum
  expect(text).toBe(`${'x'.repeat(1024)}… #5000 sha1:c068a1f54d77965b428a7969125313ce29abb93b`)
})

test('text in a charset is decoded before its values are told apart', () => {
  // 0x5C is the second byte of the GB18030 character 乗 (81 5C): no delimiter.
  const bytes = Buffer.from([0x81, 0x5c, 0x5c, 0x41])
  expect(canonicalText(bytes, 0, 4, vrOfName('LO'), false, new Charsets().of('GB18030'))).toBe('乗\\A')
})
