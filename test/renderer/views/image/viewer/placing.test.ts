import { expect, test } from 'vitest'
import { arrowStep, pixelWidth, placed } from '../../../../../src/renderer/views/image/viewer/placing.ts'
import { UNTURNED } from '../../../../../src/renderer/views/image/viewer/turn.ts'

test('a place of the image has one on the screen', () => {
  // Twice as large, a quarter turn to the right, at (100, 10).
  const placing = { a: 0, b: 2, c: -2, d: 0, e: 100, f: 10 }
  expect(placed(placing, { x: 3, y: 5 })).toEqual({ x: 90, y: 16 })
  expect(pixelWidth(placing)).toBe(2)
})

test('an arrow key moves a point as it is seen, with Shift farther', () => {
  expect(arrowStep({ key: 'ArrowRight', shiftKey: false }, UNTURNED)).toEqual({ x: 1, y: 0 })
  expect(arrowStep({ key: 'ArrowUp', shiftKey: true }, UNTURNED)).toEqual({ x: 0, y: -10 })
  // What is seen on the right was the top.
  expect(arrowStep({ key: 'ArrowRight', shiftKey: false }, { quarters: 1, isMirrored: false })).toEqual({ x: 0, y: -1 })
  expect(arrowStep({ key: 'ArrowRight', shiftKey: false }, { quarters: 0, isMirrored: true })).toEqual({ x: -1, y: 0 })
  expect(arrowStep({ key: 'Enter', shiftKey: false }, UNTURNED)).toBeNull()
})
