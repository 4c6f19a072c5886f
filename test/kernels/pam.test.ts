import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kMedoids } from '../../src/core/clustering/kmedoids.ts'
import { DissimilarityMatrix } from '../../src/core/clustering/matrix.ts'
import { referenceBuild, referenceLoss } from '../../src/core/clustering/reference.ts'
import { planeDistances, problems } from '../core/clustering/tables.ts'

describe('pam', () => {
  test('starts from BUILD and never ends worse', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async ({ n, seed, grain }) => {
        const k = 1 + (seed % Math.min(8, n - 1))
        const distances = planeDistances(n, seed, grain)
        const [found] = await kMedoids(DissimilarityMatrix.of(distances.flat(), k), [k], { algorithm: 'pam' })
        const rows = distances.map((row) => Float64Array.from(row))
        const build = referenceBuild(rows, k)
        expect(found.loss).toBeLessThanOrEqual(referenceLoss(rows, build) + 1e-6)
        if (found.swaps === 0 && grain > 3) expect(found.medoids.toSorted()).toEqual(Uint32Array.from(build).sort())
      }),
      { numRuns: 100 }
    )
  })
})
