import { describe, expect, test } from 'vitest'
import { gowerModel } from '../../src/core/clustering/gower.ts'
import { DissimilarityMatrix } from '../../src/core/clustering/matrix.ts'
import { referenceMatrix } from '../core/clustering/reference.ts'
import type { FeatureTable } from '../../src/core/features/table.ts'
import { firstRows, randomTable, recipes } from '../core/clustering/tables.ts'
import fc from '../fast-check.ts'

describe('gowerRows', () => {
  async function expectReference(table: FeatureTable, model = gowerModel(table)) {
    const { matrix: expected, unshared } = referenceMatrix(table, model)
    const matrix = await DissimilarityMatrix.gower(table, model, 1)
    expect(matrix.unsharedPairs).toBe(unshared)
    for (let i = 0; i < table.rows; i++) {
      const row = matrix.row(i)
      expect(row[i]).toBe(0)
      for (let j = 0; j < table.rows; j++) {
        expect(row[j]).toBe(matrix.row(j)[i])
        // f32 and fixed-point values of 24 bits: 1e-6 of 1 − S.
        expect(Math.abs(row[j] ** 2 - expected[i][j] ** 2), `rows ${i} and ${j}`).toBeLessThan(1e-6)
      }
    }
  }

  test('equals the definition', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ rows: [1, 140] }), async (recipe) => expectReference(randomTable(recipe))),
      { numRuns: 100 }
    )
  })

  test('by a frozen model, for rows outside its ranges and with unknown levels too', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ rows: [2, 90] }), async (recipe) => {
        const table = randomTable({ ...recipe, grain: 3 })
        await expectReference(table, gowerModel(firstRows(table, Math.ceil(table.rows / 4))))
      }),
      { numRuns: 60 }
    )
  })

  test('with levels that take 16 bits', async () => {
    const recipe = { rows: 330, numeric: 1, nominal: 3, asymmetric: 1, levels: 5000, missing: 0.1, grain: 50, seed: 1 }
    const table = randomTable(recipe)
    expect(
      Math.max(...gowerModel(table).columns.map((column) => ('levels' in column ? column.levels.length : 0)))
    ).toBeGreaterThan(253)
    await expectReference(table)
  })

  test('with more columns than 24 bits leave room to sum', async () => {
    await expectReference(
      randomTable({
        rows: 20,
        numeric: 700,
        nominal: 300,
        asymmetric: 0,
        levels: 4,
        missing: 0.2,
        grain: 1000,
        seed: 2
      })
    )
  })
})
