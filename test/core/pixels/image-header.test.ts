import { deflateRawSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import type { DataSet } from '../../../src/phantom/dicom-writer.ts'
import { readPhotometric } from '../../../src/core/pixels/photometric.ts'
import { describePixels } from '../../../src/core/pixels/description.ts'
import { ImageHeader } from '../../../src/core/pixels/image-header.ts'
import { explicit, file, TRANSFER_SYNTAX } from '../dicom/build.ts'
import { fileOf, imageElements, imageFile, type ImageOptions } from './image-file.ts'
import { sentencesOf } from '../../sentences.ts'

const header = new ImageHeader()
afterEach(() => header.close())

function describeImage(options: Partial<ImageOptions>, pixels: Uint8Array = Uint8Array.of(1, 2, 3, 4)) {
  header.open(imageFile({ rows: 2, columns: 2, ...options }, pixels))
  return describePixels(header)
}

const transformation = (slope: string, intercept: string): DataSet[number] => ({
  tag: 0x00289145,
  vr: 'SQ',
  value: [
    [
      { tag: 0x00281052, vr: 'DS', value: intercept },
      { tag: 0x00281053, vr: 'DS', value: slope }
    ]
  ]
})

describe('the header of an image', () => {
  test('rescale of the frame in the middle stands in its own item of the per-frame groups', () => {
    const groups: DataSet[] = [1, 2, 3, 4].map((n) => [
      { tag: 0x00209111, vr: 'SQ', value: [[{ tag: 0x00209057, vr: 'UL', value: [n] }], []] },
      transformation(String(n), String(-10 * n))
    ])
    const more: DataSet = [{ tag: 0x52009230, vr: 'SQ', value: groups }]
    const { frame, frames, slope, intercept } = describeImage({ frames: 4, more })
    expect({ frame, frames, slope, intercept }).toEqual({ frame: 2, frames: 4, slope: 3, intercept: -30 })
  })

  test('rescale of all frames stands in the shared groups; a missing item of the frame changes nothing', () => {
    const more: DataSet = [
      { tag: 0x52009229, vr: 'SQ', value: [[transformation('7', '1')]] },
      { tag: 0x52009230, vr: 'SQ', value: [[transformation('2', '0')]] }
    ]
    expect(describeImage({ frames: 4, more })).toMatchObject({ slope: 7, intercept: 1 })
  })

  test('of many large groups only the one that counts is held', () => {
    const filler = { tag: 0x00201209, vr: 'OB', value: new Uint8Array(50_000) }
    const groups = Array.from({ length: 200 }, (_, n): DataSet => [filler, transformation(String(n), '0')])
    const more: DataSet = [{ tag: 0x52009230, vr: 'SQ', value: groups }]
    expect(describeImage({ frames: 200, more }).slope).toBe(100)
  })

  test('a deflated data set that inflates without end is refused', () => {
    const bomb = Buffer.concat([
      explicit(0x00080016, 'UI', '1.2\0'),
      explicit(0x7fe00010, 'OW', Buffer.alloc(0), 0x7ffffff0),
      Buffer.alloc(257 << 20)
    ])
    const path = fileOf(file(TRANSFER_SYNTAX.deflated, deflateRawSync(bomb, { level: 1 })))
    expect(() => header.open(path)).toThrow('inflates to more than 256 MiB')
  })

  test('a file that is not there, and one that is no DICOM', () => {
    expect(() => header.open('/nowhere/at/all')).toThrow(expect.objectContaining({ code: 'file-unreadable' }) as Error)
    expect(() => header.open(fileOf(Buffer.from('hello')))).toThrow('The file is not DICOM.')
  })
})

describe('what the header says of the pixels', () => {
  test('is read', () => {
    const options = { allocated: 16, stored: 12, signed: true, samples: 1, photometric: 'MONOCHROME1' }
    expect(describeImage(options)).toMatchObject({
      transferSyntax: '1.2.840.10008.1.2.1',
      rows: 2,
      columns: 2,
      samples: 1,
      photometric: 'MONOCHROME1',
      planar: false,
      bitsAllocated: 16,
      bitsStored: 12,
      shift: 0,
      signed: true,
      float: false,
      frame: 0,
      frames: 1,
      slope: 1,
      intercept: 0,
      modalityLut: null,
      palette: null
    })
  })

  const element = (tag: number, vr: string, value: string | number[]): { more: DataSet } => ({
    more: [{ tag, vr, value }]
  })
  test.each([
    ['pixels-damaged', 'no rows', element(0x00280010, 'US', [0])],
    ['pixels-too-large', 'a frame of four thousand million pixels', { rows: 65_535, columns: 65_535 }],
    ['pixels-unsupported', '64 bits of integers', { allocated: 64 }],
    ['pixels-unsupported', 'two samples a pixel', { samples: 2 }],
    ['pixels-unsupported', 'grey of three samples', { samples: 3, photometric: 'MONOCHROME2' }],
    ['pixels-unsupported', 'CMYK', { samples: 4, photometric: 'CMYK' }],
    ['pixels-damaged', 'a palette that is not there', { photometric: 'PALETTE COLOR' }]
  ])('%s: %s', (code, _name, options) => {
    expect(() => describeImage(options)).toThrow(expect.objectContaining({ name: 'MedoidError', code }) as Error)
  })

  const twelve = { bitsStored: 12, shift: 0 }
  test.each([
    [
      'High Bit 0',
      { allocated: 16, stored: 12, highBit: 0 },
      twelve,
      'High Bit 0 contradicts the other values; 11 is assumed.'
    ],
    [
      'a High Bit below those stored',
      { allocated: 16, stored: 12, highBit: 10 },
      twelve,
      /High Bit 10 .* 11 is assumed/
    ],
    [
      'a High Bit beyond those allocated',
      { allocated: 16, stored: 12, highBit: 16 },
      twelve,
      /High Bit 16 .* 11 is assumed/
    ],
    [
      'more bits stored than allocated',
      { allocated: 8, stored: 12, highBit: 7 },
      { bitsStored: 8, shift: 0 },
      /Bits Stored 12 .* 8 is assumed/
    ],
    [
      'no bits stored',
      { allocated: 16, stored: 0, highBit: 15 },
      { bitsStored: 16, shift: 0 },
      /Bits Stored 0 .* 16 is assumed/
    ],
    [
      'a Number of Frames that is none',
      element(0x00280008, 'IS', '1A'),
      { frames: 1 },
      /Number of Frames .* 1 is assumed/
    ],
    [
      'a negative Number of Frames',
      element(0x00280008, 'IS', '-3'),
      { frames: 1, frame: 0 },
      /Number of Frames .* 1 is assumed/
    ],
    [
      'a Rescale Slope that is no number',
      element(0x00281053, 'DS', 'one'),
      { slope: 1 },
      /RescaleSlope .* “one” is not a number; it is ignored/
    ],
    [
      'a Rescale Intercept that is no number',
      element(0x00281052, 'DS', '1.2.3'),
      { intercept: 0 },
      /RescaleIntercept \(0028,1052\) “1.2.3” is not a number/
    ],
    ['a Rescale Slope of 0', element(0x00281053, 'DS', '0'), { slope: 1 }, /Rescale Slope is 0, .*; 1 is used instead/],
    [
      'a decimal comma',
      element(0x00281053, 'DS', '1,5'),
      { slope: 1.5 },
      /RescaleSlope \(0028,1053\) “1,5” has a comma in place of the decimal point/
    ],
    [
      'grey pixels of an unknown kind',
      { photometric: 'GRAYSCALE' },
      { photometric: 'MONOCHROME2' },
      /“GRAYSCALE” is unknown; MONOCHROME2 is assumed/
    ]
  ])('%s is passed over with a remark', (_name, options, expected, message) => {
    const description = describeImage(options)
    expect(description).toMatchObject(expected)
    expect(sentencesOf(description.remarks)).toEqual([expect.stringMatching(message)])
  })

  test.each([
    ['monochrome2', 'MONOCHROME2'],
    ['MONOCHROME 2', 'MONOCHROME2'],
    ['Monochrome_1', 'MONOCHROME1'],
    ['MONOCHROME2\0', 'MONOCHROME2'],
    ['PALETTE_COLOR', 'PALETTE COLOR'],
    ['rgb', 'RGB'],
    ['RGB ', 'RGB'],
    ['YBR FULL', 'YBR_FULL'],
    ['ybr-full-422', 'YBR_FULL_422']
  ])('the Photometric Interpretation %j is %s', (spelt, photometric) => {
    const samples = /^(RGB|YBR)/.test(photometric) ? 3 : 1
    expect(readPhotometric(spelt, samples, [])).toBe(photometric)
  })

  test('remarks are those of one file: the next one begins without', () => {
    expect(describeImage({ photometric: 'GRAYSCALE' }).remarks).toHaveLength(1)
    header.close()
    expect(describeImage({}).remarks).toEqual([])
  })

  test('no Pixel Data: no-pixels', () => {
    header.open(imageFile({ rows: 2, columns: 2 }))
    expect(() => describePixels(header)).toThrow('The file holds no Pixel Data.')
  })

  test('the elements of the tests are in order', () => {
    const tags = imageElements({ rows: 1, columns: 1, frames: 2, planar: 0, samples: 3 }).map(({ tag }) => tag)
    expect(tags).toEqual(tags.toSorted((a, b) => a - b))
  })
})
