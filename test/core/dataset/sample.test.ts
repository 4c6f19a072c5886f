import { decode } from 'fast-png'
import { expect, test } from 'vitest'
import type { PixelOptions } from '../../../src/core/dataset/options.ts'
import { makeSample, type Sample } from '../../../src/core/dataset/sample.ts'
import { ImageHeader } from '../../../src/core/pixels/image-header.ts'
import { imageFile, type ImageOptions, words } from '../pixels/image-file.ts'

const AS_STORED: PixelOptions = { encoding: 'png', window: 'file', rescale: true, fit: 'original', side: 224 }

async function sample(file: string, options: Partial<PixelOptions> = {}, frame: number | null = null): Promise<Sample> {
  const header = new ImageHeader()
  header.open(file, frame)
  try {
    return await makeSample(header, { ...AS_STORED, ...options }, () => undefined)
  } finally {
    header.close()
  }
}
const pixels = ({ bytes }: Sample): number[] => [...decode(bytes).data]

const text = (tag: number, value: string) => ({ tag, vr: 'DS', value })
const MODALITY_CT = { tag: 0x00080060, vr: 'CS', value: 'CT' }
const HU = [MODALITY_CT, text(0x00281052, '-1024'), text(0x00281053, '1')]
/** Stored values of 0, 1064 and 2024: −1024, 40 and 1000 HU. */
const ct = (more: ImageOptions['more'] = []): string =>
  imageFile({ rows: 1, columns: 3, allocated: 16, more: [...HU, ...more] }, words(0, 1064, 2024))

test('the window of the file, as PS3.3 C.11.2.1.2.1 has it: centre 40, width 400', async () => {
  const made = await sample(ct([text(0x00281050, '40'), text(0x00281051, '400')]))
  // ((40 − 39.5) / 399 + 0.5) · 255 = 127.8
  expect(pixels(made)).toEqual([0, 128, 255])
  expect(made).toMatchObject({ width: 3, height: 1, channels: 1, window: { from: 'file', center: 40, width: 400 } })
})

test('a window of CT takes the place of that of the file, for Hounsfield units only', async () => {
  const own = [text(0x00281050, '40'), text(0x00281051, '400')]
  expect((await sample(ct(own), { window: 'lung' })).window).toEqual({ from: 'preset', center: -600, width: 1500 })
  const mr = imageFile(
    { rows: 1, columns: 3, allocated: 16, more: [{ tag: 0x00080060, vr: 'CS', value: 'MR' }, ...own] },
    words(0, 40, 2024)
  )
  expect((await sample(mr, { window: 'lung' })).window?.from).toBe('file')
})

test('without a window in the file the middle 98 % of the pixels, without those that stand for no pixel', async () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 + i)
  const file = imageFile(
    { rows: 2, columns: 100, allocated: 16, more: [{ tag: 0x00280120, vr: 'US', value: [0] }] },
    words(...values, ...values.map(() => 0))
  )
  expect((await sample(file)).window).toEqual({ from: 'percentiles', center: 150, width: 98 })
})

test('MONOCHROME1 is turned round, so that more is brighter', async () => {
  const file = imageFile({ rows: 1, columns: 2, photometric: 'MONOCHROME1' }, Uint8Array.of(10, 200))
  expect(pixels(await sample(file))).toEqual([255, 0])
})

test('padded to a square, with the shape of the picture kept', async () => {
  const file = imageFile(
    { rows: 8, columns: 16 },
    Uint8Array.from({ length: 128 }, (_, i) => 100 + (i % 2))
  )
  const made = await sample(file, { fit: 'pad', side: 8 })
  expect(made).toMatchObject({ width: 8, height: 8 })
  const rows = Array.from({ length: 8 }, (_, y) =>
    pixels(made)
      .slice(8 * y, 8 * y + 8)
      .some((value) => value > 0)
  )
  expect(rows).toEqual([false, false, true, true, true, true, false, false])
  expect(await sample(file, { fit: 'keep', side: 8 })).toMatchObject({ width: 8, height: 4 })
})

test('pixels that are no squares are made squares', async () => {
  const more = [text(0x00280030, '2\\1')]
  const file = imageFile({ rows: 8, columns: 16, more }, new Uint8Array(128))
  expect(await sample(file, { fit: 'keep', side: 32 })).toMatchObject({ width: 32, height: 32 })
})

test('16 bits: Hounsfield units and 32,768, or the values as they are stored', async () => {
  const hounsfield = await sample(ct(), { encoding: 'png16' })
  expect(decode(hounsfield.bytes).depth).toBe(16)
  expect(pixels(hounsfield)).toEqual([31_744, 32_808, 33_768])
  expect(hounsfield).toMatchObject({ offset: 32_768, clipped: 0, window: null })
  const stored = await sample(ct(), { encoding: 'png16', rescale: false })
  expect(pixels(stored)).toEqual([0, 1064, 2024])
  expect(stored.offset).toBe(0)
})

test('16 bits hold no more than they can, which is counted', async () => {
  const file = imageFile({ rows: 1, columns: 2, allocated: 16 }, words(5, 65_000))
  expect(await sample(file, { encoding: 'png16' })).toMatchObject({ clipped: 1 })
})

test('npy: floats in the unit of the image, or the stored numbers of their own type', async () => {
  const float = Buffer.from((await sample(ct(), { encoding: 'npy' })).bytes)
  expect(float.toString('latin1', 10, 80)).toContain("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3,), }")
  expect([0, 1, 2].map((i) => float.readFloatLE(128 + 4 * i))).toEqual([-1024, 40, 1000])
  const stored = Buffer.from((await sample(ct(), { encoding: 'npy', rescale: false })).bytes)
  expect(stored.toString('latin1', 10, 80)).toContain("'descr': '<u2'")
  expect([0, 1, 2].map((i) => stored.readUInt16LE(128 + 2 * i))).toEqual([0, 1064, 2024])
})

test('overlays in the bits above the stored ones are no part of the values', async () => {
  const file = imageFile({ rows: 1, columns: 2, allocated: 16, stored: 12 }, words(0xf064, 0x1003))
  const stored = Buffer.from((await sample(file, { encoding: 'npy', rescale: false })).bytes)
  expect([0, 1].map((i) => stored.readUInt16LE(128 + 2 * i))).toEqual([0x064, 0x003])
})

test('colour stays colour', async () => {
  const file = imageFile({ rows: 1, columns: 2, samples: 3 }, Uint8Array.of(255, 0, 0, 0, 0, 255))
  const made = await sample(file)
  expect(pixels(made)).toEqual([255, 0, 0, 0, 0, 255])
  expect(made).toMatchObject({ channels: 3, window: null })
  expect(pixels(await sample(file, { fit: 'pad', side: 8 })).filter((value) => value > 0).length).toBeGreaterThan(0)
})

test('the frame in the middle, or any other one', async () => {
  const file = imageFile({ rows: 1, columns: 2, frames: 3 }, Uint8Array.of(1, 2, 3, 5, 7, 9))
  expect(await sample(file, { encoding: 'npy', rescale: false })).toMatchObject({ frame: 1, frames: 3 })
  const last = Buffer.from((await sample(file, { encoding: 'npy', rescale: false }, 2)).bytes)
  expect([...last.subarray(128)]).toEqual([7, 9])
  await expect(sample(file, {}, 3)).rejects.toMatchObject({ code: 'no-such-frame' })
})

test('a PNG has no chunk but those of its pixels', async () => {
  const { bytes } = await sample(ct())
  const chunks: string[] = []
  for (let at = 8; at < bytes.length; at += 12 + Buffer.from(bytes).readUInt32BE(at)) {
    chunks.push(Buffer.from(bytes).toString('latin1', at + 4, at + 8))
  }
  expect(chunks).toEqual(['IHDR', 'IDAT', 'IEND'])
})
