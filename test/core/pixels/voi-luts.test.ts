import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { DataSet } from '../../../src/phantom/dicom-writer.ts'
import { readWholeFrame } from '../../../src/core/pixels/whole-frame.ts'
import { imageFile, words } from './image-file.ts'

function lut(explanation: string, descriptor: number[], entries: Uint8Array, vr = 'US'): DataSet {
  return [
    { tag: 0x00283002, vr, value: descriptor },
    { tag: 0x00283003, vr: 'LO', value: explanation },
    { tag: 0x00283006, vr: 'OW', value: entries }
  ]
}

async function lutsOf(options: { signed?: boolean; more: DataSet }) {
  const path = imageFile({ rows: 1, columns: 2, allocated: 16, ...options }, words(0, 7))
  const { description } = await readWholeFrame(path, null)
  return description.voiLuts.map(({ shades, ...rest }) => ({ ...rest, shades: [...Buffer.from(shades, 'base64')] }))
}

test('every VOI LUT of the sequence is told, its entries as shades from black to white', async () => {
  const items = [
    lut('NORMAL', [3, 5, 12], words(0, 2048, 4095)),
    lut('HARDER', [2, 0, 8], words(0x80ff)),
    // Three entries of the four that it speaks of: the last stands for the rest.
    lut('SHORT', [4, 0, 8], words(0, 128, 255)),
    lut('WITHOUT BITS', [4, 0, 0], words(1, 2, 3, 4)),
    lut('WITHOUT DATA', [4, 0, 12], words())
  ]
  expect(await lutsOf({ more: [{ tag: 0x00283010, vr: 'SQ', value: items }] })).toEqual([
    { first: 5, explanation: 'NORMAL', shades: [0, 128, 255] },
    { first: 0, explanation: 'HARDER', shades: [255, 128] },
    { first: 0, explanation: 'SHORT', shades: [0, 128, 255] }
  ])
})

test('the first value mapped is signed where values are, or may be after the rescale', async () => {
  const sequence = { tag: 0x00283010, vr: 'SQ', value: [lut('', [2, 65_526, 12], words(0, 4095))] }
  const firstOf = async (options: Parameters<typeof lutsOf>[0]) => (await lutsOf(options))[0].first
  expect(await firstOf({ more: [sequence] })).toBe(65_526)
  expect(await firstOf({ signed: true, more: [sequence] })).toBe(-10)
  expect(await firstOf({ more: [{ tag: 0x00281052, vr: 'DS', value: '-1024' }, sequence] })).toBe(-10)
  const told = { tag: 0x00283010, vr: 'SQ', value: [lut('', [2, -10, 12], words(0, 4095), 'SS')] }
  expect(await firstOf({ more: [told] })).toBe(-10)
})

const REAL = fileURLToPath(new URL('../../../../shared/dicom/singles/fo-dicom/GH133.dcm', import.meta.url))

test.skipIf(!existsSync(REAL))('of a real radiograph with three of them', async () => {
  const { description } = await readWholeFrame(REAL, null)
  expect(description.voiLuts.map(({ explanation }) => explanation)).toEqual(['NORMAL', 'HARDER', 'SOFTER'])
})
