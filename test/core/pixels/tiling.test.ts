import { expect, test } from 'vitest'
import { layersOf, type TilePlace, tilesOfPlane } from '../../../src/core/pixels/tiling.ts'

const at = (frame: number, column: number, row: number, z = NaN, channel = 0): TilePlace => {
  return { frame, column, row, channel, z }
}

test('a slide has as many tiles as cover it, the last ones of a row and a column in part', () => {
  const tile = { tileColumns: 240, tileRows: 240 }
  // fo-dicom's multiframe.dcm: 14 × 10 tiles.
  expect(tilesOfPlane({ columns: 3175, rows: 2281, ...tile })).toBe(140)
  expect(tilesOfPlane({ columns: 480, rows: 240, ...tile })).toBe(2)
  expect(tilesOfPlane({ columns: 1, rows: 1, ...tile })).toBe(1)
})

test('tiles of one place are planes, from the lowest to the highest', () => {
  const found = layersOf([at(0, 0, 0, 0.3), at(1, 0, 0, 0.1), at(2, 10, 0, 0.25), at(3, 10, 0, 0.05)], 4)
  expect(found).toEqual({ planes: 2, plane: 1, places: [0, 0, 1, 0, 0, 0, 10, 0, 1, 10, 0, 0] })
})

test('tiles that were focused each by itself make one plane', () => {
  expect(layersOf([at(0, 0, 0, 0.31), at(1, 10, 0, 0.32), at(2, 20, 0, 0.33)], 3).planes).toBe(1)
})

test('channels do not mix, and a frame without a place has none', () => {
  const found = layersOf([at(0, 0, 0, 1, 0), at(2, 0, 0, 1, 1)], 3)
  expect(found).toEqual({ planes: 1, plane: 0, places: [0, 0, 0, -1, -1, -1, 0, 0, 1] })
})

test('of duplicates at one place each is to be seen, and the one that all places have comes first', () => {
  const found = layersOf([at(0, 0, 0), at(1, 0, 0), at(2, 0, 0), at(3, 10, 0)], 4)
  expect(found).toMatchObject({ planes: 3, plane: 0 })
})
