import { expect, test } from 'vitest'
import { loadRun } from '../../src/core/catalogue/runs.ts'
import { Random } from '../../src/core/random.ts'
import { reading } from '../../src/jobs/catalogues.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { Clusterer } from '../../src/jobs/clusterer.ts'
import { archive, clusterParameters, threeKinds, WORK } from './archive.ts'

const stability = (catalogue: string, told: number[] = []): Promise<number | null> =>
  reading(catalogue, (reader) => {
    const run = loadRun(reader.db, 1)
    const work = { onProgress: ({ done }: { done: number }) => void told.push(done) }
    return new Clusterer(reader, run, 3, null, work).stability(run.sample)
  })

test('where there is one way to cluster, five seeds agree', async () => {
  const catalogue = archive(threeKinds(60))
  await clusterJob.run(clusterParameters(catalogue), WORK)
  const told: number[] = []
  expect(await stability(catalogue, told)).toBe(1)
  expect(told).toEqual([0, 1, 2, 3, 4, 5])
})

test('where there are no clusters, they do not', async () => {
  const random = new Random(1, 1)
  const of = (...values: string[]) => values[random.below(values.length)]
  const nothing = Array.from({ length: 60 }, (_, i) => ({
    SOPInstanceUID: `1.${i}`,
    Modality: of('CT', 'MR', 'CR'),
    BodyPartExamined: of('HEAD', 'KNEE', 'CHEST'),
    SliceThickness: of('1', '2', '3', '4'),
    KVP: of('80', '100', '120'),
    Rows: of('128', '256', '512')
  }))
  const catalogue = archive(nothing)
  await clusterJob.run(clusterParameters(catalogue, { restarts: 1, method: 'paper' }), WORK)
  // What five sweeps with seeds 1 to 5 gave; equal seeds would give 1.
  expect(await stability(catalogue)).toBeCloseTo(0.7512893479532619, 12)
})

test.each(['pam', 'ward'])('%s makes no random choice: there is nothing to compare', async (algorithm) => {
  const catalogue = archive(threeKinds(60))
  await clusterJob.run(clusterParameters(catalogue, { algorithm }), WORK)
  expect(await stability(catalogue)).toBeNull()
})

test("FasterPAM from Ward's medoids is judged by its random starts", async () => {
  const catalogue = archive(threeKinds(60))
  await clusterJob.run(clusterParameters(catalogue, { algorithm: 'fasterpam-ward' }), WORK)
  expect(await stability(catalogue)).toBe(1)
})
