import { expect, test } from 'vitest'
import { binned, type ColumnBins, fitBins, UNKNOWN_BIN } from '../../../src/core/forest/bins.ts'
import fc from '../../fast-check.ts'
import { tableOf } from './tables.ts'

test('numbers lie between edges half way between those of the fit, and missing ones in a bin of their own', () => {
  const fitted = fitBins(tableOf({ a: [1, 2, 4, null] }))
  expect((fitted[0] as ColumnBins & { edges: Float64Array }).edges).toEqual(Float64Array.of(1.5, 3))
  expect([...binned(tableOf({ a: [null, -9, 1.5, 1.6, 3, 99] }), fitted).bins]).toEqual([0, 1, 1, 2, 2, 3])
})

test('numbers that lie as close as numbers can are told apart, and so are the largest', () => {
  const [next, huge] = [1 + Number.EPSILON, Number.MAX_VALUE]
  const table = tableOf({ a: [1, next, -huge, huge] })
  expect([...binned(table, fitBins(table)).bins]).toEqual([2, 3, 1, 4])
})

test('of more than 254 distinct numbers each bin has about as many', () => {
  const table = tableOf({ a: Array.from({ length: 1000 }, (_, i) => i * i) })
  const { bins } = binned(table, fitBins(table))
  const sizes = Array.from({ length: 255 }, (_, bin) => bins.filter((each) => each === bin).length)
  expect(sizes[0]).toBe(0)
  expect(new Set(sizes.slice(1))).toEqual(new Set([3, 4]))
})

test('categories are ordered by how frequent they are, ties as they come', () => {
  const table = tableOf({ a: ['q', 'p', null, 'p', 'r', 's', 's', 's'] })
  expect([...binned(table, fitBins(table)).bins]).toEqual([3, 2, 0, 2, 4, 1, 1, 1])
})

test('a category that the fit did not have is unknown', () => {
  const fitted = fitBins(tableOf({ a: ['p', 'q'] }))
  expect([...binned(tableOf({ a: ['x', 'p', null] }), fitted).bins]).toEqual([UNKNOWN_BIN, 1, 0])
})

test('the rarest of more than 254 categories share a bin, and later ones join them', () => {
  const values = Array.from({ length: 900 }, (_, i) => `L${i < 600 ? i % 200 : i % 300}`)
  const fitted = fitBins(tableOf({ a: values }))
  const bins = binned(tableOf({ a: ['L0', 'L298', 'L299', 'new'] }), fitted).bins
  expect(bins[1]).toBe(bins[2])
  expect(bins[1]).toBe(bins[3])
  expect(bins[0]).not.toBe(bins[1])
})

test('bins keep the order of numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 2, maxLength: 600 }), (values) => {
      const table = tableOf({ a: values })
      const { bins } = binned(table, fitBins(table))
      for (let i = 1; i < values.length; i++) {
        if (values[i] > values[i - 1]) expect(bins[i]).toBeGreaterThanOrEqual(bins[i - 1])
        if (values[i] === values[i - 1]) expect(bins[i]).toBe(bins[i - 1])
      }
    })
  )
})
