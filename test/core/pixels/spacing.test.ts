import { describe, expect, test } from 'vitest'
import type { Spacing } from '../../../src/core/pixels/frame-description.ts'
import { readWholeFrame } from '../../../src/core/pixels/whole-frame.ts'
import type { DataSet } from '../../../src/phantom/dicom-writer.ts'
import { hasSharedDicom, sharedDicom } from '../dicom/shared.ts'
import { imageFile } from './image-file.ts'

if (!hasSharedDicom) console.log(`calibrations of real files skipped: there is no ${sharedDicom}`)

const modality = (value: string) => ({ tag: 0x00080060, vr: 'CS', value })
const pixel = (value: string) => ({ tag: 0x00280030, vr: 'DS', value })
const imager = (value: string) => ({ tag: 0x00181164, vr: 'DS', value })
const calibration = (value: string) => ({ tag: 0x00280a02, vr: 'CS', value })
const magnification = (value: string) => ({ tag: 0x00181114, vr: 'DS', value })
const scanned = (value: string) => ({ tag: 0x00182010, vr: 'DS', value })

async function spacingOf(...more: DataSet): Promise<Spacing | null> {
  const path = imageFile({ rows: 1, columns: 1, more }, Uint8Array.of(1))
  return (await readWholeFrame(path, null)).description.spacing
}

test('Pixel Spacing of a slice holds in the patient', async () => {
  expect(await spacingOf(modality('MR'), pixel('2\\0.5'))).toEqual({
    millimetres: [2, 0.5],
    at: 'patient',
    magnification: null
  })
})

test('of a projection it is told what the spacing was measured on', async () => {
  expect(
    await spacingOf(modality('DX'), pixel('0.2\\0.2'), imager('0.25\\0.25'), calibration('FIDUCIAL'))
  ).toMatchObject({ millimetres: [0.2, 0.2], at: 'fiducial' })
  expect(
    await spacingOf(modality('DX'), pixel('0.2\\0.2'), imager('0.25\\0.25'), calibration('GEOMETRY'))
  ).toMatchObject({ millimetres: [0.2, 0.2], at: 'geometry' })
  expect(await spacingOf(modality('DX'), pixel('0.2\\0.2'), imager('0.25\\0.25'))).toMatchObject({ at: 'corrected' })
  expect(await spacingOf(modality('CR'), pixel('0.2\\0.2'))).toMatchObject({ at: 'unknown' })
})

test('a Pixel Spacing that equals that of the detector is that of the detector', async () => {
  expect(await spacingOf(modality('CR'), pixel('0.25\\0.25'), imager('0.25\\0.25'))).toMatchObject({
    millimetres: [0.25, 0.25],
    at: 'detector'
  })
})

test('an estimated magnification goes with the spacing of the detector; one that is no factor does not', async () => {
  expect(await spacingOf(modality('MG'), imager('0.1\\0.1'), magnification('1.25'))).toEqual({
    millimetres: [0.1, 0.1],
    at: 'detector',
    magnification: 1.25
  })
  expect(await spacingOf(modality('MG'), imager('0.1\\0.1'), magnification('0'))).toMatchObject({ magnification: null })
})

test('what was scanned is measured on the film', async () => {
  expect(await spacingOf(modality('OT'), scanned('0.3\\0.3'))).toMatchObject({ millimetres: [0.3, 0.3], at: 'scan' })
})

test('sizes of 0 and single ones are none', async () => {
  expect(await spacingOf(modality('CR'), pixel('0.000\\0.000'))).toBeNull()
  expect(await spacingOf(modality('CT'), pixel('0.5'))).toBeNull()
  expect(await spacingOf(modality('CT'))).toBeNull()
})

test('of an enhanced image the spacing of the frame counts', async () => {
  const measures = (value: string): DataSet => [{ tag: 0x00289110, vr: 'SQ', value: [[pixel(value)]] }]
  const more: DataSet = [modality('MR'), { tag: 0x52009230, vr: 'SQ', value: [measures('1\\1'), measures('3\\2')] }]
  const path = imageFile({ rows: 1, columns: 1, frames: 2, more }, Uint8Array.of(1, 2))
  expect((await readWholeFrame(path, 1)).description.spacing?.millimetres).toEqual([3, 2])
})

test('where ultrasound regions overlap, the one that hides the others comes first', async () => {
  const region = (flags: number, delta: number): DataSet => [
    { tag: 0x00186016, vr: 'UL', value: [flags] },
    ...[0, 0, 1, 1].map((place, i) => ({ tag: 0x00186018 + 2 * i, vr: 'UL', value: [place] })),
    { tag: 0x00186024, vr: 'US', value: [3] },
    { tag: 0x00186026, vr: 'US', value: [3] },
    { tag: 0x0018602c, vr: 'FD', value: [delta] },
    { tag: 0x0018602e, vr: 'FD', value: [delta] }
  ]
  const more: DataSet = [{ tag: 0x00186011, vr: 'SQ', value: [region(1, 0.5), region(0, 0.25)] }]
  const path = imageFile({ rows: 2, columns: 2, more }, Uint8Array.of(1, 2, 3, 4))
  const { ultrasoundRegions } = (await readWholeFrame(path, null)).description
  expect(ultrasoundRegions.map(({ x }) => x?.size)).toEqual([0.25, 0.5])
})

describe('how fast frames are played', () => {
  const rateOf = async (...more: DataSet): Promise<number | null> => {
    const path = imageFile({ rows: 1, columns: 1, frames: 2, more }, Uint8Array.of(1, 2))
    return (await readWholeFrame(path, null)).description.frameRate
  }
  const frameTime = { tag: 0x00181063, vr: 'DS', value: '40' }
  const cineRate = { tag: 0x00180040, vr: 'IS', value: '15' }

  test('is what the file recommends, else the Cine Rate, else what comes of the Frame Time', async () => {
    expect(await rateOf(frameTime, cineRate, { tag: 0x00082144, vr: 'IS', value: '12' })).toBe(12)
    expect(await rateOf(frameTime, cineRate)).toBe(15)
    expect(await rateOf(frameTime)).toBe(25)
    expect(await rateOf({ tag: 0x00181065, vr: 'DS', value: '0\\30\\50' })).toBe(25)
  })

  test('is unknown where the file says nothing, or 0', async () => {
    expect(await rateOf()).toBeNull()
    expect(await rateOf({ ...frameTime, value: '0.0' })).toBeNull()
  })
})

describe.skipIf(!hasSharedDicom)('the files of ../shared/dicom, as pydicom reads them', () => {
  const description = async (path: string) => (await readWholeFrame(`${sharedDicom}${path}`, null)).description

  test('an ultrasound image has the regions that a probe shows, in cm a pixel', async () => {
    expect((await description('singles/pydicom-data/OBXXXX1A.dcm')).ultrasoundRegions).toEqual([
      {
        left: 120,
        top: 60,
        right: 801,
        bottom: 519,
        x: { unit: 'cm', size: 0.02622878766196998 },
        y: { unit: 'cm', size: 0.02622878766196998 }
      },
      // The electrocardiogram: seconds across, and nothing that is told down.
      {
        left: 176,
        top: 522,
        right: 744,
        bottom: 577,
        x: { unit: 's', size: 0.009642736608649534 },
        y: null
      }
    ])
  })

  test('a region without units is none, and steps to the left are as long as those to the right', async () => {
    const { ultrasoundRegions, frameRate } = await description('singles/fo-dicom/DIRW0007')
    const cm = { unit: 'cm', size: 0.052478133506629575 }
    expect(ultrasoundRegions).toMatchObject([{ left: 27, right: 549, x: cm, y: cm }])
    // 1000 over the mean of its 65 frame times, by numpy.
    expect(frameRate).toBeCloseTo(26.2982, 4)
  })

  test('a region of a picture of another size measures nothing', async () => {
    // 320 columns, and a region up to column 595.
    expect((await description('singles/pydicom/examples_ybr_color.dcm')).ultrasoundRegions).toEqual([])
  })

  test.each([
    ['singles/fo-dicom/CR-ModalitySequenceLUT.dcm', [0.15, 0.15], 'detector', null],
    ['singles/highdicom/dx_image.dcm', [1.2, 1.201199999999], 'detector', null],
    ['singles/fo-dicom/GH133.dcm', [0.09409090909091, 0.09409090909091], 'detector', 1],
    ['dicomdir/pydicom/98892001/CT2N/6293', [0.545455, 0.596847], 'patient', null]
  ] as const)('%s', async (path, millimetres, at, magnification) => {
    expect((await description(path)).spacing).toEqual({ millimetres, at, magnification })
  })
})
