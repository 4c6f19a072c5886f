import { beforeAll, expect, test } from 'vitest'
import { loadClustering, loadRun } from '../../src/core/catalogue/runs.ts'
import { loadTree, prototypeOf } from '../../src/core/catalogue/trees.ts'
import { annotateJob } from '../../src/jobs/annotate.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { rowsToCompare, treeJob } from '../../src/jobs/tree.ts'
import { archive, clusterParameters, lookInto, threeKinds, WORK } from './archive.ts'

let file: string
beforeAll(async () => {
  file = archive(threeKinds(90, (i) => ({ StationName: `ST${i % 11}` })))
  await clusterJob.run(clusterParameters(file, { k: [1, 2, 3, 9] }), WORK)
  await annotateJob.run({ catalogue: file, run: '1.9', cluster: 2, label: 'Knee' }, WORK)
})

test('the clusters of K-medoids get a tree, whose three groups are the three kinds of images', async () => {
  const report = await treeJob.run({ catalogue: file, run: '1.9' }, WORK)
  expect(report).toMatchObject({ clustering: '1.9', linkage: 'average', leaves: 9 })
  expect(report.cuts.map(({ k }) => k)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  const best = report.cuts.toSorted((a, b) => b.silhouette! - a.silhouette!)[0]
  expect(best.k).toBe(3)
  expect(report.cophenetic).toBeGreaterThan(0.9)
  // The three kinds are apart above, their parts below.
  const { labels, medoids } = lookInto(file, (db) => loadClustering(db, { run: 1, k: 9 }))
  const { sample } = lookInto(file, (db) => loadRun(db, 1))
  const kindOf = (node: number): number[] =>
    node < 9
      ? [...new Set(Array.from(labels).flatMap((label, row) => (label === node ? [sample[row] % 3] : [])))]
      : [...new Set([report.merges[node - 9].left, report.merges[node - 9].right].flatMap(kindOf))]
  expect(report.merges.slice(0, 6).map((_, merge) => kindOf(9 + merge).length)).toEqual([1, 1, 1, 1, 1, 1])
  const stored = lookInto(file, (db) => loadTree(db, 1, 9)!)
  expect(Array.from(stored.height)).toEqual(report.merges.map(({ height }) => height))
  for (let node = 0; node < 9; node++) expect(prototypeOf(stored, node)).toBe(medoids[node])
  for (let node = 9; node < 15; node++) expect(kindOf(node)).toEqual([prototypeOf(stored, node)! % 3])
})

test('the silhouette of the cut into all clusters is that of the clustering', async () => {
  const { cuts } = await treeJob.run({ catalogue: file, run: '1.9' }, WORK)
  const { silhouette } = lookInto(file, (db) => loadClustering(db, { run: 1, k: 9 }))
  expect(cuts.at(-1)!.silhouette).toBeCloseTo(silhouette!, 12)
})

test('clusters have their names, else those that tags suggest', async () => {
  const { clusters } = await treeJob.run({ catalogue: file, run: '1.9' }, WORK)
  expect(clusters[2]).toMatchObject({ id: 2, name: 'Knee', isSuggested: false })
  expect(clusters[0].isSuggested).toBe(true)
  expect(clusters.reduce((sum, { size }) => sum + size, 0)).toBe(90)
})

test('two clusters have a tree of one merge', async () => {
  const report = await treeJob.run({ catalogue: file, run: '1.2' }, WORK)
  expect(report).toMatchObject({ cophenetic: null, merges: { length: 1 }, cuts: [{ k: 2 }] })
})

test('one cluster has none', async () => {
  await expect(treeJob.run({ catalogue: file, run: '1.1' }, WORK)).rejects.toThrow(
    '1.1 is one cluster: there is nothing to merge.'
  )
})

test('of a larger sample the medoids and some other rows are compared', () => {
  const { sample, parameters } = lookInto(file, (db) => loadRun(db, 1))
  const clustering = lookInto(file, (db) => loadClustering(db, { run: 1, k: 9 }))
  const some = rowsToCompare({ sample, parameters }, clustering, 20)
  expect(some).toHaveLength(20)
  expect([...some]).toEqual([...new Set(some)].sort((a, b) => a - b))
  expect([...some]).toEqual(expect.arrayContaining(clustering.medoidRows.rows))
  expect([...rowsToCompare({ sample, parameters }, clustering)]).toEqual([...sample.keys()])
})
