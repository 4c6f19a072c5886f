import { expect, test } from 'vitest'
import { rectangle, simplified } from '../../../../../src/renderer/views/map/engine/path.ts'

test('corners on a line are left out, those of a turn stay', () => {
  const path = [0, 1, 2, 3].map((x) => ({ x, y: 0 })).concat([1, 2].map((y) => ({ x: 3, y })))
  expect(simplified(path)).toEqual([
    { x: 0, y: 0 },
    { x: 3, y: 0 },
    { x: 3, y: 2 }
  ])
})

test('a path has never more corners than a question takes', () => {
  const path = Array.from({ length: 10_000 }, (_, i) => ({ x: i, y: (i % 2) * 40 }))
  expect(simplified(path).length).toBeLessThanOrEqual(2000)
})

test('a path that goes nowhere is its two ends', () => {
  expect(simplified(new Array(5).fill({ x: 1, y: 1 }))).toHaveLength(2)
})

test('a rectangle lies between two corners', () => {
  expect(rectangle({ x: 1, y: 2 }, { x: 5, y: 6 }).map(({ x, y }) => [x, y])).toEqual([
    [1, 2],
    [5, 2],
    [5, 6],
    [1, 6]
  ])
})
