import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gowerModel, pairDistances } from '../../../src/core/clustering/gower.ts'
import { kMedoids } from '../../../src/core/clustering/kmedoids.ts'
import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { silhouettes } from '../../../src/core/clustering/silhouette.ts'
import { readTableFile } from '../../../src/core/clustering/table-file.ts'
import type { FeatureTable } from '../../../src/core/features/table.ts'
import { golden, goldenSets, trianglePairs } from './golden.ts'

describe.each(goldenSets)('as R on $name', ({ name, csv }) => {
  const folder = mkdtempSync(join(tmpdir(), 'medoid-golden-'))
  const expected = golden(name)
  let table: FeatureTable
  let matrix: DissimilarityMatrix

  beforeAll(async () => {
    const types = join(folder, 'types.json')
    writeFileSync(types, JSON.stringify(expected.types))
    table = await readTableFile(csv, types)
    matrix = await DissimilarityMatrix.gower(table, gowerModel(table), 20)
  })
  afterAll(async () => {
    await matrix.close()
    rmSync(folder, { recursive: true })
  })

  test('every 1 − S agrees within 1e-6, in f64 and in the matrix', () => {
    const pairs = trianglePairs(expected.n)
    const distances = pairDistances(table, pairs)
    pairs.forEach(([i, j], at) => {
      const reference = expected.lower_triangle_columnwise_1_minus_S[at]
      expect(Math.abs(distances[at] - reference), `1 − S of ${i} and ${j}`).toBeLessThan(1e-12)
      expect(Math.abs(matrix.row(i)[j] ** 2 - reference), `matrix at ${i}, ${j}`).toBeLessThan(1e-6)
    })
  })

  test('FasterPAM with its 10 starts finds a loss as low as the best of R', async () => {
    const ks = expected.pam_on_sqrt.map(({ K }) => K)
    const found = await kMedoids(matrix, ks)
    expected.pam_on_sqrt.forEach(({ K, original, faster }, at) => {
      const best = Math.min(original.objective_sum, faster.objective_sum)
      expect(found[at].loss, `K = ${K}`).toBeLessThanOrEqual(best * (1 + 1e-4))
    })
  })

  test("PAM reaches the objective of R's original PAM", async () => {
    const ks = expected.pam_on_sqrt.map(({ K }) => K)
    const found = await kMedoids(matrix, ks, { algorithm: 'pam' })
    expected.pam_on_sqrt.forEach(({ K, original }, at) => {
      expect(Math.abs(found[at].loss - original.objective_sum), `K = ${K}`).toBeLessThan(1e-4)
    })
  })

  test("silhouettes of R's own clusters agree within 1e-6", async () => {
    for (const { K, original, faster } of expected.pam_on_sqrt) {
      for (const { labels_medoid0, silhouette } of [original, faster]) {
        const medoids = [...new Set(labels_medoid0)]
        const values = await silhouettes(
          matrix,
          labels_medoid0.map((medoid) => medoids.indexOf(medoid)),
          K
        )
        silhouette.forEach((reference, row) => {
          expect(Math.abs(values[row] - reference), `K = ${K}, row ${row}`).toBeLessThan(1e-6)
        })
      }
    }
  })
})
