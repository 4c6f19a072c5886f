import { describe, expect, test } from 'vitest'
import type { FrameDescription, UltrasoundRegion } from '../../../../../src/api/contract.ts'
import { packFrame } from '../../../../../src/api/images/frames.ts'
import { readWholeFrame } from '../../../../../src/core/pixels/whole-frame.ts'
import { type ViewedFrame, unpackFrame } from '../../../../../src/renderer/views/image/viewer/frame.ts'
import {
  measured,
  measurementWords,
  type MeasurementKind
} from '../../../../../src/renderer/views/image/viewer/measure.ts'
import { hasSharedDicom, sharedDicom } from '../../../../core/dicom/shared.ts'
import { frame } from './frames.ts'

if (!hasSharedDicom) console.log(`measurements on real files skipped: there is no ${sharedDicom}`)

/** `x y` each. */
function points(...places: string[]): { x: number; y: number }[] {
  return places.map((place) => {
    const [x, y] = place.split(' ').map(Number)
    return { x, y }
  })
}

function told(of: Partial<FrameDescription>, kind: MeasurementKind, ...places: string[]): Record<string, string> {
  return quantitiesOf(
    frame({ rows: 4, columns: 4, slope: 1, intercept: 0, ...of }, new Int16Array(16)),
    kind,
    ...places
  )
}

function quantitiesOf(of: ViewedFrame, kind: MeasurementKind, ...places: string[]): Record<string, string> {
  const { quantities, note } = measured(of, { kind, points: points(...places) })
  return Object.fromEntries(
    [...quantities, { name: 'note', value: note }].map(({ name, value }) => [name, value] as const)
  )
}

const spacing = (rows: number, columns: number): Partial<FrameDescription> => ({
  spacing: { millimetres: [rows, columns], at: 'patient', magnification: null },
  aspect: rows / columns
})

test('a distance is that of the object where pixels are not square', () => {
  // 3 columns of 2 mm and 4 rows of 0.5 mm: √(36 + 4).
  expect(told(spacing(0.5, 2), 'distance', '0 0', '3 4')).toEqual({ Length: '6.325 mm', note: '' })
})

test('what is not calibrated is measured in widths of a pixel, and says so', () => {
  expect(told({}, 'distance', '0 0', '3 4')).toEqual({ Length: '5.000 px', note: 'not calibrated' })
  expect(told({ aspect: 2 }, 'distance', '0 0', '0 4')).toMatchObject({ Length: '8.000 px' })
})

test('of a whole slide lengths and areas are measured, and it is told that values are not', () => {
  const { description } = frame({ ...spacing(0.001, 0.001), rows: 5000, columns: 9000 }, new Int16Array(0))
  const found = (kind: MeasurementKind, ...places: string[]) =>
    measured({ description, values: null }, { kind, points: points(...places) })
  expect(found('distance', '0 0', '3000 4000')).toEqual({
    quantities: [{ name: 'Length', value: '5.000 mm' }],
    note: ''
  })
  expect(found('rectangle', '0 0', '2000 1000')).toEqual({
    quantities: [{ name: 'Area', value: '2.000 mm²' }],
    note: 'values are measured on single tiles'
  })
  const uncalibrated = frame({ rows: 9, columns: 9 }, new Int16Array(0)).description
  expect(
    measured({ description: uncalibrated, values: null }, { kind: 'rectangle', points: points('0 0', '3 2') })
  ).toEqual({
    quantities: [{ name: 'Area', value: '6.000 px²' }],
    note: 'not calibrated; values are measured on single tiles'
  })
})

test('at the detector of a projection is told; with an estimated magnification it is the size in the patient', () => {
  const at = (magnification: number | null): Partial<FrameDescription> => ({
    spacing: { millimetres: [0.1, 0.1], at: 'detector', magnification }
  })
  expect(told(at(null), 'distance', '0 0', '3 4')).toEqual({ Length: '0.5000 mm', note: 'at the detector' })
  expect(told(at(1.25), 'distance', '0 0', '3 4')).toEqual({
    Length: '0.4000 mm',
    note: 'in the patient, at an estimated magnification of 1.25'
  })
})

test('an angle is that of the object, from 0 to 180 degrees', () => {
  expect(told({}, 'angle', '1 0', '0 0', '0 1')).toEqual({ Angle: '90.0°', note: '' })
  expect(told({}, 'angle', '1 0', '0 0', '-1 0')).toMatchObject({ Angle: '180.0°' })
  // A pixel across is twice as wide: atan(1 / 2).
  expect(told(spacing(1, 2), 'angle', '1 0', '0 0', '1 1')).toMatchObject({ Angle: '26.6°' })
  expect(told({}, 'angle', '1 0', '1 0', '0 1')).toMatchObject({ Angle: '–' })
})

describe('in an ultrasound image', () => {
  const box = { left: 0, top: 0, right: 2, bottom: 4 }
  const slice: UltrasoundRegion = { ...box, x: { unit: 'cm', size: 0.02 }, y: { unit: 'cm', size: 0.01 } }
  const trace: UltrasoundRegion = {
    ...box,
    left: 2,
    right: 4,
    x: { unit: 's', size: 0.5 },
    y: { unit: 'cm/s', size: 3 }
  }
  const of = { modality: 'US', ultrasoundRegions: [slice, trace] }

  test('each region has its own calibration, in centimetres that are told in millimetres', () => {
    expect(told(of, 'distance', '0 0', '2 0')).toEqual({ Length: '0.4000 mm', note: '' })
    expect(told(of, 'distance', '0 0', '0 3')).toMatchObject({ Length: '0.3000 mm' })
  })

  test('across and down are told apart where they have different units', () => {
    expect(told(of, 'distance', '2 0', '4 4')).toEqual({ Across: '1.000 s', Down: '12.00 cm/s', note: '' })
    expect(told(of, 'angle', '2 0', '3 1', '4 0')).toMatchObject({ Angle: 'none: its axes have different units' })
  })

  test('from one region to another nothing is calibrated', () => {
    expect(told(of, 'distance', '0 0', '3 4')).toEqual({
      Length: '5.000 px',
      note: 'not calibrated: not within one ultrasound region'
    })
  })
})

describe('a region', () => {
  const values = Int16Array.from({ length: 16 }, (_, i) => i)
  const ct = frame({ rows: 4, columns: 4, slope: 2, intercept: -10, ...spacing(2, 2) }, values)

  test('has the pixels whose middles lie in it, after the Modality LUT', () => {
    // Pixels 5, 6, 9 and 10: values 0, 2, 8 and 10, of which numpy's std is √17.
    expect(quantitiesOf(ct, 'rectangle', '1 1', '3 3')).toEqual({
      Mean: '5 HU',
      SD: '4.1231 HU',
      Min: '0 HU',
      Max: '10 HU',
      Area: '16.00 mm²',
      Pixels: '4',
      note: ''
    })
  })

  test('may be drawn from any corner', () => {
    expect(quantitiesOf(ct, 'rectangle', '3 1', '1 3')).toMatchObject({ Mean: '5 HU', Pixels: '4' })
  })

  test('that is an ellipse leaves out the corners of its box', () => {
    // All but pixels 0, 3, 12 and 15; π 4² mm².
    expect(quantitiesOf(ct, 'ellipse', '0 0', '4 4')).toMatchObject({ Pixels: '12', Area: '50.27 mm²', Min: '−8 HU' })
  })

  test('without a pixel has no values', () => {
    expect(quantitiesOf(ct, 'ellipse', '1 1', '1 1')).toMatchObject({ Mean: '– (no pixel lies within)', Pixels: '0' })
  })

  test('of equal pixels has no spread', () => {
    const flat = frame({ modality: 'MR', rows: 1, columns: 2, slope: 1, intercept: 0.1 }, Int16Array.of(7, 7))
    expect(quantitiesOf(flat, 'rectangle', '0 0', '2 1')).toMatchObject({ Mean: '7.1', SD: '0', Min: '7.1' })
  })

  test('leaves out what is no number', () => {
    const odd = { rows: 1, columns: 4, type: 'float32', slope: 1, intercept: 0, modality: 'OT' } as const
    const float = frame(odd, Float32Array.of(NaN, 1, 3, Infinity))
    expect(quantitiesOf(float, 'rectangle', '0 0', '4 1')).toMatchObject({ Mean: '2', SD: '1', Pixels: '2' })
  })

  test('of a colour picture has values of red, green and blue', () => {
    const colour = { rows: 1, columns: 2, kind: 'colour', type: 'uint8', slope: 1, intercept: 0 } as const
    const rgb = frame({ ...colour, modality: 'US' }, Uint8Array.of(0, 10, 20, 4, 30, 20))
    expect(quantitiesOf(rgb, 'rectangle', '0 0', '2 1')).toMatchObject({
      Mean: 'R 2  G 20  B 20',
      Max: 'R 4  G 30  B 20'
    })
  })
})

test('a measurement is told in one line', () => {
  const distance = { id: 2, kind: 'distance', points: points('0 0', '3 4') } as const
  expect(measurementWords(distance, measured(frame({}, Int16Array.of(1, 2)), distance))).toBe(
    'Distance 2: length 5.000 px (not calibrated)'
  )
})

describe.skipIf(!hasSharedDicom)('on real files, as pydicom and numpy compute it', () => {
  const open = async (path: string): Promise<ViewedFrame> => {
    const packed = packFrame(await readWholeFrame(`${sharedDicom}${path}`, null))
    return unpackFrame(packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.byteLength) as ArrayBuffer)
  }

  test('a CT, in Hounsfield units', async () => {
    const ct = await open('export/PA0003/ST01/SE005/IM00001')
    expect(quantitiesOf(ct, 'ellipse', '153.9 64.2', '307.6 179.3')).toEqual({
      Mean: '−857.94 HU',
      SD: '155.75 HU',
      Min: '−1024 HU',
      Max: '−148 HU',
      Area: '13,251 mm²',
      Pixels: '13,891',
      note: ''
    })
    expect(quantitiesOf(ct, 'distance', '153.9 64.2', '307.6 179.3')).toMatchObject({ Length: '187.5 mm' })
  })

  test('a CT whose pixels are not square', async () => {
    const ct = await open('dicomdir/pydicom/98892001/CT2N/6293')
    const [from, to] = ['5.1 4.2', '10 11.3']
    expect(quantitiesOf(ct, 'rectangle', from, to)).toMatchObject({
      Mean: '271.86 HU',
      SD: '8.1631 HU',
      Min: '254 HU',
      Max: '292 HU',
      Area: '11.33 mm²',
      Pixels: '35'
    })
    expect(quantitiesOf(ct, 'distance', from, to)).toMatchObject({ Length: '4.853 mm' })
    expect(quantitiesOf(ct, 'angle', '5.1 4.2', '5.1 11.3', '10 4.2')).toMatchObject({ Angle: '37.1°' })
  })

  test('a PET, in becquerels a millilitre', async () => {
    expect(quantitiesOf(await open('singles/fo-dicom/GH184.dcm'), 'ellipse', '38.7 32.2', '77.2 89.7')).toMatchObject({
      Mean: '948.68 BQML',
      SD: '1027.9 BQML',
      Max: '7685.2 BQML',
      Area: '51,999 mm²',
      Pixels: '1,740'
    })
  })

  test('a mammogram, whose spacing is that of the detector, with an estimated magnification of 1', async () => {
    const mg = await open('singles/fo-dicom/GH133.dcm')
    expect(quantitiesOf(mg, 'rectangle', '718.5 765.7', '1436.8 2143.5')).toMatchObject({
      Mean: '592.16',
      SD: '986.66',
      Area: '8,762 mm²',
      Pixels: '990,063',
      note: 'in the patient, at an estimated magnification of 1'
    })
  })

  test('an ultrasound image, by its region', async () => {
    // 100 pixels of 0.02622878766196998 cm.
    expect(
      quantitiesOf(await open('singles/pydicom-data/OBXXXX1A.dcm'), 'distance', '200 100', '300 100')
    ).toMatchObject({ Length: '26.23 mm', note: '' })
  })
})
