import type { ViewedFrame } from './frame.ts'
import type { Point } from './turn.ts'

/** Which pixels of a row belong to a region: those whose middle lies in it, from `first` up to `end`. */
interface Region {
  top: number
  bottom: number
  spanOf: (row: number) => { first: number; end: number }
}

/** The region that two corners of its box span. */
export function insideOf(kind: 'ellipse' | 'rectangle', [a, b]: readonly Point[]): Region {
  const [left, right, top, bottom] = [Math.min(a.x, b.x), Math.max(a.x, b.x), Math.min(a.y, b.y), Math.max(a.y, b.y)]
  const [centre, half, middle, height] = [
    (left + right) / 2,
    (right - left) / 2,
    (top + bottom) / 2,
    (bottom - top) / 2
  ]
  return {
    top: firstBehind(top),
    bottom: firstBehind(bottom),
    spanOf: (row) => {
      if (kind === 'rectangle') return { first: firstBehind(left), end: firstBehind(right) }
      const down = (row + 0.5 - middle) / height
      const across = half * Math.sqrt(Math.max(0, 1 - down * down))
      return { first: firstBehind(centre - across), end: firstBehind(centre + across) }
    }
  }
}

/** The first pixel whose middle does not lie before an edge. */
function firstBehind(edge: number): number {
  return Math.ceil(edge - 0.5)
}

export interface PixelStatistics {
  /** That have a value. */
  pixels: number
  /** Of what the values mean (after the Modality LUT): one of a grey image, red, green and blue of a colour one. */
  channels: {
    mean: number
    /** Of these pixels themselves, divided by their number (numpy's `std`). */
    sd: number
    min: number
    max: number
  }[]
}

/** Of the pixels of a frame that belong to a region. What is no finite number is left out. */
export function statisticsOf(
  { description, values }: Pick<ViewedFrame, 'description' | 'values'>,
  { top, bottom, spanOf }: Region
): PixelStatistics {
  const { rows, columns, kind, slope, intercept } = description
  const parts = kind === 'colour' ? 3 : 1
  const each = (channel: number, hear: (value: number) => void): void => {
    for (let row = Math.max(0, top); row < Math.min(rows, bottom); row++) {
      const { first, end } = spanOf(row)
      for (let column = Math.max(0, first); column < Math.min(columns, end); column++) {
        const value = values[(row * columns + column) * parts + channel] * slope + intercept
        if (Number.isFinite(value)) hear(value)
      }
    }
  }
  let pixels = 0
  const channels = Array.from({ length: parts }, (_, channel) => {
    let [sum, squares, min, max] = [0, 0, Infinity, -Infinity]
    pixels = 0
    each(channel, (value) => {
      pixels++
      sum += value
      min = Math.min(min, value)
      max = Math.max(max, value)
    })
    const mean = sum / pixels
    each(channel, (value) => (squares += (value - mean) ** 2))
    return { mean, sd: Math.sqrt(squares / pixels), min, max }
  })
  return { pixels, channels }
}
