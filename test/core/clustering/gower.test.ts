import { describe, expect, test } from 'vitest'
import { columnsInCommon, gowerModel, pairDistances, withRangesOf } from '../../../src/core/clustering/gower.ts'
import type { GowerModel } from '../../../src/core/catalogue/stored/features.ts'
import { nominal, numeric, tableOf } from './tables.ts'

describe('gowerModel', () => {
  test('holds ranges of numbers and the levels that occur', () => {
    const table = tableOf(
      numeric('KVP', [80, null, 120]),
      numeric('grade', [2, 0, 1], 'ordinal'),
      { name: 'Modality', kind: 'nominal', levels: ['CT', 'MR', 'US'], codes: Int32Array.of(2, -1, 0) },
      nominal('fracture', ['0', '0', '0'], 'asymmetric-binary')
    )
    const equal = { weight: 1, absence: false, notApplicable: [] }
    expect(gowerModel(table)).toEqual({
      columns: [
        { name: 'KVP', kind: 'numeric', min: 80, range: 40, clamped: false, ...equal },
        { name: 'grade', kind: 'ordinal', min: 0, range: 2, clamped: false, ...equal },
        { name: 'Modality', kind: 'nominal', levels: ['CT', 'US'], ...equal },
        { name: 'fracture', kind: 'asymmetric-binary', levels: ['0', '1'], ...equal }
      ],
      absence: null
    })
  })

  test('survives JSON, also where a column has no value at all', () => {
    const model = gowerModel(tableOf(numeric('EchoTime', [null, null]), nominal('Modality', ['CT', null])))
    expect(model.columns[0]).toMatchObject({ name: 'EchoTime', kind: 'numeric', min: 0, range: 0 })
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

describe('a model with weights and absence', () => {
  // KVP is there for CT alone, and EchoTime for MR alone.
  const table = tableOf(
    nominal('Modality', ['CT', 'CT', 'MR', 'MR', null]),
    numeric('KVP', [80, 120, null, null, null]),
    numeric('EchoTime', [null, null, 10, null, 30])
  )
  const plain = gowerModel(table)
  const [modality, kvp, echoTime] = plain.columns.map((column) => ({ ...column, absence: true }))
  const absence = { by: 0, classes: 2, structural: 0.25, other: 0.05 }
  const model: GowerModel = {
    absence,
    columns: [modality, { ...kvp, weight: 0.5, notApplicable: [1] }, { ...echoTime, weight: 2, notApplicable: [0] }]
  }
  const of = (i: number, j: number, changed = model): number => pairDistances(table, [[i, j]], changed)[0]

  test('is the weighted mean of what both rows have', () => {
    // Modality is the same, weight 1; KVP is as far apart as it can be, weight 0.5.
    expect(of(0, 1)).toBeCloseTo(0.5 / 1.5, 12)
  })

  test('counts a tag that does not apply to the other row with a quarter of its weight, of at most 1', () => {
    // Modality differs: 1 of 1; KVP is missing in MR: 0.25 × 0.5; EchoTime in CT: 0.25 × 1.
    expect(of(0, 2)).toBe(1)
    const sameModality = { ...model, columns: [{ ...modality, weight: 0 }, ...model.columns.slice(1)] }
    expect(of(0, 2, sameModality)).toBe(1)
  })

  test('counts a tag that the other row merely lacks with a twentieth of its weight', () => {
    // Both are MR; EchoTime is missing in one: 0.05 × min(2, 1).
    expect(of(2, 3)).toBeCloseTo(0.05 / 1.05, 12)
  })

  test('counts rows without a class as a class of their own', () => {
    // Modality: missing in one, 0.05. EchoTime: |10 − 30| / 20 with weight 2.
    expect(of(2, 4)).toBeCloseTo((0.05 + 2) / 2.05, 12)
    const apart = { ...model, columns: [{ ...modality, notApplicable: [2] }, ...model.columns.slice(1)] }
    expect(of(3, 4, apart)).toBe(1)
  })

  test('counts any absence the same where classes must not be known', () => {
    const unknown = { ...model, absence: { by: null, classes: 0, structural: 0.25, other: 0.25 } }
    // EchoTime is missing in one MR: 0.25.
    expect(of(2, 3, unknown)).toBeCloseTo(0.25 / 1.25, 12)
  })

  test('does not count the absence of a column of which it says nothing', () => {
    const silent = { ...model, columns: model.columns.map((column) => ({ ...column, absence: false })) }
    expect(of(2, 3, silent)).toBe(0)
  })

  test('moves outliers of a clamped column to the ends of its range', () => {
    const numbers = tableOf(numeric('ImagingFrequency', [0, 10, 20, 1e9, 2e9]))
    const [column] = gowerModel(numbers).columns
    const clamped = { absence: null, columns: [{ ...column, min: 0, range: 20, clamped: true }] }
    const pairs: [number, number][] = [
      [0, 1],
      [0, 3],
      [3, 4],
      [2, 3]
    ]
    expect([...pairDistances(numbers, pairs, clamped)]).toEqual([0.5, 1, 0, 0])
  })

  test('tells on how many columns that count a dissimilarity rests', () => {
    const inCommon = columnsInCommon(table, {
      ...model,
      columns: [{ ...modality, weight: 0 }, ...model.columns.slice(1)]
    })
    expect([inCommon(0, 1), inCommon(0, 2), inCommon(2, 4)]).toEqual([1, 0, 1])
  })

  test('keeps its classes for other rows', () => {
    const others = tableOf(
      nominal('Modality', ['US', 'MR', 'MR']),
      numeric('KVP', [null, null, 100]),
      numeric('EchoTime', [null, 10, null])
    )
    const frozen = withRangesOf(others, model)
    expect(frozen.columns[0]).toMatchObject({ levels: ['CT', 'MR', 'US'] })
    // KVP does not apply to MR; EchoTime does: 0.25 × 0.5 + 0.05.
    expect(pairDistances(others, [[1, 2]], frozen)[0]).toBeCloseTo(0.175 / 1.175, 12)
  })
})
