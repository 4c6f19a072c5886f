import { expect, test } from 'vitest'
import { binned, fitBins } from '../../../src/core/forest/bins.ts'
import { Grower } from '../../../src/core/forest/grow.ts'
import { LEAF, MISSING_TO_FIRST, type Tree } from '../../../src/core/forest/tree.ts'
import { Random } from '../../../src/core/random.ts'
import fc from '../../fast-check.ts'
import { tableOf } from './tables.ts'

/** How often each row is drawn for a tree. */
function drawn(rows: number, seed: number): number[] {
  const random = new Random(seed)
  const weights = Array<number>(rows).fill(0)
  for (let i = 0; i < rows; i++) weights[random.below(rows)]++
  return weights
}

/** Gini's impurity of some rows times their weight, from its definition. */
function impurity(rows: readonly number[], weights: readonly number[], classes: readonly number[]): number {
  const total = rows.reduce((sum, row) => sum + weights[row], 0)
  if (total === 0) return 0
  const counts = new Map<number, number>()
  for (const row of rows) counts.set(classes[row], (counts.get(classes[row]) ?? 0) + weights[row])
  return total * (1 - [...counts.values()].reduce((sum, count) => sum + (count / total) ** 2, 0))
}

function isFirst({ threshold, toFirst }: Tree, bin: number): boolean {
  return bin === 0 ? (toFirst[0] & MISSING_TO_FIRST) !== 0 : bin <= threshold[0]
}

test('of all thresholds, with missing values on either side, the one that leaves the least impurity is taken', () => {
  const cell = fc.record({
    value: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
    kind: fc.integer({ min: 0, max: 2 })
  })
  fc.assert(
    fc.property(fc.array(cell, { minLength: 2, maxLength: 30 }), fc.integer({ min: 1, max: 99 }), (cells, seed) => {
      const classes = cells.map(({ kind }) => kind)
      const table = tableOf({ a: cells.map(({ value }) => value) })
      const kinds = Uint16Array.from(classes)
      const data = binned(table, fitBins(table))
      const tree = new Grower({ table: data, classes: kinds, count: 3 }).grow(new Random(seed))
      const weights = drawn(cells.length, seed)
      const rows = [...weights.keys()].filter((row) => weights[row] > 0)
      const after = (goesFirst: (bin: number) => boolean): number => {
        const first = rows.filter((row) => goesFirst(data.bins[row]))
        if (first.length === 0 || first.length === rows.length) return Infinity
        const second = rows.filter((row) => !first.includes(row))
        return impurity(first, weights, classes) + impurity(second, weights, classes)
      }
      const all = [1, 2, 3, 4, 5, 6].flatMap((threshold) =>
        [false, true].map((missingFirst) => after((bin) => (bin === 0 ? missingFirst : bin <= threshold)))
      )
      const least = Math.min(...all)
      const isOneClass = new Set(rows.map((row) => classes[row])).size === 1
      expect(tree.feature[0] === LEAF).toBe(isOneClass || least === Infinity)
      if (tree.feature[0] !== LEAF) expect(after((bin) => isFirst(tree, bin))).toBeCloseTo(least, 9)
    })
  )
})

test('where no column of those that are tried parts the rows, further ones are', () => {
  // √9 = 3 are tried, of which most draws have none that tells.
  const constant = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`c${i}`, [1, 1, 1, 1, 1, 1]]))
  const table = tableOf({ ...constant, told: [1, 1, 1, 2, 2, 2] })
  const classes = Uint16Array.of(0, 0, 0, 1, 1, 1)
  const grower = new Grower({ table: binned(table, fitBins(table)), classes, count: 2 })
  for (let tree = 0; tree < 20; tree++) {
    const { feature, outcome } = grower.grow(new Random(1, tree))
    // A draw may have rows of one class alone.
    if (feature.length === 1) continue
    expect([feature[0], outcome[1], outcome[2]]).toEqual([8, 0, 1])
  }
})
