import { describe, expect, test } from 'vitest'
import type { DataSet } from '../../../src/phantom/dicom-writer.ts'
import { makePicture } from '../../../src/core/pixels/make-picture.ts'
import { readFrame } from '../../../src/core/pixels/read-frame.ts'
import { imageFile, words, type ImageOptions } from './image-file.ts'

/** The four corners of the picture of an image of 2 × 2 pixels, whose edges are repeated. */
async function corners(options: Partial<ImageOptions>, pixels: Uint8Array): Promise<number[]> {
  const picture = makePicture(await readFrame(imageFile({ rows: 2, columns: 2, ...options }, pixels)))
  expect(picture.length).toBe(128 * 128)
  return [0, 127, 127 * 128, 128 * 128 - 1].map((i) => picture[i])
}

const rescale = (slope: string, intercept: string): DataSet => [
  { tag: 0x00281052, vr: 'DS', value: intercept },
  { tag: 0x00281053, vr: 'DS', value: slope }
]

describe('the picture of a frame', () => {
  test('spreads the values over 0 to 255', async () => {
    expect(await corners({}, Uint8Array.of(10, 20, 30, 20))).toEqual([0, 128, 255, 128])
  })

  test('is all 0 where all values are equal', async () => {
    expect(await corners({ rows: 3, columns: 3 }, new Uint8Array(10).fill(7))).toEqual([0, 0, 0, 0])
    const large = await readFrame(imageFile({ rows: 301, columns: 211 }, new Uint8Array(301 * 211 + 1).fill(77)))
    expect(makePicture(large).every((level) => level === 0)).toBe(true)
  })

  test('MONOCHROME1: the smallest value is the brightest', async () => {
    expect(await corners({ photometric: 'MONOCHROME1' }, Uint8Array.of(10, 20, 30, 20))).toEqual([255, 128, 0, 128])
  })

  test('a negative rescale slope turns it, too', async () => {
    expect(await corners({ more: rescale('-2', '5') }, Uint8Array.of(10, 20, 30, 20))).toEqual([255, 128, 0, 128])
  })

  test('a rescale slope of 0 is ignored: it would leave a black picture', async () => {
    expect(await corners({ more: rescale('0', '5') }, Uint8Array.of(10, 20, 30, 20))).toEqual([0, 128, 255, 128])
  })

  test('colour: 0.299 R + 0.587 G + 0.114 B', async () => {
    const colours = Uint8Array.of(0, 0, 0, 255, 0, 0, 0, 255, 0, 255, 255, 255)
    // 255 × 0.299 = 76.2, 255 × 0.587 = 149.7
    expect(await corners({ samples: 3 }, colours)).toEqual([0, 76, 150, 255])
  })

  test('YBR_FULL: by its RGB, clipped', async () => {
    // Black, grey, white, and Y 128, Cr 255, which is R 306 → 255, G 37, B 128: 112.6 of 255.
    const colours = Uint8Array.of(0, 128, 128, 128, 128, 128, 255, 128, 128, 128, 128, 255)
    expect(await corners({ samples: 3, photometric: 'YBR_FULL' }, colours)).toEqual([0, 128, 255, 113])
  })

  test('YBR_FULL of 16 bits, which is 256 times as much', async () => {
    const colours = words(...[0, 128, 128, 128, 128, 128, 255, 128, 128, 128, 128, 255].map((value) => 256 * value))
    const options = { samples: 3, photometric: 'YBR_FULL', allocated: 16 }
    expect(await corners(options, colours)).toEqual([0, 128, 255, 113])
  })

  test('PALETTE COLOR: the luminance of the entries, also for values outside of the table', async () => {
    const table = (tag: number, ...entries: number[]): DataSet => [
      { tag: 0x00281101 + tag, vr: 'US', value: [3, 10, 16] },
      { tag: 0x00281201 + tag, vr: 'OW', value: words(...entries) }
    ]
    const more = [...table(0, 0, 0, 1000), ...table(1, 0, 500, 1000), ...table(2, 0, 0, 1000)]
    // 9 is before the first entry, 200 behind the last; the second entry is 293.5 of 1000.
    expect(await corners({ photometric: 'PALETTE COLOR', more }, Uint8Array.of(9, 11, 12, 200))).toEqual([
      0, 75, 255, 255
    ])
  })

  test('a Modality LUT takes the place of the rescale', async () => {
    const item: DataSet = [
      { tag: 0x00283002, vr: 'US', value: [4, 10, 16] },
      { tag: 0x00283006, vr: 'US', value: [100, 300, 0, 200] }
    ]
    const more: DataSet = [...rescale('-1', '0'), { tag: 0x00283000, vr: 'SQ', value: [item] }]
    expect(await corners({ more }, Uint8Array.of(10, 11, 12, 13))).toEqual([85, 255, 0, 170])
  })

  test.each([
    ['no data', [4, 10, 16], [], [0, 85, 170, 255]],
    ['no bits', [4, 10, 0], [100, 300, 0, 200], [0, 85, 170, 255]],
    ['no description', [], [100, 300, 0, 200], [0, 85, 170, 255]],
    ['one of four entries', [4, 10, 16], [100], [0, 85, 170, 255]],
    ['two of four entries, the last of which stands for the rest', [4, 10, 16], [100, 300], [0, 255, 255, 255]]
  ])('a Modality LUT with %s', async (_name, descriptor, entries, levels) => {
    const item: DataSet = [
      { tag: 0x00283002, vr: 'US', value: descriptor },
      { tag: 0x00283006, vr: 'US', value: entries }
    ]
    const more: DataSet = [{ tag: 0x00283000, vr: 'SQ', value: [item] }]
    expect(await corners({ more }, Uint8Array.of(10, 11, 12, 13))).toEqual(levels)
  })

  test('of a signed image, the first value of a Modality LUT is signed, whatever it was written as', async () => {
    const item: DataSet = [
      { tag: 0x00283002, vr: 'US', value: [4, 0xfffe, 16] },
      { tag: 0x00283006, vr: 'US', value: [100, 300, 0, 200] }
    ]
    const more: DataSet = [{ tag: 0x00283000, vr: 'SQ', value: [item] }]
    const pixels = words(-2, -1, 0, 1)
    expect(await corners({ allocated: 16, signed: true, more }, pixels)).toEqual([85, 255, 0, 170])
  })

  test('values that are no numbers count as the smallest', async () => {
    const value = new Uint8Array(Float32Array.of(NaN, 2, 4, -Infinity).buffer)
    const file = imageFile({ rows: 2, columns: 2 }, { tag: 0x7fe00008, vr: 'OF', value })
    const picture = makePicture(await readFrame(file))
    expect([picture[0], picture[127], picture[127 * 128], picture[128 * 128 - 1]]).toEqual([0, 0, 255, 0])
  })

  test('a Modality LUT has no places for fractions: floating point values are as they are', async () => {
    const item: DataSet = [
      { tag: 0x00283002, vr: 'US', value: [4, 0, 16] },
      { tag: 0x00283006, vr: 'US', value: [300, 200, 100, 0] }
    ]
    const more: DataSet = [{ tag: 0x00283000, vr: 'SQ', value: [item] }]
    const value = new Uint8Array(Float32Array.of(0, 1.5, 2, 3).buffer)
    const file = imageFile({ rows: 2, columns: 2, more }, { tag: 0x7fe00008, vr: 'OF', value })
    const picture = makePicture(await readFrame(file))
    // (1.5 − 0) ÷ (3 − 0) × 255 = 127.5
    expect([picture[0], picture[127], picture[127 * 128], picture[128 * 128 - 1]]).toEqual([0, 128, 170, 255])
  })

  test('floating point values that call themselves colours are refused', async () => {
    const element = { tag: 0x7fe00008, vr: 'OF', value: new Uint8Array(24) }
    const file = imageFile({ rows: 1, columns: 2, samples: 3 }, element)
    await expect(readFrame(file)).rejects.toMatchObject({ code: 'pixels-unsupported' })
  })

  test('no number at all: no picture', async () => {
    const value = new Uint8Array(Float32Array.of(NaN, NaN).buffer)
    const frame = await readFrame(imageFile({ rows: 1, columns: 2 }, { tag: 0x7fe00008, vr: 'OF', value }))
    expect(() => makePicture(frame)).toThrow('No pixel of the frame is a finite number.')
  })
})
