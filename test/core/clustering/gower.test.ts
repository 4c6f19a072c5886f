import { describe, expect, test } from 'vitest'
import { gowerModel, pairDistances, withRangesOf } from '../../../src/core/clustering/gower.ts'
import { nominal, numeric, tableOf } from './tables.ts'

describe('gowerModel', () => {
  test('holds ranges of numbers and the levels that occur', () => {
    const table = tableOf(
      numeric('KVP', [80, null, 120]),
      numeric('grade', [2, 0, 1], 'ordinal'),
      { name: 'Modality', kind: 'nominal', levels: ['CT', 'MR', 'US'], codes: Int32Array.of(2, -1, 0) },
      nominal('fracture', ['0', '0', '0'], 'asymmetric-binary')
    )
    expect(gowerModel(table)).toEqual({
      columns: [
        { name: 'KVP', kind: 'numeric', min: 80, range: 40 },
        { name: 'grade', kind: 'ordinal', min: 0, range: 2 },
        { name: 'Modality', kind: 'nominal', levels: ['CT', 'US'] },
        { name: 'fracture', kind: 'asymmetric-binary', levels: ['0', '1'] }
      ]
    })
  })

  test('survives JSON, also where a column has no value at all', () => {
    const model = gowerModel(tableOf(numeric('EchoTime', [null, null]), nominal('Modality', ['CT', null])))
    expect(model.columns[0]).toEqual({ name: 'EchoTime', kind: 'numeric', min: 0, range: 0 })
    expect(JSON.parse(JSON.stringify(model))).toEqual(model)
  })

  test('takes infinite and absurd numbers for missing', () => {
    const model = gowerModel(tableOf(numeric('x', [1, Infinity, 3, -1.7e308])))
    expect(model.columns[0]).toMatchObject({ min: 1, range: 2 })
  })

  test('refuses an asymmetric-binary column without two levels', () => {
    const column = {
      name: 'side',
      kind: 'asymmetric-binary' as const,
      levels: ['L', 'R', 'B'],
      codes: Int32Array.of(0, 1)
    }
    expect(() => gowerModel(tableOf(column))).toThrow(/side.*3 levels/)
  })
})

describe('pairDistances', () => {
  // Three columns: |80 − 120| / 40 = 1, CT ≠ MR = 1, axial = axial = 0, so 2/3; with row 2 only the plane is shared.
  const table = tableOf(
    numeric('KVP', [80, 120, null, 90]),
    nominal('Modality', ['CT', 'MR', null, 'CT']),
    nominal('plane', ['axial', 'axial', 'sagittal', null])
  )

  test('is the mean over the columns that both rows have', () => {
    expect([
      ...pairDistances(table, [
        [0, 1],
        [0, 2],
        [3, 0]
      ])
    ]).toEqual([2 / 3, 1, 0.125])
  })

  test('is 1 for rows that share no column, and 0 for a row and itself', () => {
    expect([
      ...pairDistances(table, [
        [2, 3],
        [2, 2]
      ])
    ]).toEqual([1, 0])
  })

  test('leaves pairs of zeros of asymmetric-binary columns out', () => {
    const findings = tableOf(
      nominal('fracture', ['0', '0', '1', '1'], 'asymmetric-binary'),
      nominal('Modality', ['DX', 'CT', 'DX', 'DX'])
    )
    // 0-0: only the modality counts; 0-1: both do; 1-1: both do.
    expect([
      ...pairDistances(findings, [
        [0, 1],
        [0, 2],
        [2, 3]
      ])
    ]).toEqual([1, 0.5, 0])
  })

  test('counts a constant number as equal', () => {
    const constant = tableOf(numeric('Rows', [512, 512]), nominal('Modality', ['CT', 'MR']))
    expect([...pairDistances(constant, [[0, 1]])]).toEqual([0.5])
  })

  test('by a frozen model, numbers outside its range differ by at most 1 and unknown levels equal nothing', () => {
    const model = gowerModel(tableOf(numeric('KVP', [80, 120]), nominal('Modality', ['CT', 'MR'])))
    const later = tableOf(numeric('KVP', [80, 130, 200]), nominal('Modality', ['XA', 'XA', 'CT']))
    expect([
      ...pairDistances(
        later,
        [
          [0, 1],
          [0, 2],
          [1, 2]
        ],
        model
      )
    ]).toEqual([1, 1, 1])
    expect([
      ...pairDistances(tableOf(numeric('KVP', [120, 130]), nominal('Modality', ['CT', 'CT'])), [[0, 1]], model)
    ]).toEqual([0.125])
  })

  test('names a row that does not exist', () => {
    expect(() => pairDistances(table, [[0, 9]])).toThrow(/no row 9 for the distance 0:9.*0 to 3/)
    expect(() => pairDistances(table, [[0, 1.5]])).toThrow(/no row 1.5/)
  })

  test('refuses a table with other columns than the model', () => {
    const model = gowerModel(tableOf(numeric('KVP', [80, 120])))
    expect(() => pairDistances(tableOf(numeric('EchoTime', [1, 2])), [[0, 1]], model)).toThrow(
      /Column 1 is EchoTime \(numeric\).*KVP/
    )
    expect(() => pairDistances(table, [[0, 1]], model)).toThrow(/3 columns.*with 1/)
  })
})

test('other rows by the ranges of a run, with levels of their own', () => {
  const run = gowerModel(tableOf(numeric('KVP', [80, 120]), nominal('Modality', ['CT', 'MR'])))
  const rows = tableOf(numeric('KVP', [100, 140, 100]), nominal('Modality', ['US', 'US', 'CT']))
  const model = withRangesOf(rows, run)
  // KVP: 40 of a range of 40, and none; two levels that the run did not know are equal.
  expect([
    ...pairDistances(
      rows,
      [
        [0, 1],
        [0, 2]
      ],
      model
    )
  ]).toEqual([0.5, 0.5])
})
