import { expect, test } from 'vitest'
import { gowerModel } from '../../../src/core/clustering/gower.ts'
import { buildTable } from '../../../src/core/features/build.ts'
import { between } from '../../../src/core/review/between.ts'
import { type Columns, featuresOf, sourceOf } from '../similar/columns.ts'

/** The image, its own medoid, another one. */
const COLUMNS: Columns = {
  Modality: ['CT', 'CT', 'CT'],
  KVP: ['80', '100', '80'],
  BodyPartExamined: ['HEAD', 'CHEST', 'CHEST'],
  PatientSex: ['F', 'F', 'M'],
  StationName: ['A', null, 'B']
}
const features = featuresOf(COLUMNS, ['KVP'])
const table = buildTable(sourceOf(COLUMNS), features, Uint32Array.of(0, 1, 2))
const model = gowerModel(table)

test('tells in which columns an image differs from its medoid and from another one, and for which each speaks', () => {
  const found = between(table, { features, model })
  expect(found.columns).toBe(5)
  // 2 of 4 columns differ from its own, 3 of 5 from the other.
  expect(found.own).toEqual({ distance: Math.sqrt(0.5), shared: 4 })
  expect(found.other).toEqual({ distance: Math.sqrt(0.6), shared: 5 })
  expect(found.differ.map(({ name, image, own, other, for: speaks }) => [name, image, own, other, speaks])).toEqual([
    ['KVP', '80', '100', '80', 'other'],
    ['PatientSex', null, null, null, 'own'],
    ['StationName', 'A', null, 'B', 'own'],
    ['BodyPartExamined', 'HEAD', 'CHEST', 'CHEST', null]
  ])
  expect(found.differ.map(({ adds }) => [adds.own, adds.other.toFixed(2)])).toEqual([
    [0.25, '0.00'],
    [0, '0.20'],
    [0, '0.20'],
    [0.25, '0.20']
  ])
  expect(found.differ.find(({ name }) => name === 'PatientSex')?.isPersonal).toBe(true)
})

test('without another medoid, tells in which it differs from its own', () => {
  const alone = buildTable(sourceOf(COLUMNS), features, Uint32Array.of(0, 1))
  const found = between(alone, { features, model })
  expect(found.other).toBeNull()
  expect(found.differ.map(({ name, for: speaks }) => [name, speaks])).toEqual([
    ['KVP', null],
    ['BodyPartExamined', null]
  ])
})

test('tells nothing of an image that is its medoid', () => {
  const same = buildTable(sourceOf(COLUMNS), features, Uint32Array.of(1, 1))
  expect(between(same, { features, model })).toMatchObject({ own: { distance: 0, shared: 4 }, differ: [] })
})
