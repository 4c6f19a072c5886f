import { statSync, truncateSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE, DEFLATED } from '../../../src/phantom/dicom-writer.ts'
import { readFrame } from '../../../src/core/pixels/read-frame.ts'
import fc from '../../fast-check.ts'
import { imageFile, words, type ImageOptions } from './image-file.ts'
import { sentencesOf } from '../../sentences.ts'

async function valuesOf(options: ImageOptions, pixels: Uint8Array, vr = 'OW'): Promise<number[]> {
  const frame = await readFrame(imageFile(options, { tag: 0x7fe00010, vr, value: pixels }))
  return Array.from(frame.values)
}

const square = { rows: 2, columns: 2 }

describe('native pixels', () => {
  test('bytes', async () => {
    expect(await valuesOf({ ...square }, Uint8Array.of(1, 2, 3, 255), 'OB')).toEqual([1, 2, 3, 255])
  })

  test.each([
    ['explicit little endian', EXPLICIT_LITTLE],
    ['implicit little endian', IMPLICIT_LITTLE],
    ['explicit big endian', EXPLICIT_BIG],
    ['deflated', DEFLATED]
  ])('signed words, %s', async (_name, syntax) => {
    const options = { ...square, syntax, allocated: 16, signed: true }
    expect(await valuesOf(options, words(1, 0xffff, 0x8000, 0x7fff))).toEqual([1, -1, -32768, 32767])
  })

  test('bytes in words: in big endian their order within a word is turned, which undoes that of the file', async () => {
    expect(await valuesOf({ ...square, syntax: EXPLICIT_BIG }, Uint8Array.of(1, 2, 3, 4))).toEqual([1, 2, 3, 4])
    expect(await valuesOf({ ...square, syntax: EXPLICIT_BIG }, Uint8Array.of(1, 2, 3, 4), 'OB')).toEqual([1, 2, 3, 4])
  })

  test('bits above those stored are dropped, such as overlays of old', async () => {
    const options = { ...square, allocated: 16, stored: 12 }
    expect(await valuesOf(options, words(0xf001, 0x0fff, 0x8000, 5))).toEqual([1, 4095, 0, 5])
    expect(await valuesOf({ ...options, signed: true }, words(0xf001, 0x0fff, 0x0800, 5))).toEqual([1, -1, -2048, 5])
  })

  test('bits below those stored are dropped: High Bit 15 of 12', async () => {
    const options = { ...square, allocated: 16, stored: 12, highBit: 15 }
    expect(await valuesOf(options, words(0x001f, 0xfff0, 0x0010, 0))).toEqual([1, 4095, 1, 0])
  })

  test('32 bits, unsigned', async () => {
    const pixels = new Uint8Array(Uint32Array.of(0, 4_000_000_000, 1, 2).buffer)
    expect(await valuesOf({ ...square, allocated: 32 }, pixels)).toEqual([0, 4_000_000_000, 1, 2])
  })

  test('single bits, the lowest first; frames follow one another within a byte', async () => {
    // Three frames of 3 × 1 bits: 101, 110, 001. The one in the middle is the second.
    const options = { rows: 1, columns: 3, allocated: 1, frames: 3 }
    expect(await valuesOf(options, Uint8Array.of(0b00_011_101, 0b1), 'OB')).toEqual([1, 1, 0])
  })

  test('12 bits a sample, packed', async () => {
    // 0x321, 0x654: the lowest bits first.
    const options = { rows: 1, columns: 2, allocated: 12 }
    expect(await valuesOf(options, Uint8Array.of(0x21, 0x43, 0x65, 0), 'OB')).toEqual([0x321, 0x654])
  })

  test('the frame in the middle of several', async () => {
    const options = { rows: 1, columns: 2, frames: 4 }
    expect(await valuesOf(options, Uint8Array.of(0, 1, 10, 11, 20, 21, 30, 31), 'OB')).toEqual([20, 21])
  })

  test('colour by plane becomes colour by pixel', async () => {
    const options = { rows: 1, columns: 2, samples: 3, planar: 1 }
    expect(await valuesOf(options, Uint8Array.of(1, 2, 11, 12, 21, 22), 'OB')).toEqual([1, 11, 21, 2, 12, 22])
  })

  test('YBR_FULL_422: two pixels share their colour', async () => {
    const file = imageFile(
      { rows: 1, columns: 2, samples: 3, photometric: 'YBR_FULL_422' },
      Uint8Array.of(1, 2, 100, 200)
    )
    const frame = await readFrame(file)
    expect(frame.photometric).toBe('YBR_FULL')
    expect(Array.from(frame.values)).toEqual([1, 100, 200, 2, 100, 200])
  })

  test.each([
    ['Float', 0x7fe00008, 'OF', new Uint8Array(Float32Array.of(1.5, -2, 0, 3).buffer)],
    ['Double Float', 0x7fe00009, 'OD', new Uint8Array(Float64Array.of(1.5, -2, 0, 3).buffer)]
  ])('%s Pixel Data', async (_name, tag, vr, value) => {
    const frame = await readFrame(imageFile({ ...square, allocated: 32 }, { tag, vr, value }))
    expect(frame.description.float).toBe(true)
    expect(Array.from(frame.values)).toEqual([1.5, -2, 0, 3])
  })

  test('what is packed comes back, of any number of bits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 32 }).chain((bits) =>
          fc.record({
            bits: fc.constant(bits),
            frames: fc.integer({ min: 1, max: 3 }),
            signed: fc.boolean(),
            big: fc.boolean(),
            values: fc.array(fc.nat(2 ** bits - 1), { minLength: 18, maxLength: 18 })
          })
        ),
        async ({ bits, frames, signed, big, values }) => {
          const perFrame = 6
          const packed = pack(values.slice(0, perFrame * frames), bits)
          // The writer turns the bytes of words; those of 32 bits it leaves to us.
          if (big && bits === 32) Buffer.from(packed.buffer).swap32().swap16()
          const syntax = big ? EXPLICIT_BIG : EXPLICIT_LITTLE
          const options = { rows: 2, columns: 3, allocated: bits, frames, signed, syntax }
          const middle = Math.floor(frames / 2) * perFrame
          const expected = values.slice(middle, middle + perFrame)
          const half = 2 ** (bits - 1)
          expect(await valuesOf(options, packed)).toEqual(
            expected.map((value) => (signed && value >= half ? value - 2 * half : value))
          )
        }
      ),
      { numRuns: 200 }
    )
  })

  const remarksOf = async (options: ImageOptions, pixels: Uint8Array): Promise<string[]> =>
    sentencesOf((await readFrame(imageFile(options, pixels))).description.remarks)
  const ybr = { rows: 2, columns: 2, samples: 3, photometric: 'YBR_FULL_422' }

  test.each([
    ['of two samples a pixel', {}, [1, 2, 100, 200, 3, 4, 50, 60], [1, 100, 200, 2, 100, 200, 3, 50, 60, 4, 50, 60], 0],
    ['of three', {}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 1],
    [
      'of three, by plane',
      { planar: 1 },
      [1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12],
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      1
    ]
  ])('YBR_FULL_422 %s is read by its length', async (_name, more, pixels, values, remarks) => {
    const options = { ...ybr, ...more }
    const frame = await readFrame(imageFile(options, Uint8Array.from(pixels)))
    expect(frame.photometric).toBe('YBR_FULL')
    expect(Array.from(frame.values)).toEqual(values)
    expect(frame.description.remarks).toHaveLength(remarks)
  })

  test('YBR_FULL_422 of three samples, two bytes short', async () => {
    const frame = await readFrame(
      imageFile(
        { ...ybr, rows: 3 },
        Uint8Array.from({ length: 16 }, (_, i) => i + 1)
      )
    )
    expect(Array.from(frame.values)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 0, 0])
    expect(frame.description.remarks.map(({ code }) => code)).toEqual(['colours-not-halved', 'frame-incomplete'])
  })

  test('YBR_FULL_422 of several frames: the length is that of all', async () => {
    const whole = Uint8Array.from({ length: 36 }, (_, i) => i)
    expect(await valuesOf({ ...ybr, frames: 3 }, whole, 'OB')).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23])
    const halved = Uint8Array.from({ length: 24 }, (_, i) => i)
    expect(await valuesOf({ ...ybr, frames: 3 }, halved, 'OB')).toEqual([8, 10, 11, 9, 10, 11, 12, 14, 15, 13, 14, 15])
  })

  test.each([
    ['a grey frame', {}, Uint8Array.of(1, 2, 3), [1, 2, 3, 0]],
    [
      'words, the last of which is cut',
      { allocated: 16, signed: true },
      Uint8Array.of(255, 255, 2, 0, 3),
      [-1, 2, 0, 0]
    ],
    ['the last frame of two', { frames: 2 }, Uint8Array.of(9, 9, 9, 9, 1, 2), [1, 2, 0, 0]],
    ['single bits', { rows: 3, columns: 4, allocated: 1 }, Uint8Array.of(0xff), [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]],
    ['big endian words', { allocated: 16, syntax: EXPLICIT_BIG }, words(1, 2, 3), [1, 2, 3, 0]],
    ['colours', { samples: 3 }, Uint8Array.of(1, 2, 3, 4, 5, 6, 7), [1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 0]]
  ])('of %s that is there in part, what is there; the rest is 0', async (_name, more, pixels, values) => {
    const options = { ...square, ...more }
    // Without the pad byte that the writer would add.
    const path = imageFile(options, { tag: 0x7fe00010, vr: 'OW', value: pixels })
    truncateSync(path, statSync(path).size - (pixels.length % 2))
    const frame = await readFrame(path)
    expect(Array.from(frame.values)).toEqual(values)
    expect(frame.description.remarks.map(({ code }) => code)).toEqual(['frame-incomplete'])
  })

  test('an unknown transfer syntax over pixels that are not encapsulated', async () => {
    const options = { ...square, transferSyntax: '1.2.3.4.5' }
    expect(await valuesOf(options, Uint8Array.of(1, 2, 3, 4), 'OB')).toEqual([1, 2, 3, 4])
    expect(await remarksOf(options, Uint8Array.of(1, 2, 3, 4))).toEqual([
      'The transfer syntax 1.2.3.4.5 is not one of uncompressed pixels, but the pixels are not encapsulated; they are read as uncompressed.'
    ])
  })

  test('a compressed transfer syntax over pixels of the very length of uncompressed ones, and of another', async () => {
    const options = { ...square, transferSyntax: '1.2.840.10008.1.2.4.70' }
    expect(await valuesOf(options, Uint8Array.of(1, 2, 3, 4), 'OB')).toEqual([1, 2, 3, 4])
    await expect(readFrame(imageFile(options, Uint8Array.of(1, 2)))).rejects.toMatchObject({ code: 'pixels-damaged' })
  })

  const ge = { syntax: IMPLICIT_LITTLE, transferSyntax: '1.2.840.113619.5.2' }
  test.each([
    ['words are big endian', { allocated: 16 }, Uint8Array.of(0, 1, 1, 0, 0x0f, 0xff, 0, 7), [1, 256, 4095, 7]],
    [
      'signed words are big endian',
      { allocated: 16, signed: true },
      Uint8Array.of(0xff, 0xfe, 0, 1, 0, 0, 0, 0),
      [-2, 1, 0, 0]
    ],
    ['bytes are as they are', {}, Uint8Array.of(1, 2, 3, 4), [1, 2, 3, 4]]
  ])(
    "in GE's private transfer syntax %s, in an implicit little endian data set",
    async (_name, more, pixels, values) => {
      expect(await valuesOf({ ...square, ...ge, ...more }, pixels)).toEqual(values)
    }
  )

  test.each([
    ['nothing of it is there', {}, new Uint8Array()],
    ['frames are announced that are not there', { frames: 9 }, Uint8Array.of(1, 2, 3, 4)]
  ])('%s: pixels-truncated', async (_name, more, pixels) => {
    await expect(readFrame(imageFile({ ...square, ...more }, pixels))).rejects.toMatchObject({
      code: 'pixels-truncated'
    })
  })
})

/** The lowest bits first, on to a whole word. */
function pack(values: number[], bits: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((values.length * bits) / 16) * 2)
  values.forEach((value, i) => {
    for (let bit = 0; bit < bits; bit++) {
      if (Math.floor(value / 2 ** bit) % 2 === 1) bytes[(i * bits + bit) >> 3] |= 1 << ((i * bits + bit) & 7)
    }
  })
  return bytes
}
