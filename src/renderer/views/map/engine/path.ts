import type { MapPoint } from './camera.ts'

/** Corners of a region that a question takes. */
const MOST_CORNERS = 2000
/** What a lasso may be off by, in CSS pixels. */
const EXACT = 0.5

/**
 * A path that a hand has drawn with fewer corners, none of it farther away than half a pixel (Douglas & Peucker 1973), and where that
 * leaves too many, than as little as it takes.
 */
export function simplified(path: readonly MapPoint[]): MapPoint[] {
  const needed = exactnessOf(path)
  for (let exact = EXACT; ; exact *= 2) {
    const found = path.filter((_, i) => needed[i] > exact)
    if (found.length <= MOST_CORNERS) return found
  }
}

/** How exact a path has to be to keep each of its places; only what more than `EXACT` keeps. The ends stay in any case. */
function exactnessOf(path: readonly MapPoint[]): Float64Array {
  const needed = new Float64Array(path.length)
  needed[0] = needed[path.length - 1] = Infinity
  const open: [from: number, to: number, exact: number][] = [[0, path.length - 1, Infinity]]
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to, exact] = span
    const { x, y } = path[from]
    const [dx, dy] = [path[to].x - x, path[to].y - y]
    const length = Math.hypot(dx, dy)
    // From the line between both ends, or from the first where both are one.
    let [farthest, most] = [-1, EXACT]
    for (let i = from + 1; i < to; i++) {
      const [a, b] = [path[i].x - x, path[i].y - y]
      const far = length === 0 ? Math.hypot(a, b) : Math.abs(a * dy - b * dx) / length
      if (far > most) [farthest, most] = [i, far]
    }
    if (farthest < 0) continue
    // It is kept only where the ends of its span are.
    needed[farthest] = Math.min(exact, most)
    open.push([from, farthest, needed[farthest]], [farthest, to, needed[farthest]])
  }
  return needed
}

/** The corners of a rectangle between two that are opposite. */
export function rectangle(from: MapPoint, to: MapPoint): MapPoint[] {
  return [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }]
}
