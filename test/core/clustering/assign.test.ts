import { describe, expect, test } from 'vitest'
import { createAssigner, medoidRows } from '../../../src/core/clustering/assign.ts'
import { gowerModel } from '../../../src/core/clustering/gower.ts'
import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { sweep } from '../../../src/core/clustering/sweep.ts'
import fc from '../../fast-check.ts'
import { nominal, numeric, randomTable, recipes, tableOf } from './tables.ts'

const sample = tableOf(numeric('KVP', [80, 100, 120]), nominal('Modality', ['CT', 'MR', null]))
const model = gowerModel(sample)

describe('medoidRows', () => {
  test('are JSON: numbers, levels, and null for missing', () => {
    const rows = medoidRows(sample, Uint32Array.of(2, 0))
    expect(rows).toEqual({
      rows: [2, 0],
      values: [
        [120, 80],
        [null, 'CT']
      ]
    })
    expect(JSON.parse(JSON.stringify(rows))).toEqual(rows)
  })
})

describe('createAssigner', () => {
  // Cluster 0: 120 kV, modality missing; cluster 1: 80 kV CT.
  const assigner = createAssigner(model, medoidRows(sample, [2, 0]))

  test('finds the nearest medoid and its distance', () => {
    const { clusters, distances, unshared } = assigner.assign(
      tableOf(numeric('KVP', [85, 118]), nominal('Modality', ['CT', 'MR']))
    )
    expect(Array.from(clusters)).toEqual([1, 0])
    // (5 / 40 + 0) / 2 to the second medoid; 2 / 40 to the first, which has no modality.
    expect(distances[0]).toBeCloseTo(Math.sqrt(0.0625), 6)
    expect(distances[1]).toBeCloseTo(Math.sqrt(0.05), 6)
    expect(unshared).toBe(0)
  })

  test('tells on how many columns a distance rests', () => {
    const { columns } = assigner.assign(
      tableOf(numeric('KVP', [80, 118, null]), nominal('Modality', ['CT', 'MR', 'CT']))
    )
    // The medoid of the second row has no modality.
    expect(Array.from(columns)).toEqual([2, 1, 1])
    const [kvp, modality] = model.columns
    const weighed = createAssigner({ ...model, columns: [{ ...kvp, weight: 0 }, modality] }, medoidRows(sample, [0]))
    expect(Array.from(weighed.assign(sample).columns)).toEqual([1, 1, 0])
  })

  test('clamps numbers outside the range and takes unknown levels for different', () => {
    const { distances } = assigner.assign(tableOf(numeric('KVP', [1000, -500]), nominal('Modality', ['XA', null])))
    expect(Array.from(distances)).toEqual([1, 1])
  })

  test('counts rows that share no column with any medoid', () => {
    const result = assigner.assign(tableOf(numeric('KVP', [null, 80]), nominal('Modality', [null, null])))
    expect(result.unshared).toBe(1)
    expect(result.distances[0]).toBe(1)
  })

  test('takes the medoid that comes first in the sample of two that are equally near', () => {
    const { clusters } = assigner.assign(tableOf(numeric('KVP', [100]), nominal('Modality', [null])))
    expect(Array.from(clusters)).toEqual([1])
  })

  test('leaves members of a cluster in it, at the distance from its medoid', () => {
    const table = tableOf(numeric('KVP', [85, 118, 85, 90]), nominal('Modality', ['CT', 'MR', 'CT', 'CT']))
    const nearest = assigner.assign(table)
    const members = new Map([
      [1, 0],
      [2, 0]
    ])
    const { clusters, distances } = assigner.assign(table, members)
    expect(Array.from(clusters)).toEqual([1, 0, 0, 1])
    // 35 of 40 kV to the first medoid, which has no modality.
    expect(distances[2]).toBeCloseTo(Math.sqrt(35 / 40), 6)
    for (const row of [0, 1, 3]) expect(distances[row]).toBe(nearest.distances[row])
  })

  test('assigns no rows, and more rows than it packs at a time', () => {
    const rows = 2500
    const table = tableOf(
      numeric(
        'KVP',
        Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 80 : 120))
      ),
      nominal('Modality', Array<string>(rows).fill('CT'))
    )
    const { clusters } = assigner.assign(table)
    expect(clusters.every((cluster, row) => cluster === (row % 2 === 0 ? 1 : 0))).toBe(true)
    expect(assigner.assign({ rows: 0, columns: table.columns }).clusters).toHaveLength(0)
  })

  test('refuses a table with other columns', () => {
    expect(() => assigner.assign(tableOf(numeric('KVP', [1])))).toThrow(/1 column, .*with 2/)
  })

  test('compares rows with medoids: 1 − S, 1 where they share no column', () => {
    const rows = tableOf(numeric('KVP', [90, null]), nominal('Modality', ['CT', 'MR']))
    const { dissimilarities, unshared } = assigner.compare(rows)
    // To the medoids of 120 kV without a modality, and of 80 kV CT.
    expect(Array.from(dissimilarities)).toEqual([0.75, 0.125, 1, 1])
    expect(unshared).toBe(0)
    expect(assigner.compare(tableOf(numeric('KVP', [null]), nominal('Modality', [null]))).unshared).toBe(1)
  })

  test('compares the rows of the sample as the matrix does, to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ rows: [3, 150] }), async (recipe) => {
        const table = randomTable(recipe)
        const own = gowerModel(table)
        const medoids = [2, 0, 1]
        const { dissimilarities } = createAssigner(own, medoidRows(table, medoids)).compare(table)
        const matrix = await DissimilarityMatrix.gower(table, own, 1, { root: false })
        for (let row = 0; row < table.rows; row++) {
          const expected = medoids.map((medoid) => matrix.row(medoid)[row])
          // A row is 0 from itself by definition, and 1 from itself as another one without values.
          medoids.forEach((medoid, cluster) => {
            if (medoid !== row) expect(dissimilarities[row * 3 + cluster]).toBe(expected[cluster])
          })
        }
      }),
      { numRuns: 60 }
    )
  })

  test('gives the rows of the sample the clusters and distances that they have', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ rows: [3, 150] }), fc.integer({ min: 1, max: 5 }), async (recipe, k) => {
        // Rows of which no two share a value are not clustered.
        const shared = numeric('shared', Array<number>(recipe.rows).fill(1))
        const table = tableOf(...randomTable(recipe).columns, shared)
        const { entries, model } = await sweep(table, { k: [Math.min(k, table.rows - 1)], restarts: 1 })
        const run = { model, medoids: medoidRows(table, entries[0].medoids) }
        const stored = JSON.parse(JSON.stringify(run)) as typeof run
        const { clusters, distances } = createAssigner(stored.model, stored.medoids).assign(table)
        const medoids = new Set(entries[0].medoids)
        // A medoid stays in its own cluster; as a later row, it may be as near to an equal one.
        clusters.forEach((cluster, row) => {
          if (!medoids.has(row)) expect(cluster).toBe(entries[0].labels[row])
        })
        expect(distances.reduce((sum, distance, row) => (medoids.has(row) ? sum : sum + distance), 0)).toBeCloseTo(
          entries[0].loss,
          4
        )
      }),
      { numRuns: 60 }
    )
  })
})
