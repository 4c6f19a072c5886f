import { expect, test } from 'vitest'
import { designTable } from '../../../src/core/clustering/table-design.ts'
import { nominal, numeric, tableOf } from './tables.ts'

const cosines = (...rows: number[][]) =>
  Array.from({ length: 6 }, (_, at) =>
    numeric(
      `ImageOrientationPatient[${at + 1}]`,
      rows.map((row) => row[at])
    )
  )

const TABLE = tableOf(
  nominal('Manufacturer', ['A', 'A', 'A']),
  numeric('SliceLocation', [1, 2, 3]),
  ...cosines([1, 0, 0, 0, 1, 0], [0, 1, 0, 0, 0, -1], [NaN, NaN, NaN, NaN, NaN, NaN])
)

test('six direction cosines become a plane that counts three times, and positions are left out', () => {
  const { table, model } = designTable(TABLE, { method: 'balanced' })
  expect(model.columns.map(({ name, weight }) => [name, weight])).toEqual([
    ['Manufacturer', 0],
    ['Plane', 3]
  ])
  expect(table.columns[1]).toMatchObject({ codes: Int32Array.of(0, 1, -1), levels: ['axial', 'sagittal'] })
})

test('in the paper every column counts as it is', () => {
  const { table, model } = designTable(TABLE, { method: 'paper' })
  expect(table.columns.map(({ name }) => name)).toEqual(TABLE.columns.map(({ name }) => name))
  expect(model.columns.every(({ weight }) => weight === 1)).toBe(true)
})

test('a weight that a person chose is that of all columns of the tag', () => {
  const weights = new Map([['ImageOrientationPatient', 0.5]])
  const { model } = designTable(TABLE, { method: 'paper', weights })
  expect(model.columns.map(({ weight }) => weight)).toEqual([1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
})

test('a table without DICOM names is compared by all its columns', () => {
  const table = tableOf(numeric('age', [1, 2, 3]), nominal('site', ['a', 'b', 'a']))
  const { model } = designTable(table, { method: 'balanced' })
  expect(model.columns.map(({ name, weight }) => [name, weight])).toEqual([
    ['age', 1],
    ['site', 1]
  ])
})
