import { expect, test } from 'vitest'
import { symmetricEigen } from '../../../src/core/projection/eigen.ts'
import { Random } from '../../../src/core/random.ts'
import fc from '../../fast-check.ts'

const rows = (matrix: readonly number[][]): Float64Array[] => matrix.map((row) => Float64Array.from(row))

test('the eigenvalues of ((2, 1), (1, 2)) are 3 and 1', () => {
  const { values, vectors } = symmetricEigen(
    rows([
      [2, 1],
      [1, 2]
    ])
  )
  expect([...values].map((value) => value.toFixed(12))).toEqual(['3.000000000000', '1.000000000000'])
  expect(Math.abs(vectors[0][0] - vectors[0][1])).toBeLessThan(1e-14)
  expect(Math.abs(vectors[1][0] + vectors[1][1])).toBeLessThan(1e-14)
})

test('what is diagonal already, or empty, is left as it is', () => {
  expect(symmetricEigen([])).toEqual({ values: new Float64Array(), vectors: [] })
  const { values, vectors } = symmetricEigen(
    rows([
      [1, 0, 0],
      [0, 5, 0],
      [0, 0, 0]
    ])
  )
  expect([...values]).toEqual([5, 1, 0])
  expect(vectors.map((vector) => vector.findIndex((value) => value !== 0))).toEqual([1, 0, 2])
})

test('a matrix times an eigenvector is the eigenvalue times that, vectors are orthonormal, and equal values are no trouble', () => {
  const recipe = fc.record({
    n: fc.integer({ min: 1, max: 40 }),
    rank: fc.integer({ min: 0, max: 40 }),
    seed: fc.nat()
  })
  fc.assert(
    fc.property(recipe, ({ n, rank, seed }) => {
      const random = new Random(seed)
      // Products of few vectors: most eigenvalues are 0.
      const parts = Array.from({ length: rank }, () =>
        Float64Array.from({ length: n }, () => Math.round(random.normal() * 3))
      )
      const matrix = Array.from({ length: n }, (_, i) =>
        Float64Array.from({ length: n }, (_, j) => parts.reduce((sum, part) => sum + part[i] * part[j], 0))
      )
      const { values, vectors } = symmetricEigen(matrix.map((row) => row.slice()))
      const scale = 1e-12 * Math.max(1, ...values.map(Math.abs))
      for (let k = 0; k < n; k++) {
        if (k > 0) expect(values[k]).toBeLessThanOrEqual(values[k - 1])
        matrix.forEach((row, i) => {
          const product = row.reduce((sum, value, j) => sum + value * vectors[k][j], 0)
          expect(Math.abs(product - values[k] * vectors[k][i])).toBeLessThan(scale * n)
        })
        for (let j = 0; j <= k; j++) {
          const product = vectors[j].reduce((sum, value, i) => sum + value * vectors[k][i], 0)
          expect(Math.abs(product - (j === k ? 1 : 0))).toBeLessThan(1e-12)
        }
      }
    }),
    { numRuns: 60 }
  )
})
