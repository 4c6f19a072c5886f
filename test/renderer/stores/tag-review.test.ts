import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { suggest } from '../../../src/jobs/definitions/suggest.ts'
import { withDefaults } from '../../../src/jobs/parameter.ts'
import { suggestJob } from '../../../src/jobs/suggest.ts'
import { useTagReview } from '../../../src/renderer/stores/tag-review.ts'
import { temporaryFolder } from '../../core/catalogue/synthetic.ts'
import { archive, threeKinds, WORK } from '../../jobs/archive.ts'
import { HostOfCatalogue } from './host-of-catalogue.ts'

let host: HostOfCatalogue
// As the desktop's preload does, before the stores look for it.
vi.hoisted(() => {
  const call = (method: string, given: object) => host.call(method, given)
  vi.stubGlobal('window', { medoid: { call, cancel: () => undefined, showFile: () => Promise.resolve() } })
})
// There is no page.
vi.mock(import('../../../src/renderer/theme/apply-tokens.ts'), () => ({
  applyTokens: () => undefined,
  keepStill: () => undefined
}))

const tag = 'BodyPartExamined'
/** CT of heads, MR and CR by turns, in series of three. The series 0, 3, 6 has no body part; 9 and 18 have a wrong one. */
let made: string
beforeAll(async () => {
  const headers = threeKinds(90, (i) => ({ SeriesInstanceUID: `9.${i % 3}.${Math.floor(i / 9)}` }))
  for (const i of [0, 3, 6]) delete headers[i].BodyPartExamined
  for (const i of [9, 18]) headers[i].BodyPartExamined = 'KNEE'
  made = archive(headers)
  await suggestJob.run({ ...withDefaults(suggest.parameters, { tag }), catalogue: made }, WORK)
})
beforeEach(async () => {
  const catalogue = join(temporaryFolder(), 'c.sqlite')
  copyFileSync(made, catalogue)
  host = new HostOfCatalogue(catalogue)
  await openWindow()
})

async function openWindow(): Promise<void> {
  host.openWindow()
  const review = useTagReview()
  await review.runs.load()
  await vi.waitFor(() => expect(review.progress.data).not.toBeNull())
  await vi.waitFor(() => expect(review.row).not.toBeNull())
}

/** Another window decides. */
async function elsewhere(kind: 'accept' | 'reject', instance: number): Promise<void> {
  const given = { tag, kind, value: 'HEAD', scope: 'image', instances: [instance] }
  expect(await host.call('corrections.decide', given)).toMatchObject({ ok: true })
}

test('a series is accepted without the image that somebody rejected before', async () => {
  const review = useTagReview()
  expect(review.row).toMatchObject({ kind: 'missing', images: 3, present: null, suggested: 'HEAD' })
  const rejected = [0, 3, 6].find((each) => each !== review.row!.instance)!
  await elsewhere('reject', rejected)
  await review.progress.load()
  await review.decide('accept')
  expect(review.told).toBe('Accepted: no value → HEAD for 2 images.')
  expect(review.progress.data).toMatchObject({ accepted: 2, rejected: 1, corrected: 2 })
  expect(review.row).toBeNull()
})

test('all like it are decided at once, and undo leads back to them, one decision after the other', async () => {
  const review = useTagReview()
  review.kind = 'wrong'
  await vi.waitFor(() => expect(review.rows).toHaveLength(2))
  review.reach = 'image'
  await review.decide('skip')
  expect(review.told).toBe('Skipped: KNEE → HEAD for 1 image.')
  review.reach = 'alike'
  await review.decide('accept')
  // All but the one that was skipped, and the next decision is about a series again.
  expect(review.told).toBe('Accepted: KNEE → HEAD for 1 image.')
  expect([review.row, review.reach]).toEqual([null, 'series'])
  await review.step('undo')
  expect(review.told).toBe('Undone: accepted HEAD for 1 image.')
  expect(review.row).toMatchObject({ kind: 'wrong', present: 'KNEE' })
  await review.step('redo')
  expect(review.progress.data).toMatchObject({ accepted: 1, skipped: 1, corrected: 1 })
})

test('where somebody else has decided meanwhile nothing is decided, and the suggestion is there again', async () => {
  const review = useTagReview()
  const { instance } = review.row!
  await elsewhere('accept', 12)
  await expect(review.decide('accept')).rejects.toThrow('meanwhile')
  expect(review.row).toMatchObject({ instance })
  await vi.waitFor(() => expect(review.progress.data).toMatchObject({ accepted: 1 }))
  await review.decide('accept')
  expect(review.progress.data).toMatchObject({ accepted: 4 })
})

test('what was decided in another session is undone', async () => {
  await useTagReview().decide('reject')
  host.openWindow()
  const review = useTagReview()
  await review.runs.load()
  await vi.waitFor(() => expect(review.canUndo).toBe(true))
  expect(review.row).toBeNull()
  await review.step('undo')
  expect(review.told).toBe('Undone: rejected HEAD for 3 images.')
  expect(review.row).toMatchObject({ kind: 'missing', suggested: 'HEAD' })
  await review.step('undo')
  expect(review.told).toBe('Nothing to undo.')
})
