import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { assignedChunks, clusterIds, loadClustering, loadRun, UNASSIGNED } from '../../src/core/catalogue/runs.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { mergeJob, moveJob, redoJob, rejectJob, splitJob, undoJob } from '../../src/jobs/edit.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, lookInto, threeKinds, WORK } from './archive.ts'

/** All that readers get of a clustering. */
const stateOf = (catalogue: string, name: { run: number; k: number }) =>
  lookInto(catalogue, (db) => ({
    ids: clusterIds(db, name),
    sample: loadRun(db, name.run).sample,
    clustering: loadClustering(db, name),
    chunks: [...assignedChunks(db, name)]
  }))

/** Sum of the distances of the images of the sample, as they are assigned. */
function assignedLoss({ sample, chunks: [{ distances }] }: ReturnType<typeof stateOf>): number {
  return sample.reduce((sum, instance) => sum + (Number.isNaN(distances[instance]) ? 0 : distances[instance]), 0)
}

describe('a run that keeps no distances', () => {
  let catalogue: string
  beforeAll(async () => {
    catalogue = archive(threeKinds(90))
    for (const algorithm of ['fasterpam', 'onebatchpam']) {
      await clusterJob.run(clusterParameters(catalogue, { algorithm, sample: 60 }), WORK)
    }
    for (const run of ['1.3', '2.3']) await assignJob.run({ catalogue, run }, WORK)
  })

  /** The same changes of both: of their three clusters, which are the kinds of images. */
  async function change(run: number): Promise<ReturnType<typeof stateOf>> {
    const common = { catalogue, run: `${run}.3`, where: [] }
    const [{ clusters }] = stateOf(catalogue, { run, k: 3 }).chunks
    await splitJob.run({ ...common, cluster: clusters[0], instances: [0, 15, 30, 45] }, WORK)
    await moveJob.run({ ...common, to: clusters[1], instances: [2, 5, 8, 11] }, WORK)
    await rejectJob.run({ ...common, instances: [4, 7, 12, 14] }, WORK)
    return stateOf(catalogue, { run, k: 3 })
  }

  test('has the silhouettes and the loss of one that keeps them, where people changed the clusters in the same way', async () => {
    const [kept, batched] = [await change(1), await change(2)]
    expect(batched.sample).toEqual(kept.sample)
    expect(batched.clustering.clusters).toHaveLength(4)
    const silhouettes = (of: typeof kept) => Array.from(of.clustering.silhouettes, (each) => each.toFixed(5))
    expect(silhouettes(batched)).toEqual(silhouettes(kept))
    expect(batched.clustering.loss).toBeCloseTo(kept.clustering.loss, 4)
    expect(assignedLoss(batched)).toBeCloseTo(batched.clustering.loss, 4)
    const rejected = batched.sample.filter((instance) => [4, 7, 12, 14].includes(instance))
    expect(rejected.length).toBeGreaterThan(0)
    expect(batched.clustering.silhouettes.filter(Number.isNaN)).toHaveLength(rejected.length)
  })
})

describe('small archives', () => {
  const EQUAL = { Modality: 'CT', BodyPartExamined: 'HEAD', SliceThickness: '1', KVP: '120', Rows: '100' }

  async function clustered(headers: ReturnType<typeof threeKinds>, k: number) {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    copyFileSync(archive(headers), catalogue)
    await clusterJob.run(clusterParameters(catalogue, { k: [k], include: ['Modality', 'Rows'] }), WORK)
    await assignJob.run({ catalogue, run: `1.${k}` }, WORK)
    const common = { catalogue, run: `1.${k}`, where: [] }
    return { common, state: () => stateOf(catalogue, { run: 1, k }) }
  }

  test('of three images, each in a cluster of its own: silhouettes are 0, and all can be undone', async () => {
    const { common, state } = await clustered(threeKinds(3), 2)
    const before = state()
    const [{ clusters }] = before.chunks
    const pair = [0, 1, 2].filter((i) => [0, 1, 2].some((j) => j !== i && clusters[i] === clusters[j]))
    expect(pair).toHaveLength(2)
    await moveJob.run({ ...common, new: true, instances: [pair[1]] }, WORK)
    const apart = state()
    expect(apart.ids).toEqual([0, 1, 2])
    expect(apart.clustering).toMatchObject({ loss: 0, silhouette: 0 })
    expect([...apart.clustering.silhouettes]).toEqual([0, 0, 0])
    expect([...apart.chunks[0].distances.slice(0, 3)]).toEqual([0, 0, 0])
    await mergeJob.run({ ...common, clusters: [0, 1, 2] }, WORK)
    expect(state().clustering).toMatchObject({ silhouette: null, clusters: [{ size: 3 }] })
    await rejectJob.run({ ...common, instances: [0, 1] }, WORK)
    expect(state().clustering).toMatchObject({ loss: 0, silhouette: null, clusters: [{ size: 1 }] })
    await expect(rejectJob.run({ ...common, instances: [2] }, WORK)).rejects.toThrow('No image would be left')
    const last = state()
    for (let i = 0; i < 3; i++) await undoJob.run(common, WORK)
    expect(state()).toEqual(before)
    for (let i = 0; i < 3; i++) await redoJob.run(common, WORK)
    expect(state()).toEqual(last)
  })

  // One image alone cannot be clustered.
  test('of two images in one cluster: each is one once that is split, and one of them can be rejected', async () => {
    const { common, state } = await clustered(threeKinds(2), 1)
    expect(await splitJob.run({ ...common, cluster: 0, instances: [0] }, WORK)).toMatchObject({ clusters: [0, 1] })
    expect(state().clustering).toMatchObject({ loss: 0, silhouette: 0 })
    await rejectJob.run({ ...common, instances: [1] }, WORK)
    expect(state().clustering).toMatchObject({ loss: 0, silhouette: null, clusters: [{ size: 1 }] })
    await expect(splitJob.run({ ...common, cluster: 1, instances: [0] }, WORK)).rejects.toThrow('would be in one part')
  })

  test('of equal images: the first of each part is the medoid, at distance 0 of all', async () => {
    const headers = Array.from({ length: 6 }, (_, i) => ({ SOPInstanceUID: `1.${i}`, ...EQUAL }))
    const different = { ...threeKinds(3)[2], SOPInstanceUID: '2' }
    const { common, state } = await clustered([...headers, different], 2)
    const [{ clusters }] = state().chunks
    await splitJob.run({ ...common, cluster: clusters[0], instances: [1, 3] }, WORK)
    const { ids, clustering, chunks } = state()
    expect(ids).toEqual([0, 1, 2])
    expect([clustering.medoids[clusters[0]], clustering.medoids[2], clustering.medoids[clusters[6]]]).toEqual([0, 1, 6])
    expect([...chunks[0].distances.slice(0, 7)]).toEqual([0, 0, 0, 0, 0, 0, 0])
    // As near to the other part as to their own.
    expect([...clustering.silhouettes]).toEqual([0, 0, 0, 0, 0, 0, 0])
    expect([...chunks[0].clusters.slice(7)].every((cluster) => cluster === UNASSIGNED)).toBe(true)
  })
})
