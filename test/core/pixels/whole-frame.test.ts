import { expect, test } from 'vitest'
import type { DataSet } from '../../../src/phantom/dicom-writer.ts'
import { readWholeFrame } from '../../../src/core/pixels/whole-frame.ts'
import { imageFile, words } from './image-file.ts'
import { sentencesOf } from '../../sentences.ts'

test('a frame comes as it is stored, with what shows it', async () => {
  const path = imageFile(
    {
      rows: 1,
      columns: 3,
      allocated: 16,
      signed: true,
      more: [
        { tag: 0x00280030, vr: 'DS', value: '2\\0.5' },
        { tag: 0x00281050, vr: 'DS', value: '40\\50' },
        { tag: 0x00281051, vr: 'DS', value: '80\\350' },
        { tag: 0x00281052, vr: 'DS', value: '-1024' },
        { tag: 0x00281055, vr: 'LO', value: 'BRAIN\\SOFT' }
      ]
    },
    words(65_535, 0, 7)
  )
  const { description, bytes } = await readWholeFrame(path, null)
  expect(description).toMatchObject({ kind: 'grey', type: 'int16', min: -1, max: 7, slope: 1, intercept: -1024 })
  expect(description).toMatchObject({ spacing: { millimetres: [2, 0.5] }, aspect: 4, frames: 1 })
  expect(description.windows).toEqual([
    { center: 40, width: 80, explanation: 'BRAIN' },
    { center: 50, width: 350, explanation: 'SOFT' }
  ])
  expect([...new Int16Array(bytes.buffer)]).toEqual([-1, 0, 7])
})

test('any frame can be had, and none that is not there', async () => {
  const path = imageFile({ rows: 1, columns: 2, frames: 3 }, Uint8Array.of(1, 2, 3, 4, 5, 6))
  const bytesOf = async (frame: number | null) => [...(await readWholeFrame(path, frame)).bytes]
  expect(await bytesOf(0)).toEqual([1, 2])
  expect(await bytesOf(2)).toEqual([5, 6])
  expect(await bytesOf(null)).toEqual([3, 4])
  await expect(readWholeFrame(path, 3)).rejects.toMatchObject({ code: 'no-such-frame' })
})

test('colours come as red, green and blue', async () => {
  const ybr = imageFile(
    { rows: 1, columns: 2, samples: 3, photometric: 'YBR_FULL' },
    Uint8Array.of(100, 128, 128, 76, 85, 255)
  )
  const { description, bytes } = await readWholeFrame(ybr, null)
  expect(description).toMatchObject({ kind: 'colour', type: 'uint8', photometric: 'YBR_FULL', slope: 1 })
  // The second is pure red (PS3.3 section C.7.6.3.1.2).
  expect([...bytes]).toEqual([100, 100, 100, 254, 0, 0])
})

test('palettes are looked up, their entries of 16 bits by the upper byte', async () => {
  const path = imageFile(
    {
      rows: 1,
      columns: 3,
      photometric: 'PALETTE COLOR',
      more: [0, 1, 2].flatMap((i) => [
        { tag: 0x00281101 + i, vr: 'US', value: [2, 5, 16] },
        { tag: 0x00281201 + i, vr: 'OW', value: words(0x1000 * (i + 1), 0xff00) }
      ])
    },
    Uint8Array.of(0, 5, 6)
  )
  const { bytes } = await readWholeFrame(path, null)
  expect([...bytes]).toEqual([0x10, 0x20, 0x30, 0x10, 0x20, 0x30, 255, 255, 255])
})

test('a window or a spacing with decimal commas is read; one that is no number is left out: both are told', async () => {
  const path = imageFile(
    {
      rows: 1,
      columns: 2,
      more: [
        { tag: 0x00280030, vr: 'DS', value: '0,5\\0,5' },
        { tag: 0x00281050, vr: 'DS', value: '40' },
        { tag: 0x00281051, vr: 'DS', value: 'wide' }
      ]
    },
    Uint8Array.of(1, 2)
  )
  const { description } = await readWholeFrame(path, null)
  expect(description).toMatchObject({ spacing: { millimetres: [0.5, 0.5] }, windows: [] })
  expect(sentencesOf(description.remarks)).toEqual([
    'WindowWidth (0028,1051) “wide” is not a number; it is ignored.',
    'PixelSpacing (0028,0030) “0,5\\0,5” has a comma in place of the decimal point; it is read as a point.'
  ])
})

test.each([
  ['no data', [256, 0, 16], words(), 'The VOI LUT has no data; it is ignored.'],
  ['no bits', [2, 0, 0], words(0, 9), 'The VOI LUT says that its entries have 0 bits; it is ignored.'],
  ['one of many entries', [256, 0, 16], words(9), 'The VOI LUT has one entry only; it is ignored.'],
  ['too few entries', [4, 0, 16], words(0, 9), /holds 2 of the 4 entries/]
])('a VOI LUT with %s is told of', async (_name, descriptor, entries, message) => {
  const item: DataSet = [
    { tag: 0x00283002, vr: 'US', value: descriptor },
    { tag: 0x00283006, vr: 'OW', value: entries }
  ]
  const more: DataSet = [{ tag: 0x00283010, vr: 'SQ', value: [item] }]
  const { description } = await readWholeFrame(imageFile({ rows: 1, columns: 2, more }, Uint8Array.of(1, 2)), null)
  expect(sentencesOf(description.remarks)).toEqual([expect.stringMatching(message)])
})

test('a frame that is larger than what is shown is refused before it is read', async () => {
  const path = imageFile({ rows: 9000, columns: 9000, allocated: 16 }, words(0))
  await expect(readWholeFrame(path, null)).rejects.toMatchObject({ code: 'pixels-too-large' })
})
