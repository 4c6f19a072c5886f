import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { gowerModel } from '../../../src/core/clustering/gower.ts'
import { branchesOf, cut, type Hierarchy, wardTree } from '../../../src/core/clustering/hierarchy.ts'
import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { CancelledError } from '../../../src/core/errors.ts'
import type { Progress } from '../../../src/core/work.ts'
import fc from '../../fast-check.ts'
import { referenceMatrix, type ReferenceMatrix, referenceWard } from './reference.ts'
import { nominal, numeric, planeDistances, problems, randomTable, recipes, tableOf } from './tables.ts'

const treeOf = (distances: number[][]): Promise<Hierarchy> => wardTree(DissimilarityMatrix.of(distances.flat(), 1))
const between = (x: number[]): number[][] => x.map((a) => x.map((b) => Math.abs(a - b)))
const listed = ({ left, right, height, size }: Hierarchy) =>
  Array.from(left, (cluster, merge) => [cluster, right[merge], height[merge], size[merge]])

describe('wardTree', () => {
  test('three points on a line', async () => {
    // 0 and 1 are merged at 1. From 4: √((2 · 16 + 2 · 9 − 1) / 3) = √(49 / 3), that is √(2 · 2 · 1 / 3) times 3.5.
    const tree = await treeOf(between([0, 4, 1]))
    expect(listed(tree)).toEqual([
      [0, 2, 1, 2],
      [1, 3, expect.closeTo(Math.sqrt(49 / 3), 6), 3]
    ])
  })

  test('of equally near rows merges the first', async () => {
    const { left, right } = await treeOf(between([5, 3, 4, 6]))
    expect(Array.from(left, (cluster, merge) => [cluster, right[merge]])).toEqual([
      [0, 2],
      [1, 4],
      [3, 5]
    ])
  })

  test('equal rows are merged at height 0', async () => {
    const table = tableOf(nominal('Modality', ['CT', 'MR', 'CT', 'MR', 'MR']))
    const tree = await wardTree(await DissimilarityMatrix.gower(table, gowerModel(table), 1))
    expect(Array.from(tree.height.subarray(0, 3))).toEqual([0, 0, 0])
    expect(Array.from(cut(tree, 2))).toEqual([0, 1, 0, 1, 1])
  })

  test('leaves the matrix as it was', async () => {
    const distances = planeDistances(30, 1)
    const matrix = DissimilarityMatrix.of(distances.flat(), 1)
    await wardTree(matrix)
    distances.forEach((row, at) => expect(Array.from(matrix.row(at))).toEqual(row))
  })

  // Without ties, and with sizes beyond which the matrix is compacted.
  test('is that of the definition', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 250 }), fc.nat(), async (n, seed) => {
        const distances = planeDistances(n, seed)
        expectEqual(await treeOf(distances), referenceWard(distances.map((row) => Float64Array.from(row))))
      }),
      { numRuns: 25 }
    )
  })

  test('has merges each of which is one of the nearest, whatever is missing, constant or equal', async () => {
    await fc.assert(
      fc.asyncProperty(recipes({ rows: [2, 100] }), async (recipe) => {
        const table = randomTable(recipe)
        const model = gowerModel(table)
        const tree = await wardTree(await DissimilarityMatrix.gower(table, model, 1))
        expectNearest(tree, referenceMatrix(table, model).matrix)
      }),
      { numRuns: 30 }
    )
  })

  test('never falls from merge to merge', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async ({ n, seed, grain }) => {
        const { height } = await treeOf(planeDistances(n, seed, grain))
        expect(Array.from(height)).toEqual(Array.from(height.toSorted()))
      })
    )
  })

  test('says how far it is', async () => {
    const told: Progress[] = []
    const matrix = DissimilarityMatrix.of(planeDistances(50, 1).flat(), 1)
    await wardTree(matrix, { onProgress: (progress) => void told.push(progress) })
    expect(told.at(-1)).toEqual({ stage: 'Merging clusters', done: 49, total: 49, unit: 'merges' })
  })

  test('is cancelled', async () => {
    const controller = new AbortController()
    const matrix = DissimilarityMatrix.of(planeDistances(50, 1).flat(), 1)
    const tree = wardTree(matrix, { signal: controller.signal })
    controller.abort()
    await expect(tree).rejects.toThrow(CancelledError)
  })
})

/** R 4.2.2: hclust(√daisy(x, "gower"), "ward.D2") and cutree; `golden/generate.R` writes them. */
describe('as R on 160 random rows without ties', async () => {
  const text = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')
  const expected = JSON.parse(text('random-ward.json')) as {
    heights: number[]
    cuts: { K: number; labels: number[] }[]
  }
  const [names, ...rows] = text('random.csv')
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  const table = tableOf(
    ...names.map((name, column) =>
      numeric(
        name,
        rows.map((row) => (row[column] === '' ? null : Number(row[column])))
      )
    )
  )
  const tree = await wardTree(await DissimilarityMatrix.gower(table, gowerModel(table), 1))

  test('every height agrees within 1e-6 of itself', async () => {
    // Of the distances in f64: those of the kernel are themselves within 2e-5.
    const { matrix } = referenceMatrix(table, gowerModel(table))
    const tree = await treeOf(matrix.map((row) => Array.from(row)))
    expect(tree.height).toHaveLength(expected.heights.length)
    expected.heights.forEach((height, merge) => {
      expect(Math.abs(tree.height[merge] / height - 1), `merge ${merge}`).toBeLessThan(1e-6)
    })
  })

  // cutree numbers clusters in the order of their first rows, too.
  test.each(expected.cuts)('cut into $K', ({ K, labels }) => {
    expect(Array.from(cut(tree, K))).toEqual(labels)
  })
})

describe('cut', () => {
  test('undoes the last merges', async () => {
    const tree = await treeOf(between([0, 7, 1, 8, 3]))
    expect(Array.from(cut(tree, 1))).toEqual([0, 0, 0, 0, 0])
    expect(Array.from(cut(tree, 2))).toEqual([0, 1, 0, 1, 0])
    expect(Array.from(cut(tree, 3))).toEqual([0, 1, 0, 1, 2])
    expect(Array.from(cut(tree, 5))).toEqual([0, 1, 2, 3, 4])
  })

  test('has k clusters, each within one of the cut into k − 1', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async ({ n, seed, grain }) => {
        const tree = await treeOf(planeDistances(n, seed, grain))
        let coarser = cut(tree, 1)
        for (let k = 2; k <= n; k++) {
          const labels = cut(tree, k)
          expect(new Set(labels).size).toBe(k)
          expect(new Set(Array.from(labels, (label, row) => `${label} in ${coarser[row]}`)).size).toBe(k)
          coarser = labels
        }
      }),
      { numRuns: 30 }
    )
  })
})

describe('branchesOf', () => {
  test('takes the row with the least Σ distance to its cluster as the medoid, of equally good ones the first', async () => {
    const matrix = DissimilarityMatrix.of(between([0, 20, 3, 21, 2]).flat(), 2)
    const { labels, medoids } = await branchesOf(matrix, await wardTree(matrix), 2)
    expect(Array.from(labels)).toEqual([0, 1, 0, 1, 0])
    expect(Array.from(medoids)).toEqual([4, 1])
  })
})

/** Heights within 1e-6 of themselves; every merge joins the same rows. */
function expectEqual(tree: Hierarchy, reference: ReturnType<typeof referenceWard>): void {
  const rowsOf = membersOf(tree)
  const keyOf = (rows: number[]) => rows.toSorted((a, b) => a - b).join()
  const found = new Map(Array.from(tree.height, (height, merge) => [keyOf(rowsOf(tree.n + merge)), height]))
  expect(found.size).toBe(reference.length)
  for (const { rows, height } of reference) {
    const own = found.get(keyOf(rows.flat()))
    expect(own, `the cluster of ${keyOf(rows.flat())}`).toBeDefined()
    expect(Math.abs(own! - height)).toBeLessThanOrEqual(1e-6 * height)
  }
}

/** Makes the merges in f64, in their order: each has the height of its clusters, and no two others are nearer. */
function expectNearest({ n, left, right, height }: Hierarchy, matrix: ReferenceMatrix): void {
  const squares = matrix.map((row) => Array.from(row, (value) => value ** 2))
  const places = new Map(Array.from({ length: n }, (_, row) => [row, row]))
  const sizes = new Float64Array(n).fill(1)
  const slack = 1e-4
  for (let merge = 0; merge < n - 1; merge++) {
    const [one, other] = [places.get(left[merge])!, places.get(right[merge])!]
    const between = squares[one][other]
    expect(Math.abs(Math.sqrt(Math.max(0, between)) - height[merge])).toBeLessThan(slack)
    let least = Infinity
    for (const i of places.values()) {
      for (const j of places.values()) if (i < j) least = Math.min(least, squares[i][j])
    }
    expect(Math.sqrt(Math.max(0, least))).toBeGreaterThan(height[merge] - slack)
    places.delete(left[merge])
    places.delete(right[merge])
    for (const k of places.values()) {
      const sum = (sizes[one] + sizes[k]) * squares[one][k] + (sizes[other] + sizes[k]) * squares[other][k]
      squares[one][k] = squares[k][one] = (sum - sizes[k] * between) / (sizes[one] + sizes[other] + sizes[k])
    }
    sizes[one] += sizes[other]
    places.set(n + merge, one)
  }
}

function membersOf({ n, left, right }: Hierarchy): (cluster: number) => number[] {
  const members = (cluster: number): number[] =>
    cluster < n ? [cluster] : [...members(left[cluster - n]), ...members(right[cluster - n])]
  return members
}
