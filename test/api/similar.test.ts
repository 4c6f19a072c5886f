import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Arguments, MethodName, Results } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { trainJob } from '../../src/jobs/train.ts'
import { vectorsJob } from '../../src/jobs/vectors.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, removeInstances, threeKinds, WORK } from '../jobs/archive.ts'

const service = new Service()
const asking =
  (file: () => string) =>
  <M extends MethodName>(method: M, given: Arguments<M>, signal?: AbortSignal) =>
    service.answer(method, given, file(), { signal }) as Promise<Results[M]>

const TAGS = { by: 'tags', weight: 0.25, count: 5 } as const

describe('of headers', () => {
  let file: string
  const ask = asking(() => file)
  beforeAll(async () => {
    file = archive(threeKinds(30))
    await clusterJob.run(clusterParameters(file, { k: [2, 3] }), WORK)
  })

  test('similar images come with what tells them apart, and why is told of each', async () => {
    const found = await ask('similar.images', { of: { instance: 0 }, run: '1.3', ...TAGS })
    expect(found).toMatchObject({ by: 'tags', run: 1, model: null })
    expect(found.rows).toHaveLength(5)
    expect(found.rows[0]).toMatchObject({
      instance: 15,
      distance: 0,
      tags: 0,
      pixels: null,
      modality: 'CT',
      bodyPart: 'HEAD'
    })
    const why = await ask('similar.why', { of: { instance: 0 }, other: 1 })
    expect(why.differ).toContainEqual(expect.objectContaining({ name: 'Modality', query: 'CT', value: 'MR' }))
    // An MR image has no KVP.
    expect([found.rows[0].columns, why.shared, why.columns]).toEqual([{ shared: 5, of: 5 }, 4, 5])
  })

  test('images that are removed meanwhile are not found any more, and are not asked about', async () => {
    file = archive(threeKinds(30))
    await clusterJob.run(clusterParameters(file), WORK)
    const before = await ask('similar.images', { of: { instance: 0 }, ...TAGS })
    expect(before.rows[0].instance).toBe(15)
    removeInstances(file, 15)
    const after = await ask('similar.images', { of: { instance: 0 }, ...TAGS })
    expect(after.rows.some(({ instance }) => instance === 15)).toBe(false)
    await expect(ask('similar.images', { of: { instance: 15 }, ...TAGS })).rejects.toMatchObject({
      code: 'no-such-instance'
    })
  })

  test('stop when nobody waits for them any more, and are there the next time', async () => {
    const given = { of: { instance: 0 }, ...TAGS }
    await expect(ask('similar.images', given, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
    expect((await ask('similar.images', given)).rows).toHaveLength(5)
  })

  test('need an image, or a file, and a run', async () => {
    await expect(ask('similar.images', { of: {} as never, ...TAGS })).rejects.toMatchObject({
      code: 'invalid-arguments'
    })
    await expect(ask('similar.file', { file: '/nowhere/at/all' })).rejects.toMatchObject({ code: 'unknown-image' })
    file = archive(threeKinds(3))
    await expect(ask('similar.images', { of: { instance: 0 }, ...TAGS })).rejects.toMatchObject({ code: 'no-run-yet' })
  })
})

test('of files and vectors: a file that a person chose, with its picture, and vectors that are stored while the window is open', async () => {
  const folder = temporaryFolder()
  const catalogue = join(folder, 'c.sqlite')
  const ask = asking(() => catalogue)
  const { files } = { files: await writePhantom(join(folder, 'archive'), { images: 60, seed: 4, size: 32 }) }
  expect(files.images).toBe(60)
  await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, WORK)
  await clusterJob.run(clusterParameters(catalogue, { k: [3] }), WORK)
  const { path } = await ask('images.place', { instance: 3 })
  const file = await ask('similar.file', { file: path })
  expect(file).toMatchObject({ path, instance: 3 })
  expect('grey' in file.picture && Buffer.from(file.picture.grey, 'base64')).toHaveLength(128 * 128)

  const byPixels = { of: { file: path }, by: 'pixels', weight: 0.5, count: 3 } as const
  await expect(ask('similar.images', byPixels)).rejects.toMatchObject({ code: 'no-stored-vectors' })
  await trainJob.run(
    { catalogue, where: [], images: 16, epochs: 1, architecture: 'compact', backend: 'wasm', seed: 1 },
    WORK
  )
  await vectorsJob.run({ catalogue, backend: 'wasm' }, WORK)
  const found = await ask('similar.images', byPixels)
  expect(found).toMatchObject({ run: null, model: { id: 1 } })
  expect(found.rows[0].instance).toBe(3)
  const both = await ask('similar.images', { ...byPixels, of: { instance: 3 }, by: 'both' })
  expect(both).toMatchObject({ run: 1, model: { id: 1 } })
  expect(both.rows.every(({ tags, pixels }) => tags !== null && pixels !== null)).toBe(true)
  service.release(catalogue)
})
