import { describe, expect, test } from 'vitest'
import { gowerModel } from '../../../src/core/clustering/gower.ts'
import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { sweep } from '../../../src/core/clustering/sweep.ts'
import { CancelledError } from '../../../src/core/errors.ts'
import { fuse, pictureScale } from '../../../src/core/fusion/fuse.ts'
import fc from '../../fast-check.ts'
import { nominal, numeric, randomTable, tableOf } from '../clustering/tables.ts'
import { cosineDistance, gramOf, randomVectors } from '../evaluation/vectors.ts'
import type { FeatureTable } from '../../../src/core/features/table.ts'

/** 1 − S by tags: 0.5 of rows 0 and 1, 0.625 of 0 and 2, 0.875 of 1 and 2. */
const table = tableOf(numeric('KVP', [80, 120, 90]), nominal('Modality', ['CT', 'CT', 'MR']))
const dissimilarities = (of: FeatureTable, threads = 1): Promise<DissimilarityMatrix> =>
  DissimilarityMatrix.gower(of, gowerModel(of), 1, { root: false, threads })
const rows = (matrix: DissimilarityMatrix): number[][] =>
  Array.from({ length: matrix.n }, (_, row) => Array.from(matrix.row(row)))
const roots = (squares: number[][]): number[][] =>
  squares.map((row) => row.map((value) => Math.fround(Math.sqrt(value))))

/** Cosines 0.6 of rows 0 and 1, 0 of 0 and 2, 0.8 of 1 and 2. */
const VECTORS = [
  [1, 0],
  [3, 4],
  [0, 2]
]

describe('pictureScale', () => {
  test('brings the mean cosine distance of the pairs to their mean dissimilarity', async () => {
    // (0.5 + 0.625 + 0.875) / (0.4 + 1 + 0.2)
    expect(await pictureScale(await dissimilarities(table), await gramOf(VECTORS))).toBeCloseTo(1.25, 6)
  })

  test('counts only pairs of which both have a vector', async () => {
    // Row 2 has none: 0.5 / 0.4.
    const gram = await gramOf([
      [1, 0],
      [3, 4],
      [0, 0]
    ])
    expect(await pictureScale(await dissimilarities(table), gram)).toBeCloseTo(1.25, 6)
    const other = await gramOf([
      [0, 0],
      [3, 4],
      [0, 2]
    ])
    expect(await pictureScale(await dissimilarities(table), other)).toBeCloseTo(0.875 / 0.2, 5)
  })

  test('is 0 where all pictures look the same', async () => {
    const gram = await gramOf([
      [1, 2],
      [2, 4],
      [1, 2]
    ])
    expect(await pictureScale(await dissimilarities(table), gram)).toBe(0)
  })
})

describe('fuse', () => {
  test('distances are √((1 − α)(1 − S) + α · min(1, scale · (1 − cos)))', async () => {
    const matrix = await dissimilarities(table)
    await fuse(matrix, await gramOf(VECTORS), { alpha: 0.25, scale: 1.25 })
    // 0.75 · 0.5 + 0.25 · 1.25 · 0.4; 0.75 · 0.625 + 0.25 · min(1, 1.25); 0.75 · 0.875 + 0.25 · 1.25 · 0.2
    const expected = roots([
      [0, 0.5, 0.71875],
      [0.5, 0, 0.71875],
      [0.71875, 0.71875, 0]
    ])
    rows(matrix).forEach((row, i) => row.forEach((distance, j) => expect(distance).toBeCloseTo(expected[i][j], 6)))
  })

  test('a row without a vector is compared by tags alone', async () => {
    const matrix = await dissimilarities(table)
    await fuse(
      matrix,
      await gramOf([
        [1, 0],
        [3, 4],
        [0, 0]
      ]),
      { alpha: 0.25, scale: 1.25 }
    )
    expect(matrix.row(2)).toEqual(Float32Array.of(Math.sqrt(0.625), Math.sqrt(0.875), 0))
    expect(matrix.row(0)[1]).toBeCloseTo(Math.SQRT1_2, 6)
  })

  test('rows that are equal by tags and look the same are 0 apart, at any α', async () => {
    const equal = tableOf(numeric('KVP', [80, 80, 120]), nominal('Modality', ['CT', 'CT', 'MR']))
    // In f32, the length of this vector is not exact.
    const vector = [0.1, 0.7, 1.3]
    const matrix = await dissimilarities(equal)
    await fuse(matrix, await gramOf([vector, vector, [1, 0, 0]]), { alpha: 0.5, scale: 40 })
    expect(matrix.row(0)[1]).toBe(0)
  })

  test('can be cancelled', async () => {
    const controller = new AbortController()
    controller.abort()
    const weighing = { alpha: 0.25, scale: 1 }
    const fusing = fuse(await dissimilarities(table), await gramOf(VECTORS), weighing, { signal: controller.signal })
    await expect(fusing).rejects.toThrow(CancelledError)
  })

  const recipe = { rows: 90, numeric: 4, nominal: 4, asymmetric: 1, levels: 5, missing: 0.2, grain: 20 }
  /** Vectors of which some are missing. */
  const someVectors = (seed: number): Float32Array[] =>
    randomVectors(recipe.rows, 40, seed).map((vector, row) => (row % 7 === 3 ? vector.fill(0) : vector))

  test('with α = 0 they are the distances by tags, to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const random = randomTable({ ...recipe, seed })
        const matrix = await dissimilarities(random)
        await fuse(matrix, await gramOf(someVectors(seed)), { alpha: 0, scale: 3 })
        const byTags = await DissimilarityMatrix.gower(random, gowerModel(random), 1)
        for (let row = 0; row < recipe.rows; row++) expect(matrix.row(row)).toEqual(byTags.row(row))
      }),
      { numRuns: 10 }
    )
  })

  test('each is that of the definition in f64, and the matrix is symmetric', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(0.1, 0.25, 0.9), async (seed, alpha) => {
        const random = randomTable({ ...recipe, seed })
        const vectors = someVectors(seed)
        const gram = await gramOf(vectors)
        const byTags = rows(await dissimilarities(random))
        const matrix = await dissimilarities(random)
        const scale = await pictureScale(matrix, gram)
        await fuse(matrix, gram, { alpha, scale })
        rows(matrix).forEach((row, i) => {
          row.forEach((distance, j) => {
            expect(distance).toBe(matrix.row(j)[i])
            const hasVectors = i % 7 !== 3 && j % 7 !== 3
            const looks = Math.min(1, scale * cosineDistance(vectors[i], vectors[j]))
            const expected = hasVectors && i !== j ? (1 - alpha) * byTags[i][j] + alpha * looks : byTags[i][j]
            expect(Math.abs(distance ** 2 - expected)).toBeLessThan(1e-5)
          })
        })
      }),
      { numRuns: 10 }
    )
  })

  test('the clusters are the same on two threads, and whatever the order of the rows', async () => {
    const random = randomTable({ ...recipe, numeric: 8, seed: 5 })
    const vectors = randomVectors(recipe.rows, 300, 5)
    const cluster = async (order: number[], threads: number) => {
      const gram = await gramOf(
        order.map((row) => vectors[row]),
        1,
        { threads }
      )
      let scale = NaN
      const { entries } = await sweep(inOrder(random, order), {
        k: [3],
        algorithm: 'pam',
        threads,
        fuse: async (matrix) => {
          scale = await pictureScale(matrix, gram)
          await fuse(matrix, gram, { alpha: 0.4, scale })
        }
      })
      await gram.close()
      return { entry: entries[0], scale, medoids: Array.from(entries[0].medoids, (row) => order[row]).sort() }
    }
    const upward = Array.from({ length: recipe.rows }, (_, row) => row)
    const one = await cluster(upward, 1)
    const two = await cluster(upward, 2)
    expect({ ...two.entry, seconds: 0 }).toEqual({ ...one.entry, seconds: 0 })
    expect(two.scale).toBe(one.scale)
    const downward = await cluster(upward.toReversed(), 1)
    expect(downward.medoids).toEqual(one.medoids)
    expect(downward.scale).toBeCloseTo(one.scale, 5)
  })
})

function inOrder({ columns }: FeatureTable, order: number[]): FeatureTable {
  return tableOf(
    ...columns.map((column) =>
      'values' in column
        ? { ...column, values: Float64Array.from(order, (row) => column.values[row]) }
        : { ...column, codes: Int32Array.from(order, (row) => column.codes[row]) }
    )
  )
}
