import fc from '../../../../../fast-check.ts'
import { describe, expect, test } from 'vitest'
import {
  boxInSight,
  cameraOf,
  centred,
  fitted,
  held,
  panned,
  placingOf,
  sightOf,
  slidePlace,
  zoomed
} from '../../../../../../src/renderer/views/image/viewer/slide/camera.ts'
import { placed } from '../../../../../../src/renderer/views/image/viewer/placing.ts'
import type { Turn } from '../../../../../../src/renderer/views/image/viewer/turn.ts'

const turn = (quarters: Turn['quarters'] = 0, isMirrored = false): Turn => ({ quarters, isMirrored })
/** A slide of 1000 × 500 pixels on a stage of 200 × 200. */
const GROUND = { size: { columns: 1000, rows: 500, aspect: 1 }, turn: turn() }
const STAGE = { width: 200, height: 200 }

describe('a slide', () => {
  test('is fitted into the stage, in the middle', () => {
    expect(fitted(GROUND, STAGE)).toEqual({ zoom: 0.2, x: 500, y: 250 })
    expect(placingOf(fitted(GROUND, STAGE), GROUND, STAGE)).toEqual({ a: 0.2, b: 0, c: 0, d: 0.2, e: 0, f: 50 })
    expect(boxInSight(fitted(GROUND, STAGE), GROUND, STAGE)).toEqual({ left: 0, top: 0, right: 1000, bottom: 500 })
  })

  test('turned by a quarter lies upright, and its first pixel is above on the right', () => {
    const ground = { ...GROUND, turn: turn(1) }
    const camera = fitted(ground, STAGE)
    expect(camera).toEqual({ zoom: 0.2, x: 250, y: 500 })
    expect(placed(placingOf(camera, ground, STAGE), { x: 0, y: 0 })).toEqual({ x: 150, y: 0 })
    expect(placed(placingOf(camera, ground, STAGE), { x: 1000, y: 500 })).toEqual({ x: 50, y: 200 })
  })

  test('of pixels that are higher than wide is as high as they are', () => {
    const ground = { ...GROUND, size: { columns: 1000, rows: 500, aspect: 4 } }
    expect(fitted(ground, STAGE)).toEqual({ zoom: 0.1, x: 500, y: 1000 })
    expect(placingOf(fitted(ground, STAGE), ground, STAGE)).toMatchObject({ a: 0.1, d: 0.4 })
  })

  test('goes with the drag, and its middle never leaves the stage', () => {
    const camera = { zoom: 1, x: 500, y: 250 }
    expect(panned(camera, 10, -20, GROUND, STAGE)).toEqual({ zoom: 1, x: 490, y: 270 })
    expect(panned(camera, 1e9, -1e9, GROUND, STAGE)).toEqual({ zoom: 1, x: 0, y: 500 })
    expect(boxInSight(camera, GROUND, STAGE)).toEqual({ left: 400, top: 150, right: 600, bottom: 350 })
    expect(centred(camera, { x: 100, y: 100 }, GROUND, STAGE)).toEqual({ zoom: 1, x: 100, y: 100 })
  })

  test('is zoomed between a quarter of what fits and a hundred times its pixels', () => {
    const camera = fitted(GROUND, STAGE)
    expect(held({ ...camera, zoom: 1e-9 }, GROUND, STAGE).zoom).toBe(0.05)
    expect(held({ ...camera, zoom: 1e9 }, GROUND, STAGE).zoom).toBe(100)
    // One pixel fills the stage.
    const tiny = { ...GROUND, size: { columns: 1, rows: 1, aspect: 1 } }
    expect(held({ zoom: 1e9, x: 0, y: 0 }, tiny, STAGE).zoom).toBe(200)
  })

  test('of thousands of millions of columns is fitted too, and on a stage of no size', () => {
    const size = { columns: 4_294_967_295, rows: 4_294_967_295, aspect: 1 }
    expect(fitted({ ...GROUND, size }, STAGE).zoom).toBeCloseTo(4.66e-8, 10)
    expect(fitted(GROUND, { width: 0, height: 0 }).zoom).toBeGreaterThan(0)
  })
})

const turns = fc.record({ quarters: fc.constantFrom(0 as const, 1, 2, 3), isMirrored: fc.boolean() })
const near = (a: number, b: number): void => expect(Math.abs(a - b)).toBeLessThan(1e-6)

test('a place of the slide and its place on the stage lead to each other, however it is turned', () => {
  fc.assert(
    fc.property(
      turns,
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      fc.integer({ min: 0, max: 1000 }),
      fc.integer({ min: 0, max: 500 }),
      (turn, zoom, x, y) => {
        const ground = { ...GROUND, turn }
        const camera = { zoom, x: 300, y: 100 }
        const on = placed(placingOf(camera, ground, STAGE), { x, y })
        const back = slidePlace(camera, ground, STAGE, on)
        near(back.x, x)
        near(back.y, y)
      }
    )
  )
})

test('what is under the pointer stays there when it is zoomed', () => {
  fc.assert(
    fc.property(turns, fc.double({ min: 0.5, max: 2, noNaN: true }), (turn, factor) => {
      const ground = { ...GROUND, turn }
      const camera = { zoom: 1, x: 250, y: 250 }
      const pointer = { x: 120, y: 90 }
      const before = slidePlace(camera, ground, STAGE, pointer)
      const after = slidePlace(zoomed(camera, factor, pointer, ground, STAGE), ground, STAGE, pointer)
      near(after.x, before.x)
      near(after.y, before.y)
    })
  )
})

test('what one viewer shows another one of the same slide shows as well', () => {
  const camera = { zoom: 2, x: 300, y: 100 }
  expect(sightOf(camera, GROUND, STAGE, false)).toEqual({ isFitted: false, zoom: 10, x: 0.3, y: 0.2 })
  expect(cameraOf(sightOf(camera, GROUND, STAGE, false), GROUND, STAGE)).toEqual(camera)
  expect(cameraOf(sightOf(camera, GROUND, STAGE, true), GROUND, STAGE)).toEqual(fitted(GROUND, STAGE))
})
