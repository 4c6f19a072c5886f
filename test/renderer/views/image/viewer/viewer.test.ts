import { expect, test } from 'vitest'
import type { ListedElement } from '../../../../../src/api/contract.ts'
import { valueAt } from '../../../../../src/renderer/views/image/viewer/frame.ts'
import { edgesOf, scaleLength } from '../../../../../src/renderer/views/image/viewer/orientation.ts'
import { pictureOf, shaded } from '../../../../../src/renderer/views/image/viewer/picture.ts'
import { rowsOf } from '../../../../../src/renderer/views/image/viewer/tree.ts'
import { frame } from './frames.ts'
import { curveOf, dragged, rangeOf, type Voi } from '../../../../../src/renderer/views/image/viewer/voi.ts'

function voi(center: number, width: number, voiFunction = 'LINEAR'): Voi {
  return { center, width, voiFunction, lut: null }
}

test('a window is black and white where the standard says (PS3.3 section C.11.2.1.2.1)', () => {
  // Its example: c = 2048, w = 4096 of 12 bits: 0 is black and 4095 white.
  expect(rangeOf(voi(2048, 4096))).toEqual({ lower: 0, upper: 4095 })
  expect(rangeOf(voi(2048, 1))).toEqual({ lower: 2047.5, upper: 2047.5 })
  expect(rangeOf(voi(2048, 4096, 'LINEAR_EXACT'))).toEqual({ lower: 0, upper: 4096 })
  expect(curveOf(voi(2048, 4096, 'LINEAR_EXACT'))).toBeNull()
})

test('a sigmoid is that of PS3.3 section C.11.2.1.3.1', () => {
  const shade = curveOf(voi(2048, 4096, 'SIGMOID'))!
  // 255 / (1 + exp(−4 (x − 2048) / 4096)); e² = 7.389.
  expect([0, 1024, 2048, 3072, 4096].map((value) => Number(shade(value).toFixed(2)))).toEqual([
    30.4, 68.58, 127.5, 186.42, 224.6
  ])
})

test('a VOI LUT maps what is meant; what is before its first and behind its last value has theirs', () => {
  const lut = { first: -2, shades: btoa(String.fromCharCode(10, 20, 250)), explanation: '' }
  const shade = curveOf({ ...voi(0, 3), lut })!
  expect([-99, -2, -1, -0.6, 0, 99].map(shade)).toEqual([10, 10, 20, 20, 250, 250])
  // Stored values 0 and 1 mean −4 and −2.
  const picture = pictureOf(frame({ slope: 2, intercept: -4, min: 0, max: 2 }, Int16Array.of(0, 1, 2)))
  expect([...shaded(picture, shade).values]).toEqual([10, 10, 250])
})

test('drags set wide and narrow windows as finely, of fractions too', () => {
  expect(dragged(voi(40, 401), 10, -5, true)).toMatchObject({ center: 32, width: 417, voiFunction: 'LINEAR' })
  expect(dragged(voi(40, 401), -9999, 0, true)).toMatchObject({ center: 40, width: 1 })
  expect(dragged(voi(0.5, 2), 25, 0, false)).toMatchObject({ center: 0.5, width: 2.1 })
  expect(dragged(voi(40, 400, 'SIGMOID'), 10, 0, true)).toMatchObject({ width: 416, voiFunction: 'SIGMOID' })
})

test('the value of a pixel is told as it is meant and as it is stored', () => {
  const values = Int16Array.of(1064, -3)
  expect(valueAt(frame({}, values), 0, 0)).toBe('40 HU  (stored 1064)')
  expect(valueAt(frame({}, values), 1, 0)).toBe('−1027 HU  (stored −3)')
  expect(valueAt(frame({}, values), 2, 0)).toBe('')
  const colour = frame({ kind: 'colour', type: 'uint8', slope: 1, intercept: 0 }, Uint8Array.of(1, 2, 3, 4, 5, 6))
  expect(valueAt(colour, 1, 0)).toBe('R 4  G 5  B 6')
})

test('of a Modality LUT the value is told with the stored one where they differ', () => {
  const mapped = { type: 'uint16', storedType: 'uint8', slope: 1, intercept: 0, units: 'OD' } as const
  const pixels = frame(mapped, Uint16Array.of(40_000, 7), Uint8Array.of(3, 7))
  expect(valueAt(pixels, 0, 0)).toBe('40000 OD  (stored 3)')
  expect(valueAt(pixels, 1, 0)).toBe('7 OD')
})

test('what 16 bits do not hold is drawn in steps, and what is no number dark', () => {
  const float = { type: 'float32', min: 0, max: 0.5, slope: 2, intercept: 1 } as const
  const picture = pictureOf(frame(float, Float32Array.of(0, 0.5, NaN)))
  expect([...picture.values]).toEqual([0, 65_535, 0])
  expect(picture.slope * 65_535 + picture.intercept).toBeCloseTo(2)
  expect(pictureOf(frame({ kind: 'colour' }, Uint8Array.of(1, 2, 3))).values).toEqual(
    Uint8ClampedArray.of(1, 2, 3, 255)
  )
})

test('edges are named after the patient, oblique ones by both axes', () => {
  expect(edgesOf([1, 0, 0, 0, 1, 0])).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' })
  expect(edgesOf([0, 0.8, 0.6, 0, 0.6, -0.8])).toMatchObject({ right: 'PH', bottom: 'FP' })
  expect(edgesOf(null)).toBeNull()
  // Axial slices, turned to the right: what was left is up now.
  expect(edgesOf([1, 0, 0, 0, 1, 0], { quarters: 1, isMirrored: false })).toEqual({
    left: 'P',
    right: 'A',
    top: 'R',
    bottom: 'L'
  })
  expect(edgesOf([1, 0, 0, 0, 1, 0], { quarters: 0, isMirrored: true })).toMatchObject({ left: 'L', top: 'A' })
  expect([scaleLength(37), scaleLength(9.9), scaleLength(0.3)]).toEqual([20, 5, 0.2])
})

test('a search shows what it finds and all that this lies in', () => {
  const element = (depth: number, tag: string, keyword: string, value: string | null, vr = 'LO'): ListedElement => {
    return { depth, tag, vr, keyword, creator: '', privateName: '', value, length: 1 }
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
  const called = { ...element(0, '(2001,1003)', '', '800', 'FL'), privateName: 'Diffusion B-Factor' }
  expect(rowsOf([...elements, called], 'b-factor', new Set()).places).toEqual([5])
  expect(rowsOf(elements, '', new Set([1])).places).toEqual([0, 1, 4])
  expect(rowsOf(elements, '', new Set([2])).places).toEqual([0, 1, 2, 4])
})
