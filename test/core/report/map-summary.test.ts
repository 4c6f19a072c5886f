import { expect, test } from 'vitest'
import { summariseMap } from '../../../src/core/report/map-summary.ts'
import { mapReport } from '../catalogue/stored/examples.ts'

const summarise = (positions: number[], labels: number[], k: number) =>
  summariseMap(
    { by: 'tags', result: mapReport(1), positions: Float32Array.from(positions) },
    { images: 9, without: 2 },
    { clusters: Array.from({ length: k }, (_, id) => ({ id })), labels: Uint16Array.from(labels) }
  )

test('places are those of each cluster, without images that have none', () => {
  const { places, clusters } = summarise([1, 2, 3.00049, 4, NaN, NaN, -5, 6], [0, 1, 1, 0], 2)
  expect(places).toEqual([
    [1, 2, -5, 6],
    [3, 4]
  ])
  expect(clusters.map(({ images }) => images)).toEqual([2, 1])
})

test('neighbours say which clusters are islands of their own, and which lie together', () => {
  // 16 images of cluster 0 far to the left, so that the 15 neighbours of each are the others; 8 each of 1 and 2 mixed on the right.
  const positions = [...Array(32).keys()].flatMap((row) => (row < 16 ? [-100 + row / 10, 0] : [100 + row / 10, 0]))
  const labels = [...Array(32).keys()].map((row) => (row < 16 ? 0 : 1 + (row % 2)))
  expect(summarise(positions, labels, 3).clusters).toEqual([
    { id: 0, images: 16, own: 1, beside: null },
    { id: 1, images: 8, own: 7 / 15, beside: 2 },
    { id: 2, images: 8, own: 7 / 15, beside: 1 }
  ])
})

test('a single image has no neighbours', () => {
  expect(summarise([0, 0], [0], 1).clusters).toEqual([{ id: 0, images: 1, own: null, beside: null }])
})
