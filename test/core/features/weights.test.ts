import { expect, test } from 'vitest'
import type { Codes } from '../../../src/core/features/entropy.ts'
import { methodNamed } from '../../../src/core/features/methods.ts'
import { type ColumnsOfTag, weigh, weightWithoutContext } from '../../../src/core/features/weights.ts'

const BALANCED = { method: methodNamed('balanced'), groupByScanner: false, chosen: new Map<string, number>() }

const codes = (...values: number[]): Codes => ({ codes: Int32Array.from(values), count: Math.max(...values) + 1 })

function tag(keyword: string, values: number[], name = keyword): ColumnsOfTag {
  const levels = values.map(String)
  return { name: keyword, keyword, columns: [{ name, kind: 'nominal', codes: Int32Array.from(values), levels }] }
}

/** Eight images of two modalities, each by two scanners. */
const MODALITY = codes(0, 0, 0, 0, 1, 1, 1, 1)
const SCANNER = codes(0, 0, 1, 1, 2, 2, 3, 3)
const CONTEXT = { scanner: SCANNER, modality: MODALITY }

function weightOf(each: ColumnsOfTag, options = BALANCED) {
  return weigh([each], 8, CONTEXT, options)[0]
}

test('a tag that differs from scanner to scanner of a modality in the same way as the scanner keeps half of its weight', () => {
  // H(tag) = ln 4, and of it ln 2 is what the scanners of one modality explain.
  expect(weightOf(tag('ScanOptions', [0, 0, 1, 1, 2, 2, 3, 3]))).toEqual({
    weight: 0.5,
    reason: 'scanner',
    explained: expect.closeTo(0.5, 12) as number
  })
})

test('modality explains itself, so that it keeps its weight, and counts twice', () => {
  expect(weightOf(tag('Modality', [0, 0, 0, 0, 1, 1, 1, 1]))).toEqual({ weight: 2, reason: 'modality', explained: 0 })
})

test('what differs within each scanner keeps its weight', () => {
  expect(weightOf(tag('BodyPartExamined', [0, 1, 0, 1, 0, 1, 0, 1])).weight).toBe(1)
})

test('a tag that always says the same keeps its weight', () => {
  expect(weightOf(tag('PatientPosition', [0, 0, 0, 0, 0, 0, 0, 0]))).toEqual({
    weight: 1,
    reason: 'scanner',
    explained: 0
  })
})

test.each(['Manufacturer', 'ManufacturerModelName', 'SoftwareVersions'])('%s has no weight', (keyword) => {
  expect(weightOf(tag(keyword, [0, 0, 1, 1, 2, 2, 3, 3]))).toMatchObject({ weight: 0, reason: 'device' })
})

test('where images are to be told apart by scanners, too, all tags count the same', () => {
  const options = { ...BALANCED, groupByScanner: true }
  const values = [0, 0, 1, 1, 2, 2, 3, 3]
  expect(weightOf(tag('Manufacturer', values), options)).toMatchObject({ weight: 1, reason: 'equal' })
  expect(weightOf(tag('ScanOptions', values), options)).toMatchObject({ weight: 1, reason: 'equal' })
})

test('a plane counts three times', () => {
  const plane = tag('ImageOrientationPatient', [0, 1, 0, 1, 0, 1, 0, 1], 'Plane')
  expect(weightOf(plane)).toMatchObject({ weight: 3, reason: 'orientation' })
})

test('the weight of a person counts, whatever the values say', () => {
  const options = { ...BALANCED, chosen: new Map([['ScanOptions', 0.25]]) }
  expect(weightOf(tag('ScanOptions', [0, 0, 1, 1, 2, 2, 3, 3]), options)).toMatchObject({
    weight: 0.25,
    reason: 'person'
  })
})

test('a weight is a multiple of 1/64', () => {
  // Of 2 ln 2 − ¾ ln 3 = 0.562 nats the scanners explain 0.216.
  const { weight, explained } = weightOf(tag('ScanOptions', [0, 0, 0, 1, 0, 0, 0, 1]))
  expect(explained).toBeCloseTo(0.3836886, 6)
  expect(weight).toBe(39 / 64)
})

test('missing values are one of the values', () => {
  const { weight } = weightOf(tag('ScanOptions', [-1, -1, 0, 0, -1, -1, 0, 0]))
  expect(weight).toBe(0)
})

test('in the paper every tag counts the same', () => {
  const options = { ...BALANCED, method: methodNamed('paper') }
  expect(weightOf(tag('Manufacturer', [0, 0, 1, 1, 2, 2, 3, 3]), options)).toEqual({
    weight: 1,
    reason: 'equal',
    explained: null
  })
})

test('without the modality only the scanner itself has no weight', () => {
  const tags = [tag('Manufacturer', [0, 0, 1, 1, 2, 2, 3, 3]), tag('ScanOptions', [0, 0, 1, 1, 2, 2, 3, 3])]
  expect(weigh(tags, 8, null, BALANCED).map(({ weight }) => weight)).toEqual([0, 1])
})

test.each([
  [{ weight: 0.5, reason: 'scanner', explained: 0.5 }, 1],
  [{ weight: 1.5, reason: 'orientation', explained: 0.5 }, 3],
  [{ weight: 0, reason: 'device', explained: 1 }, 0],
  [{ weight: 0.25, reason: 'person', explained: 0.5 }, 0.25]
] as const)('the weight %j no longer depends on the modality as %d', (weighting, weight) => {
  expect(weightWithoutContext(weighting, 3)).toBe(weight)
})
