import { expect, test } from 'vitest'
import { LINKAGES } from '../../../src/core/catalogue/stored/tree.ts'
import { copheneticCorrelation } from '../../../src/core/clustering/cophenetic.ts'
import { growTree } from '../../../src/core/clustering/hierarchy.ts'
import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { planeDistances } from './tables.ts'

async function correlationOf(distances: number[][], linkage: (typeof LINKAGES)[number]): Promise<number | null> {
  const matrix = DissimilarityMatrix.of(distances.flat(), 1)
  return copheneticCorrelation(matrix, await growTree(matrix, linkage))
}

test('is the correlation of distances and the heights at which rows meet', async () => {
  // Rows at 0, 1 and 5 meet at 1, and at (5 + 4) / 2: cor(c(1, 5, 4), c(1, 4.5, 4.5)) in R.
  const distances = [0, 1, 5].map((a) => [0, 1, 5].map((b) => Math.abs(a - b)))
  expect(await correlationOf(distances, 'average')).toBeCloseTo(0.9707253, 6)
})

test('is 1 where the distances are those of a tree', async () => {
  const distances = [
    [0, 1, 4, 4],
    [1, 0, 4, 4],
    [4, 4, 0, 2],
    [4, 4, 2, 0]
  ]
  for (const linkage of ['average', 'complete', 'single'] as const) {
    expect(await correlationOf(distances, linkage)).toBeCloseTo(1, 12)
  }
})

test.each(LINKAGES)('there is none where all distances are equal, with %s linkage', async (linkage) => {
  for (const distance of [0, 0.7, 1]) {
    for (const n of [2, 3, 9]) {
      const distances = Array.from({ length: n }, (_, i) =>
        Array.from({ length: n }, (_, j) => (i === j ? 0 : distance))
      )
      expect(await correlationOf(distances, linkage), `${n} rows at ${distance}`).toBeNull()
    }
  }
})

test('there is none for two rows', async () => {
  expect(
    await correlationOf(
      [
        [0, 1],
        [1, 0]
      ],
      'average'
    )
  ).toBeNull()
})

test('is no more than 1, and no less than -1', async () => {
  const correlation = await correlationOf(planeDistances(40, 1), 'average')
  expect(Math.abs(correlation!)).toBeLessThanOrEqual(1)
})
