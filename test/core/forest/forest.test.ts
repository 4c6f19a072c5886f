import { describe, expect, test } from 'vitest'
import { contributions, fitForest, predict } from '../../../src/core/forest/forest.ts'
import { CancelledError } from '../../../src/core/errors.ts'
import { Random } from '../../../src/core/random.ts'
import fc from '../../fast-check.ts'
import { tableOf, times } from './tables.ts'

const FEW = { seed: 1, trees: 10 }

describe('a forest learns', () => {
  test('a threshold of a number', async () => {
    const forest = await fitForest(tableOf({ a: times(10, [1, 2, 8, 9]) }), classes(times(10, [0, 0, 1, 1])), 2, FEW)
    expect([...predict(forest, tableOf({ a: [0, 4.9, 5.1, 100] }))]).toEqual([1, 0, 1, 0, 0, 1, 0, 1].map(close))
  })

  test('that a value is missing', async () => {
    const table = tableOf({ a: times(10, [1, null, 8, null]) })
    const forest = await fitForest(table, classes(times(10, [0, 1, 0, 1])), 2, FEW)
    expect([...predict(forest, tableOf({ a: [null, 1, 5] }))]).toEqual([0, 1, 1, 0, 1, 0].map(close))
  })

  test('on which side of a threshold missing values belong', async () => {
    const table = tableOf({ a: times(10, [1, 8, null]) })
    const forest = await fitForest(table, classes(times(10, [0, 1, 1])), 2, FEW)
    expect([...predict(forest, tableOf({ a: [1, 8, null] }))]).toEqual([1, 0, 0, 1, 0, 1].map(close))
  })

  test('categories in whatever order', async () => {
    const table = tableOf({ a: times(10, ['HEAD', 'FOOT', 'BRAIN', 'TOE']) })
    const forest = await fitForest(table, classes(times(10, [0, 1, 0, 1])), 2, FEW)
    expect([...predict(forest, tableOf({ a: ['TOE', 'BRAIN'] }))]).toEqual([0, 1, 1, 0].map(close))
  })

  test('one of several classes from two columns', async () => {
    const table = tableOf({ a: times(20, [1, 1, 2, 2]), b: times(20, ['x', 'y', 'x', 'y']) })
    const forest = await fitForest(table, classes(times(20, [0, 1, 2, 3])), 4, FEW)
    const shares = predict(forest, tableOf({ a: [2, 1], b: ['x', 'y'] }))
    expect([...shares]).toEqual([0, 0, 1, 0, 0, 1, 0, 0].map(close))
  })

  test('shares, where rows that are alike have several classes', async () => {
    const forest = await fitForest(tableOf({ a: times(100, [1, 1, 1, 1]) }), classes(times(100, [0, 0, 0, 1])), 2, {
      seed: 1
    })
    const [first, second] = predict(forest, tableOf({ a: [1] }))
    expect(first).toBeCloseTo(0.75, 1)
    expect(first + second).toBeCloseTo(1, 5)
  })
})

test('a category that the fit did not have goes where more rows went', async () => {
  const table = tableOf({ a: times(10, ['p', 'p', 'p', 'q']) })
  const forest = await fitForest(table, classes(times(10, [0, 0, 0, 1])), 2, FEW)
  expect([...predict(forest, tableOf({ a: ['new'] }))]).toEqual([1, 0].map(close))
})

test('the same seed gives the same forest, another one another', async () => {
  const { table, kinds } = noise(200, 1)
  const [first, second, other] = await Promise.all(
    [1, 1, 2].map(async (seed) => predict(await fitForest(table, kinds, 3, { seed, trees: 5 }), table))
  )
  expect(first).toEqual(second)
  expect(first).not.toEqual(other)
})

test('what columns add up to is the share that is predicted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 80 }), fc.integer({ min: 1, max: 1000 }), async (rows, seed) => {
      const { table, kinds } = noise(rows, seed)
      const forest = await fitForest(table, kinds, 3, { seed, trees: 4 })
      const shares = predict(forest, table)
      const wanted = kinds.map((kind) => (kind + 1) % 3)
      const parts = contributions(forest, table, wanted)
      const roots = rootShares(forest)
      for (let row = 0; row < rows; row++) {
        const sum = parts.subarray(row * 3, (row + 1) * 3).reduce((total, part) => total + part, 0)
        expect(roots[wanted[row]] + sum).toBeCloseTo(shares[row * 3 + wanted[row]], 4)
        expect(shares.subarray(row * 3, (row + 1) * 3).reduce((total, share) => total + share, 0)).toBeCloseTo(1, 4)
      }
    }),
    { numRuns: 30 }
  )
})

test('a column that says nothing of a class adds little to it', async () => {
  const random = new Random(1)
  const table = tableOf({ a: times(50, [1, 2, 8, 9]), b: Array.from({ length: 200 }, () => random.normal()) })
  const kinds = classes(times(50, [0, 0, 1, 1]))
  const forest = await fitForest(table, kinds, 2, { seed: 1 })
  const [a, b] = contributions(forest, tableOf({ a: [1], b: [0] }), Uint16Array.of(0))
  expect(a).toBeGreaterThan(0.4)
  expect(Math.abs(b)).toBeLessThan(0.1)
})

test('fitting stops when it is cancelled', async () => {
  const { table, kinds } = noise(50, 1)
  await expect(fitForest(table, kinds, 3, { seed: 1 }, { signal: AbortSignal.abort() })).rejects.toThrow(CancelledError)
})

test('a table with other columns is refused', async () => {
  const forest = await fitForest(tableOf({ a: [1, 2] }), classes([0, 1]), 2, FEW)
  expect(() => predict(forest, tableOf({ a: [1], b: [1] }))).toThrow('other columns')
  expect(() => predict(forest, tableOf({ a: ['p'] }))).toThrow('another kind')
})

/** The share of each class at the roots, over all trees. */
function rootShares(forest: Awaited<ReturnType<typeof fitForest>>): number[] {
  const sums = [0, 0, 0]
  for (const { feature, outcome, weight, shares } of forest.trees) {
    feature.forEach((asked, node) => {
      if (asked >= 0) return
      const part = weight[node] / weight[0] / forest.trees.length
      if (outcome[node] >= 0) sums[outcome[node]] += part
      else for (let c = 0; c < 3; c++) sums[c] += part * shares[(-1 - outcome[node]) * 3 + c]
    })
  }
  return sums
}

/** Numbers, categories and missing values by chance, and classes that depend on nothing. */
function noise(rows: number, seed: number) {
  const random = new Random(seed)
  const pick = <T>(values: readonly T[]): T => values[random.below(values.length)]
  const list = <T>(values: readonly T[]): T[] => Array.from({ length: rows }, () => pick(values))
  const table = tableOf({ a: list([1, 2, 3, null]), b: list(['p', 'q', 'r', 's', null]), c: list([0.5, 7, 9]) })
  return { table, kinds: Uint16Array.from(list([0, 1, 2])) }
}

function classes(kinds: readonly number[]): Uint16Array {
  return Uint16Array.from(kinds)
}

function close(value: number): unknown {
  return expect.closeTo(value, 5)
}
