import { expect, test } from 'vitest'
import { shadesOf } from '../../../../../../src/renderer/views/image/viewer/slide/shades.ts'
import type { Voi } from '../../../../../../src/renderer/views/image/viewer/voi.ts'
import { frame } from '../frames.ts'

function voi(center: number, width: number, voiFunction = 'LINEAR'): Voi {
  return { center, width, voiFunction, lut: null }
}
const colour = (...values: number[]) =>
  frame({ kind: 'colour', type: 'uint8', slope: 1, intercept: 0, min: 0, max: 255 }, Uint8Array.from(values))

test('colours stay as they are in their full range, and go with the window', () => {
  expect([...shadesOf(colour(0, 127, 255, 10, 20, 30), voi(128, 256), false)]).toEqual([
    ...[0, 127, 255, 255],
    ...[10, 20, 30, 255]
  ])
  expect([...shadesOf(colour(63, 128, 192), voi(128, 129), false)]).toEqual([0, 128, 255, 255])
  expect([...shadesOf(colour(0, 127, 255), voi(128, 256), true)]).toEqual([255, 128, 0, 255])
})

test('grey values are drawn by what they mean, MONOCHROME1 the other way round', () => {
  const grey = { type: 'uint16', slope: 2, intercept: -4, min: 0, max: 4 } as const
  const values = Uint16Array.of(0, 2, 4)
  // They mean −4, 0 and 4.
  expect([...shadesOf(frame(grey, values), voi(0.5, 9), false)]).toEqual([
    ...[0, 0, 0, 255],
    ...[128, 128, 128, 255],
    ...[255, 255, 255, 255]
  ])
  const inverted = shadesOf(frame({ ...grey, photometric: 'MONOCHROME1' }, values), voi(0.5, 9), false)
  expect([inverted[0], inverted[8]]).toEqual([255, 0])
})

test('a tile of equal values, and a window that is a step, are drawn', () => {
  const constant = frame({ type: 'uint8', slope: 1, intercept: 0, min: 7, max: 7 }, Uint8Array.of(7, 7))
  expect([...shadesOf(constant, voi(7.5, 1), false).slice(0, 1)]).toEqual([0])
  expect([...shadesOf(constant, voi(7, 1), false).slice(0, 1)]).toEqual([255])
})
