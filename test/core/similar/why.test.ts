import { describe, expect, test } from 'vitest'
import { gowerDissimilarity, gowerModel } from '../../../src/core/clustering/gower.ts'
import { buildTable } from '../../../src/core/features/build.ts'
import { explainer, joined } from '../../../src/core/similar/why.ts'
import { MISSING_LEVEL } from '../../../src/core/features/table.ts'
import fc from '../../fast-check.ts'
import { randomTable, recipes, weighed, weighings } from '../clustering/tables.ts'
import { type Columns, featuresOf, sourceOf } from './columns.ts'

const COLUMNS: Columns = {
  Modality: ['CT', 'CT', 'MR'],
  KVP: ['80', '100', null],
  BodyPartExamined: ['HEAD', 'CHEST', 'HEAD'],
  PatientSex: ['F', 'F', 'M'],
  StationName: [null, 'A', null]
}
const source = sourceOf(COLUMNS)
const features = featuresOf(COLUMNS, ['KVP'])
const table = buildTable(source, features, Uint32Array.of(0, 1, 2))
const model = gowerModel(table)

describe('explainer', () => {
  const why = explainer(table, { features, model })

  test('tells in what two images agree and differ, and what could not be compared', () => {
    const { distance, shared, columns, agree, differ, notCompared } = why(0, 1)
    expect([shared, columns]).toEqual([4, 5])
    // KVP by the whole range of 20 kV, BodyPartExamined as a category: 2 of 4.
    expect(distance).toBe(Math.sqrt(0.5))
    expect(agree.map(({ name, query, value, share }) => [name, query, value, share])).toEqual([
      ['Modality', 'CT', 'CT', 0.25],
      ['PatientSex', null, null, 0.25]
    ])
    expect(differ.map(({ name, query, value, contribution }) => [name, query, value, contribution])).toEqual([
      ['KVP', '80', '100', 0.25],
      ['BodyPartExamined', 'HEAD', 'CHEST', 0.25]
    ])
    expect(notCompared.map(({ name, query, value }) => [name, query, value])).toEqual([['StationName', null, 'A']])
    expect(why(0, 2)).toMatchObject({ neither: 1, notCompared: [{ name: 'KVP', query: '80', value: null }] })
  })

  test('shows no value that may tell of a person', () => {
    const personal = why(0, 2).differ.find(({ name }) => name === 'PatientSex')
    expect(personal).toMatchObject({ isPersonal: true, query: null, value: null, dissimilarity: 1 })
  })

  test('says so where nothing can be compared', () => {
    const nothing = buildTable(
      sourceOf({ Modality: ['CT', null] }),
      featuresOf({ Modality: ['CT'] }),
      Uint32Array.of(0, 1)
    )
    const { distance, shared, notCompared } = explainer(nothing, {
      features: featuresOf({ Modality: ['CT'] }),
      model: gowerModel(nothing)
    })(0, 1)
    expect([distance, shared, notCompared.length]).toEqual([null, 0, 1])
  })

  test('says which category the run does not know: it equals nothing', () => {
    const known = { ...model, columns: [{ ...model.columns[0], levels: ['CT'] }, ...model.columns.slice(1)] }
    const [modality] = explainer(table, { features, model: known })(2, 2).differ
    expect(modality).toMatchObject({ name: 'Modality', query: 'MR', value: 'MR', isUnknown: true, dissimilarity: 1 })
  })

  test('what the columns add is the dissimilarity, whatever their weights and what is missing', () => {
    fc.assert(
      fc.property(recipes({ rows: [2, 6] }), weighings, (recipe, weighing) => {
        const rows = randomTable(recipe)
        const weighedModel = weighed(gowerModel(rows), weighing)
        const about = rows.columns.map(({ name }) => ({ ...features[0], name, columns: [{ name, position: 1 }] }))
        const { distance, agree, differ, notCompared } = explainer(rows, { features: about, model: weighedModel })(0, 1)
        const all = [...agree, ...differ, ...notCompared]
        const sum = all.reduce((total, { contribution }) => total + contribution, 0)
        const exact = gowerDissimilarity(rows, weighedModel)(0, 1)
        if (distance !== null) expect(distance ** 2).toBeCloseTo(exact, 12)
        expect(sum).toBeCloseTo(Number.isNaN(exact) ? 0 : exact, 12)
      })
    )
  })
})

describe('joined', () => {
  test('puts rows behind rows, and gives equal levels equal codes', () => {
    const other = buildTable(sourceOf({ ...COLUMNS, Modality: ['MR', 'US', null] }), features, Uint32Array.of(0, 1, 2))
    const { rows, columns } = joined(table, other)
    expect(rows).toBe(6)
    const [modality, kvp] = columns
    expect(
      'codes' in modality && [...modality.codes].map((code) => (code === MISSING_LEVEL ? null : modality.levels[code]))
    ).toEqual(['CT', 'CT', 'MR', 'MR', 'US', null])
    expect('values' in kvp && [...kvp.values]).toEqual([80, 100, NaN, 80, 100, NaN])
  })
})
