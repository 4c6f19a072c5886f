import { expect, test } from 'vitest'
import { isAligned, layerOf, levelFor } from '../../../../../../src/renderer/views/image/viewer/slide/levels.ts'

test.each([
  // A stage of 800 pixels shows the whole slide, of widths 46,000, 11,500, 2,875 and 1,073.
  [800, 3],
  [1073, 3],
  // A little larger than it is.
  [1341, 3],
  [1342, 2],
  [3000, 2],
  [4000, 1],
  [20_000, 0],
  // Nothing is finer.
  [1e9, 0]
])('a width of %i pixels is drawn from level %i', (shown, level) => {
  expect(levelFor([46_000, 11_500, 2875, 1073], shown)).toBe(level)
})

test('a slide of one size has one level', () => {
  expect(levelFor([50], 1)).toBe(0)
  expect(levelFor([50], 1e9)).toBe(0)
})

test('a layer of one level belongs to the same channel and focal plane of another one', () => {
  const of = { channel: 1, channels: 2, plane: 2, planes: 3 }
  expect(layerOf({ channels: ['A', 'B'], planes: 3 }, of)).toBe(5)
  // A level is often made of one focal plane only.
  expect(layerOf({ channels: ['A', 'B'], planes: 1 }, of)).toBe(1)
  expect(layerOf({ channels: ['A', 'B'], planes: 2 }, of)).toBeNull()
  expect(layerOf({ channels: ['A'], planes: 3 }, of)).toBeNull()
})

test('levels begin at one place of the slide, or nobody says', () => {
  const at = (x: number, y: number) => ({ origin: [x, y] as [number, number], orientation: [0, -1, 0, -1, 0, 0] })
  // In mm; a pixel of the coarser level is 0.004.
  expect(isAligned(at(23.45, 25.69), at(23.452, 25.688), 0.004)).toBe(true)
  expect(isAligned(at(23.45, 25.69), at(23.46, 25.69), 0.004)).toBe(false)
  expect(isAligned(at(23.45, 25.69), { ...at(23.45, 25.69), orientation: [1, 0, 0, 0, 1, 0] }, 0.004)).toBe(false)
  expect(isAligned(at(23.45, 25.69), { origin: null, orientation: null }, 0.004)).toBe(true)
  expect(isAligned(at(0, 0), at(9, 9), null)).toBe(true)
})
