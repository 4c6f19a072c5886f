import { describe, expect, test } from 'vitest'
import { DissimilarityMatrix } from '../../src/core/clustering/matrix.ts'
import { referenceSilhouettes } from '../core/clustering/reference.ts'
import { silhouettes } from '../../src/core/clustering/silhouette.ts'
import { Random } from '../../src/core/random.ts'
import { planeDistances, problems } from '../core/clustering/tables.ts'
import fc from '../fast-check.ts'

describe('silhouetteRows', () => {
  test('equals the definition', async () => {
    await fc.assert(
      fc.asyncProperty(problems, fc.integer({ min: 2, max: 12 }), async ({ n, seed, grain }, most) => {
        const k = Math.min(most, n)
        const random = new Random(seed)
        // No cluster is empty; small ones have one row.
        const labels = Array.from({ length: n }, (_, row) => (row < k ? row : random.below(k)))
        const distances = planeDistances(n, seed, grain)
        const found = await silhouettes(DissimilarityMatrix.of(distances.flat(), k), labels, k)
        const expected = referenceSilhouettes(
          distances.map((row) => Float64Array.from(row)),
          labels,
          k
        )
        found.forEach((value, row) => expect(Math.abs(value - expected[row])).toBeLessThan(1e-9))
      }),
      { numRuns: 60 }
    )
  })
})
