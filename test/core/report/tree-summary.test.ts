import { beforeAll, expect, test } from 'vitest'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { loadClustering } from '../../../src/core/catalogue/runs.ts'
import { loadTree } from '../../../src/core/catalogue/trees.ts'
import { leavesBelow } from '../../../src/core/marks/tree-lines.ts'
import { summariseTree } from '../../../src/core/report/tree-summary.ts'
import { clusterJob } from '../../../src/jobs/cluster.ts'
import { treeJob } from '../../../src/jobs/tree.ts'
import { archive, clusterParameters, lookInto, threeKinds, WORK } from '../../jobs/archive.ts'

let file: string
beforeAll(async () => {
  file = archive(threeKinds(60, (i) => ({ StationName: `ST${i % 11}` })))
  await clusterJob.run(clusterParameters(file, { k: [1, 3, 8], algorithm: 'average' }), WORK)
  await clusterJob.run(clusterParameters(file, { k: [3, 8] }), WORK)
})
const summary = (run: number, k: number) =>
  lookInto(file, (db) => summariseTree(new CatalogueReader(db), { run, k }, loadClustering(db, { run, k })))
const clusterOf = (run: number, k: number) => lookInto(file, (db) => loadClustering(db, { run, k }).labels)

test('of a cut: the merges above it, whose groups are the clusters of coarser cuts', () => {
  const tree = summary(1, 8)!
  expect(tree).toMatchObject({ linkage: 'average', isCut: true, leaves: 60, merges: { length: 7 } })
  const sides = { left: tree.merges.map(({ left }) => left), right: tree.merges.map(({ right }) => right) }
  // Three groups are left where the last two merges are undone.
  const below = new Set([...sides.left.slice(-2), ...sides.right.slice(-2)].filter((node) => node < 13))
  const [fine, coarse] = [clusterOf(1, 8), clusterOf(1, 3)]
  expect(below.size).toBe(3)
  for (const node of below) {
    const leaves = new Set(leavesBelow(sides, node))
    expect(new Set(Array.from(coarse).filter((_, row) => leaves.has(fine[row]))).size).toBe(1)
  }
  const listed = tree.cuts.map(({ k }) => k)
  expect(listed.slice(0, 11)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  const { cuts } = lookInto(file, (db) => loadTree(db, 1, 0)!.result)
  expect(listed).toContain(cuts.toSorted((a, b) => b.silhouette! - a.silhouette!)[0].k)
})

test('of other clusters: none before somebody makes it, and then that over them', async () => {
  expect(summary(2, 8)).toBeNull()
  const made = await treeJob.run({ catalogue: file, run: '2.8' }, WORK)
  expect(summary(2, 8)).toMatchObject({ isCut: false, leaves: 8, cophenetic: made.cophenetic, merges: made.merges })
  expect(summary(2, 3)).toBeNull()
})

test('one cluster has none', () => {
  expect(summary(1, 1)).toBeNull()
})
