import { describe, expect, test } from 'vitest'
import { CancelledError } from '../../../src/core/errors.ts'
import { type Centre, centreDistances, type Labelling } from '../../../src/core/evaluation/cosine.ts'
import type { Gram } from '../../../src/core/evaluation/gram.ts'
import {
  labellingStatistics,
  permutationRandom,
  permutationTest,
  permuted
} from '../../../src/core/evaluation/permutation.ts'
import fc from '../../fast-check.ts'
import { gramOf, randomLabels, randomVectors } from './vectors.ts'

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

function randomLabelling(n: number, k: number, seed: number): Labelling {
  return { labels: randomLabels(n, k, seed), k, medoids: Uint32Array.from({ length: k }, (_, cluster) => cluster) }
}

/** Statistics of a labelling and its permutations 0, 1, … */
function statisticsOf(gram: Gram, given: Labelling, count: number, centre: Centre = 'mean'): Promise<Float64Array> {
  const at = (place: number) => (place === 0 ? given : permuted(given, permutationRandom(1, 0, place)))
  return labellingStatistics(gram, at, count, centre)
}

describe('a permutation of labels', () => {
  const given: Labelling = { labels: Uint16Array.of(0, 0, 1, 1, 2, 2), k: 3, medoids: Uint32Array.of(1, 2, 5) }

  test('keeps their numbers, and each medoid with its label', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { labels, medoids } = permuted(given, permutationRandom(seed, 0, 0))
        expect(labels.toSorted()).toEqual(given.labels)
        expect(Array.from(medoids!, (image) => labels[image])).toEqual([0, 1, 2])
      })
    )
  })

  test('is that of its seed, dataset and number', () => {
    const labelsOf = (seed: number, dataset: number, permutation: number): string =>
      permuted(randomLabelling(100, 5, 1), permutationRandom(seed, dataset, permutation)).labels.join()
    expect(labelsOf(1, 2, 3)).toBe(labelsOf(1, 2, 3))
    expect(new Set([labelsOf(1, 2, 3), labelsOf(2, 2, 3), labelsOf(1, 3, 3), labelsOf(1, 2, 4)]).size).toBe(4)
  })

  test('comes as often as any other', () => {
    // Three images, two labels: the 1 is at each place in a third of 3,000 permutations; six standard deviations are 155.
    const counts = [0, 0, 0]
    const one = { labels: Uint16Array.of(0, 0, 1), k: 2 }
    for (let i = 0; i < 3000; i++) counts[permuted(one, permutationRandom(7, 0, i)).labels.indexOf(1)]++
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(155)
  })
})

describe('the statistic of a labelling', () => {
  test('is the mean distance to the centres, of labels as of their permutations', async () => {
    const recipe = fc.record({
      n: fc.integer({ min: 3, max: 70 }),
      length: fc.integer({ min: 1, max: 60 }),
      k: fc.integer({ min: 1, max: 8 }),
      count: fc.integer({ min: 1, max: 130 }),
      seed: fc.nat(),
      signed: fc.boolean()
    })
    await fc.assert(
      fc.asyncProperty(recipe, async ({ n, length, k, count, seed, signed }) => {
        const gram = await gramOf(randomVectors(n, length, seed, signed), k)
        const at = (place: number) => randomLabelling(n, k, seed + place)
        const statistics = await labellingStatistics(gram, at, count, 'mean')
        statistics.forEach((statistic, place) =>
          // Distances are clamped at 0, statistics are not: they differ by no more than f32 does.
          expect(Math.abs(statistic - mean(centreDistances(gram, at(place), 'mean')))).toBeLessThan(1e-7)
        )
      }),
      { numRuns: 40 }
    )
  })

  test('is that of the medoids, where they are the centres', async () => {
    const gram = await gramOf(randomVectors(30, 10, 1), 4)
    const given = randomLabelling(30, 4, 2)
    const [first, second] = await statisticsOf(gram, given, 2, 'medoid')
    expect(first).toBe(mean(centreDistances(gram, given, 'medoid')))
    expect(second).toBe(mean(centreDistances(gram, permuted(given, permutationRandom(1, 0, 1)), 'medoid')))
  })

  test('counts vectors of length 0 at distance 1', async () => {
    const gram = await gramOf([[0], [0], [1], [1]], 2)
    const given = { labels: Uint16Array.of(0, 0, 1, 1), k: 2 }
    expect(Array.from(await statisticsOf(gram, given, 1))).toEqual([0.5])
  })

  test('is 0 for equal vectors, however they are permuted', async () => {
    const vectors = Array.from({ length: 20 }, () => randomVectors(1, 500, 3)[0])
    const statistics = await statisticsOf(await gramOf(vectors, 3), randomLabelling(20, 3, 1), 50)
    for (const statistic of statistics) expect(Math.abs(statistic)).toBeLessThan(1e-14)
  })

  test('does not depend on the number of threads, nor on how many others there are', async () => {
    const vectors = randomVectors(200, 50, 1)
    const given = randomLabelling(200, 5, 1)
    const alone = await statisticsOf(await gramOf(vectors, 5), given, 150)
    for (const threads of [2, 3]) {
      const gram = await gramOf(vectors, 5, { threads })
      expect(await statisticsOf(gram, given, 150)).toEqual(alone)
      await gram.close()
    }
    expect(await statisticsOf(await gramOf(vectors, 5), given, 10)).toEqual(alone.subarray(0, 10))
  })

  test.each(['mean', 'medoid'] as const)('is cancelled (%s)', async (centre) => {
    const gram = await gramOf(randomVectors(200, 5, 1), 5)
    const controller = new AbortController()
    const at = (place: number): Labelling => {
      if (place === 100) controller.abort()
      return randomLabelling(200, 5, place)
    }
    const work = { signal: controller.signal }
    await expect(labellingStatistics(gram, at, 10_000, centre, work)).rejects.toThrow(CancelledError)
  })
})

describe('p of a permutation test', () => {
  test.each([
    [0.1, [0.2, 0.3, 0.4], 1 / 4],
    [0.3, [0.2, 0.3, 0.4], 3 / 4],
    [0.5, [0.2, 0.3, 0.4], 1],
    [0.1, [], 1]
  ])('%d beside %j: %d', (statistic, others, p) => {
    expect(permutationTest(statistic, Float64Array.from(others))).toEqual({ p, permutations: others.length })
  })

  test('rounding makes no difference', () => {
    expect(permutationTest(0.3, Float64Array.of(0.1 + 0.2, 0.4)).p).toBe(2 / 3)
  })

  test('is right on all permutations of a small example', async () => {
    // Two pairs of directions: of the three ways to make pairs of four images, one is as near. So a third of all permutations.
    const gram = await gramOf([[1, 0], [1, 0], [0, 1], [0, 1]], 2) // prettier-ignore
    const given = { labels: Uint16Array.of(0, 0, 1, 1), k: 2 }
    const [statistic, ...others] = await statisticsOf(gram, given, 3001)
    expect(permutationTest(statistic, Float64Array.from(others)).p).toBeCloseTo(1 / 3, 1)
  })

  test('is uniform where labels say nothing', async () => {
    const gram = await gramOf(randomVectors(40, 20, 9), 3)
    const ps: number[] = []
    for (let i = 0; i < 200; i++) {
      const [statistic, ...others] = await statisticsOf(gram, randomLabelling(40, 3, i), 100)
      ps.push(permutationTest(statistic, Float64Array.from(others)).p)
    }
    // Of 200, 100 below ½ and 20 below 0.1 are expected; five standard deviations are 35 and 21.
    expect(Math.abs(ps.filter((p) => p <= 0.5).length - 100)).toBeLessThan(35)
    expect(Math.abs(ps.filter((p) => p <= 0.1).length - 20)).toBeLessThan(21)
  })
})
