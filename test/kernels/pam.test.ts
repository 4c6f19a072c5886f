import { describe, expect, test } from 'vitest'
import { DissimilarityMatrix } from '../../src/core/clustering/matrix.ts'
import { referenceLoss } from '../core/clustering/reference.ts'
import { planeDistances, problems } from '../core/clustering/tables.ts'
import fc from '../fast-check.ts'
import { build, search } from './searches.ts'

describe('pam', () => {
  test('makes the best of all swaps until none lowers the loss', () => {
    fc.assert(
      fc.property(problems, ({ n, seed }) => {
        const k = 2 + (seed % Math.min(7, n - 2))
        const distances = planeDistances(n, seed)
        const rows = distances.map((row) => Float64Array.from(row))
        const matrix = DissimilarityMatrix.of(distances.flat(), k)
        const medoids = build(matrix, k)
        const expected = steepest(rows, Array.from(medoids))
        const found = search(matrix, 'pam', { medoids, candidate: 0 })
        expect(found.loss).toBeCloseTo(referenceLoss(rows, expected.medoids), 5)
        expect(found.medoids.toSorted()).toEqual(Uint32Array.from(expected.medoids).sort())
        expect(found.swaps).toBe(expected.swaps)
      }),
      { numRuns: 60 }
    )
  })

  test('ends the same to the last bit whether it keeps what candidates change or computes it anew', () => {
    fc.assert(
      fc.property(fc.integer({ min: 45, max: 200 }), fc.nat(), fc.constantFrom(9, 1e9), (n, seed, grain) => {
        const k = 30 + (seed % 12)
        const matrix = DissimilarityMatrix.of(planeDistances(n, seed, grain).flat(), k)
        const start = { medoids: Uint32Array.from({ length: k }, (_, medoid) => medoid), candidate: 0 }
        const kept = search(matrix, 'pam', start)
        const [state] = matrix.searches
        expect(state.pointers.slice(-3)).not.toContain(0)
        state.pointers.fill(0, -3)
        expect(search(matrix, 'pam', start)).toEqual(kept)
        expect(kept.swaps).toBeGreaterThan(0)
      }),
      { numRuns: 60 }
    )
  })
})

/** The swaps of PAM, each found by trying all. */
function steepest(rows: Float64Array[], medoids: number[]): { medoids: number[]; swaps: number } {
  for (let swaps = 0; ; swaps++) {
    let best = medoids
    let least = referenceLoss(rows, medoids) - 1e-9
    for (let slot = 0; slot < medoids.length; slot++) {
      for (let row = 0; row < rows.length; row++) {
        const swapped = medoids.with(slot, row)
        const loss = referenceLoss(rows, swapped)
        if (loss < least) {
          least = loss
          best = swapped
        }
      }
    }
    if (best === medoids) return { medoids, swaps }
    medoids = best
  }
}
