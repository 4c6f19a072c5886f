import { expect, test } from 'vitest'
import { columnsInCommon, gowerModel } from '../../../src/core/clustering/gower.ts'
import { comparedColumns, medianSharedColumns, PresentColumns } from '../../../src/core/clustering/shared-columns.ts'
import type { FeatureTable } from '../../../src/core/features/table.ts'
import fc from '../../fast-check.ts'
import { nominal, numeric, randomTable, recipes, tableOf } from './tables.ts'

const TABLE = tableOf(
  numeric('age', [20, null, 60, null]),
  nominal('site', ['A', 'B', null, null]),
  nominal('smokes', ['0', '0', '1', null], 'asymmetric-binary')
)

function sharedIn(table: FeatureTable): (i: number, j: number) => number {
  const present = new PresentColumns(table, gowerModel(table))
  return (i, j) => present.shared(i, present, j)
}

test('a row has the columns in which it has a value', () => {
  const present = new PresentColumns(TABLE, gowerModel(TABLE))
  expect([0, 1, 2, 3].map((row) => present.of(row))).toEqual([3, 2, 2, 0])
  expect(comparedColumns(gowerModel(TABLE))).toBe(3)
})

test('two rows share the columns that both have, without two zeros of an asymmetric-binary one', () => {
  const shared = sharedIn(TABLE)
  // Site alone: neither of them smokes.
  expect(shared(0, 1)).toBe(1)
  // Age, and smoking, which one of them does.
  expect(shared(0, 2)).toBe(2)
  expect(shared(1, 2)).toBe(1)
  expect(shared(0, 3)).toBe(0)
})

test('columns of weight 0 do not count', () => {
  const { columns, absence } = gowerModel(TABLE)
  const model = { absence, columns: columns.map((column) => ({ ...column, weight: column.name === 'age' ? 0 : 0.5 })) }
  const present = new PresentColumns(TABLE, model)
  expect(comparedColumns(model)).toBe(2)
  expect([0, 1, 2].map((row) => present.of(row))).toEqual([2, 2, 1])
  expect(present.shared(0, present, 2)).toBe(1)
})

test('as many columns are shared as the reference counts, whatever the table and the weights', () => {
  fc.assert(
    fc.property(recipes({ rows: [1, 20] }), (recipe) => {
      const table = randomTable(recipe)
      const { columns, absence } = gowerModel(table)
      const model = { absence, columns: columns.map((column, at) => ({ ...column, weight: (at % 4) / 2 })) }
      const present = new PresentColumns(table, model)
      const inCommon = columnsInCommon(table, model)
      for (let i = 0; i < table.rows; i++) {
        for (let j = 0; j < table.rows; j++) {
          expect(present.shared(i, present, j)).toBe(inCommon(i, j))
        }
      }
    })
  )
})

test('columns are counted beyond the first 32', () => {
  const table = tableOf(...Array.from({ length: 70 }, (_, at) => numeric(`c${at}`, [1, at % 2 === 0 ? 1 : null])))
  expect(sharedIn(table)(0, 1)).toBe(35)
  expect(new PresentColumns(table, gowerModel(table)).of(0)).toBe(70)
})

test('the columns of a cluster are the median over its members but the medoid, the lower of two', () => {
  // Row 0 has four columns, row 1 one, row 2 two, row 3 three, and row 4 all.
  const table = tableOf(
    numeric('a', [1, 1, 1, 1, 1]),
    numeric('b', [1, null, 1, 1, 1]),
    numeric('c', [1, null, null, 1, 1]),
    numeric('d', [1, null, null, null, 1])
  )
  const present = new PresentColumns(table, gowerModel(table))
  expect(medianSharedColumns(present, [0, 0, 0, 0, 1], [0, 4])).toEqual([2, null])
  expect(medianSharedColumns(present, [0, 1, 0, 0, 1], [0, 4])).toEqual([2, 1])
})
