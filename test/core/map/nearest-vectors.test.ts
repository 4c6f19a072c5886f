import { expect, test } from 'vitest'
import { NearestVectors } from '../../../src/core/map/nearest-vectors.ts'
import { Random } from '../../../src/core/random.ts'

async function nearestOf(
  sample: number[][],
  vectors: number[][],
  most = 8,
  threads = 1
): Promise<{ rows: number[]; distances: number[] }[]> {
  const length = sample[0].length
  const near = new NearestVectors(Float32Array.from(sample.flat()), length, most, threads)
  const found: { rows: number[]; distances: number[] }[] = []
  await near.find(Float32Array.from(vectors.flat()), (row, rows, distances) => {
    found[row] = { rows: [...rows], distances: [...distances] }
  })
  await near.close()
  return found
}

test('vectors of one direction are at distance 0, however long; at a right angle at 1; opposite ones at √2', async () => {
  const sample = [
    [0, 3, 4],
    [5, 0, 0],
    [0, -3, -4]
  ]
  const [{ rows, distances }] = await nearestOf(sample, [[0, 6, 8]])
  expect(rows).toEqual([0, 1, 2])
  expect(distances).toEqual([0, 1, Math.fround(Math.SQRT2)])
})

test.each([
  [1, 5],
  [2, 300]
])('on %i threads, %i vectors have the nearest that a sort gives', async (threads, count) => {
  const random = new Random(4)
  const vector = () => Array.from({ length: 13 }, () => random.normal())
  const sample = Array.from({ length: 50 }, vector)
  const vectors = Array.from({ length: count }, vector)
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, at) => sum + value * b[at], 0)
  const found = await nearestOf(sample, vectors, 8, threads)
  vectors.forEach((one, row) => {
    const distance = (other: number[]) => Math.sqrt(1 - dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other)))
    const expected = [...sample.keys()].sort((a, b) => distance(sample[a]) - distance(sample[b])).slice(0, 8)
    expect(found[row].rows).toEqual(expected)
    found[row].distances.forEach((value, at) => expect(value).toBeCloseTo(distance(sample[expected[at]]), 4))
  })
})

test('an equal vector is at distance exactly 0, of very long and of very short ones as well', async () => {
  const random = new Random(1)
  const sample = Array.from({ length: 20 }, (_, at) =>
    Array.from({ length: 37 }, () => random.normal() * (at % 2 === 0 ? 1e30 : 1e-30))
  )
  const found = await nearestOf(sample, sample)
  found.forEach(({ rows, distances }, row) => expect([rows[0], distances[0]]).toEqual([row, 0]))
})
