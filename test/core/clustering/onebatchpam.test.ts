import { describe, expect, test } from 'vitest'
import { checkRows } from '../../../src/core/clustering/algorithms.ts'
import { batchSize, drawBatch } from '../../../src/core/clustering/batch.ts'
import { BatchedRows } from '../../../src/core/clustering/batched-rows.ts'
import { gowerModel } from '../../../src/core/clustering/gower.ts'
import { judgeRows } from '../../../src/core/clustering/judge.ts'
import { type Clustering, kMedoids } from '../../../src/core/clustering/kmedoids.ts'
import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { oneBatchPam, type OneBatchOptions } from '../../../src/core/clustering/onebatchpam.ts'
import { silhouettes } from '../../../src/core/clustering/silhouette.ts'
import { sweep, type SweepEntry } from '../../../src/core/clustering/sweep.ts'
import { CancelledError } from '../../../src/core/errors.ts'
import type { FeatureTable } from '../../../src/core/features/table.ts'
import type { Progress } from '../../../src/core/work.ts'
import fc from '../../fast-check.ts'
import { referenceMatrix } from './reference.ts'
import { numeric, randomTable, recipes, tableOf } from './tables.ts'

/** More rows than a batch has. */
const ROWS = 1500
const many = randomTable({
  rows: ROWS,
  numeric: 4,
  nominal: 2,
  asymmetric: 1,
  levels: 5,
  missing: 0.2,
  grain: 1000,
  seed: 9
})

async function cluster(
  table: FeatureTable,
  ks: number[],
  options?: OneBatchOptions,
  threads = 1
): Promise<Clustering[]> {
  const rows = BatchedRows.of(table, gowerModel(table), ks, { threads })
  try {
    return await oneBatchPam(rows, ks, options)
  } finally {
    await rows.close()
  }
}

describe('the batch', () => {
  test.each([
    // 100 · ln(15 · 32,768) = 1310.5; 100 · ln(60 · 32,768) = 1449.1.
    [15, 32_768, 1311],
    [60, 32_768, 1450],
    [100, 32_768, 2000],
    [5, 400, 400]
  ])('for K = %i and %i rows has %i', (k, n, m) => {
    expect(batchSize(k, n)).toBe(m)
    expect(new Set(drawBatch(k, n, 1)).size).toBe(m)
  })
})

describe('oneBatchPam', () => {
  test('ends where no swap lowers the distances to the batch, each times the rows that are nearest to it', async () => {
    const k = 3
    const batch = Array.from(drawBatch(k, ROWS, 2))
    const [{ medoids, swaps }] = await cluster(many, [k], { seed: 2, restarts: 1 })
    const { matrix } = referenceMatrix(many, gowerModel(many))
    const weights = batch.map(() => 0)
    for (const distances of matrix) {
      let nearest = 0
      batch.forEach((row, at) => {
        if (distances[row] < distances[batch[nearest]]) nearest = at
      })
      weights[nearest]++
    }
    const lossOf = (chosen: ArrayLike<number>): number =>
      batch.reduce((sum, row, at) => {
        let nearest = Infinity
        for (let slot = 0; slot < chosen.length; slot++) nearest = Math.min(nearest, matrix[chosen[slot]][row])
        return sum + weights[at] * nearest
      }, 0)
    expect(swaps).toBeGreaterThan(3)
    const loss = lossOf(medoids)
    const better = Array.from({ length: ROWS }, (_, candidate) => candidate).filter((candidate) =>
      Array.from(medoids.keys()).some((slot) => lossOf(medoids.with(slot, candidate)) < loss * (1 - 1e-6))
    )
    expect(better).toEqual([])
  })

  test('of no more rows than a batch has finds what FasterPAM finds from the same random starts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: 120 }), fc.nat(), async (rows, seed) => {
        const table = randomTable({
          rows,
          numeric: 3,
          nominal: 1,
          asymmetric: 0,
          levels: 4,
          missing: 0,
          grain: 1e9,
          seed
        })
        const k = 1 + (seed % Math.min(8, rows - 1))
        const matrix = await DissimilarityMatrix.gower(table, gowerModel(table), k)
        const [expected] = await kMedoids(matrix, [k], { seed, restarts: 2, randomOnly: true })
        const [found] = await cluster(table, [k], { seed, restarts: 2 })
        expect(found.medoids).toEqual(expected.medoids)
        expect(found.labels).toEqual(expected.labels)
        expect(found.loss).toBeCloseTo(expected.loss, 4)
      }),
      { numRuns: 40 }
    )
  })

  test('gives all rows to their nearest medoid, and adds up the distances', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ rows: [3, 150] }), async (recipe) => {
        const table = randomTable(recipe)
        const k = 1 + (recipe.seed % Math.min(8, table.rows - 1))
        const [{ medoids, labels, loss, sizes }] = await cluster(table, [k], { seed: recipe.seed, restarts: 1 })
        const matrix = await DissimilarityMatrix.gower(table, gowerModel(table), k)
        const distances = Array.from(medoids, (medoid) => Array.from(matrix.row(medoid)))
        expect(Array.from(medoids, (medoid) => labels[medoid])).toEqual([...medoids.keys()])
        const nearest = Array.from({ length: table.rows }, (_, row) => Math.min(...distances.map((each) => each[row])))
        expect(Array.from(labels, (label, row) => distances[label][row])).toEqual(nearest)
        expect(loss).toBeCloseTo(
          nearest.reduce((sum, distance) => sum + distance, 0),
          8
        )
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(table.rows)
      }),
      { numRuns: 60 }
    )
  })

  test('depends on the seed alone, not on the threads or the other k', async () => {
    const options = { seed: 4, restarts: 3 }
    const timeless = (clustering: Clustering) => ({ ...clustering, seconds: 0 })
    const [, seven] = await cluster(many, [2, 7], options)
    const [again] = await cluster(many, [7], options, 3)
    expect(timeless(again)).toEqual(timeless(seven))
    const [other] = await cluster(many, [7], { ...options, seed: 5 })
    expect(other.medoids).not.toEqual(seven.medoids)
  })

  // 1,000 times 0 and 500 times 1, and one row that has no value.
  test('finds groups of equal rows', async () => {
    const table = tableOf(numeric('x', [...Array.from({ length: 1500 }, (_, row) => (row < 1000 ? 0 : 1)), null]))
    const [one, two] = await cluster(table, [1, 2], { seed: 1 })
    expect(one).toMatchObject({ k: 1, loss: 501 })
    expect(one.medoids[0]).toBeLessThan(1000)
    expect(two.loss).toBe(1)
    expect(Array.from(two.sizes)).toEqual([1001, 500])
  })
})

describe('judgeRows', () => {
  test('gives the silhouettes and the pairs without a common column that the full matrix gives', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ rows: [4, 130] }), fc.constantFrom(1, 2), async (recipe, threads) => {
        const table = randomTable(recipe)
        const ks = [1, 2, 2 + (recipe.seed % Math.min(9, table.rows - 3)), table.rows - 1]
        const model = gowerModel(table)
        const rows = BatchedRows.of(table, model, ks, { threads })
        const clusterings = await oneBatchPam(rows, ks, { restarts: 1, seed: recipe.seed })
        const found = await judgeRows(rows, clusterings)
        await rows.close()
        const matrix = await DissimilarityMatrix.gower(table, model, table.rows)
        expect(found.unshared).toBe(matrix.unsharedPairs)
        for (const [at, { labels, k }] of clusterings.entries()) {
          const expected = await silhouettes(matrix, labels, k)
          expected.forEach((value, row) => {
            if (k === 1) expect(found.silhouettes[at][row]).toBeNaN()
            else expect(found.silhouettes[at][row]).toBeCloseTo(value, 5)
          })
        }
      }),
      { numRuns: 30 }
    )
  })
})

describe('sweep by onebatchpam', () => {
  const options = { k: [2, 5], algorithm: 'onebatchpam', restarts: 2, seed: 3 }

  test('the same seed gives the same result on one thread and on two', async () => {
    const timeless = (entry: SweepEntry) => ({ ...entry, seconds: 0 })
    const one = await sweep(many, { ...options, threads: 1 })
    const two = await sweep(many, { ...options, threads: 2 })
    expect(two.entries.map(timeless)).toEqual(one.entries.map(timeless))
    expect(one).toMatchObject({ n: ROWS, restarts: 2, best: two.best })
    expect(one.entries.every(({ silhouettes: all }) => all.every((value) => value >= -1 && value <= 1))).toBe(true)
  })

  test('says what it is doing', async () => {
    const stages = new Set<string>()
    await sweep(many, options, { onProgress: ({ stage }) => stages.add(stage) })
    expect([...stages]).toEqual(['Finding medoids', 'Judging clusters'])
  })

  test.each(['Finding medoids', 'Judging clusters'])('is cancelled while %s', async (at) => {
    const controller = new AbortController()
    const work = {
      signal: controller.signal,
      onProgress: ({ stage }: Progress) => {
        if (stage === at) controller.abort()
      }
    }
    await expect(sweep(many, { ...options, threads: 2 }, work)).rejects.toThrow(CancelledError)
    expect(process.getActiveResourcesInfo()).not.toContain('MessagePort')
  })

  test('refuses rows of which no two have a value of the same feature', async () => {
    const strangers = tableOf(numeric('x', [1, null, null]), numeric('y', [null, 2, null]))
    await expect(sweep(strangers, { k: [2], algorithm: 'onebatchpam' })).rejects.toThrow(
      'No two of the 3 rows have a value of the same feature (of 2), so they cannot be compared.'
    )
  })

  test('is what larger samples need, up to 100,000 rows', () => {
    expect(() => checkRows(32_768, 'fasterpam')).toThrow(/32,768 rows does not fit.*algorithm onebatchpam/)
    expect(() => checkRows(32_767, 'fasterpam')).not.toThrow()
    expect(() => checkRows(100_000, 'onebatchpam')).not.toThrow()
    expect(() => checkRows(100_001, 'onebatchpam')).toThrow(
      /Take at most 100,000 rows \(sample\) and assign the others to the clusters found\.$/
    )
  })

  test('a batch that would not fit is refused', () => {
    const large = tableOf(
      numeric(
        'x',
        Array.from({ length: 50_000 }, (_, row) => row)
      )
    )
    expect(() => BatchedRows.of(large, gowerModel(large), [3000])).toThrow(
      /50,000 rows does not fit for K = 3,000.*10\.0 GB/
    )
  })

  test('kMedoids, which searches a full matrix, does not know it', async () => {
    const matrix = DissimilarityMatrix.of([0, 1, 1, 0], 1)
    await expect(kMedoids(matrix, [1], { algorithm: 'onebatchpam' })).rejects.toThrow('no algorithm "onebatchpam"')
  })
})
