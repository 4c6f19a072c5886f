import { describe, expect, test } from 'vitest'
import { randomStart } from '../../src/core/clustering/kmedoids.ts'
import { DissimilarityMatrix } from '../../src/core/clustering/matrix.ts'
import { referenceFasterPam } from '../core/clustering/reference.ts'
import { planeDistances, problems } from '../core/clustering/tables.ts'
import fc from '../fast-check.ts'
import { search } from './searches.ts'

describe('fasterpam', () => {
  test('makes the swaps of the reference', () => {
    fc.assert(
      fc.property(problems, ({ n, seed, grain }) => {
        const k = 2 + (seed % Math.min(9, n - 2))
        const distances = planeDistances(n, seed, grain)
        const start = randomStart(n, k, seed, 1)
        const found = search(DissimilarityMatrix.of(distances.flat(), k), 'fasterpam', start)
        const expected = referenceFasterPam(
          distances.map((row) => Float64Array.from(row)),
          start
        )
        expect(found.loss).toBeCloseTo(expected.loss, 5)
        // Among equal distances rounding decides which of two equally good swaps is made.
        if (grain > 3) expect(found.medoids.toSorted()).toEqual(Uint32Array.from(expected.medoids).sort())
        if (grain > 3) expect(found.swaps).toBe(expected.swaps)
      }),
      { numRuns: 60 }
    )
  })

  // Two groups of three points, 2e-20 wide and 1 apart. By hand: the middle of each is 1e-20 from its neighbours.
  test('finds the medoids of groups whose width is lost beside their distance', () => {
    const points = [0, 1e-20, 2e-20].flatMap((x) => [
      [x, 0],
      [x, 1]
    ])
    const distances = points.flatMap(([x, y]) => points.map(([u, v]) => (y === v ? Math.abs(x - u) : 1)))
    const matrix = DissimilarityMatrix.of(distances, 2)
    const found = search(matrix, 'fasterpam', { medoids: Uint32Array.of(0, 5), candidate: 1 })
    expect(found.medoids.toSorted()).toEqual(Uint32Array.of(2, 3))
    expect(found.loss).toBeCloseTo(4e-20, 26)
  })
})
