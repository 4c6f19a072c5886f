import { describe, expect, test } from 'vitest'
import { type Corner, polygonTester } from '../../src/core/polygon.ts'
import fc from '../fast-check.ts'

const SQUARE: Corner[] = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4]
]

describe('a polygon', () => {
  test('has what lies within its edges', () => {
    const isInside = polygonTester(SQUARE)
    expect(isInside(2, 2)).toBe(true)
    expect(isInside(5, 2)).toBe(false)
    expect(isInside(2, -1)).toBe(false)
  })

  test('is the same whichever way round its corners are given', () => {
    const isInside = polygonTester(SQUARE.toReversed())
    expect([isInside(2, 2), isInside(5, 2)]).toEqual([true, false])
  })

  test('leaves out what lies in its notch', () => {
    const isInside = polygonTester([
      [0, 0],
      [4, 0],
      [4, 4],
      [2, 1],
      [0, 4]
    ])
    expect([isInside(2, 3), isInside(1, 2), isInside(2, 0.5)]).toEqual([false, true, true])
  })

  test('leaves out what a line that crosses itself surrounds twice', () => {
    // A star of five points, drawn in one stroke: its middle is surrounded twice.
    const star = Array.from({ length: 5 }, (_, i): Corner => {
      const angle = (i * 4 * Math.PI) / 5
      return [Math.sin(angle), Math.cos(angle)]
    })
    const isInside = polygonTester(star)
    expect([isInside(0, 0), isInside(0, 0.8)]).toEqual([false, true])
  })

  test('has nothing where it has no area, and no place that is not known', () => {
    const isOnLine = polygonTester([
      [0, 1],
      [3, 1],
      [6, 1]
    ])
    expect(isOnLine(3, 1)).toBe(false)
    const isInside = polygonTester(SQUARE)
    expect([isInside(NaN, 2), isInside(2, NaN)]).toEqual([false, false])
  })
})

const coordinate = fc.integer({ min: -20, max: 20 })
const corner: fc.Arbitrary<Corner> = fc.tuple(coordinate, coordinate)

test('of two polygons with a common side exactly one has each place between them, also those on that side', () => {
  // A stair of corners from the left to the right of a rectangle, which it divides into what is above and what is below.
  const side = fc.array(corner, { maxLength: 60 }).map((all) => all.toSorted((a, b) => a[0] - b[0]))
  fc.assert(
    fc.property(side, fc.array(corner, { minLength: 1, maxLength: 50 }), (line, places) => {
      const whole = polygonTester([
        [-30, -30],
        [30, -30],
        [30, 30],
        [-30, 30]
      ])
      const path: Corner[] = [[-30, 0], ...line, [30, 0]]
      const below = polygonTester([[-30, -30], ...path, [30, -30]])
      const above = polygonTester([[-30, 30], ...path, [30, 30]])
      for (const [x, y] of places) expect([below(x, y), above(x, y)].filter(Boolean)).toHaveLength(whole(x, y) ? 1 : 0)
    })
  )
})

test('strips change nothing: the same as counting the crossings of a ray with every edge', () => {
  fc.assert(
    fc.property(
      fc.array(corner, { minLength: 3, maxLength: 200 }),
      fc.array(corner, { maxLength: 50 }),
      (corners, places) => {
        const isInside = polygonTester(corners)
        for (const [x, y] of places) expect(isInside(x, y)).toBe(crossings(corners, x, y) % 2 === 1)
      }
    )
  )
})

/** Edges that a ray from a place to the right crosses. */
function crossings(corners: readonly Corner[], x: number, y: number): number {
  return corners.filter((one, i) => {
    const [low, high] = [one, corners[(i + 1) % corners.length]].sort((a, b) => a[1] - b[1])
    // The side of a line on which a place lies is the sign of a whole number.
    const side = (high[0] - low[0]) * (y - low[1]) - (x - low[0]) * (high[1] - low[1])
    return low[1] <= y && y < high[1] && side > 0
  }).length
}
