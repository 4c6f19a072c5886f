import { describe, expect, test } from 'vitest'
import { gowerModel } from '../../../src/core/clustering/gower.ts'
import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { CancelledError, MedoidError } from '../../../src/core/errors.ts'
import { nominal, numeric, randomTable, tableOf } from './tables.ts'

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

  test('is the same on two threads', async () => {
    const table = randomTable(recipe)
    const one = await DissimilarityMatrix.gower(table, gowerModel(table), 1, { threads: 1 })
    const two = await DissimilarityMatrix.gower(table, gowerModel(table), 1, { threads: 2 })
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
