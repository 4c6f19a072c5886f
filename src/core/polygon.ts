/** A place in a plane. */
export type Corner = readonly [x: number, y: number]

/** Strips into which the edges are sorted, at most. */
const MOST_STRIPS = 1024

/**
 * Tells which places lie in a polygon, by the even-odd rule: where edges cross each other, what is surrounded twice is outside. Of two
 * polygons with a common edge exactly one has the places on it. NaN lies nowhere.
 *
 * Edges are sorted into horizontal strips, so that a place is compared with the few edges of its strip (Preparata & Shamos 1985,
 * section 2.2.2, with strips of equal heights).
 *
 * @param corners in their order, finite; the last is joined to the first
 */
export function polygonTester(corners: readonly Corner[]): (x: number, y: number) => boolean {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const [x, y] of corners) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    bottom = Math.min(bottom, y)
    top = Math.max(top, y)
  }
  const strips = Math.max(1, Math.min(MOST_STRIPS, corners.length))
  const scale = top > bottom ? strips / (top - bottom) : 0
  const stripOf = (y: number): number => Math.min(strips - 1, Math.floor((y - bottom) * scale))
  /** By strip: x and y of the lower end of each edge, how far the upper one lies from that, and its y. */
  const edges = Array.from({ length: strips }, (): number[] => [])
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % corners.length]
    // Upwards, so that an edge is the same whichever polygon it is of; level ones are never crossed.
    const [[x, y], [toX, toY]] = corner[1] <= next[1] ? [corner, next] : [next, corner]
    if (y === toY) return
    for (let strip = stripOf(y); strip <= stripOf(toY); strip++) edges[strip].push(x, y, toX - x, toY - y, toY)
  })
  return (x, y) => {
    if (!(x >= left && x <= right && y >= bottom && y <= top)) return false
    const near = edges[stripOf(y)]
    let isInside = false
    for (let i = 0; i < near.length; i += 5) {
      // Differences are rounded: whether a place is above one end and below the other, only the ends themselves say.
      const isBeside = y >= near[i + 1] && y < near[i + 4]
      if (isBeside && (x - near[i]) * near[i + 3] < (y - near[i + 1]) * near[i + 2]) isInside = !isInside
    }
    return isInside
  }
}
