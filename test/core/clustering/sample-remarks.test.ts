import { expect, test } from 'vitest'
import { sampleRemarks } from '../../../src/core/clustering/sample-remarks.ts'

const asked = { sample: 5000, perSeries: 4 }

test('a sample that has fewer images than asked for, since series have given their share', () => {
  const drawn = { n: 812, images: 61_234, sampling: { series: 203, raisedFrom: null } }
  expect(sampleRemarks(asked, drawn)).toEqual(['The sample has 812 images: at most 4 of each of the 203 series.'])
})

test('a sample that had to have more images of a series', () => {
  const drawn = { n: 600, images: 900, sampling: { series: 3, raisedFrom: 4 } }
  expect(sampleRemarks({ sample: 5000, perSeries: 200 }, drawn)).toEqual([
    'The sample has up to 200 images of a series: 4 of each of the 3 series would be too few to cluster. Neighbouring slices look alike, and may decide the clusters.'
  ])
  const single = { n: 300, images: 300, sampling: { series: 1, raisedFrom: 4 } }
  expect(sampleRemarks({ sample: 5000, perSeries: 300 }, single)[0]).toContain(
    ': 4 of the only series would be too few'
  )
})

test('of a sample as large as asked for, or as the archive, there is nothing to tell, nor where series have no share', () => {
  const sampling = { series: 2000, raisedFrom: null }
  expect(sampleRemarks(asked, { n: 5000, images: 61_234, sampling })).toEqual([])
  expect(sampleRemarks(asked, { n: 300, images: 300, sampling })).toEqual([])
  expect(sampleRemarks({ sample: 5000, perSeries: null }, { n: 300, images: 300, sampling: null })).toEqual([])
})
