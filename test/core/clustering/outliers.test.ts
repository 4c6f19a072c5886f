import { describe, expect, test } from 'vitest'
import { createAssigner, medoidRows } from '../../../src/core/clustering/assign.ts'
import { gowerModel } from '../../../src/core/clustering/gower.ts'
import { kMedoids } from '../../../src/core/clustering/kmedoids.ts'
import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { referenceAssign, referenceLoss, referenceMatrix, referenceSilhouettes } from './reference.ts'
import { meanSilhouette, silhouettes } from '../../../src/core/clustering/silhouette.ts'
import { sweep } from '../../../src/core/clustering/sweep.ts'
import type { GowerModel } from '../../../src/core/catalogue/stored/features.ts'
import type { FeatureTable } from '../../../src/core/features/table.ts'
import { Random } from '../../../src/core/random.ts'
import fc from '../../fast-check.ts'
import { nominal, numeric, tableOf, weighed, weighings } from './tables.ts'

interface Spread {
  rows: number
  columns: number
  categories: number
  range: number
  /** Width of a group of close values, as a share of the range. */
  width: number
  missing: number
  seed: number
}

const spreads: fc.Arbitrary<Spread> = fc.record({
  rows: fc.integer({ min: 4, max: 70 }),
  columns: fc.constantFrom(1, 2, 5, 40),
  categories: fc.constantFrom(0, 0, 3),
  range: fc.constantFrom(1, 1e3, 1e8, 1e12),
  width: fc.constantFrom(1, 1e-3, 1e-6, 1e-9, 1e-14),
  missing: fc.constantFrom(0, 0, 0.3),
  seed: fc.nat()
})

/** Most values of a column lie close together at one of its ends, at both, or in the middle; some anywhere. */
function spreadTable({ rows, columns, categories, range, width, missing, seed }: Spread): FeatureTable {
  const random = new Random(seed)
  const absent = () => random.next() < missing
  const places = [[0], [1], [0, 1], [0.5], [0, 0.5, 1]]
  return tableOf(
    ...Array.from({ length: columns }, (_, at) => {
      const groups = places[random.below(places.length)]
      const stray = random.below(2) / 20
      const value = () => {
        if (random.next() < stray) return random.next()
        return groups[random.below(groups.length)] + width * (random.below(100) / 100)
      }
      const values = Array.from({ length: rows }, () => (absent() ? null : range * value()))
      return numeric(`number ${at}`, [0, range, ...values.slice(2)])
    }),
    ...Array.from({ length: categories }, (_, at) =>
      nominal(
        `category ${at}`,
        Array.from({ length: rows }, () => (absent() ? null : random.next() < 0.9 ? 'a' : 'b'))
      )
    )
  )
}

async function expectDistances(table: FeatureTable, model: GowerModel): Promise<void> {
  const { matrix: expected } = referenceMatrix(table, model)
  const matrix = await DissimilarityMatrix.gower(table, model, 1)
  expected.forEach((row, i) => {
    const found = matrix.row(i)
    row.forEach((distance, j) => {
      expect(Math.abs(found[j] - distance), `rows ${i} and ${j}`).toBeLessThanOrEqual(1e-4 * distance)
    })
  })
}

describe('beside outliers', () => {
  test('every distance is that of f64 numbers, within 1e-4 of it', async () => {
    await fc.assert(
      fc.asyncProperty(spreads, async (spread) => {
        const table = spreadTable(spread)
        await expectDistances(table, gowerModel(table))
      }),
      { numRuns: 60 }
    )
  })

  test('every weighted distance is that of f64 numbers, within 1e-4 of it', async () => {
    await fc.assert(
      fc.asyncProperty(spreads, weighings, async (spread, weighing) => {
        const table = spreadTable(spread)
        await expectDistances(table, weighed(gowerModel(table), weighing))
      }),
      { numRuns: 60 }
    )
  })

  test('losses and silhouettes are those of f64 distances, within 1e-3 of them', async () => {
    await fc.assert(
      fc.asyncProperty(spreads, fc.nat(), async (spread, choice) => {
        const table = spreadTable(spread)
        const k = 2 + (choice % (table.rows - 2))
        const model = gowerModel(table)
        const { matrix: expected } = referenceMatrix(table, model)
        const matrix = await DissimilarityMatrix.gower(table, model, k)
        const [{ loss, medoids, labels }] = await kMedoids(matrix, [k], { restarts: 2 })
        const reference = referenceLoss(expected, medoids)
        expect(Math.abs(loss - reference)).toBeLessThanOrEqual(1e-3 * reference)
        const found = meanSilhouette(await silhouettes(matrix, labels, k))!
        const mean = meanSilhouette(referenceSilhouettes(expected, labels, k))!
        expect(Math.abs(found - mean)).toBeLessThanOrEqual(1e-3 * Math.abs(mean) + 1e-9)
      }),
      { numRuns: 60 }
    )
  })

  test('no swap improves the medoids that are found', async () => {
    await fc.assert(
      fc.asyncProperty(spreads, fc.nat(), async (spread, choice) => {
        const table = spreadTable({ ...spread, rows: Math.min(spread.rows, 24) })
        const k = 2 + (choice % Math.min(5, table.rows - 2))
        const model = gowerModel(table)
        const { matrix: expected } = referenceMatrix(table, model)
        const matrix = await DissimilarityMatrix.gower(table, model, k)
        const [{ medoids }] = await kMedoids(matrix, [k], { restarts: 1 })
        const loss = referenceLoss(expected, medoids)
        for (let slot = 0; slot < k; slot++) {
          for (let row = 0; row < table.rows; row++) {
            expect(referenceLoss(expected, medoids.with(slot, row))).toBeGreaterThanOrEqual(loss * (1 - 2e-4))
          }
        }
      }),
      { numRuns: 60 }
    )
  })

  test('rows that are assigned later have the nearest medoid by f64 distances, and its distance', () => {
    fc.assert(
      fc.property(spreads, fc.integer({ min: 1, max: 4 }), (spread, k) => {
        const table = spreadTable(spread)
        const model = gowerModel(table)
        const medoids = Array.from({ length: k }, (_, medoid) => medoid)
        const { clusters, distances } = createAssigner(model, medoidRows(table, medoids)).assign(table)
        const { matrix } = referenceMatrix(table, model)
        const expected = referenceAssign(table, model, (row) => row < k)
        distances.forEach((distance, row) => {
          const nearest = expected.distances[row]
          expect(Math.abs(distance - nearest)).toBeLessThanOrEqual(1e-4 * nearest)
          // Of two that are as near within rounding, either may be taken; never one that is farther.
          if (row !== clusters[row]) expect(matrix[clusters[row]][row]).toBeLessThanOrEqual(nearest * (1 + 1e-4))
        })
      }),
      { numRuns: 60 }
    )
  })

  test('numbers as small and as large as f64 holds', async () => {
    // |x − y| / range by hand: 1 / 2 of the smallest denormal range; 1e300 and −1e300 are 2e300 apart.
    const table = tableOf(numeric('tiny', [0, 5e-324, 1e-323]), numeric('huge', [-1e300, 1e300, 0]))
    const matrix = await DissimilarityMatrix.gower(table, gowerModel(table), 1)
    expect(matrix.row(0)[1]).toBeCloseTo(Math.sqrt((0.5 + 1) / 2), 6)
    expect(matrix.row(0)[2]).toBeCloseTo(Math.sqrt((1 + 0.5) / 2), 6)
    expect(matrix.row(1)[2]).toBeCloseTo(Math.sqrt((0.5 + 0.5) / 2), 6)
  })

  test('an outlier of 1e60 leaves the others their distances', async () => {
    const table = tableOf(numeric('x', [1, 2, 3, 101, 102, 103, 1e60]))
    // By hand: with the outlier alone, 2 and 102 serve their neighbours at √(1 / 1e60) each.
    const { entries } = await sweep(table, { k: [3] })
    expect(Array.from(entries[0].labels)).toEqual([0, 0, 0, 1, 1, 1, 2])
    expect(entries[0].loss / 4e-30).toBeCloseTo(1, 5)
  })

  test('columns without any value, and with one value only, change nothing', async () => {
    const x = numeric('x', [1, 2, 3, 101, 102, 103, 1e8])
    const alone = await sweep(tableOf(x), { k: [2, 3] })
    const beside = await sweep(tableOf(x, numeric('none', Array<null>(7).fill(null))), { k: [2, 3] })
    expect(beside.entries.map(({ loss }) => loss)).toEqual(alone.entries.map(({ loss }) => loss))
    const constant = await sweep(tableOf(x, numeric('same', Array<number>(7).fill(5))), { k: [3] })
    // Twice the columns, the same sum: 1 − S is half as large.
    expect(constant.entries[0].loss * Math.SQRT2).toBeCloseTo(alone.entries[1].loss, 9)
  })
})
