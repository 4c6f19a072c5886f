import { expect, test } from 'vitest'
import { Random } from '../../../src/core/random.ts'
import { ShortTable } from '../../../src/core/similar/short-table.ts'
import fc from '../../fast-check.ts'

test('half the squared distances: 0 of a vector and itself, 12.5 of (3, 4, 0, …) and zeros', () => {
  const table = new ShortTable(2, 16)
  const vector = Float32Array.of(3, 4, ...new Array<number>(14).fill(0))
  table.set(1, vector)
  expect([...table.distances(vector)]).toEqual([12.5, 0])
})

test('distances are those of brute force in f64 within 1e-6 of unit vectors, and none is below 0', () => {
  const recipe = { rows: fc.integer({ min: 1, max: 200 }), blocks: fc.integer({ min: 1, max: 8 }), seed: fc.nat() }
  fc.assert(
    fc.property(fc.record(recipe), ({ rows, blocks, seed }) => {
      const width = blocks * 16
      const random = new Random(seed)
      const unit = (): Float32Array => {
        const values = Float64Array.from({ length: width }, () => random.normal())
        const norm = Math.hypot(...values)
        return Float32Array.from(values, (value) => value / norm)
      }
      const vectors = Array.from({ length: rows }, unit)
      const table = new ShortTable(rows, width)
      vectors.forEach((vector, row) => table.set(row, vector))
      const query = vectors[random.below(rows)]
      const found = table.distances(query)
      vectors.forEach((vector, row) => {
        let square = 0
        for (let i = 0; i < width; i++) square += (vector[i] - query[i]) ** 2
        expect(found[row]).toBeGreaterThanOrEqual(0)
        expect(Math.abs(found[row] - square / 2)).toBeLessThan(1e-6)
      })
    }),
    { numRuns: 30 }
  )
})
