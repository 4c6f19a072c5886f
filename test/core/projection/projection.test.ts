import { describe, expect, test } from 'vitest'
import { explained, fitProjection, type Projection, Projector } from '../../../src/core/projection/projection.ts'
import { Random } from '../../../src/core/random.ts'
import fc from '../../fast-check.ts'

const directionsOf = ({ directions, length, width }: Projection): Float32Array[] =>
  Array.from({ length: width }, (_, k) => directions.subarray(k * length, (k + 1) * length))

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

function drawn(n: number, length: number, seed: number): Float32Array {
  const random = new Random(seed)
  return Float32Array.from({ length: n * length }, (_, i) => random.normal() * (1 + (i % length)))
}

describe('the components of nine vectors are those of scikit-learn', () => {
  const sample = Float32Array.from({ length: 54 }, (_, at) => {
    const [i, j] = [Math.floor(at / 6), at % 6]
    return ((i * 7 + j * 13) % 17) ** 2 / 9 + ((i * j) % 5)
  })
  // sklearn 1.2.1: PCA(3, svd_solver='full').fit(sample), each component with its greatest value positive.
  const DIRECTIONS = [
    [
      0.4454867470268816, 0.34086775064332075, -0.34934142848146454, -0.4038418461554636, 0.481106931753123,
      0.4108030971817801
    ],
    [
      0.4228138569496463, -0.35066255569081123, -0.012629893735300452, 0.39477667588032445, 0.5735230977095533,
      -0.4618737195018871
    ],
    [
      0.10605697418626032, -0.10568609656492176, 0.7827063301605852, -0.5675567757072802, 0.16972735472026101,
      -0.11842761229667931
    ]
  ]
  const VARIANCES = [255.6793703038824, 200.2929985930095, 84.69293241863524]
  const RATIOS = [0.45614541769497036, 0.3573332232318906, 0.1510966371201347]
  const TRANSFORMED = [
    [3.335588627983458, -22.983074060234358, -3.113260766939625],
    [-16.924518478021042, 6.881793871088676, 11.050562045926647]
  ]

  test('directions, variances, and what of the variance they explain', async () => {
    const found = await fitProjection(sample, 6, 3)
    directionsOf(found).forEach((direction, k) =>
      direction.forEach((value, i) => expect(value).toBeCloseTo(DIRECTIONS[k][i], 6))
    )
    found.variances.forEach((value, k) => expect(value).toBeCloseTo(VARIANCES[k], 9))
    expect(explained(found)).toBeCloseTo(RATIOS[0] + RATIOS[1] + RATIOS[2], 12)
  })

  test('projected vectors', async () => {
    const projector = new Projector(await fitProjection(sample, 6, 3))
    const projected = projector.project(sample.subarray(0, 12))
    projected.forEach((value, i) => expect(value).toBeCloseTo(TRANSFORMED[Math.floor(i / 3)][i % 3], 5))
  })
})

test('vectors that are all equal have no direction, and all of their variance is explained', async () => {
  const found = await fitProjection(new Float32Array(12).fill(0.5), 4, 3)
  expect([found.width, explained(found)]).toEqual([0, 1])
})

test.each([
  ['one vector', 1, 0],
  ['two vectors', 2, 1],
  ['three vectors', 3, 2]
])('%s differ in as many directions as there are others: %d, %d', async (_, n, width) => {
  expect((await fitProjection(drawn(n, 40, 5), 40, 10)).width).toBe(width)
})

test('copies of vectors add no direction', async () => {
  const few = drawn(5, 30, 2)
  const copied = Float32Array.from([...few, ...few, ...few])
  expect((await fitProjection(copied, 30, 20)).width).toBe(4)
})

test('directions are orthonormal, and all of them together give every vector of the sample back', async () => {
  const recipe = { n: fc.integer({ min: 1, max: 40 }), length: fc.integer({ min: 1, max: 50 }), seed: fc.nat() }
  await fc.assert(
    fc.asyncProperty(fc.record(recipe), async ({ n, length, seed }) => {
      const sample = drawn(n, length, seed)
      const found = await fitProjection(sample, length, 1000)
      const directions = directionsOf(found)
      directions.forEach((a, i) =>
        directions.forEach((b, j) => expect(Math.abs(dot(a, b) - (i === j ? 1 : 0))).toBeLessThan(1e-5))
      )
      const projected = new Projector(found).project(sample)
      for (let row = 0; row < n; row++) {
        for (let i = 0; i < length; i++) {
          const back = directions.reduce(
            (sum, direction, k) => sum + projected[row * found.width + k] * direction[i],
            found.mean[i]
          )
          expect(Math.abs(back - sample[row * length + i])).toBeLessThan(1e-4 * length)
        }
      }
    }),
    { numRuns: 25 }
  )
})

test('a vector is projected to the same bytes alone and among others, also where chunks of it are not full', async () => {
  const length = 4100
  const sample = drawn(12, length, 9)
  const projector = new Projector(await fitProjection(sample, length, 8))
  const together = projector.project(sample)
  for (let row = 0; row < 12; row++) {
    const alone = projector.project(sample.subarray(row * length, (row + 1) * length))
    expect(alone).toEqual(together.slice(row * 8, (row + 1) * 8))
  }
})

test('the same sample gives the same bytes', async () => {
  const sample = drawn(50, 300, 3)
  expect(await fitProjection(sample, 300, 8)).toEqual(await fitProjection(sample, 300, 8))
})

test('is stopped when it is cancelled', async () => {
  const controller = new AbortController()
  controller.abort()
  await expect(fitProjection(drawn(3, 600, 1), 600, 2, { signal: controller.signal })).rejects.toMatchObject({
    code: 'cancelled'
  })
})
