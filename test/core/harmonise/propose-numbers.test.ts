import { describe, expect, test } from 'vitest'
import { proposeRanges } from '../../../src/core/harmonise/propose-ranges.ts'
import { proposeUnits } from '../../../src/core/harmonise/propose-units.ts'
import { numbersOf, repeated, SITES, STRATA } from './profiles.ts'

const THICKNESSES = [1, 1.25, 2, 2.5, 3, 5, 6, 8]

function units(keyword: string, first: number[], second: number[]): [number[], number][] {
  return proposeUnits(numbersOf(keyword, [first, second]), STRATA, SITES).map(({ mapping }) => [
    mapping.sources,
    mapping.scale
  ])
}

describe('units', () => {
  test.each([
    ['gauss for T', 'MagneticFieldStrength', [1.5, 3], [15_000, 30_000], 0.0001],
    ['Hz for MHz', 'ImagingFrequency', [63.86, 127.7], [63_860_000, 127_700_000], 0.000001],
    ['cm for mm', 'SliceThickness', THICKNESSES, THICKNESSES.map((x) => x / 10), 10],
    ['m for mm', 'SliceThickness', THICKNESSES, THICKNESSES.map((x) => x / 1000), 1000],
    ['s for ms', 'RepetitionTime', [500, 550, 600, 2000, 3000, 4000], [0.5, 0.55, 0.6, 2, 3, 4.1], 1000],
    ['V for kV', 'KVP', [80, 120], [120_000, 80_000], 0.001]
  ])('%s, of the site that has them', (_, keyword, right, wrong, scale) => {
    expect(units(keyword, repeated(right), repeated(wrong))).toEqual([[[2], scale]])
    expect(units(keyword, repeated(wrong), repeated(right))).toEqual([[[1], scale]])
  })

  test('of numbers with two peaks, of which one site has more of the one and the other more of the other', () => {
    const [low, high] = [repeated([63.8, 63.86, 63.9]), repeated([127.6, 127.7, 127.74])]
    const more = (most: number[], least: number[]): number[] => [...most, ...most.slice(0, 5), ...least]
    const hertz = more(low, high).map((megahertz) => megahertz * 1e6)
    expect(units('ImagingFrequency', more(high, low), hertz)).toEqual([[[2], 0.000001]])
  })

  test.each([
    ['numbers that lie ten times apart and look different', 'SliceThickness', [5, 5, 5, 5, 5, 7], [0.5, 0.6]],
    ['one number each, ten times apart: thin and thick slices', 'SliceThickness', [5], [0.5]],
    ['a ratio that no unit has', 'RepetitionTime', [500, 550, 600, 2000, 3000, 4000], [50, 55, 60, 200, 300, 400]],
    ['numbers without a unit', 'EchoTrainLength', [1, 2, 3, 4, 5, 6], [1000, 2000, 3000, 4000, 5000, 6000]],
    ['ranges that overlap', 'SliceThickness', [0.5, 1, 2, 3, 5, 8], [0.05, 0.1, 0.2, 0.3, 0.5, 6]],
    ['no numbers above 0', 'SliceLocation', [-50, -20, 0, 0, 1, 2], [0, 0, 0, 0, 0, 0]]
  ])('are not proposed for %s', (_, keyword, first, second) => {
    expect(units(keyword, repeated(first), repeated(second))).toEqual([])
  })

  test('show how numbers are spread before and after, beside those of the other site', () => {
    const [{ images, evidence }] = proposeUnits(
      numbersOf('MagneticFieldStrength', [repeated([1.5, 3]), repeated([15_000, 30_000])]),
      STRATA,
      SITES
    )
    expect(images).toBe(20)
    expect(evidence).toEqual({
      kind: 'numbers',
      modality: null,
      before: { numbers: 20, low: 15_000, median: 30_000, high: 30_000 },
      after: { numbers: 20, low: 1.5, median: 3, high: 3 },
      others: { numbers: 20, low: 1.5, median: 3, high: 3 },
      distance: { before: 1, after: 0 }
    })
  })
})

describe('ranges', () => {
  const ranges = (first: number[], second: number[]): unknown[] =>
    proposeRanges(numbersOf('EchoTime', [repeated(first), repeated(second)]), STRATA, SITES).map(({ mapping }) => [
      mapping.sources,
      mapping.modality,
      mapping.scale,
      mapping.offset
    ])

  test('numbers that are set higher are read on the scale of the largest site', () => {
    expect(ranges([10, 20, 40, 80], [12.5, 25, 50, 100])).toEqual([[[2], 'CT', 0.8, 0]])
    expect(ranges([10, 20, 40, 80], [15, 25, 45, 85])).toEqual([[[2], 'CT', 1, -5]])
  })

  test('a setting that neither site ever changes is one', () => {
    expect(ranges([250], [375])).toEqual([[[2], 'CT', 1, -125]])
  })

  test('numbers that are alike, or that no scale makes alike, stay as they are', () => {
    expect(ranges([10, 20, 40, 80], [10, 20, 40, 80])).toEqual([])
    expect(ranges([10, 10, 10, 80], [80, 80, 80, 10])).toEqual([])
    expect(ranges([10, 20, 40, 80], [30])).toEqual([])
  })
})
