import { describe, expect, test } from 'vitest'
import { randomStart } from '../../src/core/clustering/kmedoids.ts'
import { DissimilarityMatrix } from '../../src/core/clustering/matrix.ts'
import { beginSearch, endSearch } from '../../src/core/clustering/state.ts'
import { instantiate } from '../../src/core/kernels/kernels.ts'
import { bestSwap, referenceFasterMsc, referenceRatios } from '../core/clustering/reference.ts'
import { planeDistances, problems } from '../core/clustering/tables.ts'
import fc from '../fast-check.ts'
import { search } from './searches.ts'

/** Points 0, 1, 3, 7, 8 on a line. */
const line = [0, 1, 3, 7, 8].map((x, _, all) => all.map((y) => Math.abs(x - y)))

const asRows = (distances: number[][]) => distances.map((row) => Float64Array.from(row))

describe('fastermsc', () => {
  // By hand: of the medoids 1 and 8, d₁ / d₂ of the points is 1/8, 0, 2/5, 1/6 and 0; of 1 and 7 it is 1/7, 0, 2/4, 0 and 1/7.
  test('five points on a line, k = 2: the ratios of the distances to the two nearest medoids are least', () => {
    const matrix = DissimilarityMatrix.of(line.flat(), 2)
    const found = search(matrix, 'fastermsc', { medoids: Uint32Array.of(1, 3), candidate: 4 })
    expect(found.medoids.toSorted()).toEqual(Uint32Array.of(1, 4))
    expect(found.loss).toBeCloseTo(1 / 8 + 2 / 5 + 1 / 6, 6)
  })

  test('tries one candidate at a time: swaps it for the medoid that it replaces best, where the ratios fall by that', () => {
    fc.assert(
      fc.property(problems, ({ n, seed, grain }) => {
        const k = 2 + (seed % Math.min(9, n - 2))
        const distances = asRows(planeDistances(n, seed, grain))
        const matrix = DissimilarityMatrix.of(
          distances.flatMap((row) => [...row]),
          k
        )
        const kernels = instantiate(matrix.memory)
        const [state] = matrix.searches
        const start = randomStart(n, k, seed, 1)
        beginSearch(matrix.memory, state, start)
        let medoids = Array.from(start.medoids)
        let swaps = 0
        for (let { candidate } = start; ; candidate = (candidate + 1) % n) {
          const isLast = kernels.fastermsc(matrix.address, state.address, 1) === 0
          const found = endSearch(matrix.memory, state, k)
          const before = referenceRatios(distances, medoids)
          const best = medoids.includes(candidate) ? { loss: before } : bestSwap(distances, medoids, candidate)
          if (found.swaps > swaps) {
            expect(best.loss).toBeLessThan(before)
            expect(found.loss).toBeCloseTo(best.loss, 4)
          } else {
            expect(best.loss).toBeGreaterThan(before - 1e-4)
          }
          medoids = Array.from(found.medoids)
          swaps = found.swaps
          expect(found.loss).toBeCloseTo(referenceRatios(distances, medoids), 4)
          if (isLast) break
        }
      }),
      { numRuns: 60 }
    )
  })

  test('ends where the reference ends', () => {
    fc.assert(
      fc.property(problems, ({ n, seed, grain }) => {
        const k = 2 + (seed % Math.min(9, n - 2))
        const distances = planeDistances(n, seed, grain)
        const start = randomStart(n, k, seed, 1)
        const found = search(DissimilarityMatrix.of(distances.flat(), k), 'fastermsc', start)
        const expected = referenceFasterMsc(asRows(distances), start)
        expect(found.loss).toBeLessThanOrEqual(referenceRatios(asRows(distances), start.medoids) + 1e-4)
        // Among equal ratios rounding decides which of two equally good swaps is made.
        if (grain > 3) expect(found.medoids.toSorted()).toEqual(Uint32Array.from(expected.medoids).sort())
        if (grain > 3) expect(found.loss).toBeCloseTo(expected.loss, 4)
      }),
      { numRuns: 60 }
    )
  })

  test('of rows that are all equal nothing is better than the start', () => {
    const equal = Array.from({ length: 6 }, () => new Array<number>(6).fill(0))
    for (const k of [2, 3, 5]) {
      const start = { medoids: Uint32Array.from({ length: k }, (_, i) => i), candidate: 0 }
      const found = search(DissimilarityMatrix.of(equal.flat(), k), 'fastermsc', start)
      expect(found).toEqual({ medoids: start.medoids, loss: 0, swaps: 0 })
    }
  })

  // Of two medoids at one place all other rows are undecided: by hand, d₁ / d₂ is 1 for each of the three. Of 0 and 10 it is
  // 1/9 for 1 and for 9.
  test('gives up the second of two medoids at one place', () => {
    const points = [0, 0, 1, 9, 10]
    const distances = points.map((x) => points.map((y) => Math.abs(x - y)))
    const start = { medoids: Uint32Array.of(0, 1), candidate: 0 }
    expect(referenceRatios(asRows(distances), [0, 1])).toBe(3)
    const found = search(DissimilarityMatrix.of(distances.flat(), 2), 'fastermsc', start)
    expect(found.loss).toBeCloseTo(2 / 9, 6)
  })
})
