import { describe, expect, test } from 'vitest'
import { CancelledError } from '../../../src/core/errors.ts'
import { Random } from '../../../src/core/random.ts'
import { forwardSearch } from '../../../src/core/selection/wrapper.ts'
import { nominal, numeric, taskOf } from './ranking-task.ts'

/** Twenty kinds of images, which only `kind` tells; the others are noise. */
const random = new Random(3)
const images = Array.from({ length: 120 }, (_, i) => i)
const noise = (name: string) => numeric(name, ...images.map(() => random.next()))
const kind = nominal('kind', ...images.map((i) => `K${i % 15}`))
const columns = [noise('a'), noise('b'), kind, noise('c')]

describe('the forward search', () => {
  test('takes first what makes stable clusters, and no more tags than are wanted', async () => {
    const order = await forwardSearch(taskOf(columns, { wanted: 1 }))
    expect(order).toEqual([2, 0, 1, 3])
  })

  test('starts from the tags that become features anyway', async () => {
    const order = await forwardSearch(taskOf([kind, noise('a'), noise('b')], { included: 1, wanted: 2 }))
    expect(order.toSorted()).toEqual([1, 2])
    // As many as are wanted are there already.
    expect(await forwardSearch(taskOf(columns, { included: 2, wanted: 2 }))).toEqual([2, 3])
  })

  test('finds the same each time, and tells how far it is', async () => {
    const told: number[] = []
    const again = () => forwardSearch(taskOf(columns), { onProgress: ({ done }) => void told.push(done) })
    expect(await again()).toEqual(await again())
    expect(new Set(told)).toEqual(new Set([0, 1, 2, 3]))
  })

  test('stops where it is cancelled', async () => {
    const controller = new AbortController()
    const work = { signal: controller.signal, onProgress: () => controller.abort() }
    await expect(forwardSearch(taskOf(columns), work)).rejects.toThrow(CancelledError)
  })

  test('takes images that are fewer than its clusters', async () => {
    const few = taskOf([nominal('a', 'x', 'y', 'x', 'y', 'z'), numeric('b', 1, 2, 3, 4, 5)])
    expect((await forwardSearch(few)).toSorted()).toEqual([0, 1])
  })
})
