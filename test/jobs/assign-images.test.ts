import { describe, expect, test } from 'vitest'
import { assignedChunks, assignedClusterings } from '../../src/core/catalogue/runs.ts'
import { CancelledError } from '../../src/core/errors.ts'
import type { ClusterParameters } from '../../src/jobs/definitions/cluster.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob, isAssignedAtOnce } from '../../src/jobs/cluster.ts'
import { cutJob } from '../../src/jobs/cut.ts'
import { archive, clusterParameters, lookInto, removeInstances, threeKinds, unassign, WORK } from './archive.ts'

const chunks = (file: string, k: number, run = 1) => lookInto(file, (db) => [...assignedChunks(db, { run, k })])
const assignedKs = (file: string) => lookInto(file, (db) => assignedClusterings(db).map(({ k }) => k))

/** As `medoid assign` gives them, after what the clustering itself gave them is gone. */
async function assignedAgain(file: string, k: number): Promise<ReturnType<typeof chunks>> {
  unassign(file, `1.${k}`)
  expect(chunks(file, k)).toEqual([])
  await assignJob.run({ catalogue: file, run: `1.${k}` }, WORK)
  return chunks(file, k)
}

describe('a small archive', () => {
  const ways: [string, Partial<ClusterParameters>][] = [
    ['a sample of some of its images', { sample: 30 }],
    ['a sample of all of them', { sample: 5000 }],
    ['some of them by a condition', { sample: 30, where: [{ tag: 'Modality', operator: 'is-not', value: 'CR' }] }],
    ['branches of a tree', { sample: 30, algorithm: 'average' }]
  ]
  test.each(ways)('has all images assigned to every K at once, as assigning does it: %s', async (_, asked) => {
    const file = archive([...threeKinds(90, (i) => ({ StationName: `ST${i % 11}` })), { Modality: 'SR' }])
    removeInstances(file, 7)
    const { assigned, images } = await clusterJob.run(clusterParameters(file, { k: [2, 3, 20], ...asked }), WORK)
    expect(assigned).toBe(images)
    expect(assignedKs(file)).toEqual([2, 3, 20])
    for (const k of [2, 3, 20]) {
      const atOnce = chunks(file, k)
      expect(await assignedAgain(file, k)).toEqual(atOnce)
    }
  })

  test('has them assigned in several passes where there are many medoids, with the same clusters', async () => {
    const file = archive(threeKinds(700, (i) => ({ StationName: `ST${i}` })))
    await clusterJob.run(clusterParameters(file, { k: [400, 500, 600], restarts: 1 }), WORK)
    for (const k of [400, 600]) {
      const atOnce = chunks(file, k)
      expect(await assignedAgain(file, k)).toEqual(atOnce)
    }
  })

  test('has them assigned to a new cut of its tree, too', async () => {
    const file = archive(threeKinds(60))
    await clusterJob.run(clusterParameters(file, { k: [3], sample: 20, algorithm: 'ward' }), WORK)
    await cutJob.run({ catalogue: file, run: '1', k: 5 }, WORK)
    const atOnce = chunks(file, 5)
    expect(await assignedAgain(file, 5)).toEqual(atOnce)
  })

  test('has neither a run nor assigned images where assigning is cancelled', async () => {
    const file = archive(threeKinds(60))
    const controller = new AbortController()
    const onProgress = ({ stage }: { stage: string }): void => {
      if (stage === 'Assigning images') controller.abort()
    }
    const work = { signal: controller.signal, onProgress }
    await expect(clusterJob.run(clusterParameters(file), work)).rejects.toThrow(CancelledError)
    expect(lookInto(file, (db) => db.prepare('SELECT count(*) FROM run').pluck().get())).toBe(0)
    expect(assignedKs(file)).toEqual([])
  })
})

test('up to 20,000 images are assigned at once, and more where all of them are the sample', () => {
  const some = (length: number) => ({ length })
  expect(isAssignedAtOnce(some(5000), some(20_000))).toBe(true)
  expect(isAssignedAtOnce(some(5000), some(20_001))).toBe(false)
  expect(isAssignedAtOnce(some(30_000), some(30_000))).toBe(true)
})

test('of a large archive nothing is assigned', async () => {
  const file = archive(threeKinds(20_001))
  const { assigned } = await clusterJob.run(clusterParameters(file, { sample: 20 }), WORK)
  expect([assigned, assignedKs(file)]).toEqual([null, []])
})
