import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Arguments, MethodName, Results } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { mergeJob, moveJob, redoJob, rejectJob, undoJob } from '../../src/jobs/edit.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, removeInstances, threeKinds, unassign, WORK } from '../jobs/archive.ts'

/** 30 images: CT at 0, 3, 6, …, MR at 1, 4, 7, …, CR at 2, 5, 8, …, each kind a cluster of `1.3`. */
let made: string
let file: string
let common: { catalogue: string; run: string; where: [] }
const CLUSTERING = { clustering: '1.3' }

const service = new Service()
const ask = <M extends MethodName>(method: M, given: Arguments<M>) =>
  service.answer(method, given, file) as Promise<Results[M]>
const rejected = (offset = 0, limit = 100, clustering = '1.3') =>
  ask('clusterings.rejected', { clustering, offset, limit })

beforeAll(async () => {
  made = archive(threeKinds(30))
  await clusterJob.run(clusterParameters(made, { k: [3] }), WORK)
  await assignJob.run({ catalogue: made, run: '1.3' }, WORK)
})
beforeEach(() => {
  file = join(temporaryFolder(), 'c.sqlite')
  copyFileSync(made, file)
  common = { catalogue: file, run: '1.3', where: [] }
})

describe('clusterings.edits', () => {
  test('of a clustering that nobody changed is empty, also where its images are not assigned', async () => {
    const nothing = {
      ...CLUSTERING,
      entries: [],
      last: 0,
      undo: null,
      redo: null,
      changes: 0,
      authors: [],
      rejected: 0,
      names: []
    }
    expect(await ask('clusterings.edits', CLUSTERING)).toEqual(nothing)
    unassign(file, '1.3')
    expect(await ask('clusterings.edits', CLUSTERING)).toEqual(nothing)
  })

  test('tells what was done and by whom, what is undone, and what can be undone and redone', async () => {
    await rejectJob.run({ ...common, author: 'Ann', instances: [0, 1] }, WORK)
    await moveJob.run({ ...common, author: 'Bob', new: true, instances: [4] }, WORK)
    await undoJob.run({ ...common, author: 'Ann' }, WORK)
    const { entries, ...rest } = await ask('clusterings.edits', CLUSTERING)
    expect(entries.map(({ entry, author, kind, words, isUndone }) => [entry, author, kind, words, isUndone])).toEqual([
      [1, 'Ann', 'move', 'Rejected 2 images.', false],
      [2, 'Bob', 'move', 'Moved 1 image to the new cluster 3.', true],
      [3, 'Ann', 'undo', 'Undone: Moved 1 image to the new cluster 3.', false]
    ])
    expect(rest).toEqual({
      ...CLUSTERING,
      last: 3,
      undo: 1,
      redo: 2,
      changes: 1,
      authors: ['Ann'],
      rejected: 2,
      names: []
    })
    await redoJob.run(common, WORK)
    expect(await ask('clusterings.edits', CLUSTERING)).toMatchObject({ last: 4, undo: 2, redo: null, changes: 2 })
  })

  test('of the method’s own clusters is the history of the clustering, of one that is not there an error', async () => {
    await mergeJob.run({ ...common, clusters: [0, 1] }, WORK)
    const entries = [{ words: 'Merged clusters 0 and 1 into cluster 0.' }]
    expect(await ask('clusterings.edits', { clustering: '1.3@method' })).toMatchObject({ ...CLUSTERING, entries })
    await expect(ask('clusterings.edits', { clustering: '1.9' })).rejects.toMatchObject({ code: 'unknown-clustering' })
  })
})

describe('clusterings.rejected', () => {
  test('are pages of the images that are rejected, with where the method had put them', async () => {
    expect(await rejected()).toEqual({ total: 0, rows: [] })
    const { rows: members } = await ask('clusters.members', {
      ...CLUSTERING,
      cluster: null,
      sort: 'instance',
      order: 'ascending',
      offset: 0,
      limit: 100
    })
    const before = (instance: number) => members.find((each) => each.instance === instance)!
    await rejectJob.run({ ...common, instances: [7, 0, 20] }, WORK)
    const first = await rejected(0, 2)
    expect(first).toMatchObject({ total: 3, rows: [{ instance: 0 }, { instance: 7 }] })
    expect(first.rows.map(({ header }) => header)).toEqual([
      { modality: 'CT', bodyPart: 'HEAD', seriesDescription: '' },
      { modality: 'MR', bodyPart: 'KNEE', seriesDescription: '' }
    ])
    expect(first.rows.map(({ distance }) => distance)).toEqual([0, 7].map((each) => before(each).distance))
    expect(await rejected(2, 2)).toMatchObject({ total: 3, rows: [{ instance: 20 }] })
    expect(await rejected(4, 2)).toEqual({ total: 3, rows: [] })
    // CT, MR and CR were three clusters.
    expect(new Set((await rejected()).rows.map(({ cluster }) => cluster)).size).toBe(3)
    expect(await rejected(0, 100, '1.3@method')).toEqual({ total: 0, rows: [] })
    await expect(rejected(0, 100, '2')).rejects.toMatchObject({ code: 'unknown-run' })
  })

  test('are fewer once one is moved back, and once the file of one is gone, and none when that is undone', async () => {
    await rejectJob.run({ ...common, instances: [0, 1, 2] }, WORK)
    expect((await rejected()).total).toBe(3)
    const [{ cluster }] = (await rejected()).rows
    await moveJob.run({ ...common, to: cluster, instances: [0] }, WORK)
    expect((await rejected()).rows.map(({ instance }) => instance)).toEqual([1, 2])
    removeInstances(file, 1)
    expect((await rejected()).rows.map(({ instance }) => instance)).toEqual([2])
    await undoJob.run(common, WORK)
    await undoJob.run(common, WORK)
    expect(await rejected()).toEqual({ total: 0, rows: [] })
  })
})

describe('clusters.chosen', () => {
  const chosen = (given: Partial<Arguments<'clusters.chosen'>>) =>
    ask('clusters.chosen', { ...CLUSTERING, cluster: null, ...given })
  const CT = { tag: 'Modality', value: 'CT' }

  test('are the images of a cluster, or of all, for which every condition holds', async () => {
    expect(await chosen({})).toEqual({ ...CLUSTERING, total: 30, instances: [...Array(30).keys()] })
    const fewRows = { tag: 'Rows', from: 100, to: 102 }
    // Rows are 100 + i mod 5.
    expect(await chosen({ among: [CT, fewRows] })).toMatchObject({ total: 4, instances: [0, 6, 15, 21] })
    const [{ id }] = (await ask('clusterings.report', CLUSTERING)).clusters
    const { instances } = await chosen({ cluster: id })
    expect(instances).toHaveLength(10)
    expect(new Set(instances.map((each) => each % 3)).size).toBe(1)
  })

  test('follow changes: rejected images are in none, and nobody is in a cluster that was merged away', async () => {
    await mergeJob.run({ ...common, clusters: [0, 1], into: 0 }, WORK)
    await rejectJob.run({ ...common, instances: [0, 3] }, WORK)
    expect(await chosen({ among: [CT] })).toMatchObject({ total: 8, instances: [6, 9, 12, 15, 18, 21, 24, 27] })
    expect(await chosen({ cluster: 1 })).toMatchObject({ total: 0, instances: [] })
    expect(await chosen({ clustering: '1.3@method', cluster: 1 })).toMatchObject({ total: 10 })
  })

  test('are those of the sample where the others are not assigned yet', async () => {
    unassign(file, '1.3')
    expect(await chosen({ among: [CT] })).toMatchObject({ total: 10 })
  })

  test('are no more than a job takes, with how many there are', async () => {
    file = archive(threeKinds(100_002))
    await clusterJob.run(clusterParameters(file, { k: [3], sample: 30 }), WORK)
    await assignJob.run({ catalogue: file, run: '1.3' }, WORK)
    const { total, instances } = await chosen({})
    expect(total).toBe(100_002)
    expect(instances).toHaveLength(100_000)
    expect(instances.at(-1)).toBe(99_999)
    common = { ...common, catalogue: file }
    await expect(rejectJob.run({ ...common, instances }, WORK)).resolves.toMatchObject({ rejected: 100_000 })
  })

  test('by what is not there are refused', async () => {
    await expect(chosen({ among: [{ tag: 'Nothing', value: '' }] })).rejects.toMatchObject({ code: 'unknown-tag' })
    await expect(chosen({ among: [{ selection: 9 }] })).rejects.toMatchObject({ code: 'unknown-selection' })
    await expect(chosen({ clustering: '1.9' })).rejects.toMatchObject({ code: 'unknown-clustering' })
  })
})
