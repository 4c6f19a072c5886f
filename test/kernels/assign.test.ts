import { describe, expect, test } from 'vitest'
import { createAssigner, medoidRows } from '../../src/core/clustering/assign.ts'
import { columnsInCommon, gowerModel } from '../../src/core/clustering/gower.ts'
import { referenceAssign } from '../core/clustering/reference.ts'
import { firstRows, randomTable, recipes, weighed, weighings } from '../core/clustering/tables.ts'
import type { GowerModel } from '../../src/core/catalogue/stored/features.ts'
import type { FeatureTable } from '../../src/core/features/table.ts'
import fc from '../fast-check.ts'

describe('assignRows', () => {
  test('equals the definition, for rows outside the sample too', () => {
    fc.assert(
      fc.property(recipes({ rows: [1, 150] }), fc.integer({ min: 1, max: 150 }), (recipe, sampled) => {
        const table = randomTable(recipe)
        // The model knows only the first rows.
        const sample = firstRows(table, Math.min(sampled, table.rows))
        expectReference(table, sample, gowerModel(sample))
      }),
      { numRuns: 100 }
    )
  })

  test('with weights, absence that counts, and clamped columns', () => {
    fc.assert(
      fc.property(
        recipes({ rows: [1, 150] }),
        fc.integer({ min: 1, max: 150 }),
        weighings,
        (recipe, sampled, weighing) => {
          const table = randomTable(recipe)
          const sample = firstRows(table, Math.min(sampled, table.rows))
          expectReference(table, sample, weighed(gowerModel(sample), weighing))
        }
      ),
      { numRuns: 150 }
    )
  })
})

function expectReference(table: FeatureTable, sample: FeatureTable, model: GowerModel): void {
  const k = Math.min(4, sample.rows)
  const medoids = Array.from({ length: k }, (_, medoid) => medoid)
  const found = createAssigner(model, medoidRows(sample, medoids)).assign(table)
  const expected = referenceAssign(table, model, (row) => row < k)
  const inCommon = columnsInCommon(table, model)
  expect(found.unshared).toBe(expected.unshared)
  found.distances.forEach((distance, row) => {
    expect(Math.abs(distance ** 2 - expected.distances[row] ** 2)).toBeLessThan(1e-6)
    expect(found.columns[row]).toBe(inCommon(found.clusters[row], row))
  })
}
