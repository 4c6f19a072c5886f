import { expect, test, vi } from 'vitest'
import { type LoadedThumbnail, ThumbnailLoader } from '../../src/renderer/thumbnails.ts'

/** A loader whose answers are given by hand. */
function loader() {
  const asked: number[] = []
  const given = new Map<number, (thumbnail: LoadedThumbnail) => void>()
  const aborted: number[] = []
  const loading = new ThumbnailLoader((instance, signal) => {
    asked.push(instance)
    signal.addEventListener('abort', () => aborted.push(instance))
    return new Promise((resolve) => given.set(instance, resolve))
  })
  const answer = async (instance: number): Promise<void> => {
    given.get(instance)!({ reason: `no. ${instance}` })
    await turn()
  }
  return { loading, asked, aborted, answer }
}
const turn = () => new Promise((resolve) => setTimeout(resolve))

test('four are asked for at once; then what came into sight last, from its first on', async () => {
  const { loading, asked, answer } = loader()
  for (const instance of [1, 2, 3, 4, 5, 6]) loading.want(instance, () => undefined)
  await turn()
  for (const instance of [11, 12]) loading.want(instance, () => undefined)
  await turn()
  expect(asked).toEqual([1, 2, 3, 4])
  for (const instance of [1, 2, 3]) await answer(instance)
  expect(asked).toEqual([1, 2, 3, 4, 11, 12, 5])
})

test('what is out of sight again is not asked for, and given up on its way', async () => {
  const { loading, asked, aborted, answer } = loader()
  const leave = [1, 2, 3, 4, 5, 6].map((instance) => loading.want(instance, () => undefined))
  await turn()
  leave[4]()
  leave[0]()
  await turn()
  expect(aborted).toEqual([1])
  expect(asked).toEqual([1, 2, 3, 4, 6])
  await answer(2)
  expect(asked).not.toContain(5)
})

test('what is left together makes room once: nothing is asked for that is left in the same turn', async () => {
  const { loading, asked } = loader()
  const leave = Array.from({ length: 100 }, (_, instance) => loading.want(instance, () => undefined))
  await turn()
  for (const each of leave) each()
  loading.want(200, () => undefined)
  await turn()
  expect(asked).toEqual([0, 1, 2, 3, 200])
})

test('all who want one hear of it, and it is asked for once', async () => {
  const { loading, asked, answer } = loader()
  const heard = vi.fn()
  const want = () => loading.want(7, (thumbnail) => heard(thumbnail) as void)
  want()
  want()
  await turn()
  want()
  await answer(7)
  want()
  expect(asked).toEqual([7])
  expect(heard.mock.calls).toEqual([1, 2, 3, 4].map(() => [{ reason: 'no. 7' }]))
})

test('another catalogue has other images by the same numbers', async () => {
  const { loading, asked, aborted, answer } = loader()
  const heard = vi.fn()
  loading.want(1, heard)
  await turn()
  loading.forget()
  await answer(1)
  expect(heard).not.toHaveBeenCalled()
  expect(aborted).toEqual([1])
  loading.want(1, heard)
  await turn()
  expect(asked).toEqual([1, 1])
})
