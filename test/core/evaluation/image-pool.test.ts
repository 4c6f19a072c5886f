import { expect, test } from 'vitest'
import { ImagePool } from '../../../src/core/evaluation/image-pool.ts'
import { Random } from '../../../src/core/random.ts'

const ten = Uint32Array.from({ length: 10 }, (_, at) => at + 100)

test('datasets are ascending, and share nothing', () => {
  const drawn = new ImagePool(ten).draw(3, 3, new Random(1))
  expect(drawn.map((ids) => ids.length)).toEqual([3, 3, 3])
  expect(new Set(drawn.flatMap((ids) => [...ids])).size).toBe(9)
  for (const ids of drawn) expect(ids).toEqual(ids.toSorted())
})

test('three datasets of ten images have three each', () => {
  expect(new ImagePool(ten).largestSize(3)).toBe(3)
})

test('each image is as likely to be drawn as any other', () => {
  // 4 of 10 images in 2,000 draws: 800 times each; six standard deviations are 131.
  const counts = new Map<number, number>()
  for (let seed = 0; seed < 2000; seed++) {
    for (const ids of new ImagePool(ten).draw(2, 2, new Random(seed))) {
      for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
  }
  expect(counts.size).toBe(10)
  for (const count of counts.values()) expect(Math.abs(count - 800)).toBeLessThan(131)
})
