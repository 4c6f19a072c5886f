import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readDoseRange } from '../../../src/core/objects/dose-range.ts'
import { readWholeFrame } from '../../../src/core/pixels/whole-frame.ts'
import { hasSharedDicom, sharedDicom } from '../dicom/shared.ts'
import { imageFile, words } from '../pixels/image-file.ts'
import { text } from './object-file.ts'

if (!hasSharedDicom) console.log(`real doses are skipped: there is no ${sharedDicom}`)

const dose = (scaling: string, units = 'GY') => [text(0x30040002, 'CS', units), text(0x3004000e, 'DS', scaling)]

test('the greatest dose of all frames is told, with its unit and where it lies', async () => {
  const size = { rows: 1, columns: 2, allocated: 16, frames: 3 }
  const path = imageFile({ ...size, more: dose('0.5') }, words(1, 2, 3, 100, 5, 6))
  expect(await readDoseRange(path)).toEqual({ max: 50, units: 'Gy', frame: 1, frames: 3 })
  const relative = imageFile({ ...size, more: dose('0.01', 'RELATIVE') }, words(0, 0, 0, 0, 0, 100))
  expect(await readDoseRange(relative)).toEqual({ max: 1, units: 'relative', frame: 2, frames: 3 })
  const nothing = imageFile({ ...size, more: dose('1') }, words(0, 0, 0, 0, 0, 0))
  expect(await readDoseRange(nothing)).toMatchObject({ max: 0, frame: 0 })
})

test('a frame of a dose is shown in the unit of the dose', async () => {
  const path = imageFile({ rows: 1, columns: 2, allocated: 16, more: dose('0.5') }, words(1, 2))
  expect((await readWholeFrame(path, 0)).description).toMatchObject({ slope: 0.5, intercept: 0, units: 'Gy' })
})

test.each(['0', '-1', 'much', ''])('a scaling of %j is none', async (scaling) => {
  const path = imageFile({ rows: 1, columns: 2, allocated: 16, more: dose(scaling) }, words(1, 2))
  await expect(readDoseRange(path)).rejects.toMatchObject({ code: 'no-dose' })
  expect((await readWholeFrame(path, 0)).description).toMatchObject({ slope: 1, units: '' })
})

test('a grid that is announced larger than it may be is not decoded', async () => {
  const size = { rows: 512, columns: 512, allocated: 16, frames: 401 }
  const path = imageFile({ ...size, more: dose('1') }, words(1, 2))
  const decoded: number[] = []
  await expect(readDoseRange(path, undefined, (samples) => decoded.push(samples))).rejects.toThrow('too large')
  expect(decoded).toEqual([])
})

test.skipIf(!hasSharedDicom).each(['rtdose.dcm', 'rtdose_expb.dcm', 'rtdose_rle.dcm'])(
  'the greatest dose of %s is the one that pydicom reads',
  async (name) => {
    // 1,254,000 × 10⁻⁶; the first ten frames all have it.
    const { max, ...rest } = await readDoseRange(join(sharedDicom, 'singles/pydicom', name))
    expect(max).toBeCloseTo(1.254, 9)
    expect(rest).toEqual({ units: 'relative', frame: 0, frames: 15 })
  }
)
