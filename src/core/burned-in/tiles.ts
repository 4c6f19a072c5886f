import type { PixelRectangle } from './text-picture.ts'

/** A part of a picture as the network takes it. */
export interface DetectorTile {
  /** The part, in pixels of the picture. */
  from: PixelRectangle
  /** Pixels of the network's input for each pixel of the picture. */
  scale: number
}

/** Longest side of an input in pixels: what bounds memory, whatever the picture. */
const LONGEST = 1024
/** Of two neighbouring tiles, in pixels of the input: more than the tallest line of text that is looked for. */
const OVERLAP = 128
/** The network misses letters of fewer than about 12 pixels, so that small pictures are enlarged. */
const ENLARGED = 2

/**
 * The parts in which text is looked for: the picture as a whole, where large letters are found, and tiles in which small ones
 * are, at up to twice their size.
 */
export function tilesOf(width: number, height: number): DetectorTile[] {
  const longest = Math.max(width, height)
  const whole = { from: { x: 0, y: 0, width, height }, scale: Math.min(1, LONGEST / longest) }
  const scale = Math.min(ENLARGED, Math.max(1, (LONGEST * ENLARGED) / longest))
  const rows = spans(height, scale)
  const fine = spans(width, scale).flatMap(([x, right]) =>
    rows.map(([y, bottom]) => ({ from: { x, y, width: right - x, height: bottom - y }, scale }))
  )
  return fine.length === 1 && scale === whole.scale ? [whole] : [whole, ...fine]
}

/** Pixels that the network looks at to find the text of a picture: what takes its time. */
export function networkPixels(width: number, height: number): number {
  return tilesOf(width, height).reduce((sum, { from, scale }) => sum + from.width * from.height * scale ** 2, 0)
}

/** Overlapping parts of a side, each from its first pixel to the one after its last. */
function spans(side: number, scale: number): [number, number][] {
  const most = Math.floor(LONGEST / scale)
  if (side <= most) return [[0, side]]
  const overlap = Math.ceil(OVERLAP / scale)
  const parts = Math.ceil((side - overlap) / (most - overlap))
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.round((part * (side - most)) / (parts - 1))
    return [from, from + most]
  })
}
