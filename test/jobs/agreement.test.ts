import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { agreementJob } from '../../src/jobs/agreement.ts'
import { annotateJob, annotationHistoryJob, annotationsJob } from '../../src/jobs/annotate.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, threeKinds, WORK } from './archive.ts'

const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
let made: string
beforeAll(async () => {
  made = archive(threeKinds(30))
  await clusterJob.run(clusterParameters(made, { k: [3] }), WORK)
  await assignJob.run({ catalogue: made, run: '1' }, WORK)
})
beforeEach(() => copyFileSync(made, catalogue))

const name = (cluster: number, label: string, naming?: string, author?: string) =>
  annotateJob.run({ catalogue, run: '1.3', cluster, label, naming, author }, WORK)
const compare = (naming = 'second', other = '') =>
  agreementJob.run({ catalogue, run: '1.3', naming, with: other }, WORK)

test('a second reader sees neither the names of others nor their history', async () => {
  await name(0, 'Head')
  await name(0, 'Brain', 'second', 'ada')
  const listed = async (naming?: string) =>
    (await annotationsJob.run({ catalogue, run: '1.3', naming }, WORK)).annotations.map(({ label, author }) => [
      label,
      author
    ])
  expect(await listed('second')).toEqual([['Brain', 'ada']])
  expect((await listed()).map(([label]) => label)).toEqual(['Head'])
  const given = { catalogue, run: '1.3', cluster: 0, naming: 'second' }
  const { history } = await annotationHistoryJob.run(given, WORK)
  expect(history.map(({ label }) => label)).toEqual(['Brain'])
})

describe('of two namings', () => {
  test('clusters are compared that both named: kappa by clusters and by images', async () => {
    await name(0, 'Head', undefined, 'ada')
    await name(1, 'Knee', undefined, 'ada')
    await name(0, 'head ', 'second', 'bob')
    await name(1, 'Hip', 'second', 'bob')
    await name(2, 'Chest', 'second', 'bob')
    const found = await compare()
    expect(found).toMatchObject({
      clustering: '1.3',
      first: { naming: '', authors: ['ada'], named: 2 },
      second: { naming: 'second', authors: ['bob'], named: 3 },
      both: 2,
      agreed: 1,
      clusters: [
        { cluster: 0, images: 10, isSame: true },
        { cluster: 1, images: 10, isSame: false },
        { cluster: 2, images: 10, first: null, isSame: null }
      ]
    })
    // By hand: ½ of both agree; by chance ½ · ½ (Head), so (½ − ¼) / (1 − ¼) = ⅓; clusters have as many images each.
    expect(found.kappa!.kappa).toBeCloseTo(1 / 3, 12)
    expect(found.byImages).toMatchObject({ observed: 0.5 })
    expect(found.byImages!.kappa).toBeCloseTo(1 / 3, 12)
  })

  test('kappa is not defined where both use one name, and there is none where no cluster has two names', async () => {
    for (const cluster of [0, 1]) {
      await name(cluster, 'Head')
      await name(cluster, 'Head', 'second')
    }
    expect((await compare()).kappa).toMatchObject({ observed: 1, kappa: null })
    await name(0, '', 'second')
    await name(1, '', 'second')
    await name(2, 'Knee', 'second')
    expect(await compare()).toMatchObject({ both: 0, kappa: null, byImages: null })
  })

  test('two second readers are compared with each other', async () => {
    await name(0, 'Head', 'bob')
    await name(0, 'Brain', 'eve')
    expect(await compare('eve', 'bob')).toMatchObject({ both: 1, agreed: 0, first: { naming: 'bob' } })
  })

  test('a naming without any name is refused, naming those that there are', async () => {
    await name(0, 'Head', 'bob')
    await expect(compare('second', 'bob')).rejects.toMatchObject({
      code: 'unknown-naming',
      parameters: { naming: 'second', namings: ['bob'] }
    })
    await expect(compare('bob')).rejects.toMatchObject({ code: 'unknown-naming', parameters: { naming: '' } })
  })
})
