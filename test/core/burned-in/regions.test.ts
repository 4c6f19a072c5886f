import { describe, expect, it } from 'vitest'
import { regionsOf, type TextMap, withoutInner } from '../../../src/core/burned-in/regions.ts'

/** A map of 64 × 32 with a probability of 0.9 in a rectangle. */
function mapWith(x: number, y: number, width: number, height: number, probability = 0.9): TextMap {
  const values = new Float32Array(64 * 32)
  for (let row = y; row < y + height; row++) values.fill(probability, row * 64 + x, row * 64 + x + width)
  return { values, width: 64, height: 32 }
}

const WHOLE = { from: { x: 0, y: 0, width: 64, height: 32 }, scale: 1 }

describe('rectangles around text', () => {
  it('are larger than the core of the line, by 1.5 times its area over its perimeter', () => {
    // 1.5 × 20 × 4 / 48 = 2.5 pixels on each side
    expect(regionsOf(mapWith(10, 8, 20, 4), WHOLE)).toEqual([{ x: 7, y: 5, width: 26, height: 10 }])
  })

  it('are in pixels of the picture, where the tile lies in it', () => {
    const tile = { from: { x: 100, y: 50, width: 32, height: 16 }, scale: 2 }
    expect(regionsOf(mapWith(10, 8, 20, 4), tile)).toEqual([{ x: 103, y: 52, width: 14, height: 6 }])
  })

  it('stay within the tile', () => {
    expect(regionsOf(mapWith(0, 0, 20, 4), WHOLE)).toEqual([{ x: 0, y: 0, width: 23, height: 7 }])
  })

  it('are none where the network is not sure', () => {
    expect(regionsOf(mapWith(10, 8, 20, 4, 0.29), WHOLE)).toEqual([])
  })

  it('are none around what is too tall for a line of text', () => {
    const values = new Float32Array(256 * 256).fill(0.9)
    const tile = { from: { x: 0, y: 0, width: 256, height: 256 }, scale: 1 }
    expect(regionsOf({ values, width: 256, height: 256 }, tile)).toEqual([])
  })

  it('are named once where tiles overlap, in the order of reading', () => {
    const line = { x: 5, y: 40, width: 50, height: 12 }
    const inner = { x: 8, y: 42, width: 20, height: 8 }
    const above = { x: 90, y: 4, width: 30, height: 12 }
    expect(withoutInner([inner, line, above, line])).toEqual([above, line])
  })
})
