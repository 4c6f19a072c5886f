import { expect, test } from 'vitest'
import { presetsFor } from '../../../../../src/renderer/views/image/viewer/presets.ts'
import { rangeOf } from '../../../../../src/renderer/views/image/viewer/voi.ts'
import { frame } from './frames.ts'

const NONE = new Int16Array(2)
/** From 1 to 100. */
const HUNDRED = Uint16Array.from({ length: 100 }, (_, i) => i + 1)
const plain = { rows: 10, columns: 10, slope: 1, intercept: 0, min: 1, max: 100, type: 'uint16' } as const

test('the VOI LUTs of the file stand beside its windows, and first where it has none', () => {
  const luts = [
    { first: 10, shades: btoa('abcd'), explanation: 'NORMAL' },
    { first: 0, shades: btoa('ab'), explanation: '' }
  ]
  const window = { center: 40, width: 80, explanation: 'NORMAL' }
  const of = { modality: 'CT', units: 'OD', voiFunction: 'SIGMOID', voiLuts: luts }
  expect(presetsFor(frame({ ...of, windows: [window] }, NONE))).toMatchObject([
    { name: 'NORMAL', center: 40, width: 80, voiFunction: 'SIGMOID', lut: null },
    // What a drag of it begins with.
    { name: 'NORMAL (LUT)', center: 12, width: 4, voiFunction: 'LINEAR', lut: luts[0] },
    { name: 'LUT of the file 2', lut: luts[1] },
    { name: 'Full range', voiFunction: 'LINEAR', lut: null }
  ])
  expect(presetsFor(frame(of, NONE))[0].name).toBe('NORMAL (LUT)')
})

test('windows of the file come first, then all that there is, then those of the modality', () => {
  const own = { center: 40, width: 80, explanation: 'HEAD' }
  const presets = presetsFor(frame({ windows: [own] }, NONE))
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
  expect(rangeOf(presets[1])).toEqual({ lower: -1024, upper: 1976 })
})

test.each(['MR', 'DX', 'CR', 'XA'])('%s has windows by the share of its pixels', (modality) => {
  const presets = presetsFor(frame({ ...plain, modality }, HUNDRED)).slice(1)
  expect(presets.map((each) => [each.name, rangeOf(each).lower, rangeOf(each).upper])).toEqual([
    ['Middle 98 %', 1, 99],
    ['Middle 90 %', 5, 95],
    ['Lower half', 1, 50],
    ['Upper half', 50, 100]
  ])
})

test('shares are those of what is meant, where a slope is negative, too', () => {
  const [, middle] = presetsFor(frame({ ...plain, modality: 'MR', slope: -2, intercept: 10 }, HUNDRED))
  expect(rangeOf(middle)).toEqual({ lower: -188, upper: 8 })
})

test('fractions have shares to the 65,536th part of their range', () => {
  const values = Float32Array.from({ length: 100 }, (_, i) => i / 99)
  const of = { ...plain, modality: 'MR', type: 'float32', min: 0, max: 1 } as const
  const { lower, upper } = rangeOf(presetsFor(frame(of, values))[2])
  expect([lower, upper]).toEqual([expect.closeTo(4 / 99, 4), expect.closeTo(94 / 99, 4)])
})

test('an image of one value has its full range only', () => {
  const flat = frame({ ...plain, modality: 'MR', min: 7, max: 7 }, new Uint16Array(100).fill(7))
  expect(presetsFor(flat).map(({ name }) => name)).toEqual(['Full range'])
})

test('PET has windows of SUV where its values are that, and shares of the maximum elsewhere', () => {
  const suv = presetsFor(frame({ ...plain, modality: 'PT', units: 'GML' }, HUNDRED)).slice(1)
  expect(suv.map((each) => [each.name, rangeOf(each).lower, rangeOf(each).upper])).toEqual([
    ['SUV 0–5', 0, 5],
    ['SUV 0–10', 0, 10],
    ['SUV 0–20', 0, 20]
  ])
  const activity = presetsFor(frame({ ...plain, modality: 'PT', units: 'BQML', slope: 3 }, HUNDRED)).slice(1)
  expect(activity.map((each) => [each.name, rangeOf(each).upper])).toEqual([
    ['0–50 % of maximum', 150],
    ['0–25 % of maximum', 75],
    ['0–10 % of maximum', 30]
  ])
})

test('ultrasound has windows of its shades, in colour too', () => {
  const colour = { rows: 1, columns: 1, kind: 'colour', type: 'uint8', modality: 'US', slope: 1, intercept: 0 } as const
  expect(presetsFor(frame(colour, Uint8Array.of(1, 2, 3))).map(({ name }) => name)).toEqual([
    'Full range',
    'High contrast',
    'Shadows'
  ])
})

test('windows that a person saved for the modality come last', () => {
  const saved = [
    { modality: 'CT', name: 'Temporal bone', center: 700, width: 4000, voiFunction: 'LINEAR' },
    { modality: 'MR', name: 'Mine', center: 1, width: 2, voiFunction: 'LINEAR' }
  ]
  expect(presetsFor(frame({}, NONE), saved).at(-1)).toEqual({
    name: 'Temporal bone',
    center: 700,
    width: 4000,
    voiFunction: 'LINEAR',
    lut: null
  })
})
