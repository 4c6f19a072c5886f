import { describe, expect, test } from 'vitest'
import { RLE } from '../../../src/phantom/dicom-writer.ts'
import { encodeRleFrame } from '../../../src/phantom/rle.ts'
import { readFrame } from '../../../src/core/pixels/read-frame.ts'
import type { Remark } from '../../../src/core/pixels/remarks.ts'
import { decodeRle } from '../../../src/core/pixels/rle.ts'
import fc from '../../fast-check.ts'
import { imageFile } from './image-file.ts'

/** A frame of given segments. */
function frameOf(...segments: number[][]): Buffer {
  const header = Buffer.alloc(64)
  header.writeUInt32LE(segments.length)
  let at = 64
  segments.forEach((segment, i) => {
    header.writeUInt32LE(at, 4 + 4 * i)
    at += segment.length
  })
  return Buffer.concat([header, ...segments.map((segment) => Buffer.from(segment))])
}

describe('run length encoding (PS3.5 annex G)', () => {
  test('3 literal bytes, 4 equal ones, and 128, which stands for nothing', () => {
    expect(Array.from(decodeRle(frameOf([2, 7, 8, 9, 128, 253, 5]), 7, 1, 8, []))).toEqual([7, 8, 9, 5, 5, 5, 5])
  })

  test('words: the segment of the upper bytes comes first', () => {
    expect(Array.from(decodeRle(frameOf([1, 0x12, 0x34], [1, 0xab, 0xcd]), 2, 1, 16, []))).toEqual([0x12ab, 0x34cd])
  })

  test('colours: a segment each', () => {
    expect(Array.from(decodeRle(frameOf([1, 1, 2], [1, 11, 12], [255, 20]), 2, 3, 8, []))).toEqual([
      1, 11, 20, 2, 12, 20
    ])
  })

  test('what is encoded comes back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.constantFrom(0, 1, 255, 256, 65535), { minLength: 1, maxLength: 400 }),
        (rows, row) => {
          const pixels = Uint16Array.from({ length: rows * row.length }, (_, i) => row[(i * 7) % row.length])
          const encoded = encodeRleFrame(pixels, rows, row.length)
          expect(decodeRle(encoded, pixels.length, 1, 16, [])).toEqual(pixels)
        }
      )
    )
  })

  test('as an image, of signed words', async () => {
    const fragment = frameOf([1, 0xff, 0x00], [1, 0xfe, 0x02])
    const file = imageFile({ rows: 1, columns: 2, allocated: 16, signed: true, syntax: RLE }, [fragment])
    expect(Array.from((await readFrame(file)).values)).toEqual([-2, 2])
  })

  test('YBR_FULL_422 has all three samples of each pixel', async () => {
    const image = { rows: 1, columns: 2, samples: 3, syntax: RLE }
    const fragment = frameOf([1, 1, 2], [1, 11, 12], [255, 20])
    const frame = await readFrame(imageFile({ ...image, photometric: 'YBR_FULL_422' }, [fragment]))
    expect(frame.photometric).toBe('YBR_FULL')
    expect(Array.from(frame.values)).toEqual([1, 11, 20, 2, 12, 20])
    // Of these colours nobody makes a picture: they are no grey values, either.
    await expect(readFrame(imageFile({ ...image, photometric: 'YBR_PARTIAL_422' }, [fragment]))).rejects.toMatchObject({
      code: 'pixels-unsupported'
    })
  })

  test.each([
    ['early', frameOf([2, 7, 8]), [7, 8, 0, 0, 0, 0, 0]],
    ['within a run', frameOf([2, 7, 8, 9, 250]), [7, 8, 9, 0, 0, 0, 0]]
  ])('of a segment that ends %s, what is there; the rest is 0', (_name, data, values) => {
    const remarks: Remark[] = []
    expect(Array.from(decodeRle(data, 7, 1, 8, remarks))).toEqual(values)
    expect(remarks).toEqual([{ code: 'frame-incomplete', parameters: { held: values.indexOf(0), whole: 7 } }])
  })

  test('of words whose lower bytes are cut off, the upper ones', () => {
    const whole = frameOf([1, 0x12, 0x34], [1, 0xab, 0xcd])
    expect(Array.from(decodeRle(whole.subarray(0, 67), 2, 1, 16, []))).toEqual([0x1200, 0x3400])
  })

  test.each([
    ['pixels-truncated', 'a header that is cut', Buffer.alloc(10)],
    ['pixels-truncated', 'a segment without anything in it', frameOf([])],
    ['pixels-damaged', 'more segments than samples', frameOf([255, 1], [255, 1])],
    ['pixels-truncated', 'a segment behind the end', Buffer.concat([frameOf([255, 1]).fill(0xff, 4, 8)])],
    ['pixels-damaged', 'a billion segments', Buffer.alloc(64, 0x7f)]
  ])('%s: %s', (code, _name, data) => {
    expect(() => decodeRle(data, 7, 1, 8, [])).toThrow(expect.objectContaining({ code }) as Error)
  })

  test('no frame makes it crash or read beyond', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 200 }), fc.integer({ min: 1, max: 3 }), (data, samples) => {
        const bytes = Buffer.from(data)
        bytes.writeUInt32LE(samples)
        for (let i = 0; i < samples; i++) bytes.writeUInt32LE(64 + (bytes[4 + 4 * i] % 20) + 20 * i, 4 + 4 * i)
        try {
          expect(decodeRle(bytes, 50, samples, 8, []).length).toBe(50 * samples)
        } catch (error) {
          expect(error).toMatchObject({ name: 'MedoidError' })
        }
      })
    )
  })
})
