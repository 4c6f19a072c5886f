import fc from '../../fast-check.ts'
import { describe, expect, test } from 'vitest'
import { heldOut } from '../../../src/core/features/held-out.ts'
import { usualSample } from '../../../src/core/features/usual-sample.ts'
import { MemorySource } from './memory-source.ts'

type Names = readonly (string | undefined)[]

function archive({ patients, series = [], modality = [] }: Record<string, Names> & { patients: Names }): MemorySource {
  return new MemorySource([
    { tag: '(0028,0010)', vr: 'US', keyword: 'Rows', values: patients.map(() => '512') },
    { tag: '(0020,000E)', vr: 'UI', keyword: 'SeriesInstanceUID', values: series },
    { tag: '(0010,0020)', vr: 'LO', keyword: 'PatientID', values: patients },
    { tag: '(0008,0060)', vr: 'CS', keyword: 'Modality', values: modality }
  ])
}
const part = (source: MemorySource) => heldOut(source, source.images())
const names = (count: number, name: (i: number) => string | undefined): Names =>
  Array.from({ length: count }, (_, i) => name(i))
/** The names that have images on both sides. */
function split(all: Names, left: Uint32Array): (string | undefined)[] {
  const isLeft = new Set(left)
  const sides = [true, false].map((side) => new Set(all.filter((_, i) => isLeft.has(i) === side)))
  return [...sides[0]].filter((name) => sides[1].has(name))
}

describe('a sample of the usual size', () => {
  test('is half of the images, 5,000 at most, and all of those that are too few to evaluate', () => {
    const sizes = [3, 39, 60, 500, 1509, 5000, 10_001, 668_849].map((images) => usualSample(images))
    expect(sizes).toEqual([3, 39, 30, 250, 754, 2500, 5000, 5000])
  })
  test('is all images where half of them are too few for K', () => {
    expect([usualSample(60, [5, 29]), usualSample(60, [5, 30])]).toEqual([30, 60])
  })
})

describe('what is held out', () => {
  test('is half of the images, by whole patients', () => {
    const patients = names(60, (i) => `P${Math.floor(i / 5)}`)
    const left = part(archive({ patients }))
    expect(left).toHaveLength(30)
    expect(split(patients, left)).toEqual([])
  })

  test('leaves the sample images of each modality, also of one that a single patient has', () => {
    const patients = names(60, (i) => `P${Math.floor(i / 5)}`)
    const modality = names(60, (i) => (i < 5 ? 'PT' : i % 10 < 5 ? 'CT' : 'MR'))
    const left = part(archive({ patients, modality }))
    const sampled = new Set(modality.filter((_, i) => !left.includes(i)))
    expect([...sampled].sort()).toEqual(['CT', 'MR', 'PT'])
    expect(left.length).toBeGreaterThanOrEqual(20)
  })

  test('is of whole series where one patient has them all', () => {
    const patients = names(60, () => 'anonymous')
    const series = names(60, (i) => `S${Math.floor(i / 6)}`)
    const left = part(archive({ patients, series }))
    expect(left).toHaveLength(30)
    expect(split(series, left)).toEqual([])
  })

  test('is nothing of one series, of few images, or of an archive that is not small', () => {
    expect(part(archive({ patients: names(60, () => 'P'), series: names(60, () => 'S') }))).toHaveLength(0)
    expect(part(archive({ patients: names(39, (i) => `P${i}`) }))).toHaveLength(0)
    expect(part(archive({ patients: names(20_001, (i) => `P${i % 500}`) }))).toHaveLength(0)
  })

  test('is of whole series where no patient is named', () => {
    const series = names(60, (i) => `S${Math.floor(i / 6)}`)
    const left = part(archive({ patients: names(60, () => undefined), series }))
    expect(left).toHaveLength(30)
    expect(split(series, left)).toEqual([])
  })

  test('is every other image where none names its patient or series', () => {
    expect(part(archive({ patients: names(40, () => undefined) }))).toHaveLength(20)
  })

  test('is a third to two thirds of whole patients or series, whatever these are', () => {
    const name = fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { nil: undefined })
    const rows = fc.array(fc.tuple(name, name, name), { minLength: 40, maxLength: 90 })
    fc.assert(
      fc.property(rows, (all) => {
        const [patients, series, modality] = [0, 1, 2].map((at) => all.map((row) => row[at]))
        const left = part(archive({ patients, series, modality }))
        if (left.length === 0) return
        expect(left.length / all.length).toBeGreaterThanOrEqual(1 / 3)
        expect(left.length / all.length).toBeLessThanOrEqual(2 / 3)
        const isWhole = [patients, series].some((of) => split(of, left).every((each) => each === undefined))
        expect(isWhole).toBe(true)
      })
    )
  })
})
