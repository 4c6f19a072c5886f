import { expect, test } from 'vitest'
import { distinctRows } from '../../../src/core/clustering/distinct-rows.ts'
import { nominal, numeric, tableOf } from './tables.ts'

test('rows are distinct that differ in any value, a missing one included', () => {
  const kinds = nominal('kind', ['a', 'a', 'b', 'b', null, null, 'a'])
  expect(distinctRows(tableOf(kinds), 99)).toBe(3)
  // (a, 1), (a, 2), (b, 1), (b, missing), (missing, missing), twice that and (a, 1) once more.
  expect(distinctRows(tableOf(kinds, numeric('size', [1, 2, 1, null, null, null, 1])), 99)).toBe(5)
})

test('numbers beyond all measurement are missing ones, and the sign of zero is none', () => {
  expect(distinctRows(tableOf(numeric('x', [Infinity, 1e301, null, 0, -0])), 99)).toBe(2)
})

test('counting ends at the limit', () => {
  expect(distinctRows(tableOf(numeric('x', [1, 2, 3, 4, 5])), 3)).toBe(3)
})
