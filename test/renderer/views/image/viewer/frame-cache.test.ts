import { expect, test } from 'vitest'
import { FrameCache } from '../../../../../src/renderer/views/image/viewer/frame-cache.ts'
import { frame } from './frames.ts'

/** Frames of four bytes each, of which frame 1 is in the middle; instance 9 has none. */
function cacheOf(most: number) {
  const asked: string[] = []
  const cache = new FrameCache((instance, number) => {
    asked.push(`${instance}/${number}`)
    if (instance === 9) return Promise.reject(new Error('no pixels'))
    return Promise.resolve(frame({ frame: number === 'middle' ? 1 : number }, new Int16Array(2)))
  }, most)
  const get = (instance: number, number: number | 'middle') => cache.get(instance, number, new AbortController().signal)
  return { cache, asked, get }
}

test('a frame is asked for once, also where it is the one in the middle', async () => {
  const { asked, get } = cacheOf(100)
  await get(1, 'middle')
  await get(1, 1)
  await get(1, 'middle')
  expect(asked).toEqual(['1/middle'])
})

test('what was used last is kept', async () => {
  const { asked, get } = cacheOf(8)
  await get(1, 0)
  await get(2, 0)
  await get(1, 0)
  await get(3, 0)
  await get(1, 0)
  await get(2, 0)
  expect(asked).toEqual(['1/0', '2/0', '3/0', '2/0'])
})

test('who asks for what is on its way waits for that', async () => {
  const { cache, asked, get } = cacheOf(100)
  await Promise.all([cache.fetchAhead(1, 0), cache.fetchAhead(1, 0), get(1, 0)])
  expect(asked).toEqual(['1/0'])
})

test('what could not be fetched ahead is told to who asks for it', async () => {
  const { cache, get } = cacheOf(100)
  await cache.fetchAhead(9, 0)
  await expect(get(9, 0)).rejects.toThrow('no pixels')
})

test('what was on its way when the catalogue changed is not taken for an image of the new one', async () => {
  const { cache, asked, get } = cacheOf(100)
  const ahead = cache.fetchAhead(1, 0)
  cache.clear()
  await ahead
  await get(1, 0)
  expect(asked).toEqual(['1/0', '1/0'])
})
