import { describe, expect, test } from 'vitest'
import { sampleRemarks } from '../../../src/core/clustering/sample-remarks.ts'
import { sentencesOf } from '../../sentences.ts'

const remarksOf = (...given: Parameters<typeof sampleRemarks>) => sentencesOf(sampleRemarks(...given))

const asked = { sample: 5000, perSeries: 4 }

test('a sample that has fewer images than asked for, since series have given their share', () => {
  const drawn = { n: 812, images: 61_234, sampling: { series: 203, raisedFrom: null }, sites: null }
  expect(remarksOf(asked, drawn)).toEqual(['The sample has 812 images: at most 4 of each of the 203 series.'])
})

test('a sample that had to have more images of a series', () => {
  const drawn = { n: 600, images: 900, sampling: { series: 3, raisedFrom: 4 }, sites: null }
  expect(remarksOf({ sample: 5000, perSeries: 200 }, drawn)).toEqual([
    'The sample has up to 200 images of a series: 4 of each of the 3 series would be too few to cluster. Neighbouring slices look alike, and may decide the clusters.'
  ])
  const single = { n: 300, images: 300, sampling: { series: 1, raisedFrom: 4 }, sites: null }
  expect(remarksOf({ sample: 5000, perSeries: 300 }, single)[0]).toContain(': 4 of the only series would be too few')
})

test('of a sample as large as asked for, or as the archive, there is nothing to tell, nor where series have no share', () => {
  const sampling = { series: 2000, raisedFrom: null }
  expect(remarksOf(asked, { n: 5000, images: 61_234, sampling, sites: null })).toEqual([])
  expect(remarksOf(asked, { n: 300, images: 300, sampling, sites: null })).toEqual([])
  expect(remarksOf({ sample: 5000, perSeries: null }, { n: 300, images: 300, sampling: null, sites: null })).toEqual([])
})

describe('a sample of several sites', () => {
  const sites = [
    { sources: [1], images: 4000, drawn: 667 },
    { sources: [2, 3], images: 2000, drawn: 333 }
  ]

  test('tells how many images of each it has', () => {
    expect(remarksOf({ sample: 1000, perSeries: null }, { n: 1000, images: 6000, sampling: null, sites })).toEqual([
      'The sample is stratified by site: 667 of the 4,000 images of source 1; 333 of the 2,000 images of sources 2, 3.'
    ])
  })

  test('has nothing to tell where it is all images', () => {
    expect(remarksOf({ sample: 6000, perSeries: null }, { n: 6000, images: 6000, sampling: null, sites })).toEqual([])
  })

  test('names ten of them', () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ sources: [i + 1], images: 10, drawn: 1 }))
    expect(remarksOf({ sample: 12, perSeries: null }, { n: 12, images: 120, sampling: null, sites: many })[0]).toMatch(
      /; 1 of the 10 images of source 10; and of 2 more sites\.$/
    )
  })
})
