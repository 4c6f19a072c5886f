import { expect, test } from 'vitest'
import { gowerDissimilarity, gowerModel } from '../../../src/core/clustering/gower.ts'
import type { FeatureTable } from '../../../src/core/features/table.ts'
import { NearestInSample } from '../../../src/core/map/nearest-in-sample.ts'
import { Random } from '../../../src/core/random.ts'

/** A table with numbers, categories and missing values; half of its rows are like others. */
function tableOf(rows: number, seed: number): FeatureTable {
  const random = new Random(seed)
  const missing = () => random.below(4) === 0
  return {
    rows,
    columns: [
      {
        name: 'a',
        kind: 'numeric',
        values: Float64Array.from({ length: rows }, () => (missing() ? NaN : random.next()))
      },
      {
        name: 'b',
        kind: 'numeric',
        values: Float64Array.from({ length: rows }, () => (missing() ? NaN : random.below(3)))
      },
      {
        name: 'c',
        kind: 'nominal',
        levels: ['x', 'y', 'z'],
        codes: Int32Array.from({ length: rows }, () => (missing() ? -1 : random.below(3)))
      }
    ]
  }
}

/** Both tables in one, so that the plain way can compare their rows. */
function together(one: FeatureTable, other: FeatureTable): FeatureTable {
  return {
    rows: one.rows + other.rows,
    columns: one.columns.map((column, at) => {
      const more = other.columns[at]
      if ('values' in column && 'values' in more)
        return { ...column, values: Float64Array.of(...column.values, ...more.values) }
      if ('codes' in column && 'codes' in more)
        return { ...column, codes: Int32Array.of(...column.codes, ...more.codes) }
      throw new Error('Columns differ.')
    })
  }
}

test.each([1, 2])('the nearest are those of the plain way, by their distances, on %i threads', async (threads) => {
  const sample = tableOf(150, 1)
  const table = tableOf(200, 2)
  const model = gowerModel(sample)
  const dissimilarity = gowerDissimilarity(together(sample, table), model)
  const near = new NearestInSample(model, sample, 8, threads)
  const seen: number[] = []
  const alone: number[] = []
  await near.find(
    table,
    (row, rows, distances) => {
      seen.push(row)
      const plain = Array.from({ length: 150 }, (_, other) => Math.sqrt(dissimilarity(150 + row, other)))
      const expected = plain.map((d) => (Number.isNaN(d) ? 1 : d)).sort((a, b) => a - b)
      distances.forEach((distance, at) => expect(distance).toBeCloseTo(expected[at], 5))
      rows.forEach((other, at) => expect(Number.isNaN(plain[other]) ? 1 : plain[other]).toBeCloseTo(distances[at], 5))
      expect(new Set(rows).size).toBe(8)
    },
    (row) => alone.push(row)
  )
  await near.close()
  const expectedAlone = Array.from({ length: 200 }, (_, row) => row).filter((row) =>
    Array.from({ length: 150 }, (_, other) => dissimilarity(150 + row, other)).every(Number.isNaN)
  )
  expect(expectedAlone.length).toBeGreaterThan(0)
  expect([seen.length, alone]).toEqual([200 - alone.length, expectedAlone])
})

test('of equally near rows the first of the sample come first, and there are no more than it has', async () => {
  const levels = ['x', 'y']
  const sample: FeatureTable = {
    rows: 3,
    columns: [{ name: 'c', kind: 'nominal', levels, codes: Int32Array.of(1, 0, 0) }]
  }
  const near = new NearestInSample(gowerModel(sample), sample, 8, 1)
  const found: number[][] = []
  const table: FeatureTable = { rows: 1, columns: [{ name: 'c', kind: 'nominal', levels, codes: Int32Array.of(0) }] }
  await near.find(
    table,
    (_, rows, distances) => found.push([...rows], [...distances]),
    () => undefined
  )
  await near.close()
  expect(found).toEqual([
    [1, 2, 0],
    [0, 0, 1]
  ])
})
