import { describe, expect, test } from 'vitest'
import { dependsOnSeed } from '../../../src/core/clustering/algorithms.ts'
import { gowerModel } from '../../../src/core/clustering/gower.ts'
import { kMedoids, randomStart } from '../../../src/core/clustering/kmedoids.ts'
import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { referenceLoss, referenceRatios } from './reference.ts'
import { CancelledError } from '../../../src/core/errors.ts'
import type { Progress } from '../../../src/core/work.ts'
import fc from '../../fast-check.ts'
import { numeric, planeDistances, problems, randomTable, recipes, tableOf } from './tables.ts'

/** Those whose rows are with their nearest medoid. */
const algorithms = ['fasterpam', 'pam', 'fasterpam-ward']

/** Points 0, 1, 3, 7, 8 on a line. */
const line = [0, 1, 3, 7, 8].map((x, _, all) => all.map((y) => Math.abs(x - y)))

describe.each(algorithms)('%s', (algorithm) => {
  // By hand: the median 3; {0, 1, 3} {7, 8}; {0, 1} {3} {7, 8}; one pair of neighbours together.
  test.each([
    [1, 14],
    [2, 4],
    [3, 2],
    [4, 1]
  ])('five points on a line, k = %i: loss %i', async (k, loss) => {
    const matrix = DissimilarityMatrix.of(line.flat(), 4)
    const [found] = await kMedoids(matrix, [k], { algorithm })
    expect(found.loss).toBe(loss)
  })

  test('no swap of a medoid with another row improves it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: 60 }), fc.nat(), fc.constantFrom(4, 1e9), async (n, seed, grain) => {
        const distances = planeDistances(n, seed, grain)
        const k = 1 + (seed % Math.min(6, n - 1))
        const [found] = await kMedoids(DissimilarityMatrix.of(distances.flat(), k), [k], {
          algorithm,
          restarts: 1,
          seed
        })
        const rows = distances.map((row) => Float64Array.from(row))
        expect(found.loss).toBeCloseTo(referenceLoss(rows, found.medoids), 6)
        for (let slot = 0; slot < k; slot++) {
          for (let candidate = 0; candidate < n; candidate++) {
            const swapped = found.medoids.with(slot, candidate)
            expect(referenceLoss(rows, swapped)).toBeGreaterThan(found.loss - 1e-6)
          }
        }
      }),
      { numRuns: 40 }
    )
  })
})

describe('FasterPAM', () => {
  // Four random starts end at 2.4229 here. R's cluster 2.1.4: pam(sqrt(daisy(table, "gower")), 4) ends at 2.35914728629.
  test('is not above the loss of PAM in R where random starts are', async () => {
    const table = tableOf(
      numeric('x', [16, 13, 7, 4, 3, 6, 18, 4, 11, 6, 8, 9]),
      numeric('y', [6, 6, 19, 5, 11, 6, 12, 6, 2, 18, 18, 19])
    )
    const matrix = await DissimilarityMatrix.gower(table, gowerModel(table), 4)
    const [found] = await kMedoids(matrix, [4], { restarts: 4, seed: 1 })
    expect(found.loss).toBeLessThan(2.35914728629 * (1 + 1e-6))
  })

  test('is never above the loss of PAM, whatever the table, the seed and the number of starts', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ rows: [3, 120] }), fc.integer({ min: 1, max: 3 }), async (recipe, restarts) => {
        const table = randomTable(recipe)
        const k = 1 + (recipe.seed % Math.min(12, table.rows - 1))
        const matrix = await DissimilarityMatrix.gower(table, gowerModel(table), k)
        const [pam] = await kMedoids(matrix, [k], { algorithm: 'pam' })
        const [found] = await kMedoids(matrix, [k], { restarts, seed: recipe.seed })
        expect(found.loss).toBeLessThanOrEqual(pam.loss)
      }),
      { numRuns: 60 }
    )
  })

  test('with its ten starts finds the optimum of small matrices, but for one in hundreds', async () => {
    let misses = 0
    for (let seed = 0; seed < 300; seed++) {
      const n = 4 + (seed % 7)
      const k = 1 + (seed % 3)
      const distances = planeDistances(n, seed)
      const [found] = await kMedoids(DissimilarityMatrix.of(distances.flat(), k), [k])
      const optimum = bruteForce(distances, k)
      expect(found.loss).toBeGreaterThan(optimum - 1e-5)
      if (found.loss > optimum + 1e-5) misses++
    }
    expect(misses).toBeLessThanOrEqual(2)
  })
})

describe("FasterPAM from Ward's medoids", () => {
  test('is never above the loss of FasterPAM, nor of PAM', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ rows: [3, 120] }), fc.integer({ min: 1, max: 3 }), async (recipe, restarts) => {
        const table = randomTable(recipe)
        const k = 1 + (recipe.seed % Math.min(12, table.rows - 1))
        const matrix = await DissimilarityMatrix.gower(table, gowerModel(table), k)
        const options = { restarts, seed: recipe.seed }
        const [pam] = await kMedoids(matrix, [k], { algorithm: 'pam' })
        const [fasterpam] = await kMedoids(matrix, [k], options)
        const [found] = await kMedoids(matrix, [k], { ...options, algorithm: 'fasterpam-ward' })
        expect(found.loss).toBeLessThanOrEqual(Math.min(pam.loss, fasterpam.loss))
      }),
      { numRuns: 60 }
    )
  })

  test('goes on from the medoids of the tree: here it finds better ones than three starts of FasterPAM', async () => {
    const matrix = DissimilarityMatrix.of(planeDistances(60, 119).flat(), 6)
    const options = { restarts: 3, seed: 1 }
    const [fasterpam] = await kMedoids(matrix, [6], options)
    const [found] = await kMedoids(matrix, [6], { ...options, algorithm: 'fasterpam-ward' })
    expect(fasterpam.loss).toBeCloseTo(8.4908, 4)
    expect(found.loss).toBeCloseTo(8.3023, 4)
  })

  test('leaves Ward out where seeds are to be compared', async () => {
    const matrix = DissimilarityMatrix.of(planeDistances(60, 119).flat(), 6)
    const options = { restarts: 3, seed: 1, randomOnly: true }
    const [fasterpam] = await kMedoids(matrix, [6], options)
    const [found] = await kMedoids(matrix, [6], { ...options, algorithm: 'fasterpam-ward' })
    expect({ ...found, seconds: 0 }).toEqual({ ...fasterpam, seconds: 0 })
  })
})

describe('FasterMSC', () => {
  test('is never below the medoid silhouette of any of its starts, nor of FasterPAM from the same ones', async () => {
    await fc.assert(
      fc.asyncProperty(problems, fc.integer({ min: 1, max: 3 }), async ({ n, seed, grain }, restarts) => {
        const k = 2 + (seed % Math.min(6, n - 2))
        const distances = planeDistances(n, seed, grain)
        const rows = distances.map((row) => Float64Array.from(row))
        const matrix = DissimilarityMatrix.of(distances.flat(), k)
        const [found] = await kMedoids(matrix, [k], { algorithm: 'fastermsc', restarts, seed })
        for (let restart = 0; restart < restarts; restart++) {
          const start = referenceRatios(rows, randomStart(n, k, seed, restart).medoids)
          expect(referenceRatios(rows, found.medoids)).toBeLessThanOrEqual(start + 1e-4)
        }
        expect(found.loss).toBeCloseTo(referenceLoss(rows, found.medoids), 4)
      }),
      { numRuns: 60 }
    )
  })

  test('has the medoid of one cluster as FasterPAM has it, and gives each medoid its own cluster', async () => {
    const [single] = await kMedoids(DissimilarityMatrix.of(line.flat(), 2), [1], { algorithm: 'fastermsc' })
    expect(Array.from(single.medoids)).toEqual([2])
    const equal = DissimilarityMatrix.of(Array<number>(36).fill(0), 3)
    const [found] = await kMedoids(equal, [3], { algorithm: 'fastermsc' })
    expect(Array.from(found.medoids, (medoid) => found.labels[medoid])).toEqual([0, 1, 2])
  })

  test('depends on the seed alone, not on the threads', async () => {
    const values = planeDistances(120, 5).flat()
    const one = DissimilarityMatrix.of(values, 12)
    const three = DissimilarityMatrix.of(values, 12, 3)
    const options = { algorithm: 'fastermsc', seed: 11, restarts: 5 }
    const [, twelve] = await kMedoids(one, [5, 12], options)
    const [again] = await kMedoids(three, [12], options)
    await three.close()
    expect({ ...again, seconds: 0 }).toEqual({ ...twelve, seconds: 0 })
    expect(dependsOnSeed('fastermsc')).toBe(true)
  })

  test('of points in a plane it finds a higher medoid silhouette than FasterPAM, at a higher loss', async () => {
    const distances = planeDistances(200, 8)
    const rows = distances.map((row) => Float64Array.from(row))
    const matrix = DissimilarityMatrix.of(distances.flat(), 9)
    const [pam] = await kMedoids(matrix, [9], { algorithm: 'fasterpam', seed: 1 })
    const [msc] = await kMedoids(matrix, [9], { algorithm: 'fastermsc', seed: 1 })
    expect(referenceRatios(rows, msc.medoids)).toBeLessThan(referenceRatios(rows, pam.medoids))
    expect(msc.loss).toBeGreaterThan(pam.loss)
  })
})

describe('kMedoids', () => {
  const distances = planeDistances(120, 5)

  test('numbers clusters by descending size, then by medoid', async () => {
    const [found] = await kMedoids(DissimilarityMatrix.of(line.flat(), 3), [3])
    // {0, 1} and {7, 8} have two rows, {3} has one; of equally good medoids either row may be taken.
    expect(Array.from(found.sizes)).toEqual([2, 2, 1])
    expect(Array.from(found.labels)).toEqual([0, 0, 2, 1, 1])
    expect(found.medoids[2]).toBe(2)
    expect(found.medoids[0]).toBeLessThan(found.medoids[1])
  })

  test('takes the first of equally good rows for a single cluster', async () => {
    const [found] = await kMedoids(DissimilarityMatrix.of(Array<number>(36).fill(0), 1), [1])
    expect(Array.from(found.medoids)).toEqual([0])
  })

  test('makes random starts only, where seeds are to be compared', async () => {
    const matrix = DissimilarityMatrix.of(distances.flat(), 12)
    const losses = async (randomOnly: boolean) => {
      const found = new Set<number>()
      for (const seed of [1, 2, 3, 4]) {
        const [{ loss }] = await kMedoids(matrix, [12], { seed, restarts: 1, randomOnly })
        found.add(loss)
      }
      return found.size
    }
    expect(await losses(false)).toBe(1)
    expect(await losses(true)).toBeGreaterThan(1)
  })

  test('takes the same medoids for one k, whatever larger ones are asked for', async () => {
    const matrix = DissimilarityMatrix.of(distances.flat(), 40)
    const [alone] = await kMedoids(matrix, [5], { algorithm: 'pam' })
    const [, five] = await kMedoids(matrix, [40, 5], { algorithm: 'pam' })
    expect(five.medoids).toEqual(alone.medoids)
  })

  test('gives every medoid its own cluster, even where rows are equal', async () => {
    const equal = Array<number>(36).fill(0)
    const [found] = await kMedoids(DissimilarityMatrix.of(equal, 3), [3])
    expect(Array.from(found.medoids, (medoid) => found.labels[medoid])).toEqual([0, 1, 2])
    expect(Array.from(found.sizes)).toEqual([4, 1, 1])
  })

  test('is determined by the seed, whatever the threads and the other k', async () => {
    const one = DissimilarityMatrix.of(distances.flat(), 12)
    const two = DissimilarityMatrix.of(distances.flat(), 12, 2)
    const options = { seed: 11, restarts: 3 }
    const [five, twelve] = await kMedoids(one, [5, 12], options)
    const [twelveAgain] = await kMedoids(two, [12], options)
    await two.close()
    expect({ ...twelveAgain, seconds: 0 }).toEqual({ ...twelve, seconds: 0 })
    expect(five.k).toBe(5)
    expect(randomStart(120, 12, 12, 1)).not.toEqual(randomStart(120, 12, 11, 1))
  })

  test.each([1, 2])('is cancelled after a start on %i thread(s)', async (threads) => {
    const matrix = DissimilarityMatrix.of(distances.flat(), 5, threads)
    const controller = new AbortController()
    const finished: number[] = []
    const work = {
      signal: controller.signal,
      onProgress: ({ done }: Progress) => {
        finished.push(done)
        controller.abort()
      }
    }
    await expect(kMedoids(matrix, [5], { restarts: 65536 }, work)).rejects.toThrow(CancelledError)
    expect(finished.length).toBeLessThanOrEqual(threads)
    // What was stopped leaves the threads ready for more.
    const [found] = await kMedoids(matrix, [5], { restarts: 1 })
    expect(found.k).toBe(5)
    await matrix.close()
  })
})

/** The least loss of any k medoids. */
function bruteForce(distances: number[][], k: number): number {
  const rows = distances.map((row) => Float64Array.from(row))
  const choose = (from: number, chosen: number[]): number => {
    if (chosen.length === k) return referenceLoss(rows, chosen)
    let best = Infinity
    for (let row = from; row < rows.length; row++) best = Math.min(best, choose(row + 1, [...chosen, row]))
    return best
  }
  return choose(0, [])
}
