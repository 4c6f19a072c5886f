import { beforeAll, expect, test } from 'vitest'
import type { Arguments, MethodName, Results } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { suggest } from '../../src/jobs/definitions/suggest.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { suggestJob } from '../../src/jobs/suggest.ts'
import { archive, clusterParameters, removeInstances, threeKinds, WORK } from '../jobs/archive.ts'

const service = new Service()
let file: string
const ask = <M extends MethodName>(method: M, given: Arguments<M>) =>
  service.answer(method, given, file, {}) as Promise<Results[M]>

/** CT of the head, MR of the knee and CR of the chest in turn, in series of three; 0 has no body part, 3 and 6 a wrong one. */
const headers = threeKinds(90, (i) => ({ SeriesInstanceUID: `9.${i % 3}.${Math.floor(i / 9)}` }))
const [none, knee, chest] = [undefined, 'KNEE', 'CHEST']
headers[0].BodyPartExamined = none
headers[3].BodyPartExamined = knee
headers[6].BodyPartExamined = chest

beforeAll(async () => {
  file = archive(headers)
  await suggestJob.run({ ...withDefaults(suggest.parameters, { tag: 'BodyPartExamined' }), catalogue: file }, WORK)
})

test('suggestions are listed with how well they hold, and come in pages, by margin', async () => {
  const [run] = await ask('suggestions.runs', {})
  expect(run).toMatchObject({ id: 1, report: { tag: 'BodyPartExamined', images: 90, keptTogether: 'series' } })
  const missing = await ask('suggestions.page', { run: 1, kind: 'missing', offset: 0, limit: 10 })
  expect(missing).toMatchObject({
    total: 1,
    rows: [{ place: 0, instance: 0, images: 1, present: null, suggested: 'HEAD', isLive: true }]
  })
  const wrong = await ask('suggestions.page', { run: 1, kind: 'wrong', offset: 0, limit: 10 })
  expect(wrong.rows.map(({ present, suggested }) => [present, suggested]).sort()).toEqual([
    ['CHEST', 'HEAD'],
    ['KNEE', 'HEAD']
  ])
  const pair = { present: 'KNEE', suggested: 'HEAD' }
  const some = await ask('suggestions.page', { run: 1, kind: 'wrong', pair, offset: 0, limit: 10 })
  expect([some.total, some.rows[0].instance]).toEqual([1, 3])
})

test('pairs of values are counted', async () => {
  expect(await ask('suggestions.pairs', { run: 1 })).toEqual([
    { kind: 'missing', present: null, suggested: 'HEAD', series: 1, images: 1 },
    { kind: 'wrong', present: 'CHEST', suggested: 'HEAD', series: 1, images: 1 },
    { kind: 'wrong', present: 'KNEE', suggested: 'HEAD', series: 1, images: 1 }
  ])
})

test('the images of a suggestion, of several and of a pair are those of its series with the same value', async () => {
  expect(await ask('suggestions.images', { run: 1, kind: 'missing', places: [0] })).toEqual({
    instances: [0],
    total: 1
  })
  const pair = { present: 'KNEE', suggested: 'HEAD' }
  expect(await ask('suggestions.images', { run: 1, kind: 'wrong', pair })).toEqual({ instances: [3], total: 1 })
  expect(await ask('suggestions.images', { run: 1, kind: 'wrong' })).toEqual({ instances: [3, 6], total: 2 })
})

test('why tells of features, and of the nearest images once there is a run', async () => {
  const before = await ask('suggestions.why', { run: 1, kind: 'missing', place: 0 })
  expect(before).toMatchObject({ run: null, nearest: [], suggestion: { suggested: 'HEAD' } })
  expect(before.suggestion.why[0].contribution).toBeGreaterThan(0)
  await clusterJob.run(clusterParameters(file, { k: [3] }), WORK)
  const after = await ask('suggestions.why', { run: 1, kind: 'missing', place: 0 })
  expect(after.run).toBe(1)
  expect(after.nearest).toHaveLength(8)
  // Those that are like it but for the body part are CT images of the head.
  expect(after.nearest.filter(({ value }) => value === 'HEAD').length).toBeGreaterThan(4)
})

test('suggestions are told apart by what was decided about them', async () => {
  file = archive(headers)
  await suggestJob.run({ ...withDefaults(suggest.parameters, { tag: 'BodyPartExamined' }), catalogue: file }, WORK)
  const tag = 'BodyPartExamined'
  await ask('corrections.decide', { tag, kind: 'accept', value: 'HEAD', scope: 'image', instances: [3] })
  await ask('corrections.decide', { tag, kind: 'skip', value: 'HEAD', scope: 'image', instances: [6] })
  const wrong = { run: 1, kind: 'wrong', offset: 0, limit: 10 } as const
  const all = await ask('suggestions.page', wrong)
  expect(all).toMatchObject({ total: 2, decided: { none: 0, accept: 1, reject: 0, skip: 1 } })
  expect((await ask('suggestions.page', { ...wrong, state: 'none' })).rows).toEqual([])
  const accepted = await ask('suggestions.page', { ...wrong, state: 'accept' })
  expect([accepted.total, accepted.rows[0].instance]).toEqual([1, 3])

  // The image has the suggested value now, by which it is found again.
  const pair = { present: 'KNEE', suggested: 'HEAD' }
  const images = { run: 1, kind: 'wrong', pair } as const
  expect(await ask('suggestions.images', { ...images, state: 'none' })).toEqual({ instances: [], total: 0 })
  expect(await ask('suggestions.images', { ...images, state: 'accept' })).toEqual({ instances: [3], total: 1 })
})

test('a spelling that no code string can have is suggested as one that can be accepted, and the other can be rejected', async () => {
  file = archive(
    headers.map((header) => (header.BodyPartExamined === 'HEAD' ? { ...header, BodyPartExamined: 'head' } : header))
  )
  const tag = 'BodyPartExamined'
  await suggestJob.run({ ...withDefaults(suggest.parameters, { tag }), catalogue: file }, WORK)
  const { rows } = await ask('suggestions.page', { run: 1, kind: 'missing', offset: 0, limit: 10 })
  expect(rows[0]).toMatchObject({ instance: 0, suggested: 'HEAD' })
  const about = { tag, scope: 'image' as const, instances: [0] }
  const accepted = await ask('corrections.decide', { ...about, kind: 'accept', value: 'HEAD' })
  expect(accepted.progress).toMatchObject({ accepted: 1, corrected: 1 })
  const rejected = await ask('corrections.decide', { ...about, kind: 'reject', value: 'head' })
  expect(rejected.progress).toMatchObject({ rejected: 1, corrected: 0 })
})

test('images that are removed meanwhile are told, and are not among those that are decided about', async () => {
  file = archive(headers)
  await suggestJob.run({ ...withDefaults(suggest.parameters, { tag: 'BodyPartExamined' }), catalogue: file }, WORK)
  removeInstances(file, 0)
  const { rows } = await ask('suggestions.page', { run: 1, kind: 'missing', offset: 0, limit: 10 })
  expect(rows[0].isLive).toBe(false)
  expect(await ask('suggestions.images', { run: 1, kind: 'missing' })).toEqual({ instances: [], total: 0 })
})

test('a run that is not there any more is said to be gone', async () => {
  const asked = { run: 7, kind: 'missing', offset: 0, limit: 10 } as const
  await expect(ask('suggestions.page', asked)).rejects.toMatchObject({ code: 'unknown-suggestions' })
})
