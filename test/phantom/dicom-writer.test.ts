import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import {
  DEFLATED,
  encodeBase,
  encodeDataSet,
  encodeFile,
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  IMPLICIT_LITTLE,
  type Element,
  type DataSetEncoding
} from '../../src/phantom/dicom-writer.ts'

const LITTLE: DataSetEncoding = { syntax: EXPLICIT_LITTLE, charset: 'latin1', undefinedLengths: false }

function hex(elements: Element[], encoding: Partial<DataSetEncoding> = {}): string {
  return encodeDataSet(elements, { ...LITTLE, ...encoding }).toString('hex')
}

test('text of an odd length is padded with a space, a UID with a null (PS3.5 6.2)', () => {
  expect(hex([{ tag: 0x00080060, vr: 'CS', value: 'OT1' }])).toBe('0800' + '6000' + '4353' + '0400' + '4f543120')
  expect(hex([{ tag: 0x00080016, vr: 'UI', value: '1.2' }])).toBe('0800' + '1600' + '5549' + '0400' + '312e3200')
  expect(hex([{ tag: 0x00080060, vr: 'CS', value: '' }])).toBe('0800' + '6000' + '4353' + '0000')
})

test('bytes of an odd length are padded with a null, behind a long length field (PS3.5 7.1.2)', () => {
  const element = { tag: 0x00091001, vr: 'UN', value: Uint8Array.of(1, 2, 3) }
  expect(hex([element])).toBe('0900' + '0110' + '554e' + '0000' + '04000000' + '01020300')
})

test('implicit VR leaves the VR out and has a long length field everywhere (PS3.5 A.1)', () => {
  const rows = { tag: 0x00280010, vr: 'US', value: [128] }
  expect(hex([rows], { syntax: IMPLICIT_LITTLE })).toBe('2800' + '1000' + '02000000' + '8000')
})

test('big endian turns tags, lengths, numbers and words round (PS3.5 A.3)', () => {
  const encoding = { syntax: EXPLICIT_BIG }
  expect(hex([{ tag: 0x00280010, vr: 'US', value: [128] }], encoding)).toBe('0028' + '0010' + '5553' + '0002' + '0080')
  expect(hex([{ tag: 0x00181063, vr: 'SL', value: [-2] }], encoding)).toBe(
    '0018' + '1063' + '534c' + '0004' + 'fffffffe'
  )
  expect(hex([{ tag: 0x00189087, vr: 'FD', value: [1.5] }], encoding)).toBe(
    '0018' + '9087' + '4644' + '0008' + '3ff8000000000000'
  )
  const words = { tag: 0x7fe00010, vr: 'OW', value: Uint8Array.of(1, 2, 3, 4) }
  expect(hex([words], encoding)).toBe('7fe0' + '0010' + '4f57' + '0000' + '00000004' + '02010403')
})

test('several numbers, and tags as values', () => {
  expect(hex([{ tag: 0x00181310, vr: 'US', value: [0, 256, 192, 0] }])).toBe(
    '1800' + '1013' + '5553' + '0800' + '0000' + '0001' + 'c000' + '0000'
  )
  expect(hex([{ tag: 0x00280009, vr: 'AT', value: [0x00181063] }])).toBe('2800' + '0900' + '4154' + '0400' + '18006310')
})

test('a sequence states its lengths, or ends with delimiters (PS3.5 7.5)', () => {
  const value = [[{ tag: 0x00080100, vr: 'SH', value: 'T1' }], []]
  const sequence = { tag: 0x00081032, vr: 'SQ', value }
  const item = '0800' + '0001' + '5348' + '0200' + '5431'
  expect(hex([sequence])).toBe(
    '0800' + '3210' + '5351' + '0000' + '1a000000' + 'feff00e0' + '0a000000' + item + 'feff00e0' + '00000000'
  )
  expect(hex([sequence], { undefinedLengths: true })).toBe(
    '0800' + '3210' + '5351' + '0000' + 'ffffffff' +
      'feff00e0' + 'ffffffff' + item + 'feff0de0' + '00000000' +
      'feff00e0' + 'ffffffff' + 'feff0de0' + '00000000' +
      'feffdde0' + '00000000' // prettier-ignore
  )
})

test('text in Latin 1 and in UTF-8', () => {
  const name = { tag: 0x00100010, vr: 'PN', value: 'Jörg' }
  expect(hex([name])).toBe('1000' + '1000' + '504e' + '0400' + '4af67267')
  expect(hex([name], { charset: 'utf8' })).toBe('1000' + '1000' + '504e' + '0600' + '4ac3b6726720')
})

test('a file has preamble, file meta information with its length, and the own elements merged into the shared ones', () => {
  const base = encodeBase(
    [
      { tag: 0x00080060, vr: 'CS', value: 'CT' },
      { tag: 0x00200013, vr: 'IS', value: '1' },
      { tag: 0x00280010, vr: 'US', value: [2] }
    ],
    LITTLE
  )
  const own = [
    { tag: 0x00080018, vr: 'UI', value: '2.25.1' },
    { tag: 0x00200013, vr: 'IS', value: '77' }
  ]
  const file = encodeFile([{ tag: 0x00020010, vr: 'UI', value: EXPLICIT_LITTLE.uid }], base, own)
  expect(file.subarray(0, 132)).toEqual(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]))
  expect(file.subarray(132, 144).toString('hex')).toBe('0200' + '0000' + '554c' + '0400' + '2a000000')
  const dataSet = '0800' + '1800' + '5549' + '0600' + '322e32352e31' + // SOP Instance UID
    '0800' + '6000' + '4353' + '0200' + '4354' + // Modality
    '2000' + '1300' + '4953' + '0200' + '3737' + // Instance Number, the instance's
    '2800' + '1000' + '5553' + '0200' + '0200' // prettier-ignore
  expect(file.subarray(144 + 0x2a).toString('hex')).toBe(dataSet)
})

test('a deflated file is the same data set, compressed, of an even length (PS3.5 A.5)', () => {
  const elements = [{ tag: 0x00104000, vr: 'LT', value: 'again and again and again' }]
  const meta = [{ tag: 0x00020010, vr: 'UI', value: DEFLATED.uid }]
  const file = encodeFile(meta, encodeBase(elements, { ...LITTLE, syntax: DEFLATED }), [])
  expect(file.length % 2).toBe(0)
  const head = 144 + file.readUInt32LE(140)
  expect(inflateRawSync(file.subarray(head)).toString('hex')).toBe(hex(elements))
})

test('a value that does not fit its length field is a defect, not a damaged file', () => {
  const long = { tag: 0x00080060, vr: 'LT', value: 'x'.repeat(65536) }
  expect(() => hex([long])).toThrow('LT holds 65536 bytes, at most 65534 fit')
})
