import { effectScope } from 'vue'
import { expect, test } from 'vitest'
import type { QueueName, ReviewReport, ReviewRow } from '../../../src/api/contract.ts'
import { reviewQueue } from '../../../src/renderer/stores/review-queue.ts'

const row = (instance: number, suggested: number | null = 7): ReviewRow => ({
  ...{ instance, cluster: 3, suggested, distance: 0.5, columns: 4, margin: 0, series: null }
})

/** A host that has these images in the first queue, and none in the others. */
function hosted(images: ReviewRow[]) {
  const gone: number[] = []
  const said: string[] = []
  let failure: Error | null = null
  let opened: Promise<void> = Promise.resolve()
  const report = (queue: QueueName): ReviewReport => {
    const rows = queue === 'nearest' ? images.filter(({ instance }) => !gone.includes(instance)) : []
    return {
      ...{ clustering: '1.3', queue, assigned: 60, most: 50, columns: 10, isFused: false, rows },
      queues: [
        { name: 'nearest', matching: 9, images: images.length, left: images.length - gone.length, empty: null },
        { name: 'sparse', matching: 0, images: 0, left: 0, empty: 'none' }
      ]
    }
  }
  const act = async (words: string, change: () => void): Promise<void> => {
    await opened
    if (failure !== null) throw failure
    said.push(words)
    change()
  }
  const take = (instance: number) => (): void => void gone.push(instance)
  const review = effectScope().run(() =>
    reviewQueue({
      load: (queue) => Promise.resolve(report(queue)),
      mark: ({ instance, cluster }, isRight) =>
        act(`${isRight ? 'right' : 'unknown'} ${instance} in ${cluster}`, () =>
          isRight ? gone.push(instance) : gone.splice(gone.indexOf(instance), 1)
        ),
      move: ({ instance }, to) => act(`move ${instance} to ${to}`, take(instance)),
      reject: ({ instance }) => act(`reject ${instance}`, take(instance)),
      undo: () => act('undo', () => gone.pop()).then(() => 'An edit undone.'),
      redo: () => act('redo', () => undefined).then(() => 'An edit redone.')
    })
  )!
  return {
    review,
    said,
    fail: (error: Error | null) => (failure = error),
    /** @returns what lets the host go on */
    stop: (): (() => void) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      opened = promise
      return resolve
    }
  }
}

const shown = ({ review }: ReturnType<typeof hosted>) => review.rows.value.map(({ instance }) => instance)

test('images are decided on one after the other, and what is left is counted', async () => {
  const host = hosted([row(1), row(2), row(3)])
  const { review, said } = host
  await review.report.load()
  expect([review.row.value?.instance, review.state.value?.left]).toEqual([1, 3])
  await review.decide('keep')
  expect([review.row.value?.instance, review.state.value?.left, review.told.value]).toEqual([
    2,
    2,
    'Image 1 stays in cluster 3.'
  ])
  await review.decide('move')
  expect(review.told.value).toBe('Image 2 moved to cluster 7.')
  await review.decide('reject')
  expect([shown(host), review.state.value?.left, review.row.value]).toEqual([[], 0, null])
  expect(said).toEqual(['right 1 in 3', 'move 2 to 7', 'reject 3'])
})

test('the next image is there before the host has done what was decided, in the order of the keys', async () => {
  const host = hosted([row(1), row(2), row(3)])
  const { review, said } = host
  await review.report.load()
  const goOn = host.stop()
  const all = [review.decide('move'), review.decide('keep')]
  expect([shown(host), review.state.value?.left, review.isBusy.value, said]).toEqual([[3], 1, true, []])
  goOn()
  await Promise.all(all)
  expect([said, shown(host), review.isBusy.value]).toEqual([['move 1 to 7', 'right 2 in 3'], [3], false])
})

test('an image is there again where the host does not do what was decided', async () => {
  const host = hosted([row(1), row(2)])
  const { review } = host
  await review.report.load()
  host.fail(new Error('no'))
  await expect(review.decide('reject')).rejects.toThrow('no')
  expect([shown(host), review.row.value?.instance, review.state.value?.left, review.canUndo.value]).toEqual([
    [1, 2],
    1,
    2,
    false
  ])
})

test('what was decided is taken back in turn, and decided again', async () => {
  const host = hosted([row(1), row(2), row(3)])
  const { review, said } = host
  await review.report.load()
  await review.decide('keep')
  await review.decide('move')
  await review.undo()
  expect([review.row.value?.instance, review.told.value]).toEqual([2, 'An edit undone.'])
  await review.undo()
  expect([shown(host), review.row.value?.instance, review.state.value?.left]).toEqual([[1, 2, 3], 1, 3])
  await review.undo()
  expect(review.told.value).toBe('Nothing to undo.')
  await review.redo()
  expect([shown(host), review.told.value]).toEqual([[2, 3], 'Redone: image 1 stays in cluster 3.'])
  expect(said).toEqual(['right 1 in 3', 'move 2 to 7', 'undo', 'unknown 1 in 3', 'right 1 in 3'])
})

test('undo goes back to the queue of what is taken back', async () => {
  const { review } = hosted([row(1), row(2)])
  await review.report.load()
  await review.decide('keep')
  review.choose('sparse')
  await review.report.load()
  expect([review.row.value, review.state.value?.empty]).toEqual([null, 'none'])
  await review.undo()
  expect([review.queue.value, review.row.value?.instance]).toEqual(['nearest', 1])
})

test('skipping goes round: what was skipped is left', async () => {
  const host = hosted([row(1), row(2), row(3)])
  const { review } = host
  await review.report.load()
  const seen: (number | undefined)[] = []
  for (const by of [1, 1, 1, -1, -1] as const) {
    review.step(by)
    seen.push(review.row.value?.instance)
  }
  expect(seen).toEqual([2, 3, 1, 3, 2])
  await review.decide('keep')
  expect([shown(host), review.row.value?.instance]).toEqual([[1, 3], 3])
})

test('an image that nothing else suggests itself for is not moved', async () => {
  const host = hosted([row(1, null)])
  const { review } = host
  await review.report.load()
  await review.decide('move')
  expect([host.said, shown(host), review.told.value]).toEqual([[], [1], 'There is no other cluster to move it to.'])
})

test('an image that its queue has no more stays until somebody decides on it or goes on', async () => {
  const images = [row(1), row(2), row(3)]
  const host = hosted(images)
  const { review } = host
  await review.report.load()
  review.step(1)
  // Others have changed the clusters: 2 is nobody's any more, and 9 is new.
  images.splice(0, 3, row(9), row(1), row(3))
  await review.report.load()
  expect([review.row.value?.instance, review.isListed.value]).toEqual([2, false])
  review.step(1)
  expect([review.row.value?.instance, review.isListed.value]).toEqual([1, true])
  review.step(-1)
  images.splice(0, 1)
  await review.report.load()
  expect([review.row.value?.instance, review.isListed.value]).toEqual([9, false])
  await review.decide('keep')
  expect([review.row.value?.instance, host.said]).toEqual([1, ['right 9 in 3']])
})

test('what the queue says of an image later is what counts', async () => {
  const images = [row(1), row(2)]
  const host = hosted(images)
  await host.review.report.load()
  images[0] = row(1, 8)
  await host.review.report.load()
  await host.review.decide('move')
  expect(host.said).toEqual(['move 1 to 8'])
})

test('images of another queue are not shown as those of the one that is on its way', async () => {
  const { review } = hosted([row(1)])
  await review.report.load()
  review.choose('sparse')
  expect([review.row.value, review.rows.value, review.known.value]).toEqual([null, [], null])
  review.step(1)
  await review.decide('keep')
  expect(review.row.value).toBeNull()
})
