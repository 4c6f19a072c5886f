import { beforeEach, describe, expect, test } from 'vitest'
import { Service } from '../../src/api/service.ts'
import type { Arguments, MethodName, Results } from '../../src/api/contract.ts'
import { archive } from '../jobs/archive.ts'

/** Six images of heads in three series, then six of knees. */
let file: string
const service = new Service()
const ask = <M extends MethodName>(method: M, given: Arguments<M>) =>
  service.answer(method, given, file) as Promise<Results[M]>

beforeEach(() => {
  file = archive(
    Array.from({ length: 12 }, (_, i) => ({
      SOPInstanceUID: `1.8.${i}`,
      Rows: '8',
      Modality: i < 6 ? 'CT' : 'MR',
      BodyPartExamined: i < 6 ? 'HEAD' : 'KNEE',
      SeriesInstanceUID: `1.9.${i >> 1}`
    }))
  )
})

const TAG = { tag: 'BodyPartExamined' }
const distribution = async () => {
  const { values } = await ask('tags.distribution', { tag: '(0018,0015)', path: '', creator: '', limit: 10 })
  return values.map(({ value, count }) => [value, count])
}

describe('corrections.decide', () => {
  test('an accepted value is there for everything that is asked next', async () => {
    expect(await distribution()).toEqual([
      ['HEAD', 6],
      ['KNEE', 6]
    ])
    const answer = await ask('corrections.decide', {
      ...TAG,
      kind: 'accept',
      value: 'SKULL',
      scope: 'image',
      instances: [3]
    })
    expect(answer).toMatchObject({
      entry: 1,
      decision: { images: 1, found: [{ value: 'HEAD', images: 1 }] },
      progress: { accepted: 1, rejected: 0, skipped: 0, corrected: 1, last: 1, undo: 1, redo: null }
    })
    expect(await distribution()).toEqual([
      ['KNEE', 6],
      ['HEAD', 5],
      ['SKULL', 1]
    ])
  })

  test('of a series, and of all that satisfy conditions', async () => {
    const series = await ask('corrections.decide', {
      ...TAG,
      kind: 'reject',
      value: 'SKULL',
      scope: 'series',
      instances: [3]
    })
    expect(series.decision).toMatchObject({ images: 2, scope: 'series' })
    const alike = await ask('corrections.decide', {
      ...TAG,
      kind: 'accept',
      value: 'LEG',
      scope: 'alike',
      where: [{ tag: 'Modality', operator: 'is', value: 'MR' }]
    })
    expect(alike.progress).toMatchObject({ accepted: 6, rejected: 2, corrected: 6 })
    expect(await ask('corrections.decided', { ...TAG, instances: [7, 0, 2, 3] })).toEqual([
      'accept',
      'none',
      'reject',
      'reject'
    ])
  })

  test.each([
    ['a value that no code string may have', { ...TAG, value: 'head of somebody' }, 'correction-impossible'],
    ['a tag that tells of a person', { tag: 'SeriesInstanceUID', value: '1.2' }, 'correction-impossible'],
    ['the tag by which instances are images', { tag: 'Rows', value: '9' }, 'correction-impossible'],
    ['a tag that is not there', { tag: 'Manufacturer', value: 'X' }, 'unknown-tag'],
    ['an image that is not there', { ...TAG, value: 'SKULL', instances: [12] }, 'no-such-instance'],
    ['a history that somebody else went on with', { ...TAG, value: 'SKULL', follows: 7 }, 'corrected-meanwhile']
  ])('%s is refused, and nothing is decided', async (_what, given, code) => {
    const asked = { kind: 'accept' as const, scope: 'image' as const, instances: [0], ...given }
    await expect(ask('corrections.decide', asked)).rejects.toMatchObject({ code })
    expect(await ask('corrections.list', {})).toEqual([])
  })
})

test('a decision is undone and redone, and the history keeps all of it, the newest first', async () => {
  await ask('corrections.decide', {
    ...TAG,
    kind: 'accept',
    value: 'SKULL',
    scope: 'image',
    instances: [3],
    author: 'Ann'
  })
  expect((await ask('corrections.undo', { ...TAG, author: 'Bob' })).progress).toMatchObject({ corrected: 0, redo: 1 })
  await expect(ask('corrections.undo', TAG)).rejects.toMatchObject({ code: 'correction-impossible' })
  expect((await ask('corrections.redo', { ...TAG, author: 'Ann' })).progress).toMatchObject({ corrected: 1, undo: 1 })
  const { rows } = await ask('corrections.history', { ...TAG, offset: 0, limit: 10 })
  expect(rows.map(({ entry, author, change }) => [entry, author, change.kind])).toEqual([
    [3, 'Ann', 'redo'],
    [2, 'Bob', 'undo'],
    [1, 'Ann', 'accept']
  ])
})

test('the corrected values of an image stand beside those of its file', async () => {
  await ask('corrections.decide', { ...TAG, kind: 'accept', value: 'SKULL', scope: 'image', instances: [3] })
  expect(await ask('corrections.ofImage', { instance: 3 })).toEqual([
    { tag: '(0018,0015)', path: '', keyword: 'BodyPartExamined', privateCreator: '', found: 'HEAD', value: 'SKULL' }
  ])
  expect(await ask('corrections.ofImage', { instance: 4 })).toEqual([])
})
