import { expect, test } from 'vitest'
import { imagesFor, possibleK } from '../../../src/core/clustering/possible-k.ts'

test.each([
  [0, [2]],
  [2, [2]],
  [3, [2]],
  [4, [2, 3]],
  [5, [2, 3, 4]],
  [6, [5]],
  [20, [5, 10, 15]],
  [300, [5, 10, 15, 20, 100, 200]],
  // Manojlović et al. 2020, table 1
  [8000, [5, 10, 15, 20, 100, 200, 300]]
])('for %d rows: %j', (rows, k) => {
  expect(possibleK(rows)).toEqual(k)
})

test.each([
  [[5], 100],
  [[30], 600],
  [[5, 10, 15], 100],
  // Two of each of 300 clusters, and 20 of each of 5.
  [undefined, 600],
  [[1], 20]
])('for K = %j a sample of %d images', (k, images) => {
  expect(imagesFor(k)).toBe(images)
})
