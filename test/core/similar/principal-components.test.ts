import { expect, test } from 'vitest'
import {
  type Components,
  decodeComponents,
  encodeComponents,
  principalComponents,
  ComponentProjector
} from '../../../src/core/similar/principal-components.ts'
import { Random } from '../../../src/core/random.ts'
import fc from '../../fast-check.ts'

const rows = (components: Components): Float32Array[] =>
  Array.from({ length: components.directions.length / components.length }, (_, k) =>
    components.directions.subarray(k * components.length, (k + 1) * components.length)
  )

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

function drawn(n: number, length: number, seed: number): Float32Array {
  const random = new Random(seed)
  return Float32Array.from({ length: n * length }, (_, i) => random.normal() * (1 + (i % length)))
}

test('five points on a line through (1, 2, 3) differ in one direction, that of (2, 1, 0)', async () => {
  const points = [-2, -1, 0, 1, 2].flatMap((step) => [1 + 2 * step, 2 + step, 3])
  const found = await principalComponents(Float32Array.from(points), 3, 128)
  expect([...found.mean]).toEqual([1, 2, 3])
  const root = Math.sqrt(5)
  expect(rows(found).length).toBe(1)
  const [direction] = rows(found)
  expect(direction[0]).toBeCloseTo(2 / root, 6)
  expect(direction[1]).toBeCloseTo(1 / root, 6)
  expect(direction[2]).toBeCloseTo(0, 6)
})

test('variances 9 and 1 along the axes: the first direction is that of the greater one', async () => {
  const found = await principalComponents(Float32Array.of(3, 0, -3, 0, 0, 1, 0, -1), 2, 1)
  expect([...found.directions].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([1, 0])
})

test('vectors that are all equal have no direction, and their short ones are zeros', async () => {
  const found = await principalComponents(new Float32Array(12).fill(0.5), 4, 128)
  expect(found.directions.length).toBe(0)
  expect([...new ComponentProjector(found).project(Float32Array.of(0.5, 0.5, 0.5, 0.5))]).toEqual(new Array(16).fill(0))
})

test('directions are orthonormal, and all of them together give every vector of the sample back', async () => {
  const recipe = { n: fc.integer({ min: 1, max: 40 }), length: fc.integer({ min: 1, max: 50 }), seed: fc.nat() }
  await fc.assert(
    fc.asyncProperty(fc.record(recipe), async ({ n, length, seed }) => {
      const sample = drawn(n, length, seed)
      const found = await principalComponents(sample, length, 128)
      const directions = rows(found)
      directions.forEach((a, i) =>
        directions.forEach((b, j) => expect(Math.abs(dot(a, b) - (i === j ? 1 : 0))).toBeLessThan(1e-5))
      )
      const projector = new ComponentProjector(found)
      for (let row = 0; row < n; row++) {
        const vector = sample.subarray(row * length, (row + 1) * length)
        const short = projector.project(vector)
        for (let i = 0; i < length; i++) {
          const back = directions.reduce((sum, direction, k) => sum + short[k] * direction[i], found.mean[i])
          // A direction that is dropped has less than a thousandth of the greatest deviation.
          expect(Math.abs(back - vector[i])).toBeLessThan(2e-3 * length)
        }
      }
    }),
    { numRuns: 25 }
  )
})

test('short vectors lie at most as far apart as full ones', async () => {
  const length = 200
  const sample = drawn(60, length, 7)
  const projector = new ComponentProjector(await principalComponents(sample, length, 10))
  const apart = (a: Float32Array, b: Float32Array): number => Math.sqrt(dot(a, a) + dot(b, b) - 2 * dot(a, b))
  const vectors = Array.from({ length: 60 }, (_, row) => sample.subarray(row * length, (row + 1) * length))
  const short = vectors.map((vector) => projector.project(vector).slice())
  for (let i = 0; i < 60; i++) {
    for (let j = 0; j < i; j++)
      expect(apart(short[i], short[j])).toBeLessThanOrEqual(apart(vectors[i], vectors[j]) + 1e-2)
  }
})

test('the same sample gives the same bytes', async () => {
  const sample = drawn(50, 30, 3)
  const [a, b] = [await principalComponents(sample, 30, 8), await principalComponents(sample, 30, 8)]
  expect(encodeComponents(a).equals(encodeComponents(b))).toBe(true)
})

test('what is stored comes back; what is not components of this length is refused', () => {
  const components = { length: 2, mean: Float32Array.of(1, 2), directions: Float32Array.of(1, 0) }
  const bytes = encodeComponents(components)
  expect(decodeComponents(bytes, 2, 'a')).toEqual(components)
  const refused = expect.objectContaining({ code: 'stored-vectors-unusable' }) as Error
  expect(() => decodeComponents(bytes, 3, 'a')).toThrow(refused)
  expect(() => decodeComponents(bytes.subarray(0, 20), 2, 'a')).toThrow(refused)
  expect(() => decodeComponents(bytes.subarray(0, 3), 2, 'a')).toThrow(refused)
  const infinite = encodeComponents({ ...components, mean: Float32Array.of(Infinity, 0) })
  expect(() => decodeComponents(infinite, 2, 'a')).toThrow(refused)
})
