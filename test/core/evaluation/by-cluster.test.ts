import { expect, test } from 'vitest'
import { byCluster } from '../../../src/core/evaluation/by-cluster.ts'

/** Two datasets of four images each, in two clusters each. */
const datasets = [0, 1].map(() => ({ images: 4, k: 2, silhouette: null, clustered: 0.1, permuted: 0.3 }))
const perCluster = [
  { dataset: 0, cluster: 0, images: 3, clustered: 0.1, permuted: 0.3 },
  { dataset: 0, cluster: 1, images: 1, clustered: 0.2, permuted: 0.25 },
  { dataset: 1, cluster: 0, images: 2, clustered: 0.4, permuted: 0.5 },
  { dataset: 1, cluster: 1, images: 2, clustered: 0.3, permuted: 0.6 }
]
const instances = Uint32Array.of(10, 11, 12, 13, 20, 21, 22, 23)
const labels = Uint16Array.of(0, 0, 0, 1, 0, 0, 1, 1)
const found = { datasets, perCluster, instances, labels }

test('a cluster of a dataset is counted under the cluster that most of its images are assigned to', () => {
  // The same images have other numbers in each dataset.
  const assigned = new Map([
    [10, 7],
    [11, 7],
    [12, 4],
    [13, 4],
    [20, 4],
    [21, 4],
    [22, 7],
    [23, 7]
  ])
  const [first, second, ...others] = byCluster(found, (instance) => assigned.get(instance))
  expect(others).toEqual([])
  // Means over images: (3 · 0.1 + 2 · 0.3) / 5 and (3 · 0.3 + 2 · 0.6) / 5.
  expect(first).toMatchObject({ cluster: 7, found: 2, images: 5, share: 4 / 5 })
  expect(first.clustered).toBeCloseTo(0.18, 12)
  expect(first.permuted).toBeCloseTo(0.42, 12)
  expect(second).toMatchObject({ cluster: 4, found: 2, images: 3, share: 1 })
  expect(second.permuted - second.clustered).toBeCloseTo(0.25 / 3, 12)
})

test('the cluster with the largest difference comes first; one that two clusters share has the lower number', () => {
  const alternating = byCluster(found, (instance) => (instance % 2 === 0 ? 3 : 2))
  expect(alternating.map(({ cluster, found: times }) => [cluster, times])).toEqual([
    [3, 1],
    [2, 3]
  ])
})

test('images that are assigned to nothing say nothing', () => {
  expect(byCluster(found, () => undefined)).toEqual([])
  const [only, ...others] = byCluster(found, (instance) => (instance === 13 ? 5 : undefined))
  expect(only).toEqual({ cluster: 5, found: 1, images: 1, share: 1, clustered: 0.2, permuted: 0.25 })
  expect(others).toEqual([])
})
