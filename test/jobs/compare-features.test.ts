import { beforeAll, describe, expect, test } from 'vitest'
import { comparisonIds, loadComparison } from '../../src/core/catalogue/comparisons.ts'
import type { ComparisonReport } from '../../src/core/catalogue/stored/comparison.ts'
import { CancelledError } from '../../src/core/errors.ts'
import { compareFeaturesJob } from '../../src/jobs/compare-features.ts'
import { compareFeatures, type CompareFeaturesParameters } from '../../src/jobs/definitions/compare-features.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { archive, lookInto, threeKinds, twoSites, WORK } from './archive.ts'

/** Three kinds of images that most tags tell apart. */
const catalogue = archive(threeKinds(90, (i) => ({ PatientSex: ['F', 'M', ''][i % 3] })))
const compare = (asked: Partial<CompareFeaturesParameters> = {}, work = WORK) =>
  compareFeaturesJob.run(
    { ...withDefaults(compareFeatures.parameters, { k: 3, sample: 60, tags: 3 }), catalogue, ...asked },
    work
  )

describe('a comparison of ways to choose tags', () => {
  let report: ComparisonReport
  beforeAll(async () => {
    report = await compare()
  })

  test('has a row for each, of the same images', () => {
    expect(report.selections.map(({ select }) => select)).toEqual(['missing', 'information', 'laplacian', 'wrapper'])
    expect([report.n, report.images]).toEqual([60, 90])
    for (const { features } of report.selections) expect(features).toHaveLength(3)
    // The paper's: by missing share, ties by tag.
    expect(report.selections[0].features).toEqual(['Modality', 'BodyPartExamined', 'Rows'])
  })

  test('finds the three kinds in any subset, and without the tag that names them', () => {
    const [missing, information] = report.selections
    expect(missing.stability).toBeGreaterThan(0.9)
    expect(information.stability).toBeGreaterThan(0.9)
    // BodyPartExamined says as much as Modality.
    expect(missing.modality).toMatchObject({ nmi: expect.closeTo(1, 6) as number, leftOut: ['Modality'] })
    expect(missing.bodyPart).toMatchObject({ nmi: expect.closeTo(1, 6) as number, leftOut: ['BodyPartExamined'] })
    expect(missing.largest).toBeLessThan(0.5)
  })

  test('says why there is no visual evaluation', () => {
    expect(report).toMatchObject({ visual: null, withoutVisual: 'no-model' })
    expect(report.selections.map(({ visual }) => visual)).toEqual([null, null, null, null])
  })

  test('is kept with the catalogue', () => {
    expect(lookInto(catalogue, (db) => loadComparison(db, comparisonIds(db)[0]).result)).toEqual(report)
  })
})

test('only the ways that are asked for, in the order of the list', async () => {
  const { selections } = await compare({ ways: ['laplacian', 'missing'] })
  expect(selections.map(({ select }) => select)).toEqual(['missing', 'laplacian'])
})

test.each([1, 2, 3, 4, 5])('of two sites, each gives in proportion to its images, seed %i', async (seed) => {
  // The two clusters are the sites: CT in 512 rows, and MR in 256.
  const of = (count: number, site: number): Record<string, string>[] =>
    Array.from({ length: count }, (_, i) => ({
      SOPInstanceUID: `1.${site}.${i}`,
      Modality: ['CT', 'MR'][site],
      Rows: ['512', '256'][site]
    }))
  const both = twoSites(of(60, 0), of(40, 1))
  const { selections } = await compare({ catalogue: both, ways: ['missing'], k: 2, sample: 50, tags: 2, seed })
  expect(selections[0].largest).toBe(0.6)
})

test('the same again gives the same', async () => {
  const [a, b] = [await compare({ ways: ['information'] }), await compare({ ways: ['information'] })]
  expect(a.selections).toEqual(b.selections)
})

test('more clusters than a subset has images are refused', async () => {
  await expect(compare({ k: 50 })).rejects.toThrow(expect.objectContaining({ code: 'k-impossible' }))
})

test('keeps nothing where it is cancelled', async () => {
  const before = lookInto(catalogue, comparisonIds)
  const controller = new AbortController()
  const onProgress = ({ stage }: { stage: string }) => stage === 'Clustering subsets' && controller.abort()
  await expect(compare({}, { signal: controller.signal, onProgress })).rejects.toThrow(CancelledError)
  expect(lookInto(catalogue, comparisonIds)).toEqual(before)
})
