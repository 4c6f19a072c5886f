/** Points of a leaf. */
const LEAF = 16

/**
 * A k-d tree (Bentley, CACM 18, 1975) that finds all points within a distance of one: exactly, whatever the points. Nodes split their
 * points at the median of the coordinate that is spread most, so that equal points cost nothing.
 */
export class RangeTree {
  private readonly points: Float32Array
  private readonly dimensions: number
  /** Places of points; each node has some that lie together. */
  private readonly order: Uint32Array
  private readonly nodes: {
    from: number
    to: number
    low: Float32Array
    high: Float32Array
    children: [number, number] | null
  }[] = []

  /** @param points of `dimensions` coordinates each, one after another */
  constructor(points: Float32Array, dimensions: number) {
    this.points = points
    this.dimensions = dimensions
    this.order = Uint32Array.from({ length: points.length / dimensions }, (_, i) => i)
    if (this.order.length > 0) this.add(0, this.order.length)
  }

  /** @returns places of points within the distance of a point, that one included, in no particular order */
  within(place: number, distance: number): number[] {
    const { points, dimensions, order, nodes } = this
    const found: number[] = []
    const at = place * dimensions
    const limit = distance * distance
    const waiting = nodes.length === 0 ? [] : [0]
    while (waiting.length > 0) {
      const { from, to, low, high, children } = nodes[waiting.pop()!]
      let apart = 0
      for (let d = 0; d < dimensions && apart <= limit; d++) {
        const value = points[at + d]
        const gap = value < low[d] ? low[d] - value : value > high[d] ? value - high[d] : 0
        apart += gap * gap
      }
      if (apart > limit) continue
      if (children !== null) {
        waiting.push(...children)
        continue
      }
      for (let i = from; i < to; i++) {
        const other = order[i] * dimensions
        let sum = 0
        for (let d = 0; d < dimensions && sum <= limit; d++) sum += (points[other + d] - points[at + d]) ** 2
        if (sum <= limit) found.push(order[i])
      }
    }
    return found
  }

  private add(from: number, to: number): number {
    const { points, dimensions, order, nodes } = this
    const low = new Float32Array(dimensions).fill(Infinity)
    const high = new Float32Array(dimensions).fill(-Infinity)
    for (let i = from; i < to; i++) {
      for (let d = 0; d < dimensions; d++) {
        const value = points[order[i] * dimensions + d]
        if (value < low[d]) low[d] = value
        if (value > high[d]) high[d] = value
      }
    }
    const node = nodes.length
    nodes.push({ from, to, low, high, children: null })
    let widest = 0
    for (let d = 1; d < dimensions; d++) if (high[d] - low[d] > high[widest] - low[widest]) widest = d
    if (to - from <= LEAF || !(high[widest] > low[widest])) return node
    const key = (i: number): number => points[i * dimensions + widest]
    order.subarray(from, to).sort((a, b) => key(a) - key(b) || a - b)
    const middle = (from + to) >> 1
    nodes[node].children = [this.add(from, middle), this.add(middle, to)]
    return node
  }
}
