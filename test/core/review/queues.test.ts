import { describe, expect, test } from 'vitest'
import {
  type ImagesToReview,
  farthestFromMedoid,
  fewColumns,
  hasSeries,
  mostInQueue,
  nearestToAnother,
  type Queue,
  unlikeSeries
} from '../../../src/core/review/queues.ts'
import fc from '../../fast-check.ts'

const NONE = 65535

/** Images in cluster 0, at distance 0, far from cluster 1, unless it is said otherwise. */
function images(given: Partial<Record<Exclude<keyof ImagesToReview, 'instances'>, number[]>>): ImagesToReview {
  const [{ length }] = Object.values(given)
  const filled = (value: number): number[] => new Array<number>(length).fill(value)
  return {
    instances: Uint32Array.from({ length }, (_, row) => 10 + row),
    clusters: Uint16Array.from(given.clusters ?? filled(0)),
    distances: Float32Array.from(given.distances ?? filled(0)),
    margins: Float64Array.from(given.margins ?? filled(1)),
    nearest: Uint16Array.from(given.nearest ?? filled(1)),
    columns: Uint16Array.from(given.columns ?? filled(10)),
    series: Uint32Array.from(given.series ?? filled(0))
  }
}

const plain = ({ rows, suggested, matching }: Queue) => ({ rows: [...rows], suggested: [...suggested], matching })

describe('nearest to another cluster', () => {
  test('are images to which another medoid is nearer, as near, or at most 5 % farther, the nearest first', () => {
    const found = nearestToAnother(images({ margins: [0.05, 0.06, -0.2, 0, 1], nearest: [1, 1, 2, 3, 1] }))
    expect(plain(found)).toEqual({ rows: [2, 3, 0], suggested: [2, 3, 1], matching: 3 })
  })

  test('are all of them where each is as near to another, in the order of the archive', () => {
    expect(plain(nearestToAnother(images({ margins: [0, 0, 0] }))).rows).toEqual([0, 1, 2])
  })

  test('is none where there is one cluster, or nobody knows the margins', () => {
    expect(plain(nearestToAnother(images({ margins: [NaN, NaN], nearest: [NONE, NONE] })))).toEqual({
      rows: [],
      suggested: [],
      matching: 0
    })
  })
})

describe('farthest from the medoid', () => {
  test('are images more than 1.5 interquartile ranges above the upper quartile of their cluster', () => {
    // Cluster 0: quartiles 0.2 and 0.4 of five distances, so that 0.7 is the limit. Cluster 1 is wider.
    const distances = [0, 0.2, 0.3, 0.4, 0.71, 0, 0.4, 0.5, 0.6, 0.71]
    const clusters = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
    expect(plain(farthestFromMedoid(images({ distances, clusters })))).toEqual({
      rows: [4],
      suggested: [1],
      matching: 1
    })
    expect(plain(farthestFromMedoid(images({ distances: [0, 0.2, 0.3, 0.4, 0.69] }))).rows).toEqual([])
  })

  test('is one that differs from many duplicates', () => {
    expect(plain(farthestFromMedoid(images({ distances: [0, 0, 0, 0, 0, 0.1] }))).rows).toEqual([5])
  })

  test.each([[[0]], [[0, 1]], [[0, 1, 1]], [[0.5, 0.5, 0.5, 0.5]]])('is none of %j', (distances) => {
    expect(plain(farthestFromMedoid(images({ distances }))).rows).toEqual([])
  })
})

test('few columns are less than a fifth of those that count, the fewest first', () => {
  const found = fewColumns(images({ columns: [4, 3, 10, 0, 3], nearest: [1, 1, 1, 1, NONE] }), 20)
  expect(plain(found)).toEqual({ rows: [3, 1, 4], suggested: [1, 1, NONE], matching: 3 })
})

describe('unlike its series', () => {
  test('is an image when more than half of the others are in one other cluster, the clearest first', () => {
    const found = unlikeSeries(images({ series: [1, 1, 1, 1, 2, 2, 2, 2], clusters: [0, 3, 3, 0, 3, 3, 3, 0] }))
    // Of series 1, two of the other three of each image are elsewhere; of series 2, all three of one.
    expect(plain(found)).toEqual({ rows: [7, 0, 1, 2, 3], suggested: [3, 3, 0, 0, 3], matching: 5 })
    expect(found.shares.slice(0, 2)).toEqual([
      { others: 3, there: 3, cluster: 3 },
      { others: 3, there: 2, cluster: 3 }
    ])
  })

  test('is neither of two, none of a series that is everywhere, and none without a series', () => {
    expect(plain(unlikeSeries(images({ series: [1, 1], clusters: [0, 1] }))).rows).toEqual([])
    expect(plain(unlikeSeries(images({ series: [1, 1, 1], clusters: [0, 1, 2] }))).rows).toEqual([])
    expect(plain(unlikeSeries(images({ series: [0, 0, 0], clusters: [0, 1, 1] }))).rows).toEqual([])
  })

  test('can be said where a series has three images', () => {
    expect(hasSeries(images({ series: [1, 1, 2] }))).toBe(false)
    expect(hasSeries(images({ series: [0, 0, 0] }))).toBe(false)
    expect(hasSeries(images({ series: [2, 1, 2, 2] }))).toBe(true)
  })
})

test('a queue holds the clearest percent of the images, and at least 50', () => {
  expect([mostInQueue(3), mostInQueue(5000), mostInQueue(5001), mostInQueue(100_000)]).toEqual([50, 50, 51, 1000])
  const margins = Array.from({ length: 60 }, (_, row) => -row / 100)
  const { rows, matching } = nearestToAnother(images({ margins }))
  expect([rows.length, rows[0], rows[49], matching]).toEqual([50, 59, 10, 60])
})

test('whatever the images are, queues hold each once, name other clusters than theirs, and are no longer than they may be', () => {
  const cluster = fc.integer({ min: 0, max: 3 })
  const image = fc.record({
    cluster,
    distance: fc.constantFrom(0, 0.1, 0.5, 1),
    margin: fc.constantFrom(-1, 0, 0.05, 1, NaN),
    other: fc.integer({ min: 1, max: 3 }),
    columns: fc.integer({ min: 0, max: 5 }),
    series: fc.integer({ min: 0, max: 4 })
  })
  fc.assert(
    fc.property(fc.array(image, { maxLength: 120 }), (all) => {
      const given: ImagesToReview = {
        instances: Uint32Array.from(all.keys()),
        clusters: Uint16Array.from(all, (each) => each.cluster),
        distances: Float32Array.from(all, ({ distance }) => distance),
        margins: Float64Array.from(all, ({ margin }) => margin),
        nearest: Uint16Array.from(all, (each) => (each.cluster + each.other) % 4),
        columns: Uint16Array.from(all, ({ columns }) => columns),
        series: Uint32Array.from(all, ({ series }) => series)
      }
      for (const { rows, suggested, matching } of [
        nearestToAnother(given),
        farthestFromMedoid(given),
        fewColumns(given, 10),
        unlikeSeries(given)
      ]) {
        expect(rows.length).toBe(Math.min(matching, mostInQueue(all.length)))
        expect(new Set(rows).size).toBe(rows.length)
        rows.forEach((row, place) => expect(suggested[place]).not.toBe(given.clusters[row]))
      }
    })
  )
})
