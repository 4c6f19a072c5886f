import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { evaluateVectors } from '../../src/library/evaluation.ts'
import { tables } from '../fixtures/tables.ts'

/** Eight vectors of four values, in f64 behind the header of the file. */
const bytes = readFileSync(tables('basic8.vec.npy')).subarray(-8 * 4 * 8)
const values = Float64Array.from({ length: 32 }, (_, at) => bytes.readDoubleLE(at * 8))
const labels = ['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b']
const small = { datasets: 2, size: 4, permutations: 9 }

test('finds the distances that brute force finds', async () => {
  const { datasets, drawn } = await evaluateVectors({ values, length: 4, labels }, small)
  expect(datasets.map(({ clustered }) => clustered.toFixed(6))).toEqual(['0.139884', '0.028747'])
  expect(drawn).toEqual({ datasets: 2, size: 4 })
})

test('labels may be numbers; which ones does not matter', async () => {
  const numbers = labels.map((label) => (label === 'a' ? 70_000 : -1))
  expect(await evaluateVectors({ values, length: 4, labels: numbers }, small)).toEqual(
    await evaluateVectors({ values, length: 4, labels }, small)
  )
})

test('vectors that have the direction of their label are at distance 0, which no permutation is', async () => {
  const count = 60
  const directions = [
    [1, 0],
    [0, 1],
    [-1, -1]
  ]
  const ofLabel = Array.from({ length: count }, (_, row) => row % 3)
  const { clustered, permutationTest } = await evaluateVectors(
    { values: Float32Array.from(ofLabel.flatMap((label) => directions[label])), length: 2, labels: ofLabel },
    { datasets: 3, size: 20, permutations: 99 }
  )
  expect(clustered.mean).toBeCloseTo(0, 12)
  expect(permutationTest).toEqual({ p: 0.01, permutations: 99 })
})

test('by default takes the ten datasets of 5,000 of the paper, and says where there are not as many vectors', async () => {
  await expect(evaluateVectors({ values, length: 4, labels })).rejects.toMatchObject({ code: 'archive-too-small' })
})

test('each vector needs a label', async () => {
  await expect(evaluateVectors({ values, length: 5, labels }, small)).rejects.toThrow(
    new RangeError('32 values are not 8 vectors of 5 values, one for each label.')
  )
})
