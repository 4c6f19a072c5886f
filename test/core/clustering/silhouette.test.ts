import { expect, test } from 'vitest'
import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { meanSilhouette, silhouettes, structureOf } from '../../../src/core/clustering/silhouette.ts'

/** Points 0, 1, 3, 7, 8 on a line. */
const line = [0, 1, 3, 7, 8].map((x, _, all) => all.map((y) => Math.abs(x - y)))

test('compares the own cluster with the nearest other one', async () => {
  const values = await silhouettes(DissimilarityMatrix.of(line.flat(), 2), [0, 0, 0, 1, 1], 2)
  // Row 0: a = (1 + 3) / 2 = 2, b = (7 + 8) / 2 = 7.5; row 2: a = 2.5, b = 4.5; row 3: a = 1, b = 17 / 3.
  expect(values[0]).toBeCloseTo((7.5 - 2) / 7.5, 12)
  expect(values[2]).toBeCloseTo((4.5 - 2.5) / 4.5, 12)
  expect(values[3]).toBeCloseTo((17 / 3 - 1) / (17 / 3), 12)
})

test('is 0 for the only row of a cluster, and where nothing is farther than anything else', async () => {
  expect((await silhouettes(DissimilarityMatrix.of(line.flat(), 3), [0, 0, 1, 2, 2], 3))[2]).toBe(0)
  expect(Array.from(await silhouettes(DissimilarityMatrix.of(Array<number>(16).fill(0), 2), [0, 1, 0, 1], 2))).toEqual([
    0, 0, 0, 0
  ])
})

test('one cluster has no silhouettes, as in R', async () => {
  const values = await silhouettes(DissimilarityMatrix.of(line.flat(), 1), [0, 0, 0, 0, 0], 1)
  expect(Array.from(values)).toEqual([NaN, NaN, NaN, NaN, NaN])
  expect(meanSilhouette(values)).toBeNull()
})

test("structure follows Kaufman and Rousseeuw's bands", () => {
  expect([0.2, 0.25, 0.5, 0.51, 0.7, 0.71].map(structureOf)).toEqual([
    'none',
    'weak',
    'weak',
    'reasonable',
    'reasonable',
    'strong'
  ])
})
