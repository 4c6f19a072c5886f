import type { Place } from './camera.ts'

/** Corners of a region that a question takes. */
const MOST_CORNERS = 2000
/** What a lasso may be off by, in CSS pixels. */
const EXACT = 0.5

/**
 * A path that a hand has drawn with fewer corners, none of it farther away than half a pixel (Douglas & Peucker 1973), and where that
 * leaves too many, than as little as it takes.
 */
export function simplified(path: readonly Place[]): Place[] {
  for (let exact = EXACT; ; exact *= 2) {
    const found = reduced(path, exact)
    if (found.length <= MOST_CORNERS) return found
  }
}

function reduced(path: readonly Place[], exact: number): Place[] {
  const isKept = new Uint8Array(path.length)
  isKept[0] = isKept[path.length - 1] = 1
  const open: [from: number, to: number][] = [[0, path.length - 1]]
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span
    let [farthest, most] = [-1, exact]
    for (let i = from + 1; i < to; i++) {
      const far = distance(path[i], path[from], path[to])
      if (far > most) [farthest, most] = [i, far]
    }
    if (farthest < 0) continue
    isKept[farthest] = 1
    open.push([from, farthest], [farthest, to])
  }
  return path.filter((_, i) => isKept[i] === 1)
}

/** Of a place from the line between two, or from the first where both are one. */
function distance({ x, y }: Place, from: Place, to: Place): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = Math.hypot(dx, dy)
  if (length === 0) return Math.hypot(x - from.x, y - from.y)
  return Math.abs((x - from.x) * dy - (y - from.y) * dx) / length
}

/** The corners of a rectangle between two that are opposite. */
export function rectangle(from: Place, to: Place): Place[] {
  return [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }]
}
