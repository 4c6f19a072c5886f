import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { gowerModel } from '../../../src/core/clustering/gower.ts'
import { type Linkage, LINKAGES } from '../../../src/core/catalogue/stored/tree.ts'
import { cut, growTree, type Hierarchy } from '../../../src/core/clustering/hierarchy.ts'
import { copheneticCorrelation } from '../../../src/core/clustering/cophenetic.ts'
import { DissimilarityMatrix } from '../../../src/core/clustering/matrix.ts'
import { CancelledError } from '../../../src/core/errors.ts'
import type { Progress } from '../../../src/core/work.ts'
import fc from '../../fast-check.ts'
import { referenceLinkage, referenceMatrix, type ReferenceMatrix, referenceTree } from './reference.ts'
import { nominal, numeric, planeDistances, problems, randomTable, recipes, tableOf } from './tables.ts'

const treeOf = (distances: number[][], linkage: Linkage = 'ward'): Promise<Hierarchy> =>
  growTree(DissimilarityMatrix.of(distances.flat(), 1), linkage)
const between = (x: number[]): number[][] => x.map((a) => x.map((b) => Math.abs(a - b)))
const listed = ({ left, right, height, size }: Hierarchy) =>
  Array.from(left, (cluster, merge) => [cluster, right[merge], height[merge], size[merge]])

describe('growTree', () => {
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

  test.each(LINKAGES)('%s linkage merges equal rows at height 0', async (linkage) => {
    const table = tableOf(nominal('Modality', ['CT', 'MR', 'CT', 'MR', 'MR']))
    const tree = await growTree(await DissimilarityMatrix.gower(table, gowerModel(table), 1), linkage)
    expect(Array.from(tree.height.subarray(0, 3))).toEqual([0, 0, 0])
    expect(Array.from(cut(tree, 2).labels)).toEqual([0, 1, 0, 1, 1])
  })

  test.each(LINKAGES)('%s linkage leaves the matrix as it was', async (linkage) => {
    const distances = planeDistances(30, 1)
    const matrix = DissimilarityMatrix.of(distances.flat(), 1)
    await growTree(matrix, linkage)
    distances.forEach((row, at) => expect(Array.from(matrix.row(at))).toEqual(row))
  })

  test('leaves what was changed in a matrix of a table as it was', async () => {
    const table = randomTable({
      rows: 40,
      numeric: 3,
      nominal: 2,
      asymmetric: 0,
      levels: 3,
      missing: 0.4,
      grain: 3,
      seed: 1
    })
    const matrix = await DissimilarityMatrix.gower(table, gowerModel(table), 1)
    await matrix.change((matrix) => {
      matrix.row(3)[4] = matrix.row(4)[3] = 0.125
      return Promise.resolve()
    })
    const before = Array.from({ length: 40 }, (_, row) => Array.from(matrix.row(row)))
    const { unsharedPairs } = matrix
    await growTree(matrix, 'average')
    before.forEach((row, at) => expect(Array.from(matrix.row(at))).toEqual(row))
    expect(matrix.unsharedPairs).toBe(unsharedPairs)
  })

  // Linkages of minimax are equal where the same two rows are the farthest ones.
  const WITHOUT_TIES = LINKAGES.filter((linkage) => linkage !== 'minimax')
  test.each(WITHOUT_TIES)('%s linkage is that of the definition, where no two distances are equal', async (linkage) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 60 }), fc.nat(), async (n, seed) => {
        const distances = planeDistances(n, seed)
        expectEqual(
          await treeOf(distances, linkage),
          referenceTree(
            distances.map((row) => Float64Array.from(row)),
            linkage
          )
        )
      }),
      { numRuns: 15 }
    )
  })

  test.each(LINKAGES)(
    '%s linkage merges one of the nearest pairs each time, whatever is missing, constant or equal',
    async (linkage) => {
      await fc.assert(
        fc.asyncProperty(recipes({ rows: [2, linkage === 'minimax' ? 25 : 50] }), async (recipe) => {
          const table = randomTable(recipe)
          const model = gowerModel(table)
          const tree = await growTree(await DissimilarityMatrix.gower(table, model, 1), linkage)
          expectNearest(tree, referenceMatrix(table, model).matrix, linkage)
        }),
        { numRuns: 20 }
      )
    }
  )

  test.each(LINKAGES)('%s linkage never falls from merge to merge', async (linkage) => {
    await fc.assert(
      fc.asyncProperty(problems, async ({ n, seed, grain }) => {
        const { height } = await treeOf(planeDistances(n, seed, grain), linkage)
        expect(Array.from(height)).toEqual(Array.from(height.toSorted()))
      })
    )
  })

  test('the prototype of a merge by minimax linkage is the row whose farthest other one is at its height', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async ({ n, seed, grain }) => {
        const distances = planeDistances(n, seed, grain)
        const tree = await treeOf(distances, 'minimax')
        const rowsOf = membersOf(tree)
        tree.height.forEach((height, merge) => {
          const rows = rowsOf(n + merge)
          const prototype = tree.prototypes![merge]
          expect(rows).toContain(prototype)
          const reach = (row: number) => Math.max(...rows.map((other) => distances[row][other]))
          expect(reach(prototype)).toBe(height)
          expect(Math.min(...rows.map(reach))).toBe(height)
        })
      }),
      { numRuns: 30 }
    )
  })

  test('average linkage of clusters is that of their rows', async () => {
    // Rows at 0 and 1, at 8, 10 and 12, and at 16.5.
    const sizes = [2, 3, 1]
    const clusters = DissimilarityMatrix.of([0, 9.5, 16, 9.5, 0, 6.5, 16, 6.5, 0], 1)
    const tree = await growTree(clusters, 'average', { sizes })
    expect(listed(tree)).toEqual([
      [1, 2, 6.5, 2],
      [0, 3, expect.closeTo((3 * 9.5 + 16) / 4, 6), 3]
    ])
  })

  test('says how far it is', async () => {
    const told: Progress[] = []
    const matrix = DissimilarityMatrix.of(planeDistances(50, 1).flat(), 1)
    await growTree(matrix, 'ward', {}, { onProgress: (progress) => void told.push(progress) })
    expect(told.at(-1)).toEqual({ stage: 'Merging clusters', done: 49, total: 49, unit: 'merges' })
  })

  test('is cancelled', async () => {
    const controller = new AbortController()
    const matrix = DissimilarityMatrix.of(planeDistances(50, 1).flat(), 1)
    const tree = growTree(matrix, 'ward', {}, { signal: controller.signal })
    controller.abort()
    await expect(tree).rejects.toThrow(CancelledError)
  })
})

/** R 4.2.2: hclust(√daisy(x, "gower")), cutree and cophenetic; `golden/generate.R` writes them. */
describe('as R on 160 random rows without ties', async () => {
  const text = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')
  interface Expected {
    heights: number[]
    cuts: { K: number; labels: number[] }[]
    cophenetic: number
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
  const gower = await DissimilarityMatrix.gower(table, gowerModel(table), 1)
  // Distances in f64: those of the kernel are themselves within 2e-5.
  const exact = referenceMatrix(table, gowerModel(table)).matrix.map((row) => Array.from(row))

  describe.each(['ward', 'average', 'complete', 'single'] as const)('%s linkage', (linkage) => {
    const expected = JSON.parse(text(`random-${linkage}.json`)) as Expected

    test('every height agrees within 1e-6 of itself', async () => {
      const tree = await treeOf(exact, linkage)
      expect(tree.height).toHaveLength(expected.heights.length)
      expected.heights.forEach((height, merge) => {
        expect(Math.abs(tree.height[merge] / height - 1), `merge ${merge}`).toBeLessThan(1e-6)
      })
    })

    test('the cophenetic correlation agrees within 1e-6', async () => {
      const matrix = DissimilarityMatrix.of(exact.flat(), 1)
      const tree = await growTree(matrix, linkage)
      expect(await copheneticCorrelation(matrix, tree)).toBeCloseTo(expected.cophenetic, 6)
    })

    // cutree numbers clusters in the order of their first rows, too.
    test.each(expected.cuts)('cut into $K', async ({ K, labels }) => {
      expect(Array.from(cut(await growTree(gower, linkage), K).labels)).toEqual(labels)
    })
  })
})

describe('cut', () => {
  test('undoes the last merges', async () => {
    const tree = await treeOf(between([0, 7, 1, 8, 3]))
    expect(Array.from(cut(tree, 1).labels)).toEqual([0, 0, 0, 0, 0])
    expect(Array.from(cut(tree, 2).labels)).toEqual([0, 1, 0, 1, 0])
    expect(Array.from(cut(tree, 3).labels)).toEqual([0, 1, 0, 1, 2])
    expect(Array.from(cut(tree, 5).labels)).toEqual([0, 1, 2, 3, 4])
  })

  test('has k clusters, each within one of the cut into k − 1', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async ({ n, seed, grain }) => {
        const tree = await treeOf(planeDistances(n, seed, grain))
        let coarser = cut(tree, 1).labels
        for (let k = 2; k <= n; k++) {
          const labels = cut(tree, k).labels
          expect(new Set(labels).size).toBe(k)
          expect(new Set(Array.from(labels, (label, row) => `${label} in ${coarser[row]}`)).size).toBe(k)
          coarser = labels
        }
      }),
      { numRuns: 30 }
    )
  })
})

/** Heights within 1e-6 of themselves; every merge joins the same rows. */
function expectEqual(tree: Hierarchy, reference: ReturnType<typeof referenceTree>): void {
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

/** Makes the merges in their order, in f64: each has the height of its clusters, and no two others are nearer. */
function expectNearest(tree: Hierarchy, matrix: ReferenceMatrix, linkage: Linkage): void {
  const clusters = new Map(Array.from({ length: tree.n }, (_, row) => [row, [row]]))
  const slack = 1e-4
  for (let merge = 0; merge < tree.n - 1; merge++) {
    const [one, other] = [clusters.get(tree.left[merge])!, clusters.get(tree.right[merge])!]
    expect(Math.abs(referenceLinkage(matrix, linkage, one, other) - tree.height[merge])).toBeLessThan(slack)
    const rows = [...clusters.values()]
    const least = Math.min(
      ...rows.flatMap((a, i) => rows.slice(i + 1).map((b) => referenceLinkage(matrix, linkage, a, b)))
    )
    expect(least).toBeGreaterThan(tree.height[merge] - slack)
    clusters.delete(tree.left[merge])
    clusters.delete(tree.right[merge])
    clusters.set(tree.n + merge, [...one, ...other])
  }
}

function membersOf({ n, left, right }: Hierarchy): (cluster: number) => number[] {
  const members = (cluster: number): number[] =>
    cluster < n ? [cluster] : [...members(left[cluster - n]), ...members(right[cluster - n])]
  return members
}
