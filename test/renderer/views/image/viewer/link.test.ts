import { expect, test } from 'vitest'
import { linkedPlace } from '../../../../../src/renderer/views/image/viewer/link.ts'

/** Slices at some heights; NaN: nobody knows. */
function slices(heights: number[], more: { frameOfReference?: string; normal?: [number, number, number] } = {}) {
  return {
    frameOfReference: '1.2',
    normal: [0, 0, 1] as [number, number, number],
    positions: heights.map((z): [number, number, number] | null => (Number.isNaN(z) ? null : [0, 0, z])),
    ...more
  }
}

const at = (place: number, geometry: ReturnType<typeof slices>) => ({
  count: geometry.positions.length,
  place,
  base: 0,
  geometry
})

test('the nearest slice is shown, however thick the slices of each series are', () => {
  const thin = slices([0, 1, 2, 3, 4, 5, 6, 7])
  const thick = slices([6, 3, 0])
  expect(linkedPlace(at(7, thin), at(0, thick))).toBe(0)
  expect(linkedPlace(at(4, thin), at(0, thick))).toBe(1)
  expect(linkedPlace(at(0, thick), at(0, thin))).toBe(6)
})

test('slices that are stacked the other way lie where they lie', () => {
  expect(linkedPlace(at(2, slices([0, 1, 2])), at(0, slices([2, 1, 0], { normal: [0, 0, -1] })))).toBe(0)
})

test('of slices at one place the one that is in sight stays', () => {
  const echoes = slices([0, 0, 5, 5])
  expect(linkedPlace(at(1, slices([0, 5])), at(3, echoes))).toBe(3)
  expect(linkedPlace(at(1, slices([0, 5])), at(0, echoes))).toBe(2)
})

test('a slice without a place is no aim', () => {
  expect(linkedPlace(at(1, slices([0, 5])), at(0, slices([NaN, 0, 5])))).toBe(2)
})

test.each([
  ['another frame of reference', { frameOfReference: '1.3' }],
  ['no frame of reference', { frameOfReference: '' }],
  ['another plane', { normal: [1, 0, 0] as [number, number, number] }]
])('with %s the images are counted from where they were linked', (_name, more) => {
  const [a, b] = [slices([0, 1, 2, 3]), slices([7, 8, 9], more)]
  expect(linkedPlace({ ...at(3, a), base: 1 }, { ...at(0, b), base: 0 })).toBe(2)
  expect(linkedPlace({ ...at(0, a), base: 1 }, { ...at(1, b), base: 0 })).toBe(0)
})

test('what is not known to lie anywhere is counted, too', () => {
  expect(linkedPlace({ ...at(2, slices([0, 1, 2])), geometry: null }, at(0, slices([0, 1, 2, 3])))).toBe(2)
})
