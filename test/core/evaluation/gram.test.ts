import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CancelledError } from '../../../src/core/errors.ts'
import { Gram } from '../../../src/core/evaluation/gram.ts'
import { breathe } from '../../../src/core/work.ts'
import fc from '../../fast-check.ts'
import { cosineDistance, gramOf, inBatches, randomVectors } from './vectors.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medoid-gram-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Distance of two vectors by what the matrix says. */
function distance({ row, lengths }: Gram, a: number, b: number): number {
  return 1 - row(a)[b] / (lengths[a] * lengths[b])
}

test('scalar products of five vectors of two values, by one power of two', async () => {
  // The longest, (3, 4), has the length 5: a quarter of that is at least 1 and below 2.
  const gram = await gramOf([
    [1, 0],
    [0, 2],
    [3, 4],
    [0, 0],
    [-1, 1]
  ])
  const products = [
    [1, 0, 3, 0, -1],
    [0, 4, 8, 0, 2],
    [3, 8, 25, 0, 1],
    [0, 0, 0, 0, 0],
    [-1, 2, 1, 0, 2]
  ]
  expect(products.map((_, row) => Array.from(gram.row(row), (value) => value * 16))).toEqual(products)
  expect(Array.from(gram.lengths, (length) => length * 4)).toEqual(
    [1, 2, 5, 0, Math.fround(Math.SQRT2) * 1].map((x, i) => (i < 4 ? x : Math.SQRT2))
  )
})

test('cosine distances are those of f64 within 2e-7, whatever the sizes; the matrix is symmetric', async () => {
  const sizes = { n: fc.integer({ min: 1, max: 150 }), length: fc.integer({ min: 1, max: 1500 }) }
  await fc.assert(
    fc.asyncProperty(fc.record({ ...sizes, seed: fc.nat(), signed: fc.boolean() }), async (recipe) => {
      const vectors = randomVectors(recipe.n, recipe.length, recipe.seed, recipe.signed)
      const gram = await gramOf(vectors)
      for (let i = 0; i < recipe.n; i++) {
        for (let j = 0; j < recipe.n; j++) {
          expect(gram.row(i)[j]).toBe(gram.row(j)[i])
          if (gram.lengths[i] === 0 || gram.lengths[j] === 0) continue
          expect(Math.abs(distance(gram, i, j) - cosineDistance(vectors[i], vectors[j]))).toBeLessThan(2e-7)
        }
      }
    }),
    { numRuns: 15 }
  )
})

describe('where the vectors do not fit into memory', () => {
  const vectors = randomVectors(130, 2000, 3)
  // Rows are padded to 192, chunks of 256 values to 1 kB: two chunks of the eight are in memory at a time.
  const options = { slabBytes: 2 * 192 * 1024 }

  test('distances are as right', async () => {
    const gram = await gramOf(vectors, 8, { ...options, folder })
    for (let i = 0; i < vectors.length; i++) {
      for (let j = 0; j < vectors.length; j++) {
        expect(Math.abs(distance(gram, i, j) - cosineDistance(vectors[i], vectors[j]))).toBeLessThan(3e-7)
      }
    }
  })

  test.skipIf(process.platform === 'win32')('the temporary file has no name while it is in use', async () => {
    const seen: string[][] = []
    const watched = async function* () {
      for await (const batch of inBatches(vectors, 50)) {
        seen.push(await readdir(folder))
        yield batch
      }
    }
    await new Gram(130, 2000, 8, { ...options, folder }).fill(watched())
    expect(seen).toEqual([[], [], []])
  })

  test('nothing is left after an error', async () => {
    const failing = async function* () {
      yield* inBatches(vectors.slice(0, 100))
      await breathe()
      throw new Error('The model failed.')
    }
    await expect(new Gram(130, 2000, 8, { ...options, folder }).fill(failing())).rejects.toThrow('The model failed.')
    expect(await readdir(folder)).toEqual([])
  })

  test('says where the file cannot be made', async () => {
    const gram = new Gram(130, 2000, 8, { ...options, folder: join(folder, 'missing') })
    await expect(gram.fill(inBatches(vectors))).rejects.toThrow(/Cannot make a temporary file in .*missing/)
  })
})

test.each([2, 3])('%i threads find the same', async (threads) => {
  const vectors = randomVectors(300, 700, 5)
  const [alone, together] = await Promise.all([gramOf(vectors, 2), gramOf(vectors, 2, { threads })])
  for (let row = 0; row < vectors.length; row++) expect(together.row(row)).toEqual(alone.row(row))
  await together.close()
})

test('may be filled again', async () => {
  const [first, second] = [randomVectors(70, 300, 1), randomVectors(70, 300, 2)]
  const gram = await gramOf(first)
  await gram.fill(inBatches(second))
  const fresh = await gramOf(second)
  for (let row = 0; row < 70; row++) expect(gram.row(row)).toEqual(fresh.row(row))
})

test('multiplying all vectors by a power of two changes nothing, as far as f32 goes', async () => {
  const vectors = randomVectors(20, 100, 7)
  const plain = await gramOf(vectors)
  for (const factor of [2 ** -100, 2 ** 100]) {
    const scaled = await gramOf(vectors.map((vector) => vector.map((value) => value * factor)))
    for (let row = 0; row < 20; row++) expect(scaled.row(row)).toEqual(plain.row(row))
  }
})

test('vectors of very different lengths keep their directions', async () => {
  const gram = await gramOf([
    [1e15, 1e15],
    [1e-3, 0],
    [0, 1e-3]
  ])
  expect(distance(gram, 0, 1)).toBeCloseTo(1 - Math.SQRT1_2, 6)
  expect(distance(gram, 1, 2)).toBe(1)
})

test('lengths may differ as far as f32 tells the shortest, and no farther', async () => {
  const long = 2 ** 40
  const short = 2 ** -22
  const gram = await gramOf([
    [long, 0],
    [short, 0],
    [short, short / 1000],
    [0, 0]
  ])
  expect(distance(gram, 1, 2)).toBeCloseTo(1 - 1 / Math.hypot(1, 1e-3), 7)
  expect(distance(gram, 0, 1)).toBe(0)
  await expect(
    gramOf([
      [1, 0],
      [0, 1e30],
      [1e-30, 0]
    ])
  ).rejects.toMatchObject({
    code: 'vector-lengths',
    message: expect.stringContaining('row 2 is about 6e+29 long, and that of row 1 about 1e+0') as string
  })
})

test('is cancelled while vectors arrive, and while they are compared', async () => {
  const vectors = randomVectors(130, 2000, 3)
  const controller = new AbortController()
  const endless = async function* () {
    for (const vector of vectors) {
      yield vector
      await breathe()
      controller.abort()
    }
  }
  const gram = new Gram(130, 2000, 8, { folder, slabBytes: 2 * 192 * 1024 })
  await expect(gram.fill(endless(), { signal: controller.signal })).rejects.toThrow(CancelledError)
  const late = new AbortController()
  const work = { signal: late.signal, onProgress: () => late.abort() }
  await expect(gram.fill(inBatches(vectors), work)).rejects.toThrow(CancelledError)
  expect(await readdir(folder)).toEqual([])
})

test('tells its progress', async () => {
  const told: string[] = []
  const gram = new Gram(130, 2000, 8, { folder, slabBytes: 2 * 192 * 1024 })
  await gram.fill(inBatches(randomVectors(130, 2000, 3)), {
    onProgress: ({ stage, done, total, unit }) => told.push(`${stage}: ${done} of ${total} ${unit}`)
  })
  // 130 rows are three tiles of 64: six on or above the diagonal, for each of four slabs.
  expect(told.at(-1)).toBe('Comparing embeddings: 24 of 24 tiles')
})

test.each([
  ['too few', [[1, 2]]],
  ['too many', [[1, 2], [3, 4], [5, 6]]], // prettier-ignore
  ['broken', [[1, 2, 3]]]
])('%s vectors are a defect', async (_, vectors) => {
  await expect(new Gram(2, 2, 1).fill(inBatches(vectors))).rejects.toThrow(/Not 2 vectors/)
})

test('says what does not fit', () => {
  expect(() => new Gram(33_000, 10, 2, { threads: 1 })).toThrow(/dataset of 33,000 images .* 25000/)
})
