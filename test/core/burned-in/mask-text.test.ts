import { describe, expect, it } from 'vitest'
import { maskText } from '../../../src/core/burned-in/mask-text.ts'

describe('blacking out text', () => {
  it('covers the region and three pixels around it, and says what it covered', () => {
    const pixels = new Uint8Array(12 * 10).fill(7)
    const masked = maskText({ pixels, width: 12, height: 10, channels: 1 }, [{ x: 4, y: 4, width: 2, height: 1 }])
    expect(masked).toEqual([{ x: 1, y: 1, width: 8, height: 7 }])
    const rows = Array.from({ length: 10 }, (_, y) => pixels.slice(12 * y, 12 * y + 12).join(''))
    expect(rows).toEqual([
      '777777777777',
      ...Array.from({ length: 7 }, () => '700000000777'),
      '777777777777',
      '777777777777'
    ])
  })

  it('stays within the picture', () => {
    const pixels = new Uint8Array(4 * 4).fill(7)
    expect(maskText({ pixels, width: 4, height: 4, channels: 1 }, [{ x: 3, y: 3, width: 1, height: 1 }])).toEqual([
      { x: 0, y: 0, width: 4, height: 4 }
    ])
    expect([...pixels]).toEqual(Array.from({ length: 16 }, () => 0))
  })

  it('covers all colours', () => {
    const pixels = new Uint8Array(3 * 9).fill(7)
    maskText({ pixels, width: 9, height: 1, channels: 3 }, [{ x: 0, y: 0, width: 1, height: 1 }])
    expect(pixels.join('')).toBe('000000000000777777777777777')
  })
})
