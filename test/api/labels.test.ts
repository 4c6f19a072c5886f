import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Arguments, MemberFilter, MethodName, Results } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { systemUser } from '../../src/core/author.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { importLabelsJob } from '../../src/jobs/label-sets.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, threeKinds, WORK } from '../jobs/archive.ts'

const service = new Service()
let file: string
const ask = <M extends MethodName>(method: M, given: Arguments<M>) =>
  service.answer(method, given, file) as Promise<Results[M]>

beforeAll(async () => {
  file = archive(threeKinds(30))
  await clusterJob.run(clusterParameters(file, { k: [3] }), WORK)
  await assignJob.run({ catalogue: file, run: '1.3' }, WORK)
  // CT at 0, 3, 6, …; of these 3 is called MR, and 6 has no label.
  const truth = join(temporaryFolder(), 'truth.csv')
  const rows = [...Array(30).keys()]
    .filter((i) => i !== 6)
    .map((i) => `1.${i},${i === 3 ? 'MR' : ['CT', 'MR', 'CR'][i % 3]}`)
  writeFileSync(truth, ['SOPInstanceUID,kind', ...rows, ''].join('\n'))
  await importLabelsJob.run({ catalogue: file, file: truth, key: 'SOPInstanceUID', conflicts: 'refuse' }, WORK)
})

const CLUSTERING = { clustering: '1.3' }

test('images are chosen by a label from elsewhere, by having none, and by one that is not that of their cluster', async () => {
  const page = { ...CLUSTERING, cluster: null, sort: 'instance', order: 'ascending', offset: 0, limit: 100 } as const
  const chosen = async (labelled: MemberFilter['labelled']) =>
    (await ask('clusters.members', { ...page, among: [{ labelled }] })).rows.map(({ instance }) => instance)
  expect(await chosen({ set: 1, label: 'CT' })).toEqual([0, 9, 12, 15, 18, 21, 24, 27])
  expect(await chosen({ set: 1, label: '' })).toEqual([6])
  expect(await chosen({ set: 1, disagrees: true })).toEqual([3])
  await expect(chosen({ set: 2, label: 'CT' })).rejects.toMatchObject({ code: 'unknown-label-set' })
})

test('labels stand beside the clusters; they are removed and restored', async () => {
  const [set] = await ask('labelSets.list', {})
  expect(set).toMatchObject({ id: 1, name: 'truth', images: 29, unlabelled: 1, origin: { column: 'kind' } })
  expect(await ask('labelSets.compare', { ...CLUSTERING, id: 1 })).toMatchObject({ images: 29, disagreeing: 1 })
  expect((await ask('labelSets.remove', { id: 1 })).sets).toEqual([])
  expect((await ask('labelSets.restore', { id: 1 })).sets).toEqual([set])
})

test('a second reader sees neither names of others, nor the suggested ones, nor what their keys give', async () => {
  const put = (label: string, given: { naming?: string; author?: string }) =>
    ask('annotations.put', { ...CLUSTERING, labels: [{ cluster: 0, label }], ...given })
  expect((await put('Head', {})).changes[0].now).toMatchObject({ author: systemUser(), naming: '' })
  const blind = { ...CLUSTERING, naming: 'second' }
  const before = (await ask('clusterings.report', blind)).clusters
  expect(before.map(({ annotation, suggestedLabel }) => [annotation, suggestedLabel])).toEqual([
    [null, 'cluster 0'],
    [null, 'cluster 1'],
    [null, 'cluster 2']
  ])
  const given = await put('Brain', { naming: 'second', author: 'Ada' })
  expect(given).toMatchObject({ naming: 'second', keys: [{ label: 'Brain' }], changes: [{ now: { author: 'Ada' } }] })
  expect((await ask('annotations.keys', {})).map(({ label }) => label)).toEqual(['Head'])
  expect((await ask('annotations.history', { ...blind, cluster: 0 })).map(({ label }) => label)).toEqual(['Brain'])
  expect((await ask('clusterings.report', CLUSTERING)).clusters[0].annotation?.label).toBe('Head')
  expect(await ask('namings.list', CLUSTERING)).toEqual(['', 'second'])
  expect(await ask('namings.compare', { ...CLUSTERING, first: '', second: 'second' })).toMatchObject({
    both: 1,
    agreed: 0,
    second: { authors: ['Ada'] }
  })
})
