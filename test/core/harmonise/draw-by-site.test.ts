import { expect, test } from 'vitest'
import { openReader } from '../../../src/core/catalogue/corrections/column-source.ts'
import { drawSample } from '../../../src/core/features/sample.ts'
import { drawBySite } from '../../../src/core/harmonise/draw-by-site.ts'
import { clusterJob } from '../../../src/jobs/cluster.ts'
import { archive, clusterParameters, lookInto, threeKinds, twoSites, WORK } from '../../jobs/archive.ts'
import { sentencesOf } from '../../sentences.ts'

const headers = (count: number, site: number) =>
  threeKinds(count).map((header, i) => ({ ...header, SOPInstanceUID: `1.${site}.${i}` }))
const REQUEST = { size: 10, seed: 1, perSeries: null, by: 'image' } as const

test('sites give in proportion to their images', () => {
  const { images, sites } = lookInto(twoSites(headers(40, 0), headers(20, 1)), (db) => {
    const reader = openReader(db)
    return drawBySite(db, reader, reader.images(), REQUEST)
  })
  // Of 10 images 6.67 and 3.33.
  expect(sites).toEqual([
    { sources: [1], images: 40, drawn: 7 },
    { sources: [2], images: 20, drawn: 3 }
  ])
  expect(images.filter((image) => image < 40)).toHaveLength(7)
})

test('in a catalogue of one site the sample is what it is without sites', () => {
  lookInto(archive(headers(60, 0)), (db) => {
    const reader = openReader(db)
    const drawn = drawBySite(db, reader, reader.images(), REQUEST)
    expect(drawn).toEqual({ ...drawSample(reader, reader.images(), REQUEST), sites: null })
  })
})

test('a run keeps and tells how many images of each site its sample has', async () => {
  const catalogue = twoSites(headers(40, 0), headers(20, 1))
  const run = await clusterJob.run(clusterParameters(catalogue, { k: [2], sample: 30, perSeries: 0 }), WORK)
  expect(run.sites).toEqual([
    { sources: [1], images: 40, drawn: 20 },
    { sources: [2], images: 20, drawn: 10 }
  ])
  expect(sentencesOf(run.remarks)).toContain(
    'The sample is stratified by site: 20 of the 40 images of source 1; 10 of the 20 images of source 2.'
  )
})
