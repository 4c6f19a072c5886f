import { describe, expect, test } from 'vitest'
import { gowerModel } from '../../../src/core/clustering/gower.ts'
import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { CancelledError, MedoidError } from '../../../src/core/errors.ts'
import { nominal, numeric, randomTable, tableOf, weighed } from './tables.ts'

const recipe = {
  rows: 300,
  numeric: 6,
  nominal: 6,
  asymmetric: 2,
  levels: 9,
  missing: 0.3,
  grain: 100,
  seed: 7
}

describe('DissimilarityMatrix', () => {
  test('holds √(1−S), or 1 − S', async () => {
    const table = tableOf(numeric('KVP', [80, 120, 90]), nominal('Modality', ['CT', 'CT', 'MR']))
    const roots = await DissimilarityMatrix.gower(table, gowerModel(table), 1)
    expect(Array.from(roots.row(0))).toEqual([0, Math.SQRT1_2, Math.sqrt(0.625)].map(Math.fround))
    const plain = await DissimilarityMatrix.gower(table, gowerModel(table), 1, { root: false })
    expect(Array.from(plain.row(2))).toEqual([0.625, 0.875, 0])
  })

  test('counts the pairs that share no column; they are 1 apart', async () => {
    const table = tableOf(numeric('a', [1, null, 3, null]), nominal('b', [null, 'x', null, null]))
    const matrix = await DissimilarityMatrix.gower(table, gowerModel(table), 1)
    // Only rows 0 and 2 share a column; of the 6 pairs 5 do not. A row is no distance from itself.
    expect(matrix.unsharedPairs).toBe(5)
    expect(Array.from(matrix.row(1))).toEqual([1, 0, 1, 1])
  })

  test('counts weights, and values that only one of two rows has', async () => {
    const table = tableOf(
      numeric('EchoTime', [10, 20, null]),
      nominal('Modality', ['MR', 'MR', 'CT']),
      nominal('plane', ['axial', 'axial', 'axial'])
    )
    const { columns } = gowerModel(table)
    const [echoTime, modality, plane] = columns
    // CT, the second level, has no echo time.
    const model = {
      columns: [{ ...echoTime, weight: 0.5, absence: true, notApplicable: [1] }, modality, { ...plane, weight: 3 }],
      absence: { by: 1, classes: 2, structural: 0.25, other: 0.05 }
    }
    const matrix = await DissimilarityMatrix.gower(table, model, 1, { root: false })
    // Rows 0 and 1 differ by the whole range of EchoTime; rows 0 and 2 in modality, and in that EchoTime does not apply to CT.
    const value = [0.5 / (0.5 + 1 + 3), (1 + 0.25 * 0.5) / (1 + 3 + 0.25 * 0.5)]
    expect(Array.from(matrix.row(0))).toEqual([0, ...value.map(Math.fround)])
    // Were echo times of CT merely not written, their absence would count less.
    const merely = { ...model, columns: [{ ...model.columns[0], notApplicable: [] }, ...model.columns.slice(1)] }
    const other = await DissimilarityMatrix.gower(table, merely, 1, { root: false })
    expect(other.row(0)[2]).toBe(Math.fround((1 + 0.05 * 0.5) / (1 + 3 + 0.05 * 0.5)))
  })

  test('counts absence where nothing is shared, and pairs that share nothing', async () => {
    const table = tableOf(numeric('a', [1, null, 2, null]), nominal('b', [null, 'x', null, null]))
    const { columns } = gowerModel(table)
    const model = {
      columns: columns.map((column) => ({ ...column, absence: true })),
      absence: { by: null, classes: 0, structural: 0.25, other: 0.05 }
    }
    const matrix = await DissimilarityMatrix.gower(table, model, 1)
    expect(matrix.unsharedPairs).toBe(5)
    expect(Array.from(matrix.row(0))).toEqual([0, 1, 1, 1])
  })

  test('leaves columns of weight 0 out', async () => {
    const table = tableOf(nominal('Manufacturer', ['A', 'B', 'A']), nominal('Modality', ['CT', 'CT', 'MR']))
    const [manufacturer, modality] = gowerModel(table).columns
    const model = { columns: [{ ...manufacturer, weight: 0 }, modality], absence: null }
    const matrix = await DissimilarityMatrix.gower(table, model, 1)
    expect(Array.from(matrix.row(0))).toEqual([0, 0, 1])
  })

  test('moves values outside a clamped range to its ends', async () => {
    const table = tableOf(numeric('x', [-1000, 0, 5, 10, 1000]))
    const [column] = gowerModel(table).columns
    const model = { columns: [{ ...column, min: 0, range: 10, clamped: true }], absence: null }
    const matrix = await DissimilarityMatrix.gower(table, model, 1, { root: false })
    expect(Array.from(matrix.row(0))).toEqual([0, 0, 0.5, 1, 1])
    expect(Array.from(matrix.row(2))).toEqual([0.5, 0.5, 0, 0.5, 0.5])
  })

  test.each([0.3, -1 / 64, 3 + 1 / 64, NaN])('refuses a weight of %f', async (weight) => {
    const table = tableOf(numeric('KVP', [80, 120]))
    const columns = gowerModel(table).columns.map((column) => ({ ...column, weight }))
    await expect(DissimilarityMatrix.gower(table, { columns, absence: null }, 1)).rejects.toThrow(
      /weight of column KVP/
    )
  })

  test.each([
    [0.05, 0.25],
    [0.33, 0.05],
    [1.05, 0],
    [0.25, -0.05]
  ])('refuses absence that counts %f and %f', async (structural, other) => {
    const table = tableOf(numeric('KVP', [80, 120]))
    const model = { ...gowerModel(table), absence: { by: null, classes: 0, structural, other } }
    await expect(DissimilarityMatrix.gower(table, model, 1)).rejects.toThrow(/Absence counts/)
  })

  test.each([
    ['equal weights', { weights: 'equal', absence: 'none', seed: 0 }],
    ['weights and absence', { weights: 'any', absence: 'by', seed: 1 }]
  ] as const)('is the same on two threads, with %s', async (_, weighing) => {
    const table = randomTable(recipe)
    const model = weighed(gowerModel(table), weighing)
    const one = await DissimilarityMatrix.gower(table, model, 1, { threads: 1 })
    const two = await DissimilarityMatrix.gower(table, model, 1, { threads: 2 })
    for (let row = 0; row < table.rows; row++) expect(two.row(row)).toEqual(one.row(row))
    await two.close()
  })

  test('refuses more rows than fit, and says how many do', async () => {
    const table = tableOf(numeric('a', Array<number>(40_000).fill(1)))
    const refusal = DissimilarityMatrix.gower(table, gowerModel(table), 10)
    await expect(refusal).rejects.toThrow(MedoidError)
    await expect(refusal).rejects.toThrow(/40,000 rows does not fit.*6\.4 GB.*at most 32,\d{3} rows/)
  })

  test.each([1, 2])('is cancelled on %i thread(s)', async (threads) => {
    const table = randomTable({ ...recipe, rows: 2000 })
    const controller = new AbortController()
    const work = { signal: controller.signal }
    const computed = DissimilarityMatrix.gower(table, gowerModel(table), 1, { threads }, work)
    controller.abort()
    await expect(computed).rejects.toThrow(CancelledError)
  })

  test('says how far it is', async () => {
    const table = randomTable(recipe)
    const stages: string[] = []
    await DissimilarityMatrix.gower(
      table,
      gowerModel(table),
      1,
      { threads: 1 },
      {
        onProgress: ({ stage, done, total, unit }) => stages.push(`${stage} ${done}/${total} ${unit}`)
      }
    )
    expect(stages.at(-1)).toBe('Comparing rows 300/300 rows')
  })
})
