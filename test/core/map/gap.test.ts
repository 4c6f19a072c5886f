import { expect, test } from 'vitest'
import { typicalGap } from '../../../src/core/map/gap.ts'

test.each<[string, number[], number]>([
  ['one point', [3, 4], 0],
  ['two points: how far they are apart', [0, 0, 3, 4], 5],
  [
    'points of a line: two steps from its ends, else to the third nearest',
    [0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0],
    2
  ],
  ['points at one place', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 0]
])('%s', (_, points, expected) => {
  expect(typicalGap(Float32Array.from(points))).toBe(expected)
})
