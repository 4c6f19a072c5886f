import { expect, test } from 'vitest'
import {
  type MapCamera,
  fit,
  panned,
  toMap,
  toScreen,
  zoomed
} from '../../../../../src/renderer/views/map/engine/camera.ts'
import fc from '../../../../fast-check.ts'

const SIGHT = { width: 1000, height: 500 }
const WHOLE = { left: 0, right: 65_535, bottom: 0, top: 65_535 }
const CAMERA: MapCamera = { x: 1000, y: 2000, scale: 0.5 }

test('all of a map is in sight, with room around it', () => {
  // 88 % of the height, which is the shorter side.
  expect(fit(WHOLE, SIGHT)).toEqual({ x: 32_767.5, y: 32_767.5, scale: 440 / 65_535 })
})

test('y goes up on the map and down on the screen', () => {
  expect(toScreen(CAMERA, SIGHT, { x: 1000, y: 2000 })).toEqual({ x: 500, y: 250 })
  expect(toScreen(CAMERA, SIGHT, { x: 1020, y: 2020 })).toEqual({ x: 510, y: 240 })
})

test('what is dragged goes with the pointer', () => {
  const place = toMap(CAMERA, SIGHT, { x: 300, y: 200 })
  expect(toScreen(panned(CAMERA, 40, -30), SIGHT, place)).toEqual({ x: 340, y: 170 })
})

test('the middle of the screen stays on the map', () => {
  expect(panned(CAMERA, 1e6, 0)).toEqual({ x: 0, y: 2000, scale: 0.5 })
})

test('what is under the pointer stays there when the map is zoomed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 500 }), (x, y) => {
      const before = { x: 30_000, y: 30_000, scale: 0.05 }
      const place = toMap(before, SIGHT, { x, y })
      const at = toScreen(zoomed(before, 1.5, { x, y }, SIGHT, 0.01), SIGHT, place)
      expect(at.x).toBeCloseTo(x, 6)
      expect(at.y).toBeCloseTo(y, 6)
    })
  )
})

test('nobody zooms out farther than half of what is all, or in farther than places are exact', () => {
  const at = { x: 500, y: 250 }
  expect(zoomed(CAMERA, 1e-9, at, SIGHT, 0.01).scale).toBe(0.005)
  expect(zoomed(CAMERA, 1e9, at, SIGHT, 0.01).scale).toBe(4)
})
