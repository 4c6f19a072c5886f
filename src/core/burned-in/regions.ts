import type { PixelRectangle } from './text-picture.ts'
import type { DetectorTile } from './tiles.ts'

/** Probability that a pixel belongs to text, height × width. */
export interface TextMap {
  values: Float32Array
  width: number
  height: number
}

/** The threshold of the network's authors (Liao et al., AAAI 2020, section 3.5); lower ones found no more text. */
const IS_TEXT = 0.3
/** Pixels of the map; fewer are noise. */
const LEAST = 4
/** The map shows the cores of lines, which are shrunk by this share of area over perimeter (Liao et al., equation 10). */
const UNCLIP = 1.5
/**
 * Taller than this, in pixels of the map, nothing is a line of text: it is a bone, a vessel, a colour flow. In enlarged tiles it is as many pixels of
 * the picture.
 */
const TALLEST = 80

/** Rectangles around the lines of text of one tile, in pixels of the picture. */
export function regionsOf({ values, width, height }: TextMap, { from, scale }: DetectorTile): PixelRectangle[] {
  const seen = new Uint8Array(width * height)
  const stack: number[] = []
  const regions: PixelRectangle[] = []
  const across = from.width / width
  const down = from.height / height
  for (let start = 0; start < values.length; start++) {
    if (seen[start] === 1 || values[start] < IS_TEXT) continue
    let [left, right, top, bottom, size] = [width, -1, height, -1, 0]
    seen[start] = 1
    stack.push(start)
    while (stack.length > 0) {
      const at = stack.pop()!
      const x = at % width
      const y = (at - x) / width
      size++
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx
          if (seen[next] === 1 || values[next] < IS_TEXT) continue
          seen[next] = 1
          stack.push(next)
        }
      }
    }
    const [wide, tall] = [right - left + 1, bottom - top + 1]
    const grown = (UNCLIP * wide * tall) / (2 * (wide + tall))
    if (size < LEAST || Math.min(wide, tall) + 2 * grown > TALLEST * Math.max(1, scale)) continue
    const x = Math.max(0, Math.floor((left - grown) * across))
    const y = Math.max(0, Math.floor((top - grown) * down))
    const end = Math.min(from.width, Math.ceil((right + 1 + grown) * across))
    const foot = Math.min(from.height, Math.ceil((bottom + 1 + grown) * down))
    regions.push({ x: from.x + x, y: from.y + y, width: end - x, height: foot - y })
  }
  return regions
}

/** Without those that lie within another one: what several tiles found. In the order of reading. */
export function withoutInner(regions: readonly PixelRectangle[]): PixelRectangle[] {
  const bySize = [...regions].sort((a, b) => b.width * b.height - a.width * a.height)
  const kept: PixelRectangle[] = []
  for (const region of bySize) if (!kept.some((other) => contains(other, region))) kept.push(region)
  return kept.sort((a, b) => a.y - b.y || a.x - b.x)
}

function contains(a: PixelRectangle, b: PixelRectangle): boolean {
  return a.x <= b.x && a.y <= b.y && a.x + a.width >= b.x + b.width && a.y + a.height >= b.y + b.height
}
