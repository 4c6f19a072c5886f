/** Points whose neighbours are looked for. */
const MEASURED = 400
/** Their third nearest is a neighbour. */
const NEIGHBOUR = 3

/**
 * How far apart neighbours lie on a map: the median distance of points to their third nearest, of 400 points that are spread over all.
 * Where there are fewer points, the farthest counts; 0 for one point.
 * @param points x and y of each, at least one
 */
export function typicalGap(points: Float32Array): number {
  const n = points.length / 2
  const nearest = Math.min(NEIGHBOUR, n - 1)
  const step = Math.max(1, n / MEASURED)
  const gaps: number[] = []
  for (let at = 0; at < n; at += step) {
    const point = Math.floor(at)
    const squares = new Float64Array(n)
    for (let other = 0; other < n; other++) squares[other] = squaredDistance(points, point, other)
    gaps.push(Math.sqrt(squares.sort()[nearest]))
  }
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)]
}

export function squaredDistance(points: Float32Array, one: number, other: number): number {
  return (points[2 * one] - points[2 * other]) ** 2 + (points[2 * one + 1] - points[2 * other + 1]) ** 2
}
