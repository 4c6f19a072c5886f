import { describe, expect, test } from 'vitest'
import { centreDistances, type Labelling, meanByCluster } from '../../../src/core/evaluation/cosine.ts'
import fc from '../../fast-check.ts'
import { cosineDistance, gramOf, naiveDistances, randomLabels, randomVectors } from './vectors.ts'

const labelling = (labels: number[], medoids?: number[]): Labelling => ({
  labels: Uint16Array.from(labels),
  k: Math.max(...labels) + 1,
  medoids: medoids && Uint32Array.from(medoids)
})

// Two clusters of a plane: right angles, and one direction of two lengths.
const five = [
  [1, 0],
  [0, 1],
  [2, 2],
  [0, 3],
  [0, 1]
]
const two = labelling([0, 0, 0, 1, 1], [2, 3])

describe('by hand', () => {
  test('distance to the mean of the raw vectors', async () => {
    // Their mean is (1, 1): 45° from the first two (1 − √½), 0° from the third; the others lie on their mean (0, 2).
    const distances = centreDistances(await gramOf(five), two, 'mean')
    const expected = [1 - Math.SQRT1_2, 1 - Math.SQRT1_2, 0, 0, 0]
    expected.forEach((distance, row) => expect(distances[row]).toBeCloseTo(distance, 7))
  })

  test('long vectors pull the mean', async () => {
    // Mean of (1, 0) and (0, 3): (0.5, 1.5), at cos = 1/√10 and 3/√10.
    const gram = await gramOf([
      [1, 0],
      [0, 3]
    ])
    const distances = centreDistances(gram, labelling([0, 0]), 'mean')
    expect(distances[0]).toBeCloseTo(1 - 1 / Math.sqrt(10), 7)
    expect(distances[1]).toBeCloseTo(1 - 3 / Math.sqrt(10), 7)
  })

  test('distance to the medoid', async () => {
    const moved = { ...two, medoids: Uint32Array.of(0, 3) }
    const distances = centreDistances(await gramOf(five), moved, 'medoid')
    const expected = [0, 1, 1 - Math.SQRT1_2, 0, 0]
    expected.forEach((distance, row) => expect(distances[row]).toBeCloseTo(distance, 7))
  })

  test('a vector of length 0 is at distance 1 from everything, itself too', async () => {
    const gram = await gramOf([
      [0, 0],
      [1, 1],
      [2, 2]
    ])
    const distances = centreDistances(gram, labelling([0, 1, 1], [0, 1]), 'medoid')
    expect(Array.from(distances, (value) => Math.round(value * 1e7) / 1e7)).toEqual([1, 0, 0])
    const together = centreDistances(gram, labelling([0, 0, 0]), 'mean')
    expect(together[0]).toBe(1)
    expect(together[1]).toBeCloseTo(0, 7)
  })

  test('a mean of length 0 is at distance 1 from everything', async () => {
    const gram = await gramOf([
      [1, 0],
      [-1, 0]
    ])
    expect(Array.from(centreDistances(gram, labelling([0, 0]), 'mean'))).toEqual([1, 1])
  })

  test('opposite directions are 2 apart', async () => {
    const gram = await gramOf([
      [1, 0],
      [-1, 0]
    ])
    expect(Array.from(centreDistances(gram, labelling([0, 0], [0]), 'medoid'))).toEqual([0, 2])
  })

  test('means and sizes of clusters', () => {
    const { sizes, means } = meanByCluster(Float64Array.of(0.1, 0.3, 0.5), labelling([0, 0, 2]))
    expect(Array.from(sizes)).toEqual([2, 0, 1])
    expect(Array.from(means)).toEqual([0.2, NaN, 0.5])
  })
})

const problems = fc.record({
  n: fc.integer({ min: 2, max: 60 }),
  length: fc.integer({ min: 2, max: 300 }),
  k: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat(),
  signed: fc.boolean()
})

test('is the definition in f64, within 1e-6, and within [0, 2]', async () => {
  await fc.assert(
    fc.asyncProperty(problems, async ({ n, length, k, seed, signed }) => {
      const vectors = randomVectors(n, length, seed, signed)
      const labels = randomLabels(n, k, seed)
      const gram = await gramOf(vectors)
      const distances = centreDistances(gram, { labels, k }, 'mean')
      naiveDistances(vectors, labels).forEach((distance, row) => {
        expect(Math.abs(distances[row] - distance)).toBeLessThan(1e-6)
        expect(distances[row]).toBeGreaterThanOrEqual(0)
        expect(distances[row]).toBeLessThanOrEqual(2)
      })
      const medoids = Uint32Array.from({ length: k }, (_, cluster) => cluster % n)
      centreDistances(gram, { labels, k, medoids }, 'medoid').forEach((distance, row) => {
        expect(Math.abs(distance - cosineDistance(vectors[row], vectors[medoids[labels[row]]]))).toBeLessThan(1e-6)
      })
    }),
    { numRuns: 40 }
  )
})

test('neither the names of clusters nor the scale of vectors matter', async () => {
  await fc.assert(
    fc.asyncProperty(problems, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), async (problem, factor) => {
      const { n, length, k, seed, signed } = problem
      const vectors = randomVectors(n, length, seed, signed)
      const labels = randomLabels(n, k, seed)
      const before = centreDistances(await gramOf(vectors), { labels, k }, 'mean')
      const renamed = labels.map((label) => (label + 1) % k)
      const scaled = await gramOf(vectors.map((vector) => vector.map((value) => value * factor)))
      const after = centreDistances(scaled, { labels: renamed, k }, 'mean')
      before.forEach((distance, row) => expect(Math.abs(after[row] - distance)).toBeLessThan(2e-6))
    }),
    { numRuns: 40 }
  )
})
