import fc from '../../fast-check.ts'
import { describe, expect, test } from 'vitest'
import type { Unit } from '../../../src/core/catalogue/stored/unit.ts'
import { drawSample, type SampleRequest } from '../../../src/core/features/sample.ts'
import { Random, sampleRanks } from '../../../src/core/random.ts'
import { MemorySource } from './memory-source.ts'

type Names = readonly (string | undefined)[]

/** The images of an archive by the names of their series and patients. */
function archive(series: Names, patients: Names = []): MemorySource {
  return new MemorySource([
    { tag: '(0028,0010)', vr: 'US', keyword: 'Rows', values: series.map(() => '512') },
    { tag: '(0020,000E)', vr: 'UI', keyword: 'SeriesInstanceUID', values: series },
    { tag: '(0010,0020)', vr: 'LO', keyword: 'PatientID', values: patients }
  ])
}

function draw(source: MemorySource, request: Partial<SampleRequest>) {
  return drawSample(source, source.images(), { size: 1000, seed: 1, perSeries: null, by: 'image', ...request })
}

/** How many images of the sample have each name. */
function counts(names: Names, images: Uint32Array): Record<string, number> {
  const found: Record<string, number> = {}
  for (const image of images) found[names[image] ?? 'none'] = (found[names[image] ?? 'none'] ?? 0) + 1
  return found
}

const times = (count: number, name: string | undefined): Names => Array.from({ length: count }, () => name)

/** A CT of 300 slices, an MR of 10, a radiograph of one, and six images that belong to no series. */
const MIXED = [...times(300, 'CT'), ...times(10, 'MR'), 'CR', ...times(6, undefined)]

describe('images of a series', () => {
  test('are at most as many as asked for; an image without a series is one of its own', () => {
    const { images, perSeries, sampling } = draw(archive(MIXED), { perSeries: 4 })
    expect(counts(MIXED, images)).toEqual({ CT: 4, MR: 4, CR: 1, none: 6 })
    expect({ perSeries, sampling }).toEqual({ perSeries: 4, sampling: { series: 3, raisedFrom: null } })
  })

  test('may be raised until the sample has as many images as it needs', () => {
    const { images, perSeries, sampling } = draw(archive(MIXED), { perSeries: 4, atLeast: 60 })
    // 43 of CT and 10 of MR, with the seven others: 60.
    expect({ perSeries, sampling }).toEqual({ perSeries: 43, sampling: { series: 3, raisedFrom: 4 } })
    expect(counts(MIXED, images)).toEqual({ CT: 43, MR: 10, CR: 1, none: 6 })
  })

  test('are raised no further than the sample is large, or the archive', () => {
    expect(draw(archive(MIXED), { perSeries: 4, size: 15, atLeast: 60 })).toMatchObject({ perSeries: 4 })
    expect(draw(archive(MIXED), { perSeries: 4, atLeast: 5000 })).toMatchObject({ perSeries: 300 })
    expect(draw(archive(MIXED), { perSeries: 4, atLeast: 5000 }).images).toHaveLength(317)
  })

  test('are not raised where there are enough', () => {
    expect(draw(archive(MIXED), { perSeries: 4, atLeast: 15 })).toMatchObject({ perSeries: 4 })
  })

  test('of an archive without series are all images', () => {
    const { images, perSeries, sampling } = draw(archive(times(9, undefined)), { perSeries: 4 })
    expect(images).toHaveLength(9)
    expect({ perSeries, sampling }).toEqual({ perSeries: 4, sampling: { series: 0, raisedFrom: null } })
  })
})

describe('drawn evenly', () => {
  const patients = [...times(300, 'Ann'), ...times(10, 'Ann'), 'Bob', ...times(5, 'Cid'), undefined]

  test('by series, each gives its first image before any gives a second one', () => {
    const { images, without } = draw(archive(MIXED), { by: 'series', size: 12 })
    // Nine units in the first round, of which CT and MR have another image, and a third.
    const { CT, MR, ...others } = counts(MIXED, images)
    expect(others).toEqual({ CR: 1, none: 6 })
    expect([CT, MR].toSorted()).toEqual([2, 3])
    expect(without).toBe(6)
  })

  test('by patient, a series still gives at most its share', () => {
    const { images, without } = draw(archive(MIXED, patients), { by: 'patient', perSeries: 2, size: 100 })
    expect(counts(patients, images)).toEqual({ Ann: 4, Bob: 1, Cid: 5, none: 1 })
    expect(counts(MIXED, images)).toMatchObject({ CT: 2, MR: 2 })
    expect(without).toBe(1)
  })

  test('a sample of fewer images than series has each series as likely as any other', () => {
    // Of a series of 99 images and one of a single image, one is drawn: each about 500 times of 1,000 (binomial, sd 16).
    const source = archive([...times(99, 'CT'), 'CR'])
    let single = 0
    for (let seed = 0; seed < 1000; seed++) if (draw(source, { by: 'series', size: 1, seed }).images[0] === 99) single++
    expect(single).toBeGreaterThan(420)
    expect(single).toBeLessThan(580)
  })

  test('needs something to be drawn by', () => {
    expect(() => draw(archive(MIXED), { by: 'patient' })).toThrow('No image has a PatientID')
  })
})

describe('by stratum', () => {
  // 60 images of the first, 30 of the second and 11 of the third.
  const series = Array.from({ length: 101 }, (_, i) => `S${i % 50}`)
  const strata = Uint32Array.from({ length: 101 }, (_, i) => (i < 60 ? 0 : i < 90 ? 1 : 2))
  const ofEach = (images: Uint32Array): number[] =>
    [0, 1, 2].map((stratum) => images.filter((image) => strata[image] === stratum).length)
  const drawn = (request: Partial<SampleRequest>) => draw(archive(series, series), { strata, ...request }).images

  test.each<{ by: Unit; perSeries: number | null }>([
    { by: 'image', perSeries: null },
    { by: 'image', perSeries: 3 },
    { by: 'series', perSeries: null },
    { by: 'patient', perSeries: 3 }
  ])('each gives in proportion, those with the largest remainder one more: %j', (request) => {
    // Of 10 images 5.94, 2.97 and 1.09; of 2 images 1.19, 0.59 and 0.22.
    expect(ofEach(drawn({ ...request, size: 10 }))).toEqual([6, 3, 1])
    expect(ofEach(drawn({ ...request, size: 2 }))).toEqual([1, 1, 0])
    expect(ofEach(drawn({ ...request, size: 1000 }))).toEqual([60, 30, 11])
  })

  test('in proportion to what a limit for series leaves', () => {
    // One series for each stratum: 4 images of each may be drawn.
    const names = Array.from(strata, String)
    expect(ofEach(draw(archive(names), { strata, perSeries: 4, size: 9 }).images)).toEqual([3, 3, 3])
  })

  test('the same seed draws the same, and one stratum is as none', () => {
    expect(drawn({ size: 10, seed: 5 })).toEqual(drawn({ size: 10, seed: 5 }))
    expect(drawn({ size: 10, seed: 5 })).not.toEqual(drawn({ size: 10, seed: 6 }))
    for (const perSeries of [null, 1]) {
      const one = draw(archive(series), { strata: new Uint32Array(101), size: 10, perSeries })
      expect(one).toEqual(draw(archive(series), { size: 10, perSeries }))
    }
  })
})

const names = fc.array(fc.option(fc.constantFrom('1.1', '1.2', '1.3', '1.4', '1.5'), { nil: undefined }), {
  minLength: 1,
  maxLength: 80
})
const asked = fc.record({ size: fc.integer({ min: 1, max: 90 }), seed: fc.nat() })
const units = fc.constantFrom<Unit>('image', 'series', 'patient')

describe('of any archive', () => {
  test('no series has more than its share, and only that makes a sample smaller than asked for', () => {
    fc.assert(
      fc.property(names, asked, units, fc.integer({ min: 1, max: 20 }), (series, { size, seed }, by, perSeries) => {
        const source = archive(['1.1', ...series], ['Ann', ...series])
        const all = ['1.1', ...series]
        const { images } = draw(source, { size, seed, by, perSeries })
        const { none: _, ...drawn } = counts(all, images)
        expect(Math.max(0, ...Object.values(drawn))).toBeLessThanOrEqual(perSeries)
        expect([...images]).toEqual([...new Set(images)].sort((a, b) => a - b))
        const { none = 0, ...there } = counts(all, source.images())
        const most = Object.values(there).reduce((sum, count) => sum + Math.min(count, perSeries), none)
        expect(images).toHaveLength(Math.min(size, most))
      })
    )
  })

  test('the same seed draws the same sample', () => {
    fc.assert(
      fc.property(names, asked, units, fc.integer({ min: 1, max: 20 }), (series, { size, seed }, by, perSeries) => {
        const source = archive(['1.1', ...series], ['Ann', ...series])
        const once = draw(source, { size, seed, by, perSeries })
        expect(draw(source, { size, seed, by, perSeries })).toEqual(once)
      })
    )
  })

  test('without a share of series, or with one that none exceeds, it is a plain sample', () => {
    fc.assert(
      fc.property(names, asked, fc.constantFrom(null, 80), (series, { size, seed }, perSeries) => {
        const { images } = draw(archive(series), { size, seed, perSeries })
        expect([...images]).toEqual([...sampleRanks(series.length, size, new Random(seed))].sort((a, b) => a - b))
      })
    )
  })

  test('by series and by patient, counts differ by one at most, but for those that have no more', () => {
    fc.assert(
      fc.property(names, asked, fc.constantFrom<Unit>('series', 'patient'), (names, { size, seed }, by) => {
        const all = ['1.1', ...names]
        const source = by === 'series' ? archive(all) : archive(times(all.length, '1'), all)
        const { images } = draw(source, { size, seed, by })
        const drawn = counts(all, images)
        const { none: _, ...there } = counts(all, source.images())
        const most = Math.max(0, ...Object.keys(there).map((name) => drawn[name] ?? 0))
        for (const [name, count] of Object.entries(there)) {
          expect(drawn[name] ?? 0).toBeGreaterThanOrEqual(Math.min(count, most - 1))
        }
      })
    )
  })
})
