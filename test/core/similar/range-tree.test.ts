import { expect, test } from 'vitest'
import { Random } from '../../../src/core/random.ts'
import { RangeTree } from '../../../src/core/similar/range-tree.ts'
import fc from '../../fast-check.ts'

test('points on a line within 2 of the one at 3', () => {
  const tree = new RangeTree(Float32Array.of(0, 1, 2, 3, 4, 5, 6), 1)
  expect(tree.within(3, 2).sort()).toEqual([1, 2, 3, 4, 5])
})

test('no points, and points that are all equal', () => {
  expect(new RangeTree(new Float32Array(), 3)).toBeDefined()
  expect(new RangeTree(new Float32Array(300), 3).within(0, 0)).toHaveLength(100)
})

test('finds what comparing with all finds', () => {
  const recipe = { n: fc.integer({ min: 1, max: 300 }), dimensions: fc.integer({ min: 1, max: 16 }), seed: fc.nat() }
  fc.assert(
    fc.property(fc.record({ ...recipe, steps: fc.integer({ min: 1, max: 50 }) }), ({ n, dimensions, seed, steps }) => {
      const random = new Random(seed)
      const points = Float32Array.from({ length: n * dimensions }, () => random.below(steps))
      const tree = new RangeTree(points, dimensions)
      const place = random.below(n)
      const distance = random.next() * steps
      const expected = Array.from({ length: n }, (_, i) => i).filter((i) => {
        let sum = 0
        for (let d = 0; d < dimensions; d++) sum += (points[i * dimensions + d] - points[place * dimensions + d]) ** 2
        return sum <= distance * distance
      })
      expect(tree.within(place, distance).sort((a, b) => a - b)).toEqual(expected)
    })
  )
})
