import { describe, expect, test } from 'vitest'
import { resize } from '../../../src/core/pixels/resize.ts'
import fc from '../../fast-check.ts'

function resized(rows: number[][], side: number): number[][] {
  const flat = resize(rows.length, rows[0].length, side, (row, into) => into.set(rows[row]))
  return Array.from({ length: side }, (_, y) => Array.from(flat.subarray(y * side, (y + 1) * side)))
}

describe('resize', () => {
  test('shrinks by the mean of what a pixel covers', () => {
    expect(
      resized(
        [
          [1, 3, 10, 10],
          [5, 7, 20, 40]
        ],
        2
      )
    ).toEqual([
      [2, 10],
      [6, 30]
    ])
  })

  test('counts the covered part of the end pixels: 3 to 2', () => {
    // (0 + 3/2) / 1.5 and (3/2 + 9) / 1.5
    expect(resized([[0, 3, 9]], 2)[0]).toEqual([1, 7])
  })

  test('grows by linear interpolation, the edge repeated: 2 to 4', () => {
    expect(resized([[0, 8]], 4)[0]).toEqual([0, 2, 6, 8])
  })

  test('each axis on its own: one shrinks, one grows', () => {
    expect(resized([[0, 2, 4, 6]], 2)).toEqual([
      [1, 5],
      [1, 5]
    ])
  })

  test('leaves a picture of the same size, and a single pixel, as they are', () => {
    expect(
      resized(
        [
          [1, 2],
          [3, 4]
        ],
        2
      )
    ).toEqual([
      [1, 2],
      [3, 4]
    ])
    expect(resized([[7]], 2)).toEqual([
      [7, 7],
      [7, 7]
    ])
  })

  test('keeps the mean when it shrinks, and the bounds always', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer(),
        (rows, columns, seed) => {
          const at = (y: number, x: number): number => ((y * 31 + x * 17 + seed) >>> 0) % 100
          const values = resize(rows, columns, 16, (row, into) => into.forEach((_, x) => (into[x] = at(row, x))))
          const all = Array.from({ length: rows * columns }, (_, i) => at(Math.floor(i / columns), i % columns))
          expect(Math.min(...values)).toBeGreaterThanOrEqual(Math.min(...all) - 1e-9)
          expect(Math.max(...values)).toBeLessThanOrEqual(Math.max(...all) + 1e-9)
          if (rows < 16 || columns < 16) return
          const mean = (of: ArrayLike<number>): number => Array.from(of).reduce((a, b) => a + b) / of.length
          expect(mean(values)).toBeCloseTo(mean(all), 9)
        }
      )
    )
  })
})
