import { describe, expect, test } from 'vitest'
import { type Linkage, LINKAGES } from '../../../src/core/catalogue/stored/tree.ts'
import { agglomerative, topMedoids } from '../../../src/core/clustering/agglomerative.ts'
import type { Clustering } from '../../../src/core/clustering/kmedoids.ts'
import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { meanSilhouette } from '../../../src/core/clustering/silhouette.ts'
import fc from '../../fast-check.ts'
import { referenceSilhouettes } from './reference.ts'
import { planeDistances, problems } from './tables.ts'

const lineOf = (x: number[]) =>
  DissimilarityMatrix.of(
    x.flatMap((a) => x.map((b) => Math.abs(a - b))),
    x.length
  )

async function clusterings(
  matrix: DissimilarityMatrix,
  ks: number[],
  linkage: Linkage = 'ward'
): Promise<Clustering[]> {
  return (await agglomerative(matrix, ks, linkage)).clusterings
}

describe('agglomerative', () => {
  /** Two groups: six points close together, and eight along a line that begins beside them. */
  const uneven = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 3, 4, 5, 6, 7, 8, 9, 10]
  const matrix = DissimilarityMatrix.of(
    uneven.flatMap((x) => uneven.map((y) => Math.abs(x - y))),
    13
  )

  test('keeps the branches of the tree together, though another medoid is nearer', async () => {
    const [found] = await clusterings(matrix, [2])
    expect(Array.from(found.medoids, (row) => uneven[row])).toEqual([6, 0.2])
    expect(Array.from(found.labels)).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  })

  test('has one tree for every k: each clustering splits a cluster of the one before', async () => {
    const ks = [2, 3, 4, 5, 6]
    const found = await clusterings(matrix, ks)
    found.slice(1).forEach(({ labels, k }, before) => {
      const pairs = new Set(Array.from(labels, (label, row) => `${label} in ${found[before].labels[row]}`))
      expect(pairs.size).toBe(k)
    })
  })

  test.each(LINKAGES)(
    '%s linkage numbers clusters by size, has their medoids in them, and adds up the distances to these',
    async (linkage) => {
      await fc.assert(
        fc.asyncProperty(problems, async ({ n, seed, grain }) => {
          const k = 1 + (seed % Math.min(8, n - 1))
          const rows = DissimilarityMatrix.of(planeDistances(n, seed, grain).flat(), k)
          const [found] = await clusterings(rows, [k], linkage)
          expect(Array.from(found.sizes)).toEqual(Array.from(found.sizes.toSorted()).reverse())
          expect(Array.from(found.medoids, (medoid) => found.labels[medoid])).toEqual([...found.medoids.keys()])
          const loss = found.labels.reduce((sum, label, row) => sum + rows.row(found.medoids[label])[row], 0)
          expect(found.loss).toBe(loss)
        })
      )
    }
  )

  test('takes the row with the least Σ distance to its cluster as the medoid, of equally good ones the first', async () => {
    const [{ medoids }] = await clusterings(lineOf([0, 20, 3, 21, 2]), [2])
    expect(Array.from(medoids)).toEqual([4, 1])
  })

  test('takes the prototype as the medoid of minimax linkage', async () => {
    // The mean pulls the medoid to 1, but 3 is the one whose farthest other is nearest.
    const [{ medoids }] = await clusterings(lineOf([0, 0, 0, 3, 6, 30]), [2], 'minimax')
    expect(Array.from(medoids)).toEqual([3, 5])
  })

  test('has the medoids of every cut that is kept, as the clusterings have them', async () => {
    const distances = DissimilarityMatrix.of(planeDistances(40, 3).flat(), 12)
    const { clusterings: found, tree } = await agglomerative(distances, [1, 2, 5, 12], 'average')
    const kept = topMedoids(tree)
    expect(kept[0]).toBe(found[0].medoids[0])
    expect(kept).toHaveLength(1 + 2 * 39)
    const [left, right] = [kept[1], kept[2]]
    expect([left, right].toSorted((a, b) => a - b)).toEqual(Array.from(found[1].medoids.toSorted()))
  })

  test.each(LINKAGES)('%s linkage gives the silhouettes of its cuts', async (linkage) => {
    const distances = planeDistances(50, 2, 7)
    const matrix = DissimilarityMatrix.of(distances.flat(), 49)
    const ks = [2, 3, 7, 30, 49]
    const { clusterings: found, tree } = await agglomerative(matrix, ks, linkage)
    for (const [at, k] of ks.entries()) {
      const values = referenceSilhouettes(
        distances.map((row) => Float64Array.from(row)),
        found[at].labels,
        k
      )
      expect(tree.silhouettes[k - 2], `K = ${k}`).toBeCloseTo(meanSilhouette(values)!, 12)
    }
    // Of rows that are all alone.
    expect(tree.silhouettes).toHaveLength(49)
    expect(tree.silhouettes[48]).toBe(0)
  })
})
