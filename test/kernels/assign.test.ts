import { describe, expect, test } from 'vitest'
import { createAssigner, medoidRows } from '../../src/core/clustering/assign.ts'
import { gowerModel } from '../../src/core/clustering/gower.ts'
import { referenceAssign } from '../core/clustering/reference.ts'
import { firstRows, randomTable, recipes } from '../core/clustering/tables.ts'
import fc from '../fast-check.ts'

describe('assignRows', () => {
  test('equals the definition, for rows outside the sample too', () => {
    fc.assert(
      fc.property(recipes({ rows: [1, 150] }), fc.integer({ min: 1, max: 150 }), (recipe, sampled) => {
        const table = randomTable(recipe)
        // The model knows only the first rows.
        const sample = firstRows(table, Math.min(sampled, table.rows))
        const model = gowerModel(sample)
        const medoids = Array.from({ length: Math.min(4, sample.rows) }, (_, medoid) => medoid)
        const found = createAssigner(model, medoidRows(sample, medoids)).assign(table)
        const expected = referenceAssign(table, model, (row) => row < medoids.length)
        found.distances.forEach((distance, row) => {
          expect(Math.abs(distance ** 2 - expected.distances[row] ** 2)).toBeLessThan(1e-6)
        })
      }),
      { numRuns: 100 }
    )
  })
})
