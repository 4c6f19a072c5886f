import { expect, test } from 'vitest'
import { PICTURE_BYTES, PICTURE_SIDE } from '../../../src/core/pixels/picture.ts'
import { decodeLook, encodeLook, lookAt } from '../../../src/core/similar/look.ts'
import { contentOf, shapeOf } from '../../../src/core/similar/picture-facts.ts'

const picture = (level: (x: number, y: number) => number): Uint8Array =>
  Uint8Array.from({ length: PICTURE_BYTES }, (_, i) => level(i % PICTURE_SIDE, Math.floor(i / PICTURE_SIDE)))

test('pictures of one grey level are constant, whatever it is', () => {
  expect(contentOf(lookAt(picture(() => 0)))).toBe('constant')
  expect(contentOf(lookAt(picture(() => 77)))).toBe('constant')
})

test('with 163 bright pixels of 16,384 a picture is nearly black, with 164 it is not; level 12 counts as black', () => {
  const first = (count: number) => picture((x, y) => (y * PICTURE_SIDE + x < count ? 255 : 12))
  expect(contentOf(lookAt(first(163)))).toBe('nearly black')
  expect(contentOf(lookAt(first(164)))).toBe('normal')
  expect(contentOf(lookAt(picture((x) => (x === 0 ? 255 : 13))))).toBe('normal')
})

test('an image that cannot be decoded is unreadable', () => {
  expect(contentOf(null)).toBe('unreadable')
})

test('shapes by rows and columns', () => {
  const shapes: [number, number, string | null][] = [
    [512, 512, 'normal'],
    [256, 1024, 'normal'],
    [256, 1025, 'elongated'],
    [1025, 256, 'elongated'],
    [32, 32, 'normal'],
    [31, 512, 'tiny'],
    [1, 1, 'tiny'],
    [0, 512, null],
    [NaN, 512, null]
  ]
  expect(shapes.map(([rows, columns]) => shapeOf(rows, columns))).toEqual(shapes.map(([, , shape]) => shape))
})

test('the signature of a picture whose left half is white: half of the blocks at the top, half at the bottom', () => {
  const { signature } = lookAt(picture((x) => (x < 64 ? 255 : 0)))
  expect([...signature.subarray(0, 16)]).toEqual([
    ...new Array<number>(8).fill(32_767),
    ...new Array<number>(8).fill(-32_767)
  ])
})

test('a look comes back as it was kept; of other bytes it is to be made again', () => {
  const look = lookAt(picture((x, y) => (x * y) % 251))
  const bytes = encodeLook(look)
  expect(decodeLook(bytes)).toEqual(look)
  expect(decodeLook(bytes.subarray(1))).toBeNull()
  expect(decodeLook(Buffer.concat([Buffer.of(9), bytes.subarray(1)]))).toBeNull()
  expect(decodeLook(Buffer.alloc(0))).toBeNull()
})
