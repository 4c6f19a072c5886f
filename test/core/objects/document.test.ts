import { Buffer } from 'node:buffer'
import { expect, test } from 'vitest'
import { DOCUMENT_PART, readDocument } from '../../../src/core/objects/document.ts'
import {
  type DataSet,
  DEFLATED,
  EXPLICIT_BIG,
  IMPLICIT_LITTLE,
  objectBytes,
  objectFile,
  text,
  uid
} from './object-file.ts'
import { fileOf } from '../pixels/image-file.ts'

const PDF = '1.2.840.10008.5.1.4.1.1.104.1'

function documentElements(bytes: string | Uint8Array, more: DataSet = [], sopClass = PDF): DataSet {
  return [uid(0x00080016, sopClass), { tag: 0x00420011, vr: 'OB', value: Buffer.from(bytes as string) }, ...more]
}

const length = (value: number) => ({ tag: 0x00420015, vr: 'UL', value: [value] })

function textOf(path: string, from = 0, most = DOCUMENT_PART): string {
  return Buffer.from(readDocument(path, from, most).bytes).toString('latin1')
}

test.each([
  ['explicit', undefined],
  ['implicit', IMPLICIT_LITTLE],
  ['big endian', EXPLICIT_BIG],
  ['deflated', DEFLATED]
])('a document is read byte by byte: %s', (_, syntax) => {
  const path = objectFile(documentElements('%PDF-1.7 abc', [text(0x00420012, 'LO', 'application/pdf')]), syntax)
  expect(readDocument(path, 0, DOCUMENT_PART)).toEqual({
    kind: 'pdf',
    mimeType: 'application/pdf',
    extension: 'pdf',
    length: 12,
    bytes: Uint8Array.from(Buffer.from('%PDF-1.7 abc'))
  })
})

test('the byte that pads a document is no part of it, whether or not the file says how long that is', () => {
  expect(textOf(objectFile(documentElements('abc\0', [length(3)])))).toBe('abc')
  expect(textOf(objectFile(documentElements('abc\0')))).toBe('abc')
  // A NUL that belongs to it: the length says so.
  expect(textOf(objectFile(documentElements('abc\0', [length(4)])))).toBe('abc\0')
})

test.each([0, 1, 2, 999])('a length of %i that does not fit four bytes is not believed', (told) => {
  expect(textOf(objectFile(documentElements('abcd', [length(told)])))).toBe('abcd')
})

test('a long document is read in parts', () => {
  const bytes = Uint8Array.from({ length: DOCUMENT_PART + 5000 }, (_, i) => i % 251)
  const path = objectFile(documentElements(bytes, [length(bytes.length)]))
  const first = readDocument(path, 0, Infinity)
  expect([first.length, first.bytes.length]).toEqual([bytes.length, DOCUMENT_PART])
  const rest = readDocument(path, DOCUMENT_PART, Infinity)
  expect(Buffer.concat([first.bytes, rest.bytes]).equals(bytes)).toBe(true)
  expect(readDocument(path, bytes.length, 10).bytes).toHaveLength(0)
})

test('what a document is, its SOP class says, not what the file claims', () => {
  const claims = [text(0x00420012, 'LO', 'application/pdf')]
  const kindOf = (sopClass: string) => {
    const { kind, extension } = readDocument(objectFile(documentElements('ab', claims, sopClass)), 0, 2)
    return `${kind}.${extension}`
  }
  expect(
    ['104.1', '104.2', '104.3', '104.4', '104.5', '7'].map((end) => kindOf(`1.2.840.10008.5.1.4.1.1.${end}`))
  ).toEqual(['pdf.pdf', 'cda.xml', 'stl.stl', 'obj.obj', 'mtl.mtl', 'other.bin'])
})

test('a file without a document says so', () => {
  const codeOf = (elements: DataSet) => () => readDocument(objectFile(elements), 0, 10)
  expect(codeOf([uid(0x00080016, PDF)])).toThrow('no document')
  expect(codeOf(documentElements(''))).toThrow('no document')
  expect(codeOf([{ tag: 0x00420011, vr: 'SQ', value: [[]] }])).toThrow('no document')
})

test('a document that is cut is refused, and takes no memory for what is missing', () => {
  const bytes = objectBytes(documentElements(new Uint8Array(2 << 20)))
  expect(() => readDocument(fileOf(bytes.subarray(0, bytes.length - 10)), 0, 10)).toThrow('the file ends at byte')
  // Its length claims almost 4 GiB.
  const at = Buffer.from(bytes).indexOf(Buffer.from([0x42, 0, 0x11, 0, 0x4f, 0x42])) + 8
  const claims = Uint8Array.from(bytes)
  claims.set([0xf0, 0xff, 0xff, 0xff], at)
  expect(() => readDocument(fileOf(claims), 0, 10)).toThrow('4294967280 bytes')
})
