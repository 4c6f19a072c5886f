import { describe, expect, test } from 'vitest'
import { createAssigner, medoidRows } from '../../../src/core/clustering/assign.ts'
import { sweep } from '../../../src/core/clustering/sweep.ts'
import { fuse, pictureScale, type Weighing } from '../../../src/core/fusion/fuse.ts'
import { assignFused, MedoidVectors } from '../../../src/core/fusion/medoid-vectors.ts'
import fc from '../../fast-check.ts'
import { randomTable } from '../clustering/tables.ts'
import { gramOf, randomVectors } from '../evaluation/vectors.ts'

const cosines = (medoids: MedoidVectors, vectors: readonly Float32Array[]): Float64Array => {
  const all = new Float64Array(vectors.length * medoids.k)
  vectors.forEach((vector, row) => {
    medoids.cosines(vector, row, all.subarray(row * medoids.k, (row + 1) * medoids.k))
  })
  return all
}

describe('MedoidVectors', () => {
  const medoids = new MedoidVectors([Float32Array.of(1, 0), null, Float32Array.of(3, 4), Float32Array.of(0, 0)], 2)

  test('cosine distances to each medoid; none to one without a vector, or with one that has no direction', () => {
    expect([...cosines(medoids, [Float32Array.of(0, 2)])]).toEqual([1, NaN, expect.closeTo(0.2, 12), NaN])
    expect([...cosines(medoids, [Float32Array.of(3, 4)])]).toEqual([expect.closeTo(0.4, 12), NaN, 0, NaN])
  })

  test('an image whose vector has no direction has none', () => {
    expect([...cosines(medoids, [Float32Array.of(0, 0)])]).toEqual([NaN, NaN, NaN, NaN])
  })

  test('a vector that is not finite is refused with its row', () => {
    expect(() => cosines(medoids, [Float32Array.of(1, 1), Float32Array.of(1, NaN)])).toThrow(
      'Row 2 has the value NaN in column 2 of its vector.'
    )
  })
})

describe('assignFused', () => {
  const weighing: Weighing = { alpha: 0.25, scale: 2 }

  test('the nearest medoid is the one by tags and pictures; without a vector the one by tags', () => {
    // By tags medoid 0 is nearer, by pictures medoid 1: 0.75 · 0.4 + 0.25 · 2 · 0.4 = 0.5 and 0.75 · 0.5 + 0 = 0.375.
    const comparison = { dissimilarities: Float32Array.of(0.4, 0.5, 0.4, 0.5), unshared: 0 }
    const found = assignFused(comparison, Float64Array.of(0.4, 0, NaN, NaN), [0, 1], weighing)
    expect([...found.clusters]).toEqual([1, 0])
    expect(found.distances).toEqual(Float32Array.of(Math.sqrt(0.375), Math.sqrt(Math.fround(0.4))))
  })

  test('of equally near medoids the first in the sample counts', () => {
    const comparison = { dissimilarities: Float32Array.of(0.5, 0.5), unshared: 0 }
    expect([...assignFused(comparison, Float64Array.of(0, 0), [7, 3], weighing).clusters]).toEqual([1])
  })

  test('a row that belongs to a cluster stays there, with the distance to its medoid', () => {
    const comparison = { dissimilarities: Float32Array.of(0.5, 0.25), unshared: 0 }
    const found = assignFused(comparison, Float64Array.of(NaN, NaN), [0, 1], weighing, new Map([[0, 0]]))
    expect([[...found.clusters], [...found.distances]]).toEqual([[0], [Math.fround(Math.SQRT1_2)]])
  })

  test('rows of a sample get the clusters and distances that they have', async () => {
    const recipe = { rows: 80, numeric: 6, nominal: 4, asymmetric: 1, levels: 5, missing: 0.1, grain: 50 }
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const table = randomTable({ ...recipe, seed })
        const vectors = randomVectors(recipe.rows, 300, seed).map((vector, row) =>
          row % 9 === 4 ? vector.fill(0) : vector
        )
        const gram = await gramOf(vectors)
        const weighing = { alpha: 0.4, scale: NaN }
        const distances: number[][] = []
        const { entries, model } = await sweep(table, {
          k: [4],
          restarts: 2,
          fuse: async (matrix) => {
            weighing.scale = await pictureScale(matrix, gram)
            await fuse(matrix, gram, weighing)
            for (let row = 0; row < matrix.n; row++) distances.push([...matrix.row(row)])
          }
        })
        const [{ labels, medoids }] = entries
        const sampled = medoidRows(table, medoids)
        const own = new MedoidVectors(
          Array.from(medoids, (row) => (row % 9 === 4 ? null : vectors[row])),
          300
        )
        const compared = createAssigner(model, sampled).compare(table)
        const found = assignFused(compared, cosines(own, vectors), sampled.rows, weighing)
        expect(found.clusters).toEqual(labels)
        found.distances.forEach((distance, row) => {
          expect(distance).toBeCloseTo(distances[row][medoids[labels[row]]], 5)
        })
      }),
      { numRuns: 10 }
    )
  })
})
