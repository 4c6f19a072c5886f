import { expect, test } from 'vitest'
import { clusterTree } from '../../../src/core/clustering/cluster-tree.ts'
import { cut } from '../../../src/core/clustering/hierarchy.ts'
import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { meanSilhouette, silhouettes } from '../../../src/core/clustering/silhouette.ts'
import fc from '../../fast-check.ts'
import { referenceLinkage } from './reference.ts'
import { planeDistances, problems } from './tables.ts'

test('merges the clusters whose rows have the least mean distance, and weighs them by their rows', async () => {
  // Rows at 0, 1; 4, 5, 6; 20. Means: 4.5, 19.5, 15; then of all five to 20: (2 · 19.5 + 3 · 15) / 5.
  const x = [0, 4, 20, 1, 5, 6]
  const matrix = DissimilarityMatrix.of(
    x.flatMap((a) => x.map((b) => Math.abs(a - b))),
    3
  )
  const tree = await clusterTree(matrix, [0, 1, 2, 0, 1, 1], 3)
  expect([Array.from(tree.left), Array.from(tree.right)]).toEqual([
    [0, 2],
    [1, 3]
  ])
  expect(tree.height[0]).toBeCloseTo(4.5, 6)
  expect(tree.height[1]).toBeCloseTo(16.8, 5)
  // The row of the five that is nearest to all of them is at 4.
  expect(tree.medoids.get(3)).toBe(1)
})

test('heights are mean distances of rows, and silhouettes those of the groups, whatever the clusters are', async () => {
  await fc.assert(
    fc.asyncProperty(problems, async ({ n, seed, grain }) => {
      const distances = planeDistances(n, seed, grain)
      const k = 2 + (seed % Math.min(9, n - 1))
      const labels = Uint16Array.from({ length: n }, (_, row) => (row < k ? row : (row * 7 + seed) % k))
      const matrix = DissimilarityMatrix.of(distances.flat(), k)
      const tree = await clusterTree(matrix, labels, k)
      const rowsOf = (node: number): number[] =>
        node < k
          ? Array.from(labels.keys()).filter((row) => labels[row] === node)
          : [...rowsOf(tree.left[node - k]), ...rowsOf(tree.right[node - k])]
      const exact = distances.map((row) => Float64Array.from(row))
      for (let merge = 0; merge < k - 1; merge++) {
        const mean = referenceLinkage(exact, 'average', rowsOf(tree.left[merge]), rowsOf(tree.right[merge]))
        expect(tree.height[merge]).toBeCloseTo(mean, 5)
      }
      for (let groups = 2; groups <= k; groups++) {
        const of = cut(tree, groups).labels
        const values = await silhouettes(
          matrix,
          labels.map((label) => of[label]),
          groups
        )
        expect(tree.silhouettes[groups - 2]).toBeCloseTo(meanSilhouette(values)!, 10)
      }
    }),
    { numRuns: 30 }
  )
})
