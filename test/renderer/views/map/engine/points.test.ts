import { expect, test } from 'vitest'
import { Points } from '../../../../../src/renderer/views/map/engine/points.ts'
import fc from '../../../../fast-check.ts'

/** Points with the ids 10, 11, … */
function pointsAt(...places: [x: number, y: number][]): Points {
  return new Points({ instances: Uint32Array.from(places, (_, i) => 10 + i), places: Uint16Array.from(places.flat()) })
}

test('points are sorted by cells, and what is sent by point is sorted with them', () => {
  const points = pointsAt([300, 0], [0, 300], [10, 10])
  expect([...points.instances]).toEqual([12, 10, 11])
  expect([...points.x]).toEqual([10, 300, 0])
  expect([...points.sorted(Uint8Array.of(7, 8, 9))]).toEqual([9, 7, 8])
})

test('the nearest point within a radius is found, of those that are as near the first image', () => {
  const points = pointsAt([100, 100], [120, 100], [5000, 5000])
  const nearest = (x: number, y: number, radius: number) => points.nearest(x, y, radius, () => true)
  expect(points.instances[nearest(118, 100, 50)]).toBe(11)
  expect(points.instances[nearest(110, 100, 50)]).toBe(10)
  expect(nearest(200, 200, 50)).toBe(-1)
})

test('a point that is not meant is passed over', () => {
  const points = pointsAt([100, 100], [120, 100])
  expect(points.instances[points.nearest(118, 100, 50, (i) => points.instances[i] !== 11)]).toBe(10)
})

test('the next point in a direction is the nearest within 45° of it', () => {
  const points = pointsAt([1000, 1000], [1300, 1000], [1100, 1200], [1000, 60_000])
  const next = (dx: number, dy: number) => {
    const found = points.next(1000, 1000, dx, dy, () => true)
    return found < 0 ? null : points.instances[found]
  }
  expect(next(1, 0)).toBe(11)
  expect(next(0, 1)).toBe(12)
  expect(next(-1, 0)).toBeNull()
})

test('stretches hold every point that lies between some units', () => {
  const place = fc.tuple(fc.integer({ min: 0, max: 65_535 }), fc.integer({ min: 0, max: 65_535 }))
  fc.assert(
    fc.property(fc.array(place, { maxLength: 200 }), place, place, (places, [a, b], [c, d]) => {
      const points = pointsAt(...places)
      const [left, right, bottom, top] = [Math.min(a, c), Math.max(a, c), Math.min(b, d), Math.max(b, d)]
      const found = new Set<number>()
      points.stretches(left, right, bottom, top, (from, to) => {
        for (let i = from; i < to; i++) found.add(points.instances[i])
      })
      places.forEach(([x, y], i) => {
        const isInside = x >= left && x <= right && y >= bottom && y <= top
        expect(!isInside || found.has(10 + i)).toBe(true)
      })
    })
  )
})
