import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from 'better-sqlite3'
import { editedUpTo } from '../../src/core/catalogue/edited.ts'
import { assignedChunks, loadClustering, UNASSIGNED } from '../../src/core/catalogue/runs.ts'
import { clusterLabels } from '../../src/core/labels/annotate.ts'
import { annotateJob } from '../../src/jobs/annotate.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { mergeJob, moveJob, redoJob, rejectJob, splitJob, undoJob } from '../../src/jobs/edit.ts'
import { editHistoryJob } from '../../src/jobs/edit-history.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { addInstances, archive, clusterParameters, lookInto, threeKinds, WORK } from './archive.ts'

/** 90 images: CT, MR and CR by turns, of which 60 are in the sample. Run 1 has K = 3, run 2 the CT images by their rows. */
let made: string
const catalogue = join(temporaryFolder(), 'c.sqlite')
const name = { run: 1, k: 3 }

beforeAll(async () => {
  made = archive(threeKinds(90))
  await clusterJob.run(clusterParameters(made, { sample: 60 }), WORK)
  await assignJob.run({ catalogue: made, run: '1.3' }, WORK)
  const where = [{ tag: 'Modality', operator: 'is' as const, value: 'CT' }]
  await clusterJob.run(clusterParameters(made, { k: [5], where, include: ['Rows'], sample: 30 }), WORK)
})
beforeEach(() => copyFileSync(made, catalogue))

const common = { catalogue, run: '1.3', author: 'Ann', where: [] }
const modality = (value: string) => [{ tag: 'Modality', operator: 'is' as const, value }]
const look = <T>(read: (db: Database) => T): T => lookInto(catalogue, read)

/** The cluster of each image, and how far it is from the medoid. */
function assigned(of: { run: number; k: number; method?: true } = name) {
  const [{ clusters, distances }] = look((db) => [...assignedChunks(db, of)])
  return { clusters: [...clusters.slice(0, 90)], distances: [...distances.slice(0, 90)] }
}
/** The cluster of the CT, MR and CR images. */
const kinds = () => assigned().clusters.slice(0, 3)

/** All that readers get of a clustering. */
const state = (of = name) => ({ clustering: look((db) => loadClustering(db, of)), assigned: assigned(of) })

describe('merging', () => {
  test('makes two clusters one, with the number of the larger, and undoing brings both back to the last bit', async () => {
    const before = state()
    const [ct, mr, cr] = kinds()
    const report = await mergeJob.run({ ...common, clusters: [mr, ct] }, WORK)
    const into = Math.min(ct, mr)
    expect(report).toMatchObject({ clustering: '1.3', clusters: [into, cr].sort(), rejected: 0, otherNames: [] })
    expect(kinds()).toEqual([into, into, cr])
    const { clustering } = state()
    expect(clustering.clusters.map(({ id, size }) => [id, size])).toEqual(
      [
        [into, 60 - before.clustering.clusters[cr].size],
        [cr, before.clustering.clusters[cr].size]
      ].sort((a, b) => a[0] - b[0])
    )
    // The cluster that stays as it was keeps its medoid, and its images their distances.
    expect(clustering.medoids[cr]).toBe(before.clustering.medoids[cr])
    expect(assigned().distances.filter((_, i) => i % 3 === 2)).toEqual(
      before.assigned.distances.filter((_, i) => i % 3 === 2)
    )
    expect(clustering.silhouette).not.toBe(before.clustering.silhouette)
    await undoJob.run(common, WORK)
    expect(state()).toEqual(before)
    expect(look((db) => editedUpTo(db, name))).toBe(0)
  })

  test('gives the merged cluster the one name of its parts, and takes it away again', async () => {
    const [ct, mr] = kinds()
    const [into, other] = [Math.min(ct, mr), Math.max(ct, mr)]
    await annotateJob.run({ catalogue, run: '1.3', cluster: other, label: 'Head' }, WORK)
    const labels = () => [...look((db) => clusterLabels(db, name))].map(([id, { label }]) => [id, label])
    await mergeJob.run({ ...common, clusters: [ct, mr] }, WORK)
    expect(labels()).toEqual([[into, 'Head']])
    await undoJob.run(common, WORK)
    expect(labels()).toEqual([[other, 'Head']])
    await redoJob.run(common, WORK)
    expect(labels()).toEqual([[into, 'Head']])
  })

  test('keeps the name of the cluster that stays where the parts have different ones, and tells them', async () => {
    const [ct, mr] = kinds()
    await annotateJob.run({ catalogue, run: '1.3', cluster: ct, label: 'Head' }, WORK)
    await annotateJob.run({ catalogue, run: '1.3', cluster: mr, label: 'Knee' }, WORK)
    const { otherNames } = await mergeJob.run({ ...common, clusters: [ct, mr], into: mr }, WORK)
    expect(otherNames.toSorted((a, b) => a.label.localeCompare(b.label))).toEqual([
      { cluster: ct, label: 'Head' },
      { cluster: mr, label: 'Knee' }
    ])
    expect(look((db) => clusterLabels(db, name)).get(mr)?.label).toBe('Knee')
  })

  test('of all clusters leaves one, which has no silhouette', async () => {
    const { clusters } = await mergeJob.run({ ...common, clusters: [0, 1, 2] }, WORK)
    expect(clusters).toHaveLength(1)
    const { clustering } = state()
    expect(clustering).toMatchObject({ silhouette: null, clusters: [{ size: 60, silhouette: null }] })
    expect(clustering.silhouettes.every(Number.isNaN)).toBe(true)
  })

  test('of one cluster with itself, or with none that there is, is refused', async () => {
    await expect(mergeJob.run({ ...common, clusters: [1, 1] }, WORK)).rejects.toThrow('two different clusters')
    await expect(mergeJob.run({ ...common, clusters: [1, 7] }, WORK)).rejects.toThrow('Its clusters are 0 to 2.')
    await expect(mergeJob.run({ ...common, clusters: [0, 1], into: 2 }, WORK)).rejects.toThrow('none of those')
  })
})

describe('splitting', () => {
  const fewRows = [{ tag: 'Rows', operator: 'is' as const, range: { from: null, to: 101 } }]

  test('makes the chosen images of a cluster a new one, whose number nobody had', async () => {
    const [ct] = kinds()
    const report = await splitJob.run({ ...common, cluster: ct, where: fewRows }, WORK)
    expect(report.clusters).toEqual([0, 1, 2, 3])
    expect(report.words).toBe(`Split cluster ${ct} by Rows is 101 or less into clusters ${ct} (18) and 3 (12).`)
    const { clusters } = assigned()
    expect(clusters.map((cluster, i) => (i % 3 === 0 ? cluster : -1))).toEqual(
      clusters.map((_, i) => (i % 3 !== 0 ? -1 : i % 5 < 2 ? 3 : ct))
    )
    await undoJob.run(common, WORK)
    const again = await splitJob.run({ ...common, cluster: ct, where: fewRows }, WORK)
    expect(again.clusters).toEqual([0, 1, 2, 4])
  })

  test('by another clustering makes each of its clusters one, also of images that it does not have', async () => {
    const [ct] = kinds()
    const { clusters } = await splitJob.run({ ...common, cluster: ct, by: '2.5' }, WORK)
    expect(clusters).toEqual([0, 1, 2, 3, 4, 5, 6])
    const rows = Map.groupBy(
      assigned().clusters.flatMap((cluster, i) => (i % 3 === 0 ? [[cluster, i % 5]] : [])),
      ([cluster]) => cluster
    )
    // One cluster for each number of rows.
    expect([...rows.values()].map((each) => new Set(each.map(([, rows]) => rows)).size)).toEqual([1, 1, 1, 1, 1])
  })

  test('into parts clusters its images as the run did, and takes the number with the highest silhouette', async () => {
    const [ct, mr] = kinds()
    const merged = Math.min(ct, mr)
    await mergeJob.run({ ...common, clusters: [ct, mr] }, WORK)
    const report = await splitJob.run({ ...common, cluster: merged, parts: [2, 3, 4] }, WORK)
    expect(report.words).toBe(
      `Split cluster ${merged} by clustering its images into clusters ${merged} (30) and 3 (30).`
    )
    // CT is apart from MR again, by all images: also those outside the sample.
    const [one, two] = [0, 1].map((kind) => new Set(assigned().clusters.filter((_, i) => i % 3 === kind)))
    expect([one.size, two.size]).toEqual([1, 1])
    expect(one).not.toEqual(two)
    await undoJob.run(common, WORK)
    const three = await splitJob.run({ ...common, cluster: merged, parts: [3] }, WORK)
    expect(three.clusters).toHaveLength(4)
  })

  test('into more parts than images that differ is refused; of several numbers those that are possible are tried', async () => {
    const [ct] = kinds()
    // CT images differ in Rows alone, of which there are five.
    const few = splitJob.run({ ...common, cluster: ct, parts: [6, 7] }, WORK)
    await expect(few).rejects.toThrow(`Cluster ${ct} can be clustered into 5 parts at most`)
    expect((await splitJob.run({ ...common, cluster: ct, parts: [5, 6] }, WORK)).clusters).toHaveLength(7)
    // All images of a part have the same Rows.
    await expect(splitJob.run({ ...common, cluster: ct, parts: [2] }, WORK)).rejects.toThrow(
      'too few images that differ'
    )
  })

  test('that leaves nothing, or takes nothing, is refused', async () => {
    const [ct] = kinds()
    const split = { ...common, cluster: ct }
    await expect(splitJob.run({ ...split, parts: [2], by: '2.5' }, WORK)).rejects.toThrow('said once')
    await expect(splitJob.run({ ...split, where: modality('CT') }, WORK)).rejects.toThrow('would be in one part')
    await expect(splitJob.run({ ...split, where: modality('MR') }, WORK)).rejects.toThrow(`is in cluster ${ct}`)
    await expect(splitJob.run({ ...split, where: fewRows, by: '2.5' }, WORK)).rejects.toThrow('said once')
    await expect(splitJob.run(split, WORK)).rejects.toThrow('said once')
  })
})

describe('moving and rejecting', () => {
  test('images go to another cluster, and are as far from its medoid as if they were assigned to it', async () => {
    const [ct, mr] = kinds()
    await moveJob.run({ ...common, to: mr, instances: [0, 3] }, WORK)
    const { clusters, distances } = assigned()
    expect([clusters[0], clusters[3], clusters[6]]).toEqual([mr, mr, ct])
    expect(distances[0]).toBeGreaterThan(0.5)
    expect(distances[0]).toBeLessThanOrEqual(1)
  })

  test('rejected images are in no cluster, and come back where a list names them, but not by conditions', async () => {
    const [ct, mr] = kinds()
    const { rejected } = await rejectJob.run({ ...common, instances: [0, 3, 4] }, WORK)
    expect(rejected).toBe(3)
    const { clusters, distances } = assigned()
    expect([clusters[0], clusters[3], clusters[4]]).toEqual([UNASSIGNED, UNASSIGNED, UNASSIGNED])
    expect(distances[0]).toBeNaN()
    const { clustering } = state()
    const lost = [...clustering.labels].filter((label) => label === UNASSIGNED).length
    expect(clustering.clusters.reduce((sum, { size }) => sum + size, 0)).toBe(60 - lost)

    const some = [...modality('CT'), { tag: 'Rows', operator: 'is' as const, value: '100' }]
    await moveJob.run({ ...common, to: mr, where: some }, WORK)
    expect([assigned().clusters[0], assigned().clusters[15]]).toEqual([UNASSIGNED, mr])
    const list = join(temporaryFolder(), 'list.csv')
    writeFileSync(list, 'SOPInstanceUID\n1.0\n1.3\n')
    await moveJob.run({ ...common, to: ct, images: list }, WORK)
    expect([assigned().clusters[0], assigned().clusters[3], assigned().clusters[4]]).toEqual([ct, ct, UNASSIGNED])
  })

  test('images outside the sample make a cluster of their own, with the medoid among them', async () => {
    const sampled = look((db) => loadClustering(db, name))
    const { sample } = look((db) => loadRunSample(db))
    const outside = [...Array(90).keys()].filter((i) => i % 3 === 0 && !sample.has(i)).slice(0, 3)
    const { clusters } = await moveJob.run({ ...common, new: true, instances: outside }, WORK)
    expect(clusters).toEqual([0, 1, 2, 3])
    const { clustering, assigned } = state()
    expect(outside).toContain(clustering.medoids[3])
    expect(assigned.distances[clustering.medoids[3]]).toBe(0)
    expect(clustering.clusters[3]).toMatchObject({ id: 3, size: 0, silhouette: null })
    // Nothing of the sample has changed.
    expect(clustering.silhouettes).toEqual(sampled.silhouettes)
  })

  test('of everything is refused, as is what changes nothing', async () => {
    const all = [...Array(90).keys()]
    const [ct] = kinds()
    await expect(rejectJob.run({ ...common, instances: all }, WORK)).rejects.toThrow('No image would be left')
    await expect(moveJob.run({ ...common, to: ct, where: modality('CT') }, WORK)).rejects.toThrow('already')
    await expect(rejectJob.run({ ...common, instances: [500] }, WORK)).rejects.toThrow('None of the images')
    await expect(moveJob.run({ ...common, instances: [1] }, WORK)).rejects.toThrow('where the images go')
    await expect(rejectJob.run(common, WORK)).rejects.toThrow('which images')
  })
})

test('a cluster whose images have all gone elsewhere is none any more, and is back when that is undone', async () => {
  const [ct, mr] = kinds()
  await moveJob.run({ ...common, to: mr, where: modality('CT') }, WORK)
  expect(look((db) => loadClustering(db, name)).clusters.map(({ id }) => id)).not.toContain(ct)
  await expect(mergeJob.run({ ...common, clusters: [ct, mr] }, WORK)).rejects.toThrow(`has no cluster ${ct}`)
  await undoJob.run(common, WORK)
  expect(kinds()[0]).toBe(ct)
})

test('the method’s own clusters can be looked at, and not changed', async () => {
  const before = state()
  await mergeJob.run({ ...common, clusters: [0, 1] }, WORK)
  expect(state({ ...name, method: true } as typeof name)).toEqual(before)
  await expect(mergeJob.run({ ...common, run: '1.3@method', clusters: [0, 1] }, WORK)).rejects.toThrow(
    'as the method made it'
  )
})

test('the history tells what was done, by whom, and what was undone', async () => {
  await mergeJob.run({ ...common, clusters: [0, 1] }, WORK)
  await undoJob.run({ ...common, author: 'Bob' }, WORK)
  await rejectJob.run({ ...common, instances: [0] }, WORK)
  const history = await editHistoryJob.run({ catalogue, run: '1' }, WORK)
  expect(history.entries.map(({ author, words, isUndone }) => [author, words, isUndone])).toEqual([
    ['Ann', 'Merged clusters 0 and 1 into cluster 0.', true],
    ['Bob', 'Undone: Merged clusters 0 and 1 into cluster 0.', false],
    ['Ann', 'Rejected 1 image.', false]
  ])
  expect(history).toMatchObject({ last: 3, undo: 3, redo: null, changes: 1, authors: ['Ann'], rejected: 1 })
  await expect(redoJob.run(common, WORK)).rejects.toThrow('nothing to redo')
})

test('a change that was to follow another one is refused where somebody was faster', async () => {
  await mergeJob.run({ ...common, clusters: [0, 1], follows: 0 }, WORK)
  await expect(undoJob.run({ ...common, follows: 0 }, WORK)).rejects.toMatchObject({ code: 'edited-meanwhile' })
  await expect(undoJob.run({ ...common, follows: 1 }, WORK)).resolves.toMatchObject({ entry: 2 })
})

test('images that come later go where the method puts them, and to the part of a split that is nearest', async () => {
  const [ct, mr, cr] = kinds()
  const fewRows = [{ tag: 'Rows', operator: 'is' as const, range: { from: null, to: 101 } }]
  await splitJob.run({ ...common, cluster: ct, where: fewRows }, WORK)
  await rejectJob.run({ ...common, instances: [1] }, WORK)
  addInstances(
    catalogue,
    threeKinds(96)
      .slice(90)
      .map((header, i) => ({ ...header, SOPInstanceUID: `2.${i}` })),
    90
  )
  const report = await assignJob.run({ catalogue, run: '1.3' }, WORK)
  const [{ clusters }] = look((db) => [...assignedChunks(db, name)])
  expect([...clusters.slice(90, 96)].map((cluster) => (cluster === 3 ? ct : cluster))).toEqual([ct, mr, cr, ct, mr, cr])
  expect([...clusters.slice(0, 4)]).toEqual([3, UNASSIGNED, cr, ct])
  expect(report.clusters.map(({ id }) => id)).toEqual([0, 1, 2, 3])
})

function loadRunSample(db: Database) {
  const sample = db.prepare('SELECT sample FROM run WHERE id = 1').pluck().get() as Buffer
  return { sample: new Set(new Uint32Array(new Uint8Array(sample).buffer)) }
}
