import { describe, expect, test } from 'vitest'
import { gowerDissimilarity, gowerModel } from '../../../src/core/clustering/gower.ts'
import { laplacianScore, laplacianScores, similarityGraph } from '../../../src/core/selection/laplacian.ts'
import fc from '../../fast-check.ts'
import { nominal, numeric, taskOf } from './ranking-task.ts'

/** 0 – 1 – 2 – 3, each edge of similarity 1: D = diag(1, 2, 2, 1). */
const PATH = {
  rows: 4,
  from: Uint32Array.of(0, 1, 2),
  to: Uint32Array.of(1, 2, 3),
  similarity: Float64Array.of(1, 1, 1)
}

describe('the Laplacian score, by hand with equation 2 of He, Cai and Niyogi', () => {
  test('of numbers', () => {
    // f̃ = (−1.5, −0.5, 0.5, 1.5): f̃ᵀLf̃ = 3, f̃ᵀDf̃ = 5.5.
    expect(laplacianScore(PATH, numeric('a', 0, 1, 2, 3))).toBeCloseTo(3 / 5.5, 12)
    // f̃ = ±0.5: one edge differs, 1 beside 6 · 0.25.
    expect(laplacianScore(PATH, numeric('b', 0, 0, 1, 1))).toBeCloseTo(1 / 1.5, 12)
    // Every edge differs: 3 beside 1.5.
    expect(laplacianScore(PATH, numeric('c', 0, 1, 0, 1))).toBeCloseTo(2, 12)
  })

  test('does not depend on the unit', () => {
    expect(laplacianScore(PATH, numeric('a', 0, 1000, 2000, 3000))).toBeCloseTo(3 / 5.5, 12)
  })

  test('of categories is that of their indicators', () => {
    expect(laplacianScore(PATH, nominal('a', 'x', 'x', 'y', 'y'))).toBeCloseTo(1 / 1.5, 12)
    // Three levels with d = 1, 2 and 3: 4 beside (1 − 1/6) + (2 − 4/6) + (3 − 9/6).
    expect(laplacianScore(PATH, nominal('b', 'x', 'y', 'z', 'z'))).toBeCloseTo(4 / (6 - 14 / 6), 12)
  })

  test('leaves rows without a value out', () => {
    // 0 – 1 alone: D = (1, 1), f̃ = ±0.5.
    expect(laplacianScore(PATH, numeric('a', 0, 1, NaN, 5))).toBeCloseTo(1 / 0.5, 12)
    expect(laplacianScore(PATH, nominal('b', 'x', 'y', null, 'z'))).toBeCloseTo(2 / 1, 12)
  })

  test('is infinite where a tag tells no rows of the graph apart', () => {
    expect(laplacianScore(PATH, numeric('a', 3, 3, 3, 3))).toBe(Infinity)
    expect(laplacianScore(PATH, nominal('b', 'x', 'x', null, 'y'))).toBe(Infinity)
    expect(laplacianScore(PATH, nominal('c', null, null, null, null))).toBe(Infinity)
  })
})

describe('the graph', () => {
  const at = [0, 0.1, 0.2, 0.6]
  const row = (i: number): Float32Array => Float32Array.from(at, (x) => Math.abs(x - at[i]))

  test('joins two rows if one is among the nearest of the other', () => {
    const { from, to, similarity } = similarityGraph(4, row, 1)
    // 1 is as near to 0 as to 2: both count. 3 has 2 as its nearest.
    expect([...from].map((i, edge) => [i, to[edge]])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3]
    ])
    expect(similarity[2]).toBeCloseTo(0.6, 6)
  })

  test('has no edge between rows that have nothing in common', () => {
    expect(similarityGraph(2, () => Float32Array.of(1, 1), 1).from).toHaveLength(0)
  })
})

test('tags that differ between similar images come behind those that do not', async () => {
  const kinds = Array.from({ length: 40 }, (_, i) => (i < 20 ? 'CT' : 'MR'))
  const noise = Array.from({ length: 40 }, (_, i) => (i * 7) % 11)
  const task = taskOf([nominal('a', ...kinds), nominal('b', ...kinds), numeric('c', ...noise)])
  const [a, b, c] = await laplacianScores(task)
  expect([a, b]).toEqual([0, 0])
  expect(c).toBeGreaterThan(0.1)
})

test('with the graph of the definition, in f64, whatever the order of the images', async () => {
  const table = fc.integer({ min: 3, max: 25 }).chain((n) => {
    const values = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: n, maxLength: n })
    const kinds = fc.array(fc.option(fc.constantFrom('x', 'y')), { minLength: n, maxLength: n })
    return fc.tuple(values, kinds, fc.array(fc.nat(), { minLength: n, maxLength: n }))
  })
  await fc.assert(
    fc.asyncProperty(table, async ([values, kinds, keys]) => {
      const order = Array.from(keys.keys()).sort((a, b) => keys[a] - keys[b])
      const given = [numeric('a', ...values), nominal('b', ...kinds)]
      const shuffled = [numeric('a', ...order.map((i) => values[i])), nominal('b', ...order.map((i) => kinds[i]))]
      const scores = await laplacianScores(taskOf(given))
      const dissimilarity = gowerDissimilarity(
        { rows: values.length, columns: given },
        gowerModel({ rows: values.length, columns: given })
      )
      const row = (i: number): Float32Array =>
        Float32Array.from(values, (_, j) => (Number.isNaN(dissimilarity(i, j)) ? 1 : dissimilarity(i, j)))
      const graph = similarityGraph(values.length, row, 5)
      const close = (found: number, expected: number) =>
        expected === Infinity ? expect(found).toBe(Infinity) : expect(found).toBeCloseTo(expected, 3)
      scores.forEach((score, tag) => close(score, laplacianScore(graph, given[tag])))
      ;(await laplacianScores(taskOf(shuffled))).forEach((score, tag) => close(score, scores[tag]))
    }),
    { numRuns: 50 }
  )
})
