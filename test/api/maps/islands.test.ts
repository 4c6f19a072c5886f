import { expect, test } from 'vitest'
import { islandsOf } from '../../../src/api/maps/islands.ts'
import { polygonTester } from '../../../src/core/polygon.ts'
import fc from '../../fast-check.ts'

const at = (...places: [x: number, y: number][]): Float32Array => Float32Array.from(places.flat())

test('points that lie together are one island, the largest first', () => {
  const islands = islandsOf(at([10, 0], [0, 0], [0.5, 0.25], [10.25, 0.5], [0.25, 0]))
  expect(islands.map(({ points }) => [...points])).toEqual([
    [1, 2, 4],
    [0, 3]
  ])
  // The mean of its places is (0.25, 0.083).
  expect(islands[0].middle).toBe(4)
})

test('of islands that are as large, the one with the first point comes first', () => {
  expect(islandsOf(at([8, 0], [0, 0])).map(({ points }) => [...points])).toEqual([[0], [1]])
})

test('the outline of one point is the cell that it lies in', () => {
  // 16 cells of at least a sixteenth of 8: of 0.5.
  const [island] = islandsOf(at([0.25, 0.25], [8.25, 8.25]))
  expect(island.outline).toEqual([
    [0, 0],
    [0.5, 0],
    [0.5, 0.5],
    [0, 0.5]
  ])
})

test('points that all lie at one place are one island, and no points are none', () => {
  const [island, ...others] = islandsOf(at([3, 4], [3, 4], [3, 4]))
  expect(others).toEqual([])
  expect([...island.points]).toEqual([0, 1, 2])
  expect(polygonTester(island.outline)(3, 4)).toBe(true)
  expect(islandsOf(new Float32Array())).toEqual([])
})

test('an island in the hole of another one is none of its images', () => {
  const ring = Array.from({ length: 64 }, (_, i): [number, number] => [
    8 * Math.cos((i / 32) * Math.PI),
    8 * Math.sin((i / 32) * Math.PI)
  ])
  const islands = islandsOf(at(...ring, [0, 0]))
  expect(islands.map(({ points }) => points.length)).toEqual([64, 1])
  const isInside = polygonTester(islands[0].outline)
  expect(ring.map(([x, y]) => isInside(Math.fround(x), Math.fround(y)))).toEqual(ring.map(() => true))
  expect(isInside(0, 0)).toBe(false)
})

test('every point lies in the outline of its own island and of no other, whatever the places', () => {
  const place = fc.oneof(
    fc.float({ min: -100, max: 100, noNaN: true }),
    fc.integer({ min: -4, max: 4 }).map((whole) => whole / 2)
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 300 }), (places) => {
      const all = at(...places)
      const islands = islandsOf(all)
      const testers = islands.map(({ outline }) => polygonTester(outline))
      const found = places.map((_, i) =>
        testers.flatMap((isInside, island) => (isInside(all[2 * i], all[2 * i + 1]) ? [island] : []))
      )
      expect(found).toEqual(places.map((_, i) => [islands.findIndex(({ points }) => points.includes(i))]))
      expect(Math.max(...islands.map(({ outline }) => outline.length))).toBeLessThanOrEqual(2000)
    })
  )
})
