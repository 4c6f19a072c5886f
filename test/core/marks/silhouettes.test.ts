import { expect, test } from 'vitest'
import { clusterNote, silhouetteMarks } from '../../../src/core/marks/silhouettes.ts'

test('the bars of each cluster follow those of the one before', () => {
  const { clusters, bars, words } = silhouetteMarks([[0.5, 0.25], [], [-0.25]])
  expect(clusters).toEqual([
    { start: 0, size: 2, mean: 0.375, below: 0 },
    { start: 2, size: 0, mean: NaN, below: 0 },
    { start: 2, size: 1, mean: -0.25, below: 1 }
  ])
  expect(bars).toBe(3)
  expect(words).toBe('The silhouettes of 3 images in 3 clusters, sorted within each cluster')
})

test('the axis goes from the tenth below the least to the quarter above the greatest', () => {
  expect(silhouetteMarks([[0.8, -0.31]]).axis).toEqual({
    from: -0.4,
    to: 1,
    ticks: [-0.25, 0, 0.25, 0.5, 0.75, 1],
    isLogarithmic: false
  })
})

test('the axis begins at 0 where no silhouette is below, and is never shorter than a quarter', () => {
  expect(silhouetteMarks([[0.1, 0.05]]).axis).toMatchObject({ from: 0, to: 0.25, ticks: [0, 0.25] })
  expect(silhouetteMarks([]).axis).toMatchObject({ from: 0, to: 0.25 })
})

test('of a cluster: mean, images, and how many are below 0', () => {
  expect(clusterNote({ start: 0, size: 1200, mean: 0.376, below: 0.004 })).toBe('0.38 · 1,200')
  expect(clusterNote({ start: 0, size: 3, mean: -0.1, below: 2 / 3 })).toBe('−0.10 · 3 · 67 % < 0')
})
