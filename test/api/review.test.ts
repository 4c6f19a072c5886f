import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Arguments, MethodName, Results } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { mergeJob, moveJob, rejectJob, undoJob } from '../../src/jobs/edit.ts'
import { archive, clusterParameters, threeKinds, unassign, withEmptyHeaders, WORK } from '../jobs/archive.ts'

const service = new Service()
let file: string
const ask = <M extends MethodName>(method: M, given: Arguments<M>, signal?: AbortSignal) =>
  service.answer(method, given, file, { signal }) as Promise<Results[M]>

type Queue = Results['review.queues']['queues'][number]['name']
const queues = (queue: Queue, clustering = '1') => ask('review.queues', { clustering, queue, limit: 100 })
const left = async (queue: Queue) => (await queues(queue)).rows.map(({ instance }) => instance)
const state = async (queue: Queue) => (await queues(queue)).queues.find(({ name }) => name === queue)!

/** CT, MR and CR in turn, in series of ten; the first image of the second series is a CT, as those of the first are. */
const SERIES = (i: number) => ({
  SeriesInstanceUID: `2.${Math.floor(i / 30)}.${i % 3}`,
  Rows: '100',
  ...(i === 1 ? { Modality: 'CT', BodyPartExamined: 'HEAD', SliceThickness: '1', KVP: '120' } : {})
})

describe('of an archive whose series are kinds', () => {
  beforeEach(async () => {
    file = archive(threeKinds(60, SERIES))
    await clusterJob.run(clusterParameters(file, { k: [3] }), WORK)
    await assignJob.run({ catalogue: file, run: '1' }, WORK)
  })

  const clusterOf = async (image: number): Promise<number> => {
    const page = { sort: 'instance', order: 'ascending', offset: 0, limit: 100 } as const
    const { rows } = await ask('clusters.members', { clustering: '1', cluster: null, ...page })
    return rows.find(({ instance }) => instance === image)!.cluster
  }

  test('one that is unlike its series is found, with the cluster of the others', async () => {
    const { assigned, most, isFused, rows } = await queues('series')
    expect([assigned, most, isFused]).toEqual([60, 50, false])
    const [ct, mr] = [await clusterOf(0), await clusterOf(4)]
    expect(rows).toMatchObject([
      { instance: 1, cluster: ct, suggested: mr, distance: 0, series: { others: 9, there: 9, cluster: mr } }
    ])
    expect(await state('series')).toEqual({ name: 'series', matching: 1, images: 1, left: 1, empty: null })
    expect(await state('nearest')).toEqual({ name: 'nearest', matching: 0, images: 0, left: 0, empty: 'none' })
  })

  test('what tells it from both medoids is told', async () => {
    const { rows } = await queues('series')
    const [{ instance, cluster, suggested }] = rows
    const found = await ask('review.between', { clustering: '1', instance, cluster, other: suggested })
    expect(found.own.distance).toBe(0)
    expect(found.differ[0]).toMatchObject({ image: 'CT', own: 'CT', other: 'MR', for: 'own' })
  })

  test('what somebody found right has left the queue, for good, until they take that back', async () => {
    const [{ instance, cluster }] = (await queues('series')).rows
    const marks = { clustering: '1.3', images: [{ instance, cluster }] }
    await ask('review.mark', { ...marks, isRight: true })
    expect(await state('series')).toMatchObject({ images: 1, left: 0, empty: 'done' })
    const other = new Service()
    const again = await other.answer('review.queues', { clustering: '1', queue: 'series', limit: 9 }, file)
    expect(again).toMatchObject({ rows: [] })
    await ask('review.mark', { ...marks, isRight: false })
    expect(await left('series')).toEqual([1])
  })

  test('what was found right in a cluster is not in another one', async () => {
    const [{ instance, suggested }] = (await queues('series')).rows
    await ask('review.mark', { clustering: '1.3', images: [{ instance, cluster: suggested! }], isRight: true })
    expect(await left('series')).toEqual([1])
  })

  test('an image that was moved or rejected has left the queues, and is back when that is undone', async () => {
    const [{ instance, suggested }] = (await queues('series')).rows
    const given = { catalogue: file, run: '1', where: [], instances: [instance] }
    await moveJob.run({ ...given, to: suggested! }, WORK)
    expect(await left('series')).toEqual([])
    await undoJob.run({ catalogue: file, run: '1' }, WORK)
    expect(await left('series')).toEqual([1])
    await rejectJob.run(given, WORK)
    expect(await left('series')).toEqual([])
    // The method's own clusters are what they were.
    expect((await queues('series', '1.3@method')).rows).toMatchObject([{ instance: 1 }])
  })

  test('an image that was moved against all tags is not asked about again', async () => {
    const to = await clusterOf(4)
    await moveJob.run({ catalogue: file, run: '1', where: [], instances: [0], to }, WORK)
    const { queues: states, rows } = await queues('nearest')
    expect(states[0]).toMatchObject({ matching: 1, images: 1, left: 0, empty: 'done' })
    expect(rows).toEqual([])
  })

  test('queues are those of the clusters as people left them, whose numbers have gaps', async () => {
    const [ct, mr, cr] = [await clusterOf(0), await clusterOf(4), await clusterOf(2)]
    await mergeJob.run({ catalogue: file, run: '1', clusters: [ct, mr], into: Math.max(ct, mr) }, WORK)
    expect(await left('series')).toEqual([])
    await mergeJob.run({ catalogue: file, run: '1', clusters: [Math.max(ct, mr), cr] }, WORK)
    expect(await state('series')).toMatchObject({ matching: 0, empty: 'one-cluster' })
    expect(await state('nearest')).toMatchObject({ matching: 0, empty: 'one-cluster' })
    expect(await state('farthest')).toMatchObject({ empty: 'none' })
  })

  test('images that are not there, and clusters as the method made them, are not marked', async () => {
    const mark = (clustering: string, instance: number) =>
      ask('review.mark', { clustering, images: [{ instance, cluster: 0 }], isRight: true })
    await expect(mark('1.3', 4_294_967_295)).rejects.toMatchObject({ code: 'no-such-instance' })
    await expect(mark('1.3@method', 0)).rejects.toMatchObject({ code: 'edit-impossible' })
    const between = { clustering: '1', cluster: 0, other: null }
    await expect(ask('review.between', { ...between, instance: 60 })).rejects.toMatchObject({
      code: 'no-such-instance'
    })
    await expect(ask('review.between', { ...between, instance: 0, cluster: 3 })).rejects.toMatchObject({
      code: 'unknown-cluster'
    })
  })

  test('before images are assigned there are no queues', async () => {
    unassign(file, '1.3')
    expect(await queues('nearest')).toMatchObject({ assigned: null, queues: [], rows: [] })
  })

  test('images stop being compared when nobody waits any more', async () => {
    const controller = new AbortController()
    const asked = ask('review.queues', { clustering: '1', queue: 'series', limit: 1 }, controller.signal)
    controller.abort()
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
    expect(await left('series')).toEqual([1])
  })
})

describe('of an archive with nearly empty headers', () => {
  beforeAll(async () => {
    file = archive(withEmptyHeaders(60))
    await clusterJob.run(clusterParameters(file, { k: [2], method: 'paper' }), WORK)
    await assignJob.run({ catalogue: file, run: '1' }, WORK)
  })

  test('images that are compared on few columns are found, and that no image has a series is said', async () => {
    const { columns, rows } = await queues('sparse')
    expect(columns).toBe(7)
    expect(new Set(rows.map((row) => row.columns))).toEqual(new Set([1]))
    expect(await state('series')).toMatchObject({ matching: 0, empty: 'no-series' })
  })
})

test('of three images, two of which are equal, none is worth a look', async () => {
  file = archive([
    ...[1, 2].map((i) => ({ SOPInstanceUID: `1.${i}`, Rows: '9', Modality: 'CT' })),
    { SOPInstanceUID: '1.3', Rows: '9', Modality: 'MR' }
  ])
  await clusterJob.run(clusterParameters(file, { k: [2] }), WORK)
  await assignJob.run({ catalogue: file, run: '1' }, WORK)
  for (const { name, left, empty } of (await queues('nearest')).queues) {
    expect([name, left, empty]).toEqual([name, 0, name === 'series' ? 'no-series' : 'none'])
  }
})
