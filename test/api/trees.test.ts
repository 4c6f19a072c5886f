import { beforeAll, expect, test } from 'vitest'
import type { FoundTree } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { openForWriting } from '../../src/core/catalogue/database.ts'
import { loadClustering } from '../../src/core/catalogue/runs.ts'
import { saveTree, type StoredTree } from '../../src/core/catalogue/trees.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { archive, clusterParameters, threeKinds, WORK } from '../jobs/archive.ts'

const service = new Service()
const find = (clustering: string, file: string) =>
  service.answer('trees.find', { clustering }, file) as Promise<FoundTree>

/** Merges two of six leaves each, and then these: leaves 0 and 3, 1 and 4, 2 and 5 are of a kind. */
const OF_IMAGES = {
  left: Uint32Array.of(0, 1, 2, 6, 8),
  right: Uint32Array.of(3, 4, 5, 7, 9),
  height: Float64Array.of(0, 0, 0, 0.5, 0.75)
}
/** Merges the clusters 0 and 2, and then that with 1. */
const OF_CLUSTERS = { left: Uint32Array.of(0, 1), right: Uint32Array.of(2, 3), height: Float64Array.of(0.25, 0.5) }

function store(file: string, tree: Pick<StoredTree, 'k' | 'left' | 'right' | 'height' | 'prototypes'>): void {
  const leaves = tree.height.length + 1
  const cuts = Array.from({ length: leaves - 1 }, (_, i) => ({ k: i + 2, silhouette: 0.1 * (i + 2) }))
  const catalogue = openForWriting(file, 'test')
  const result = { linkage: 'average' as const, leaves, cophenetic: 0.9, cuts, leafClusters: null, edit: 0, seconds: 0 }
  saveTree(catalogue.db, { ...tree, run: 1, program: 'test', result })
  catalogue.close()
}

let file: string
beforeAll(async () => {
  file = archive(threeKinds(6))
  await clusterJob.run(clusterParameters(file, { k: [2, 3] }), WORK)
})

test('where no tree was made there is none', async () => {
  expect(await find('1.3', file)).toEqual({ clustering: '1.3', run: 1, k: 3, tree: null, isStale: false })
  await expect(find('1.9', file)).rejects.toMatchObject({ code: 'unknown-clustering' })
})

test('a tree of clusters has them as its tips, each as large as its images of the sample are many', async () => {
  const catalogue = openForWriting(file, 'test')
  const { medoids } = loadClustering(catalogue.db, { run: 1, k: 3 })
  catalogue.close()
  const prototypes = Uint32Array.of(medoids[1], medoids[1], medoids[2], medoids[0], medoids[2])
  store(file, { ...OF_CLUSTERS, k: 3, prototypes })
  const { tree } = await find('1.3', file)
  expect(tree).toMatchObject({ leavesAre: 'clusters', linkage: 'average', leaves: 3, cophenetic: 0.9 })
  expect(tree!.cuts).toEqual([
    { k: 2, silhouette: 0.2 },
    { k: 3, silhouette: expect.closeTo(0.3) as number }
  ])
  expect(tree!.nodes).toEqual([
    { children: null, height: 0, size: 2, instance: medoids[0], clusters: [0] },
    { children: null, height: 0, size: 2, instance: medoids[2], clusters: [2] },
    { children: null, height: 0, size: 2, instance: medoids[1], clusters: [1] },
    { children: [0, 1], height: 0.25, size: 4, instance: medoids[2], clusters: null },
    { children: [3, 2], height: 0.5, size: 6, instance: medoids[1], clusters: null }
  ])
  // Of the other clustering of the run there is none.
  expect((await find('1.2', file)).tree).toBeNull()
})

test('the tree of the sample serves every clustering of the run, and tells which clusters its tips are of', async () => {
  const prototypes = Uint32Array.of(0, 2, 1, 0, 1, 2, 5, 1, 4, 0, 3)
  store(file, { ...OF_IMAGES, k: 0, prototypes })
  const labels = (k: number) => {
    const catalogue = openForWriting(file, 'test')
    const found = loadClustering(catalogue.db, { run: 1, k })
    catalogue.close()
    return Array.from(found.labels)
  }
  for (const k of [2, 3]) {
    const { tree } = await find(`1.${k}`, file)
    expect(tree).toMatchObject({ leavesAre: 'images', leaves: 6 })
    const ofTips = tree!.nodes.flatMap(({ instance, clusters }) => (clusters === null ? [] : [[instance, clusters]]))
    // From left to right: the four on one side, then the two.
    expect(ofTips).toEqual([0, 3, 1, 4, 2, 5].map((row) => [row, [labels(k)[row]]]))
    expect(tree!.nodes.at(-1)).toEqual({ children: [9, 8], height: 0.75, size: 6, instance: 0, clusters: null })
  }
})
