import { expect, test } from 'vitest'
import { distinctRows } from '../../../src/core/map/distinct.ts'
import { matrixOf } from './matrices.ts'

const distinct = (rows: number[][]) => {
  const { rows: first, placeOf } = distinctRows(matrixOf(rows.length, (i, j) => rows[i][j]))
  return { rows: [...first], placeOf: [...placeOf] }
}

test('equal rows are one', () => {
  const rows = [
    [0, 1, 0, 0.5],
    [1, 0, 1, 0.5],
    [0, 1, 0, 0.5],
    [0.5, 0.5, 0.5, 0]
  ]
  expect(distinct(rows)).toEqual({ rows: [0, 1, 3], placeOf: [0, 1, 0, 2] })
})

test('rows at distance 0 that differ in how far others are stay two', () => {
  const rows = [
    [0, 0, 1],
    [0, 0, 0],
    [1, 0, 0]
  ]
  expect(distinct(rows)).toEqual({ rows: [0, 1, 2], placeOf: [0, 1, 2] })
})

test('a single row, and rows that are all equal', () => {
  expect(distinct([[0]])).toEqual({ rows: [0], placeOf: [0] })
  expect(
    distinct([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0]
    ])
  ).toEqual({ rows: [0], placeOf: [0, 0, 0] })
})
