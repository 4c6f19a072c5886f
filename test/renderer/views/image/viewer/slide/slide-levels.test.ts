import { beforeEach, expect, test } from 'vitest'
import type { Tiling } from '../../../../../../src/api/contract.ts'
import {
  type ViewedLevel,
  partOf,
  SlideLevels
} from '../../../../../../src/renderer/views/image/viewer/slide/slide-levels.ts'
import { TileIndex } from '../../../../../../src/renderer/views/image/viewer/slide/tile-index.ts'
import { tiling } from './tilings.ts'

const BASE = tiling({ columns: 400, rows: 200, frames: 800 })
const HALF = tiling({ columns: 200, rows: 100, frames: 200 })
const ALL = { channel: 0, plane: 0 }

let asked: number[]
let found: Tiling | null
let heard: number
let levels: SlideLevels
beforeEach(() => {
  asked = []
  found = HALF
  heard = 0
  const images = {
    levels: [
      { instance: 1, columns: 400, rows: 200 },
      { instance: 2, columns: 200, rows: 100 }
    ],
    others: [],
    role: 'volume' as const
  }
  levels = new SlideLevels(
    { instance: 1, images, tiling: BASE },
    0.001,
    (instance) => (asked.push(instance), Promise.resolve(found)),
    () => heard++
  )
})
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('where the tiles of a level lie is asked for once, when it is first drawn', async () => {
  expect(levels.wanted(400).instance).toBe(1)
  expect(asked).toEqual([])
  expect(levels.wanted(100)).toMatchObject({ instance: 2, index: null })
  levels.wanted(100)
  await settle()
  expect([asked, heard]).toEqual([[2], 1])
  const level = levels.wanted(100)
  // The right half of the image, in pixels of its own; four tiles of the level.
  const box = { left: 360, top: 0, right: 400, bottom: 40 }
  expect(levels.tilesIn(level, ALL, box, 9)).toEqual([
    { frame: 18, column: 180, row: 0 },
    { frame: 19, column: 190, row: 0 },
    { frame: 38, column: 180, row: 10 },
    { frame: 39, column: 190, row: 10 }
  ])
  expect(levels.boxOf(level, { frame: 39, column: 190, row: 10 })).toEqual({
    left: 380,
    right: 400,
    top: 20,
    bottom: 40
  })
})

test.each([
  ['cannot be had', () => null],
  ['is of another size than the catalogue says', () => tiling({ columns: 210, rows: 100 })],
  ['has other focal planes', () => tiling({ columns: 200, rows: 100, planes: 2 })],
  ['begins elsewhere', () => ({ ...HALF, origin: [9, 9] as [number, number] })]
])('a level that %s is none, and the next finer one is drawn', async (_what, other) => {
  found = other()
  BASE.origin = [1, 1]
  levels.wanted(100)
  await settle()
  expect(heard).toBe(1)
  expect(levels.wanted(100).instance).toBe(1)
  BASE.origin = null
})

test('a level that comes when nobody waits is dropped', async () => {
  levels.wanted(100)
  levels.leave()
  await settle()
  expect(heard).toBe(0)
})

test('of a tile that goes beyond its level, what lies on it is drawn', () => {
  const level: ViewedLevel = {
    instance: 1,
    columns: 45,
    rows: 42,
    index: new TileIndex(tiling({ columns: 45, rows: 42 }))
  }
  expect(partOf(level, { frame: 0, column: 40, row: 40 })).toEqual({ x: 0, y: 0, width: 5, height: 2 })
  expect(partOf(level, { frame: 0, column: -3, row: -9 })).toEqual({ x: 3, y: 9, width: 7, height: 1 })
  expect(partOf(level, { frame: 0, column: 10, row: 10 })).toEqual({ x: 0, y: 0, width: 10, height: 10 })
})
