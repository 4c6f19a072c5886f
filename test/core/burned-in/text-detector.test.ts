import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { maskText } from '../../../src/core/burned-in/mask-text.ts'
import { openTextDetector, type TextDetector } from '../../../src/core/burned-in/text-detector.ts'
import type { TextPicture } from '../../../src/core/burned-in/text-picture.ts'
import { readWholeFrame } from '../../../src/core/pixels/whole-frame.ts'
import { coveredShare, drawn, inkOf, type Kind } from './drawn-text.ts'

const FOLDER = fileURLToPath(new URL('../../../../shared/dicom/singles/', import.meta.url))
const here = existsSync(FOLDER)
if (!here) console.log(`The tests on real pictures with text are skipped: there is no ${FOLDER}.`)

let detector: TextDetector
beforeAll(async () => {
  detector = await openTextDetector()
})
afterAll(() => detector.close())

/** Brighter from left to right, with some structure: nothing that looks like text. */
function ground(channels: 1 | 3 = 1): TextPicture {
  const pixels = new Uint8Array(256 * 256 * channels)
  for (let i = 0; i < pixels.length; i++) {
    const [x, y] = [Math.floor(i / channels) % 256, Math.floor(i / channels / 256)]
    pixels[i] = 30 + x / 4 + 10 * Math.sin(y / 20)
  }
  return { pixels, width: 256, height: 256, channels }
}

describe('the detector of burned-in text', () => {
  it('finds nothing where there is no text', async () => {
    expect(await detector.findText(ground())).toEqual([])
  })

  it.each<[Kind, string, number]>([
    ['white in a corner', 'DOE^JANE', 12],
    ['grey on anatomy', '12.03.1957', 20],
    ['black on a bright field', 'KOVAČ IVAN', 14],
    ['dark on anatomy', 'ID 4482913', 28]
  ])('finds text %s: %s in %i pixels', async (kind, text, size) => {
    const ink = await inkOf(text, 'DejaVu Sans', size)
    const found = await detector.findText(drawn(ground(), ink, 20, 100, kind))
    expect(coveredShare({ ink, x: 20, y: 100 }, found)).toBeGreaterThan(0.95)
  })

  it('finds text in pictures in colour, and no more once it is blacked out', async () => {
    const ink = await inkOf('Müller, Karl', 'DejaVu Sans', 16)
    const picture = drawn(ground(3), ink, 8, 8, 'white in a corner')
    maskText(picture, await detector.findText(picture))
    expect(await detector.findText(picture)).toEqual([])
  })

  it('takes pictures of a single pixel', async () => {
    const picture: TextPicture = { pixels: Uint8Array.of(9), width: 1, height: 1, channels: 1 }
    expect(await detector.findText(picture)).toEqual([])
  })

  // Where the texts stand was read off the pictures: x, y of the middle of each, in pixels.
  it.skipIf(!here).each([
    [
      'an ultrasound image with a name, a hospital and a date',
      'dcm4che/YBR_FULL-RLE.dcm',
      { 'DOE, JOHN': [72, 9], 'MON GENERAL HOSPITAL SURGICAL CARE': [160, 24], '17 Oct 16': [600, 10], DOE: [131, 381] }
    ],
    [
      'an ultrasound image with the name of the hospital',
      'pydicom-data/US1_UNCI.dcm',
      { BAPTIST: [55, 32], 'MED CTR': [133, 32], LYMPH: [275, 369], NODE: [338, 369] }
    ]
  ])('finds %s', async (_, file, places) => {
    const { bytes, description } = await readWholeFrame(`${FOLDER}${file}`, null)
    const { columns: width, rows: height } = description
    const found = await detector.findText({ pixels: bytes, width, height, channels: 3 })
    const missed = Object.entries(places).filter(
      ([, [x, y]]) => !found.some((r) => x >= r.x && x < r.x + r.width && y >= r.y && y < r.y + r.height)
    )
    expect(missed).toEqual([])
  })
})
