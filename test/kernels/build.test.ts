import { describe, expect, test } from 'vitest'
import { DissimilarityMatrix } from '../../src/core/clustering/matrix.ts'
import { referenceLoss } from '../core/clustering/reference.ts'
import { planeDistances, problems } from '../core/clustering/tables.ts'
import fc from '../fast-check.ts'
import { build } from './searches.ts'

describe('build', () => {
  test('chooses one medoid after another, each the row that lowers the loss most', () => {
    fc.assert(
      fc.property(problems, ({ n, seed, grain }) => {
        const k = 1 + (seed % (n - 1))
        const distances = planeDistances(n, seed, grain)
        const rows = distances.map((row) => Float64Array.from(row))
        const medoids = Array.from(build(DissimilarityMatrix.of(distances.flat(), k), k))
        expect(new Set(medoids).size).toBe(k)
        medoids.forEach((medoid, place) => {
          const former = medoids.slice(0, place)
          const losses = rows.map((_, row) => referenceLoss(rows, [...former, row]))
          expect(losses[medoid]).toBeLessThan(Math.min(...losses) + 1e-9)
        })
      }),
      { numRuns: 60 }
    )
  })

  // By hand: 3 first; then 7 and 8 both lower the loss by 8, 0 and 1 by 4, 0 and 7 by 1.
  test('takes the last of equally good rows, as R does', () => {
    const points = [0, 1, 3, 7, 8]
    const line = points.flatMap((x) => points.map((y) => Math.abs(x - y)))
    expect(Array.from(build(DissimilarityMatrix.of(line, 4), 4))).toEqual([2, 4, 1, 3])
  })
})
