import { expect, test } from 'vitest'
import { phasesOf } from '../../../../src/core/embedding/wasm/taps.ts'

test('a 2 × 2 kernel reads the pixel, its right, its lower and its lower right neighbour', () => {
  expect(phasesOf(2, 1)).toEqual([
    {
      row: 0,
      column: 0,
      taps: [
        { row: 0, column: 0, places: [0] },
        { row: 0, column: 1, places: [1] },
        { row: 1, column: 0, places: [2] },
        { row: 1, column: 1, places: [3] }
      ]
    }
  ])
})

test('of an image upsampled twice, the first phase of a 3 × 3 kernel reads 2 × 2 pixels', () => {
  const phases = phasesOf(3, 2)
  expect(phases.map(({ row, column }) => [row, column])).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1]
  ])
  // The upper row and the left column of the kernel fall on the pixels above and to the left, all others on the pixel.
  expect(phases[0].taps).toEqual([
    { row: -1, column: -1, places: [0] },
    { row: -1, column: 0, places: [1, 2] },
    { row: 0, column: -1, places: [3, 6] },
    { row: 0, column: 0, places: [4, 5, 7, 8] }
  ])
})

test.each([
  [2, 2, 9],
  [3, 2, 16],
  [5, 4, 64]
])('a kernel of %i rows reads every place once in each phase of scale %i: %i taps', (kernel, scale, taps) => {
  const phases = phasesOf(kernel, scale)
  expect(phases.flatMap((phase) => phase.taps).length).toBe(taps)
  for (const phase of phases) {
    const places = phase.taps.flatMap((tap) => tap.places).sort((a, b) => a - b)
    expect(places).toEqual(Array.from({ length: kernel ** 2 }, (_, place) => place))
  }
})
