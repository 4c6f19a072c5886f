import { expect, test } from 'vitest'
import { HeaderReader } from '../../../src/core/dicom/header.ts'
import {
  codes,
  explicit,
  explicitFile,
  file,
  implicit,
  ITEM,
  read,
  SEQUENCE_END,
  spoken,
  TRANSFER_SYNTAX,
  UNDEFINED
} from './build.ts'

const us = (value: number): number[] => [value & 0xff, value >> 8]

/** An image of 4 rows, 3 columns and 16 bits, but for `other`; elements in order. */
function image(other: Record<number, Buffer> = {}): Buffer[] {
  const elements: Record<number, Buffer> = {
    0x00280002: explicit(0x00280002, 'US', us(1)),
    0x00280004: explicit(0x00280004, 'CS', 'MONOCHROME2 '),
    0x00280010: explicit(0x00280010, 'US', us(4)),
    0x00280011: explicit(0x00280011, 'US', us(3)),
    0x00280100: explicit(0x00280100, 'US', us(16)),
    ...other
  }
  return Object.keys(elements)
    .sort((a, b) => Number(a) - Number(b))
    .map((tag) => elements[Number(tag)])
}

const pixels = (length: number): Buffer => explicit(0x7fe00010, 'OW', Buffer.alloc(length))

test.each<[string, Record<number, Buffer>, number]>([
  ['4 × 3 × 16 bits', {}, 24],
  ['three frames', { 0x00280008: explicit(0x00280008, 'IS', '3 ') }, 72],
  ['RGB', { 0x00280002: explicit(0x00280002, 'US', us(3)) }, 72],
  [
    'YBR_FULL_422: two samples a pixel in the file',
    {
      0x00280002: explicit(0x00280002, 'US', us(3)),
      0x00280004: explicit(0x00280004, 'CS', 'YBR_FULL_422')
    },
    48
  ],
  ['one bit a pixel, packed', { 0x00280100: explicit(0x00280100, 'US', us(1)) }, 2]
])('native pixels, %s: whole with as many bytes as that takes', (_, other, length) => {
  expect(codes(read(explicitFile(...image(other), pixels(length))).outcome)).toEqual([])
  expect(read(explicitFile(...image(other), pixels(length - 1))).outcome).toMatchObject({
    status: 'dicom',
    issues: [{ code: 'pixels-truncated' }]
  })
})

test.each<[string, Record<number, Buffer>]>([
  [
    'UL',
    { 0x00280010: explicit(0x00280010, 'UL', [4, 0, 0, 0]), 0x00280011: explicit(0x00280011, 'UL', [3, 0, 0, 0]) }
  ],
  ['IS', { 0x00280010: explicit(0x00280010, 'IS', '4 '), 0x00280011: explicit(0x00280011, 'IS', '3 ') }],
  ['SS', { 0x00280010: explicit(0x00280010, 'SS', us(4)), 0x00280100: explicit(0x00280100, 'IS', '16') }],
  ['two values', { 0x00280010: explicit(0x00280010, 'US', [...us(4), ...us(4)]) }]
])('Rows and the like count whatever their VR: %s', (_, other) => {
  expect(codes(read(explicitFile(...image(other), pixels(24))).outcome)).toEqual([])
  expect(codes(read(explicitFile(...image(other), pixels(23))).outcome)).toEqual(['pixels-truncated'])
})

test('what a header does not say is not asked of the pixels', () => {
  expect(codes(read(explicitFile(explicit(0x00280010, 'US', us(4)), pixels(2))).outcome)).toEqual([])
  const frames = { 0x00280008: explicit(0x00280008, 'IS', '1A') }
  expect(codes(read(explicitFile(...image(frames), pixels(2))).outcome)).toEqual([])
})

test('an image without Pixel Data is one whose pixels are missing, unless they are elsewhere', () => {
  expect(codes(read(explicitFile(...image())).outcome)).toEqual(['pixels-truncated'])
  const url = { 0x00287fe0: explicit(0x00287fe0, 'UR', 'https://example.org/') }
  expect(codes(read(explicitFile(...image(url))).outcome)).toEqual([])
})

const fragments = (...end: Buffer[]): Buffer =>
  explicit(0x7fe00010, 'OB', Buffer.concat([implicit(ITEM), implicit(ITEM, 'jpeg'), ...end]), UNDEFINED)

test('encapsulated pixels are whole with their delimiter', () => {
  expect(codes(read(file(TRANSFER_SYNTAX.jpeg, ...image(), fragments(SEQUENCE_END))).outcome)).toEqual([])
})

test('the delimiter of encapsulated pixels counts with a length of FFFFFFFF, too', () => {
  const delimiter = implicit(0xfffee0dd, '', UNDEFINED)
  const padding = explicit(0xfffcfffc, 'OB', [0, 0])
  expect(codes(read(file(TRANSFER_SYNTAX.jpeg, ...image(), fragments(delimiter))).outcome)).toEqual([])
  const { outcome, values } = read(file(TRANSFER_SYNTAX.jpeg, ...image(), fragments(delimiter), padding))
  expect(codes(outcome)).toEqual([])
  expect(values.DataSetTrailingPadding).toBe('0000')
})

test('encapsulated pixels with their delimiter and something behind it are whole', () => {
  const { outcome, values } = read(
    file(TRANSFER_SYNTAX.jpeg, ...image(), fragments(SEQUENCE_END), explicit(0xfffcfffc, 'OB', [0, 0]))
  )
  expect(codes(outcome)).toEqual([])
  expect(values.DataSetTrailingPadding).toBe('0000')
})

test.each<[string, Buffer]>([
  ['end without delimiter', fragments()],
  ['end inside a fragment', fragments(implicit(ITEM, 'jp', 1000))],
  ['end inside the head of a fragment', fragments(implicit(ITEM).subarray(0, 5))]
])('encapsulated pixels that %s are truncated', (_, value) => {
  expect(read(file(TRANSFER_SYNTAX.jpeg, ...image(), value)).outcome).toMatchObject({
    status: 'dicom',
    issues: [{ code: 'pixels-truncated' }]
  })
})

test.each([0, 8, 12])(
  'encapsulated pixels of which %i bytes are at hand end early, and the outcome says where',
  (held) => {
    const before = file(TRANSFER_SYNTAX.jpeg, ...image())
    const whole = file(TRANSFER_SYNTAX.jpeg, ...image(), fragments(implicit(ITEM, 'more'), SEQUENCE_END))
    const first = before.length + 12
    expect(spoken(new HeaderReader().readBytes(whole.subarray(0, first + held), whole.length))).toEqual({
      status: 'failed',
      issues: [
        {
          code: 'header-truncated',
          message: `The file ends at byte ${first + held}, inside PixelData (7FE0,0010) at byte ${first}.`
        }
      ]
    })
  }
)

test('the size of the file counts where only its beginning is at hand', () => {
  const whole = explicitFile(...image(), pixels(24))
  const header = whole.subarray(0, whole.length - 24)
  expect(codes(read(header, whole.length).outcome)).toEqual([])
  expect(codes(read(header, whole.length - 1).outcome)).toEqual(['pixels-truncated'])
})
