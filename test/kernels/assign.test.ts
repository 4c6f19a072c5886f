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
      { numRuns: 60 }
    )
  })

  test('of more medoids than a table of their bits holds, and more rows than are packed at a time', () => {
    const recipe = { rows: 2100, numeric: 3, nominal: 3, asymmetric: 2, levels: 3, missing: 0.5, grain: 1000, seed: 1 }
    const table = randomTable(recipe)
    expectReference(table, table, gowerModel(table), 33)
  })

  test('of more columns than a sum of 8 bits counts', () => {
    const recipe = { rows: 70, numeric: 2, nominal: 270, asymmetric: 270, levels: 3, missing: 0.1, grain: 10, seed: 2 }
    const table = randomTable(recipe)
    expectReference(table, table, gowerModel(table), 20)
  })

  test.each([62, 63, 64, 253, 254])('of a category with %i levels', (count) => {
    const levels = Array.from({ length: count }, (_, level) => `level ${level}`)
    const codes = Int32Array.from({ length: 2 * count + 1 }, (_, row) => (row % (count + 1)) - 1)
    const numbers = Float64Array.from(codes, (_, row) => row)
    const table: FeatureTable = {
      rows: codes.length,
      columns: [
        { name: 'category', kind: 'nominal', levels, codes },
        { name: 'number', kind: 'numeric', values: numbers }
      ]
    }
    // The model does not have the levels of the last rows.
    expectReference(table, firstRows(table, count - 1), gowerModel(firstRows(table, count - 1)), 40)
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
      { numRuns: 60 }
    )
  })
})

function expectReference(table: FeatureTable, sample: FeatureTable, model: GowerModel, most = 4): void {
  const k = Math.min(most, sample.rows)
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
