import { expect, test } from 'vitest'
import { clusterDistanceMarks, distanceMarks, fromZero } from '../../../src/core/marks/distances.ts'

const SUMMARY = {
  datasets: [
    { clustered: 0.08, permuted: 0.13 },
    { clustered: 0.09, permuted: 0.12 }
  ],
  clustered: { mean: 0.085, sd: 0.007 },
  permuted: { mean: 0.125, sd: 0.007 },
  control: { labelled: { mean: 0.124, sd: 0.001 }, permuted: { mean: 0.126, sd: null } }
}

test('datasets by number, and the control below them', () => {
  const { rows, axis, isTight, words } = distanceMarks(SUMMARY)
  expect(rows).toEqual([
    { name: '1', clustered: 0.08, permuted: 0.13, isControl: false },
    { name: '2', clustered: 0.09, permuted: 0.12, isControl: false },
    { name: 'random labels', clustered: 0.124, permuted: 0.126, isControl: true }
  ])
  expect(axis.ticks).toEqual([0.08, 0.09, 0.1, 0.11, 0.12, 0.13])
  expect(isTight).toBe(false)
  expect(words).toBe(
    'Clusters 0.085 ± 0.007, permuted 0.125 ± 0.007; dataset 1: 0.080 and 0.130; dataset 2: 0.090 and 0.120; control with random labels: 0.124 ± 0.001 and 0.126'
  )
})

test('more than 40 datasets stand close', () => {
  const datasets = Array<(typeof SUMMARY.datasets)[number]>(41).fill(SUMMARY.datasets[0])
  expect(distanceMarks({ ...SUMMARY, datasets }).isTight).toBe(true)
  expect(distanceMarks({ ...SUMMARY, datasets: datasets.slice(1) }).isTight).toBe(false)
})

test('clusters of the datasets, on axes from 0', () => {
  const { dots, axis, words } = clusterDistanceMarks([
    { clustered: 0.05, permuted: 0.126, images: 50 },
    { clustered: 0.13, permuted: 0.126, images: 100 }
  ])
  expect(dots).toEqual([
    { clustered: 0.05, permuted: 0.126, size: 0.5 },
    { clustered: 0.13, permuted: 0.126, size: 1 }
  ])
  expect(axis.ticks).toEqual([0, 0.05, 0.1, 0.15])
  expect(words).toBe(
    'Of 2 clusters in all datasets 1 are closer than as many images with permuted labels: they lie below the line'
  )
})

test('two distances of a cluster stand between 0 and the greatest of all', () => {
  expect(fromZero([{ clustered: 0.09, permuted: 0.127 }])).toEqual({
    from: 0,
    to: 0.127,
    ticks: [0, 0.05, 0.1],
    isLogarithmic: false
  })
  expect(fromZero([]).to).toBe(0.001)
})
