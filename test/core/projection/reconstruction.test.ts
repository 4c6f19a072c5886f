import { expect, test } from 'vitest'
import { fitProjection, Projector } from '../../../src/core/projection/projection.ts'
import { Reconstruction } from '../../../src/core/projection/reconstruction.ts'
import { Random } from '../../../src/core/random.ts'

const LENGTH = 40
const random = new Random(4)
/** Not centred on 0, as what a ReLU leaves. */
const vectors = Float32Array.from({ length: 30 * LENGTH }, (_, i) =>
  Math.max(0, 1 + random.normal() / (1 + (i % LENGTH)))
)
const rowOf = (all: Float32Array, row: number, length: number): Float32Array =>
  all.subarray(row * length, (row + 1) * length)

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array): number => x.reduce((sum, value, i) => sum + value * y[i], 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

test('angles and lengths are those of the vectors that are made again of projected ones', async () => {
  const projection = await fitProjection(vectors, LENGTH, 3)
  const projected = new Projector(projection).project(vectors)
  const again = Array.from({ length: 30 }, (_, row) =>
    Float32Array.from({ length: LENGTH }, (_, i) => {
      let value = projection.mean[i]
      for (let k = 0; k < 3; k++) value += projected[row * 3 + k] * projection.directions[k * LENGTH + i]
      return value
    })
  )
  const reconstruction = new Reconstruction(projection)
  expect(reconstruction.width).toBe(4)
  const placed = reconstruction.place(vectors)
  for (let i = 0; i < 30; i++) {
    for (let j = 0; j < i; j++) {
      const found = cosine(rowOf(placed, i, 4), rowOf(placed, j, 4))
      expect(Math.abs(found - cosine(again[i], again[j]))).toBeLessThan(1e-6)
    }
    expect(Math.hypot(...rowOf(placed, i, 4))).toBeCloseTo(Math.hypot(...again[i]), 5)
  }
})

test('with all directions there are, angles are those of the vectors themselves', async () => {
  const reconstruction = new Reconstruction(await fitProjection(vectors, LENGTH, 29))
  const placed = reconstruction.place(vectors)
  for (let i = 1; i < 30; i++) {
    const found = cosine(rowOf(placed, 0, 30), rowOf(placed, i, 30))
    expect(Math.abs(found - cosine(rowOf(vectors, 0, LENGTH), rowOf(vectors, i, LENGTH)))).toBeLessThan(1e-6)
  }
})
