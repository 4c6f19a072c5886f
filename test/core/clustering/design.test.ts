import { expect, test } from 'vitest'
import type { Weighting } from '../../../src/core/catalogue/stored/features.ts'
import { type Design, designedModel } from '../../../src/core/clustering/design.ts'
import { methodNamed } from '../../../src/core/features/methods.ts'
import type { FeatureTable } from '../../../src/core/features/table.ts'
import { nominal, numeric, tableOf } from './tables.ts'

const WEIGHTING: Weighting = { weight: 1, reason: 'scanner', explained: 0 }

/** Each column is a tag of its own. */
function designed(table: FeatureTable, method: string, classes: Design['classes']) {
  const tags = table.columns.map((column) => ({ name: column.name, keyword: column.name, columns: [column] }))
  const weightings = tags.map(() => WEIGHTING)
  return designedModel(table, { method: methodNamed(method), tags, weightings, classes })
}

function balanced(table: FeatureTable, classes: Design['classes'] = { column: 'Modality' }) {
  return designed(table, 'balanced', classes)
}

/** Forty CT and forty MR; EchoTime is there for all MR and for this many CT. */
function mixed(ctWithEchoTime: number): FeatureTable {
  const modality = Array.from({ length: 80 }, (_, row) => (row < 40 ? 'CT' : 'MR'))
  const echoTimes = Array.from({ length: 80 }, (_, row) => (row < 40 && row >= ctWithEchoTime ? null : row))
  return tableOf(nominal('Modality', modality), numeric('EchoTime', echoTimes))
}

test('a tag does not apply to a modality of which fewer than 5 % have it', () => {
  // One of forty is 2.5 %, two are 5 %.
  expect(balanced(mixed(1)).columns[1].notApplicable).toEqual([0])
  expect(balanced(mixed(2)).columns[1].notApplicable).toEqual([])
})

test('images without a modality are a class of their own', () => {
  const table = tableOf(nominal('Modality', ['CT', null, null]), numeric('KVP', [80, null, null]))
  const { absence, columns } = balanced(table)
  expect(absence).toEqual({ by: 0, classes: 1, structural: 0.25, other: 0.05 })
  expect(columns.map(({ notApplicable }) => notApplicable)).toEqual([[1], [1]])
})

test('where all images are of one modality, absence counts little', () => {
  const table = tableOf(numeric('EchoTime', [10, null, 20]))
  expect(balanced(table, 'one').absence).toEqual({ by: null, classes: 0, structural: 0.25, other: 0.05 })
})

test('where modality is left out on purpose, any absence counts half', () => {
  const table = tableOf(numeric('EchoTime', [10, null, 20]))
  expect(balanced(table, 'unknown').absence).toEqual({ by: null, classes: 0, structural: 0.5, other: 0.5 })
})

test('the range of a column is that of nine of ten values, where it is over 1,000 times as wide as these', () => {
  // 60 and 120 MHz, and one in Hz.
  const values = Array.from({ length: 101 }, (_, row) => (row === 100 ? 63_000_000 : row < 50 ? 60 : 120))
  const [column] = balanced(tableOf(numeric('ImagingFrequency', values)), 'one').columns
  expect(column).toMatchObject({ min: 60, range: 60, clamped: true })
})

test('any other column keeps the range of all its values', () => {
  const values = Array.from({ length: 101 }, (_, row) => (row === 100 ? 3000 : row))
  const [column] = balanced(tableOf(numeric('RepetitionTime', values)), 'one').columns
  expect(column).toMatchObject({ min: 0, range: 3000, clamped: false })
})

test('the paper clamps nothing, and no absence counts', () => {
  const values = Array.from({ length: 101 }, (_, row) => (row === 100 ? 63_000_000 : row))
  const table = tableOf(numeric('ImagingFrequency', values))
  const model = designed(table, 'paper', 'one')
  expect(model.absence).toBeNull()
  expect(model.columns[0]).toMatchObject({ range: 63_000_000, clamped: false })
})
