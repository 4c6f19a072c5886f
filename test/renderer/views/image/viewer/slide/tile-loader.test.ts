import { beforeEach, describe, expect, test } from 'vitest'
import type { ViewedFrame } from '../../../../../../src/renderer/views/image/viewer/frame.ts'
import { TileLoader, type WantedTile } from '../../../../../../src/renderer/views/image/viewer/slide/tile-loader.ts'
import { frame } from '../frames.ts'

interface Asked {
  frame: number
  signal: AbortSignal
  come: (found: ViewedFrame) => void
  fail: (error: Error) => void
}

let asked: Asked[]
let heard: [string, boolean][]
let loader: TileLoader
beforeEach(() => {
  asked = []
  heard = []
  const fetch = (_instance: number, frame: number, signal: AbortSignal) =>
    new Promise<ViewedFrame>((come, fail) => asked.push({ frame, signal, come, fail }))
  // Of tiles of 2 values, three.
  loader = new TileLoader(fetch, (key, found) => heard.push([key, found !== null]), 6)
})

const tile = (n: number): WantedTile => ({ key: `t${n}`, instance: 1, frame: n })
const tiles = (...numbers: number[]): WantedTile[] => numbers.map(tile)
const picture = (): ViewedFrame => frame({}, Uint8Array.of(1, 2))
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
async function come(...frames: number[]): Promise<void> {
  for (const wanted of frames) {
    asked.findLast(({ frame }) => frame === wanted)!.come(picture())
    await settle()
  }
}

describe('tiles', () => {
  test('are asked for in the order in which they are wanted, four at once', async () => {
    loader.want(tiles(5, 3, 8, 1, 2, 9))
    expect(asked.map(({ frame }) => frame)).toEqual([5, 3, 8, 1])
    await come(3)
    expect(asked.map(({ frame }) => frame)).toEqual([5, 3, 8, 1, 2])
    expect(heard).toEqual([['t3', true]])
    expect(loader.coming).toBe(5)
  })

  test('that leave the sight are given up, and those that stay go on', async () => {
    loader.want(tiles(1, 2, 3, 4))
    loader.want(tiles(2, 7))
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false, true, true, false])
    expect(asked.at(-1)!.frame).toBe(7)
    // What comes all the same is dropped.
    await come(1, 2)
    expect(heard).toEqual([['t2', true]])
    expect(loader.get('t1')).toBeUndefined()
  })

  test('are kept, and asked for once', async () => {
    loader.want(tiles(1))
    await come(1)
    loader.want(tiles(1))
    expect(asked).toHaveLength(1)
    expect(loader.get('t1')?.values).toEqual(Uint8Array.of(1, 2))
  })

  test('make room for others, those that were used last stay longest, those in sight always', async () => {
    loader.want(tiles(1, 2, 3))
    await come(1, 2, 3)
    loader.want([])
    loader.get('t1')
    loader.want(tiles(4))
    await come(4)
    expect(['t1', 't2', 't3', 't4'].map((key) => loader.get(key) !== undefined)).toEqual([true, false, true, true])
    loader.want(tiles(11, 12, 13, 14))
    await come(11, 12, 13, 14)
    expect(['t11', 't12', 't13', 't14'].map((key) => loader.get(key) !== undefined)).toEqual([true, true, true, true])
  })

  test('that cannot be shown say why, and are asked for again when they come back into sight', async () => {
    loader.want(tiles(1))
    asked[0].fail(new Error('The compressed frame cannot be decoded.'))
    await settle()
    expect([...loader.failures]).toEqual([['t1', 'The compressed frame cannot be decoded.']])
    expect(heard).toEqual([['t1', false]])
    loader.want(tiles(1, 2))
    expect(asked.map(({ frame }) => frame)).toEqual([1, 2])
    loader.want([])
    loader.want(tiles(1))
    expect(asked.map(({ frame }) => frame)).toEqual([1, 2, 1])
  })
})
