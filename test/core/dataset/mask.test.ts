import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTextDetector, type TextDetector } from '../../../src/core/burned-in/text-detector.ts'
import type { PixelRectangle } from '../../../src/core/burned-in/text-picture.ts'
import type { PixelOptions } from '../../../src/core/dataset/options.ts'
import { makeSample, type Sample } from '../../../src/core/dataset/sample.ts'
import { ImageHeader } from '../../../src/core/pixels/image-header.ts'
import { decode } from 'fast-png'
import { type Ink, inkOf } from '../burned-in/drawn-text.ts'
import { imageFile, type ImageOptions, words } from '../pixels/image-file.ts'

const SIDE = 256
const [X, Y] = [20, 30]
let detector: TextDetector
let ink: Ink
beforeAll(async () => {
  detector = await openTextDetector()
  ink = await inkOf('DOE^JANE', 'DejaVu Sans', 20)
})
afterAll(() => detector.close())

/** An image of one value with text of another one. */
function withText(ground: number, text: number, more: ImageOptions['more'] = [], photometric = 'MONOCHROME2'): string {
  const values = new Array<number>(SIDE * SIDE).fill(ground)
  ink.cover.forEach((cover, i) => {
    const at = (Y + Math.floor(i / ink.width)) * SIDE + X + (i % ink.width)
    values[at] = Math.round(ground + ((text - ground) * cover) / 255)
  })
  return imageFile({ rows: SIDE, columns: SIDE, allocated: 16, photometric, more }, words(...values))
}

async function masked(file: string, options: Partial<PixelOptions> = {}): Promise<Sample> {
  const header = new ImageHeader()
  header.open(file, null)
  const all: PixelOptions = { encoding: 'png', window: 'file', rescale: true, fit: 'original', side: 224, ...options }
  try {
    return await makeSample(header, all, () => undefined, detector)
  } finally {
    header.close()
  }
}

const window = (center: number, width: number): ImageOptions['more'] => [
  { tag: 0x00281050, vr: 'DS', value: String(center) },
  { tag: 0x00281051, vr: 'DS', value: String(width) }
]
const pixels = ({ bytes }: Sample): Uint8Array => Uint8Array.from(decode(bytes).data)
const around = (regions: readonly PixelRectangle[] | null): boolean =>
  regions!.some((r) => r.x <= X && r.y <= Y && r.x + r.width >= X + ink.width && r.y + r.height >= Y + ink.height)

test('text is black in the picture, and where it was is listed', async () => {
  const sample = await masked(withText(100, 400, window(200, 400)))
  expect(around(sample.masked)).toBe(true)
  const [ground, ...others] = new Set(pixels(sample))
  expect(others).toEqual([])
  expect(ground).toBe(64)
})

test('text that the window hides is masked in numbers, too', async () => {
  const sample = await masked(withText(2500, 3000, window(40, 400)), { encoding: 'npy', rescale: false })
  expect(around(sample.masked)).toBe(true)
  // After the head of the array, which is padded to 64 bytes.
  const { buffer, byteOffset, byteLength } = sample.bytes
  const values = new Uint16Array(buffer.slice(byteOffset + byteLength - 2 * SIDE * SIDE, byteOffset + byteLength))
  expect(new Set(values)).toEqual(new Set([2500]))
})

test('in MONOCHROME1 what is black has the greatest value', async () => {
  const sample = await masked(withText(300, 20, window(200, 400), 'MONOCHROME1'))
  expect(around(sample.masked)).toBe(true)
  expect(new Set(pixels(sample)).size).toBe(1)
})

test('where no text is found nothing is masked', async () => {
  expect((await masked(withText(100, 100, window(200, 400)))).masked).toEqual([])
})
