import { expect, test } from 'vitest'
import type { FrameDescription, ListedElement } from '../../../src/api/contract.ts'
import { valueAt } from '../../../src/renderer/viewer/frame.ts'
import { edgesOf, scaleLength } from '../../../src/renderer/viewer/orientation.ts'
import { pictureOf } from '../../../src/renderer/viewer/picture.ts'
import { rowsOf } from '../../../src/renderer/viewer/tree.ts'
import { dragged, presetsFor, rangeOf } from '../../../src/renderer/viewer/voi.ts'

function description(more: Partial<FrameDescription> = {}): FrameDescription {
  return {
    modality: 'CT',
    windows: [],
    voiFunction: 'LINEAR',
    units: '',
    spacing: null,
    isSpacingInPatient: false,
    aspect: 1,
    orientation: null,
    rows: 1,
    columns: 2,
    kind: 'grey',
    type: 'int16',
    photometric: 'MONOCHROME2',
    transferSyntax: '',
    bitsStored: 16,
    frame: 0,
    frames: 1,
    slope: 1,
    intercept: -1024,
    isMapped: false,
    voiLuts: [],
    overlays: [],
    min: 0,
    max: 3000,
    ...more
  }
}

test('a window is black and white where the standard says (PS3.3 section C.11.2.1.2.1)', () => {
  // Its example: c = 2048, w = 4096 of 12 bits: 0 is black and 4095 white.
  expect(rangeOf({ center: 2048, width: 4096 }, 'LINEAR')).toEqual({ lower: 0, upper: 4095 })
  expect(rangeOf({ center: 2048, width: 1 }, 'LINEAR')).toEqual({ lower: 2047.5, upper: 2047.5 })
  expect(rangeOf({ center: 2048, width: 4096 }, 'LINEAR_EXACT')).toEqual({ lower: 0, upper: 4096 })
})

test('windows of the file come first, then all that there is, then those of the modality', () => {
  const own = { center: 40, width: 80, explanation: 'HEAD' }
  const presets = presetsFor(description({ windows: [own] }))
  expect(presets.map(({ name }) => name)).toEqual([
    'HEAD',
    'Full range',
    'Brain',
    'Lung',
    'Mediastinum',
    'Abdomen',
    'Liver',
    'Bone'
  ])
  expect(rangeOf(presets[1], 'LINEAR')).toEqual({ lower: -1024, upper: 1976 })
  expect(presetsFor(description({ modality: 'MR' })).map(({ name }) => name)).toEqual(['Full range'])
})

test('drags set wide and narrow windows as finely, of fractions too', () => {
  expect(dragged({ center: 40, width: 401 }, 10, -5, true, 'LINEAR')).toEqual({ center: 32, width: 417 })
  expect(dragged({ center: 40, width: 401 }, -9999, 0, true, 'LINEAR')).toEqual({ center: 40, width: 1 })
  expect(dragged({ center: 0.5, width: 2 }, 25, 0, false, 'LINEAR')).toEqual({ center: 0.5, width: 2.1 })
})

test('the value of a pixel is told as it is meant and as it is stored', () => {
  const values = Int16Array.of(1064, -3)
  expect(valueAt({ description: description(), values }, 0, 0)).toBe('40 HU  (stored 1064)')
  expect(valueAt({ description: description(), values }, 2, 0)).toBe('')
  const colour = description({ kind: 'colour', type: 'uint8', slope: 1, intercept: 0 })
  expect(valueAt({ description: colour, values: Uint8Array.of(1, 2, 3, 4, 5, 6) }, 1, 0)).toBe('R 4  G 5  B 6')
})

test('what 16 bits do not hold is drawn in steps, and what is no number dark', () => {
  const float = { type: 'float32', min: 0, max: 0.5, slope: 2, intercept: 1 } as const
  const picture = pictureOf({ description: description(float), values: Float32Array.of(0, 0.5, NaN) })
  expect([...picture.values]).toEqual([0, 65_535, 0])
  expect(picture.slope * 65_535 + picture.intercept).toBeCloseTo(2)
  expect(pictureOf({ description: description({ kind: 'colour' }), values: Uint8Array.of(1, 2, 3) }).values).toEqual(
    Uint8ClampedArray.of(1, 2, 3, 255)
  )
})

test('edges are named after the patient, oblique ones by both axes', () => {
  expect(edgesOf([1, 0, 0, 0, 1, 0])).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' })
  expect(edgesOf([0, 0.8, 0.6, 0, 0.6, -0.8])).toMatchObject({ right: 'PH', bottom: 'FP' })
  expect(edgesOf(null)).toBeNull()
  expect([scaleLength(37), scaleLength(9.9), scaleLength(0.3)]).toEqual([20, 5, 0.2])
})

test('a search shows what it finds and all that this lies in', () => {
  const element = (depth: number, tag: string, keyword: string, value: string | null, vr = 'LO'): ListedElement => {
    return { depth, tag, vr, keyword, creator: '', value, length: 1 }
  }
  const elements = [
    element(0, '(0008,0060)', 'Modality', 'CT'),
    element(0, '(0008,1140)', 'ReferencedImageSequence', null, 'SQ'),
    element(1, '', '', null, ''),
    element(2, '(0008,1155)', 'ReferencedSOPInstanceUID', '1.2.3'),
    element(0, '(0010,0010)', 'PatientName', 'A^B')
  ]
  expect(rowsOf(elements, '1.2.3 instance', new Set())).toEqual({ places: [1, 2, 3], found: 1 })
  expect(rowsOf(elements, '00100010', new Set()).places).toEqual([4])
  expect(rowsOf(elements, '', new Set([1])).places).toEqual([0, 1, 4])
  expect(rowsOf(elements, '', new Set([2])).places).toEqual([0, 1, 2, 4])
})
