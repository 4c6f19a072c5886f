import { describe, expect, test } from 'vitest'
import {
  type Box,
  type SlideTile,
  TileIndex
} from '../../../../../../src/renderer/views/image/viewer/slide/tile-index.ts'
import { tiling } from './tilings.ts'

const EVERYTHING: Box = { left: 0, top: 0, right: Infinity, bottom: Infinity }
const places = (tiles: readonly SlideTile[] | null) => tiles?.map(({ frame, column, row }) => [frame, column, row])

describe('TILED_FULL', () => {
  // highdicom's sm_image.dcm: 5 × 5 tiles of 10 × 10 pixels; what highdicom computes of them, from 0.
  const slide = new TileIndex(tiling({}))

  test('frames lie row by row', () => {
    expect(places(slide.within(0, { left: 10, top: 0, right: 30, bottom: 20 }, 9))).toEqual([
      [1, 10, 0],
      [2, 20, 0],
      [6, 10, 10],
      [7, 20, 10]
    ])
    expect(places(slide.within(0, { left: 49.5, top: 49.5, right: 50, bottom: 50 }, 9))).toEqual([[24, 40, 40]])
    expect(slide.count(0)).toBe(25)
  })

  test('a layer is behind the ones before it', () => {
    const layers = new TileIndex(tiling({ frames: 75, planes: 3 }))
    expect(places(layers.within(2, { left: 0, top: 0, right: 1, bottom: 1 }, 9))).toEqual([[50, 0, 0]])
    expect(layers.count(2)).toBe(25)
    expect(layers.count(3)).toBe(0)
  })

  test('a part of a concatenation has its own places, and frames that are missing have none', () => {
    const part = new TileIndex(tiling({ frames: 4, tiles: { order: 'full', first: 3 } }))
    expect(places(part.within(0, EVERYTHING, 9))).toEqual([
      [0, 30, 0],
      [1, 40, 0],
      [2, 0, 10],
      [3, 10, 10]
    ])
    expect(part.count(0)).toBe(4)
    expect(places(part.within(0, { left: 0, top: 20, right: 50, bottom: 50 }, 9))).toEqual([])
  })

  test('more than are wanted are not listed', () => {
    expect(slide.within(0, EVERYTHING, 24)).toBeNull()
    expect(slide.within(0, EVERYTHING, 25)).toHaveLength(25)
  })

  test('thousands of millions of columns and rows take no time', () => {
    const size = 4_294_967_295
    const huge = new TileIndex(tiling({ columns: size, rows: size, tileColumns: 1, tileRows: 1, frames: 3 }))
    expect(places(huge.within(0, EVERYTHING, 9))).toEqual([
      [0, 0, 0],
      [1, 1, 0],
      [2, 2, 0]
    ])
    const many = new TileIndex(tiling({ columns: size, rows: size, frames: 2 ** 31 }))
    expect(many.within(0, EVERYTHING, 1000)).toBeNull()
  })

  test('what is out of sight has no tiles', () => {
    expect(slide.within(0, { left: 60, top: 0, right: 70, bottom: 10 }, 9)).toEqual([])
    expect(slide.within(0, { left: 20, top: 20, right: 20, bottom: 20 }, 9)).toEqual([])
    expect(slide.within(0, { left: NaN, top: NaN, right: NaN, bottom: NaN }, 9)).toEqual([])
  })
})

describe('TILED_SPARSE', () => {
  const sparse = new TileIndex(
    tiling({ frames: 5, tiles: { order: 'placed', places: [0, 40, 0, 35, 0, 0, -5, -5, 0, 0, 40, 1, -1, -1, -1] } })
  )

  test('frames lie where they say, each in its layer, in the order of the file', () => {
    expect(places(sparse.within(0, EVERYTHING, 9))).toEqual([
      [0, 0, 40],
      [1, 35, 0],
      [2, -5, -5]
    ])
    expect(places(sparse.within(1, EVERYTHING, 9))).toEqual([[3, 0, 40]])
    expect([0, 1, 2].map((layer) => sparse.count(layer))).toEqual([3, 1, 0])
  })

  test('those in sight are found by their edges', () => {
    expect(places(sparse.within(0, { left: 44, top: 9, right: 45, bottom: 10 }, 9))).toEqual([[1, 35, 0]])
    expect(places(sparse.within(0, { left: 45, top: 9, right: 46, bottom: 10 }, 9))).toEqual([])
    expect(sparse.within(0, EVERYTHING, 2)).toBeNull()
  })
})
