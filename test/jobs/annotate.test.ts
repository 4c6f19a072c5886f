import { expect, test } from 'vitest'
import { annotateJob, annotationsJob } from '../../src/jobs/annotate.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { archive, clusterParameters, threeKinds, WORK } from './archive.ts'

test('a cluster has the last of its names; all of them are its history', async () => {
  const catalogue = archive(threeKinds(12))
  await clusterJob.run(clusterParameters(catalogue), WORK)
  const name = (cluster: number, label: string, note = '') =>
    annotateJob.run({ catalogue, run: '1', cluster, label, note }, WORK)
  await name(2, 'Knee')
  await name(0, 'Head', 'without contrast')
  const { clustering, history } = await name(2, 'Knee, sagittal')
  expect(clustering).toBe('1.3')
  expect(history.map(({ cluster, label }) => [cluster, label])).toEqual([
    [2, 'Knee'],
    [2, 'Knee, sagittal']
  ])
  const names = async () => {
    const report = await annotationsJob.run({ catalogue, run: '1' }, WORK)
    return report.annotations.map(({ cluster, label, note }) => [cluster, label, note])
  }
  expect(await names()).toEqual([
    [0, 'Head', 'without contrast'],
    [2, 'Knee, sagittal', '']
  ])
  await name(0, '')
  expect(await names()).toEqual([[2, 'Knee, sagittal', '']])
})
