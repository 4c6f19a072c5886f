import { describe, expect, it } from 'vitest'
import { tilesOf } from '../../../src/core/burned-in/tiles.ts'
import fc from '../../fast-check.ts'

describe('the parts of a picture in which text is looked for', () => {
  it('are the whole of a small one, as it is and at twice its size', () => {
    const from = { x: 0, y: 0, width: 512, height: 400 }
    expect(tilesOf(512, 400)).toEqual([
      { from, scale: 1 },
      { from, scale: 2 }
    ])
  })

  it('are overlapping tiles of a large one at its own size, and all of it made smaller', () => {
    expect(tilesOf(2048, 1000)).toEqual([
      { from: { x: 0, y: 0, width: 2048, height: 1000 }, scale: 0.5 },
      { from: { x: 0, y: 0, width: 1024, height: 1000 }, scale: 1 },
      { from: { x: 512, y: 0, width: 1024, height: 1000 }, scale: 1 },
      { from: { x: 1024, y: 0, width: 1024, height: 1000 }, scale: 1 }
    ])
  })

  it('cover every pixel, lie within the picture, and are never larger than the network’s memory allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (width, height) => {
        const [, ...fine] = tilesOf(width, height)
        for (const [side, start, length] of [
          [width, 'x', 'width'],
          [height, 'y', 'height']
        ] as const) {
          const spans = fine.map(({ from }) => [from[start], from[start] + from[length]]).sort(([a], [b]) => a - b)
          let end = 0
          for (const [from, to] of spans) {
            expect(from).toBeLessThanOrEqual(end)
            end = Math.max(end, to)
          }
          expect(end).toBe(side)
        }
        for (const { from, scale } of fine) expect(Math.max(from.width, from.height) * scale).toBeLessThanOrEqual(1024)
      }),
      { numRuns: 200 }
    )
  })
})
