import { describe, expect, test } from 'vitest'
import { gowerModel } from '../../src/core/clustering/gower.ts'
import { DissimilarityMatrix } from '../../src/core/clustering/matrix.ts'
import { referenceMatrix } from '../core/clustering/reference.ts'
import type { GowerCategorical } from '../../src/core/catalogue/stored/features.ts'
import type { FeatureTable } from '../../src/core/features/table.ts'
import { firstRows, randomTable, recipes, weighed, weighings } from '../core/clustering/tables.ts'
import fc from '../fast-check.ts'

const NONE = { numeric: 0, nominal: 0, asymmetric: 0, grain: 1 }

describe('gowerRows', () => {
  async function expectReference(table: FeatureTable, model = gowerModel(table)) {
    const { matrix: expected, unshared } = referenceMatrix(table, model)
    const matrix = await DissimilarityMatrix.gower(table, model, 1)
    expect(matrix.unsharedPairs).toBe(unshared)
    const rows = Array.from({ length: table.rows }, (_, row) => matrix.row(row))
    let farthest = { error: 0, i: 0, j: 0 }
    for (let i = 0; i < table.rows; i++) {
      for (let j = 0; j < table.rows; j++) {
        // f32 and fixed-point values of 24 bits: 1e-6 of 1 − S. A matrix is symmetric, and 0 on its diagonal, to the bit.
        const same = i === j ? rows[i][j] === 0 : rows[i][j] === rows[j][i]
        const error = same ? Math.abs(rows[i][j] ** 2 - expected[i][j] ** 2) : Infinity
        if (error > farthest.error) farthest = { error, i, j }
      }
    }
    expect(farthest.error, `rows ${farthest.i} and ${farthest.j}`).toBeLessThan(1e-6)
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

  test('with weights, absence that counts, and clamped columns', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ rows: [1, 140] }), weighings, async (recipe, weighing) => {
        const table = randomTable(recipe)
        const sample = firstRows(table, Math.ceil(table.rows * 0.7))
        await expectReference(table, weighed(gowerModel(sample), weighing))
      }),
      { numRuns: 150 }
    )
  })

  test('with hundreds of classes of rows', async () => {
    const table = randomTable({
      rows: 300,
      numeric: 5,
      nominal: 3,
      asymmetric: 2,
      levels: 200,
      missing: 0.3,
      grain: 10,
      seed: 4
    })
    const model = gowerModel(table)
    const by = model.columns.findIndex((column) => 'levels' in column && column.levels.length > 60)
    const classes = (model.columns[by] as GowerCategorical).levels.length
    // Of each column, the classes with a bit of its place: more than swizzle holds.
    const columns = model.columns.map((column, at) => ({
      ...column,
      absence: true,
      notApplicable: Array.from({ length: classes + 1 }, (_, each) => each).filter((each) => (each >> at) & 1)
    }))
    await expectReference(table, { columns, absence: { by, classes, structural: 0.25, other: 0.05 } })
  })

  test('with levels that take 16 bits', async () => {
    const recipe = { rows: 330, numeric: 1, nominal: 3, asymmetric: 1, levels: 5000, missing: 0.1, grain: 50, seed: 1 }
    const table = randomTable(recipe)
    expect(
      Math.max(...gowerModel(table).columns.map((column) => ('levels' in column ? column.levels.length : 0)))
    ).toBeGreaterThan(253)
    await expectReference(table)
    await expectReference(table, weighed(gowerModel(table), { weights: 'any', absence: 'by', seed: 3 }))
  })

  test('with more columns than 24 bits leave room to sum', async () => {
    const recipe = {
      rows: 20,
      numeric: 700,
      nominal: 700,
      asymmetric: 90,
      levels: 4,
      missing: 0.2,
      grain: 1000,
      seed: 2
    }
    const table = randomTable(recipe)
    await expectReference(table)
    await expectReference(table, weighed(gowerModel(table), { weights: 'any', absence: 'one', seed: 5 }))
  })

  test('with equal categories whose weights sum up to more than 16 bits hold', async () => {
    const table = randomTable({ ...NONE, rows: 5, nominal: 900, levels: 1, missing: 0.01, seed: 6 })
    await expectReference(table, weighed(gowerModel(table), { weights: 'any', absence: 'none', seed: 7 }))
  })
})
