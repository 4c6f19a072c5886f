import { describe, expect, test } from 'vitest'
import fc from '../../fast-check.ts'
import { ascending, type HistogramView, histogramOf } from '../../../src/core/marks/histogram.ts'

/** Of numbers, each there so many times. */
function histogram(pairs: [number: number, times: number][], steps = 10, view: HistogramView | null = null) {
  const sorted = pairs.toSorted((a, b) => a[0] - b[0])
  const counts = sorted.map(([, times]) => times)
  return histogramOf(
    { numbers: Float64Array.from(sorted, ([number]) => number), series: [counts], all: counts },
    steps,
    view
  )
}
/** 0.5, 1.5, … 99.5, ten times each. */
const even = Array.from({ length: 100 }, (_, i): [number, number] => [i + 0.5, 10])

test('numbers that are spread evenly stand in equal steps from the least to the greatest', () => {
  const found = histogram(even)!
  expect(found).toMatchObject({ min: 0.5, max: 99.5, scale: 'linear', trimmed: null, below: [0], above: [0] })
  expect([found.edges[0], found.edges[1], found.edges.at(-1)]).toEqual([0.5, expect.closeTo(10.4), 99.5])
  expect(found.counts).toEqual([[100, 100, 100, 100, 100, 100, 100, 100, 100, 100]])
})

test('where outliers leave most in one bar, they are counted beside the others', () => {
  const found = histogram([...even, [-5000.5, 2], [100000.5, 3]])!
  expect(found).toMatchObject({ min: -5000.5, max: 100000.5, trimmed: 0.01 })
  expect(found.edges[0]).toBe(0.5)
  expect(found.edges.at(-1)).toBe(99.5)
  expect([found.below, found.above]).toEqual([[2], [3]])
  expect(Math.max(...found.counts[0])).toBe(100)
})

test('numbers of many magnitudes stand on a scale of powers of ten', () => {
  const found = histogram(
    Array.from({ length: 9 }, (_, i) => [10 ** (i - 4) * 1.5, 10]),
    8
  )!
  expect(found).toMatchObject({ scale: 'log', canBeLog: true, trimmed: null })
  expect(found.edges.map((edge) => Math.log10(edge / 1.5))).toEqual(
    [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((power) => expect.closeTo(power, 9) as number)
  )
})

test('whole numbers have a bar each, or the same number of them in every bar', () => {
  expect(
    histogram([
      [1, 5],
      [2, 5],
      [4, 5]
    ])
  ).toMatchObject({ edges: [1, 2, 3, 4, 5], counts: [[5, 5, 0, 5]] })
  expect(histogram(Array.from({ length: 25 }, (_, i) => [i, 1]))).toMatchObject({
    edges: [0, 3, 6, 9, 12, 15, 18, 21, 24, 27],
    counts: [[3, 3, 3, 3, 3, 3, 3, 3, 1]]
  })
})

test('one number is one bar, in any view', () => {
  expect(histogram([[1.75, 9]])).toMatchObject({ edges: [1.75, 1.75], counts: [[9]], canBeLog: false })
  expect(histogram([[7, 9]])).toMatchObject({ edges: [7, 8], counts: [[9]] })
  expect(histogram([[7, 9]], 10, { scale: 'log', from: 100, to: 200 })).toMatchObject({ counts: [[9]] })
  expect(histogram([])).toBeNull()
})

describe('a view that is asked for', () => {
  test('counts what lies outside, with a share that is left out only where nobody asked', () => {
    const found = histogram(even, 10, { scale: 'linear', from: 20, to: 30 })!
    expect(found).toMatchObject({ below: [200], above: [700], trimmed: null })
    expect(found.counts[0]).toEqual(new Array(10).fill(10))
  })

  test('in powers of ten begins at the least number above zero', () => {
    const found = histogram([[-3, 1], [0, 2], ...even], 10, { scale: 'log', from: null, to: null })!
    expect(found).toMatchObject({ min: -3, scale: 'log', below: [3] })
    expect(found.edges[0]).toBe(0.5)
  })

  test('without numbers above zero has no powers of ten', () => {
    expect(
      histogram(
        [
          [-5.5, 1],
          [0, 1]
        ],
        10,
        { scale: 'log', from: null, to: null }
      )
    ).toMatchObject({ scale: 'linear', canBeLog: false })
  })
})

test('every number is counted once, whatever the numbers are and whatever is shown of them', () => {
  const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -50, max: 50 }))
  const view = fc.option(
    fc.record({
      scale: fc.constantFrom('linear' as const, 'log' as const),
      from: fc.option(number),
      to: fc.option(number)
    })
  )
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(number, fc.integer({ min: 0, max: 9 })), { selector: ([n]) => n, minLength: 1 }),
      fc.integer({ min: 1, max: 60 }),
      view,
      (pairs, steps, view) => {
        const found = histogram(pairs, steps, view)!
        const { edges, counts, below, above } = found
        expect(counts[0].reduce((a, b) => a + b, 0) + below[0] + above[0]).toBe(pairs.reduce((a, [, n]) => a + n, 0))
        expect(counts[0].length).toBe(edges.length - 1)
        expect(counts[0].length).toBeLessThanOrEqual(steps)
        expect(edges.every(Number.isFinite)).toBe(true)
        for (let i = 1; i < edges.length; i++) expect(edges[i]).toBeGreaterThanOrEqual(edges[i - 1])
      }
    )
  )
})

test('what is no number has no place among them', () => {
  const { numbers, places } = ascending(Float64Array.of(3, NaN, -1, 2))
  expect([...numbers]).toEqual([-1, 2, 3])
  expect([...places]).toEqual([2, 3, 0])
})
