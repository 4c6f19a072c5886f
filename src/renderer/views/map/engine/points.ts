/** As the host sends them. */
interface SentPoints {
  /** Ids, ascending. */
  instances: Uint32Array
  /** x and y of each in units. */
  places: Uint16Array
}

/** Cells of the map from one end to the other: 256 units each. */
const CELLS = 256

/**
 * The points of a map, sorted by the cells of a grid, row by row: what is in sight is a few stretches of the arrays, and what is near
 * a place lies near in memory.
 */
export class Points {
  readonly count: number
  readonly x: Uint16Array
  readonly y: Uint16Array
  readonly instances: Uint32Array
  /** Of each point, its place in what was sent. */
  readonly order: Uint32Array
  /** Of each cell, row by row from the lowest, where its points begin; one more for the end. */
  readonly starts: Uint32Array

  constructor({ instances, places }: SentPoints) {
    const count = (this.count = instances.length)
    const starts = (this.starts = new Uint32Array(CELLS * CELLS + 1))
    const cellOf = (i: number): number => (places[2 * i + 1] >> 8) * CELLS + (places[2 * i] >> 8)
    for (let i = 0; i < count; i++) starts[cellOf(i) + 1]++
    for (let cell = 0; cell < CELLS * CELLS; cell++) starts[cell + 1] += starts[cell]
    const next = starts.slice()
    this.x = new Uint16Array(count)
    this.y = new Uint16Array(count)
    this.instances = new Uint32Array(count)
    this.order = new Uint32Array(count)
    for (let i = 0; i < count; i++) {
      const to = next[cellOf(i)]++
      this.x[to] = places[2 * i]
      this.y[to] = places[2 * i + 1]
      this.instances[to] = instances[i]
      this.order[to] = i
    }
  }

  /** What was sent by point, in the order of this. */
  sorted(sent: Uint8Array): Uint8Array {
    return Uint8Array.from(this.order, (i) => sent[i])
  }

  /** Calls with stretches of points that hold all between some units, and a few around. */
  stretches(left: number, right: number, bottom: number, top: number, use: (from: number, to: number) => void): void {
    const cell = (units: number): number => Math.max(0, Math.min(CELLS - 1, Math.floor(units / CELLS)))
    if (right < 0 || left > 65_535 || top < 0 || bottom > 65_535) return
    const [first, last] = [cell(left), cell(right)]
    for (let row = cell(bottom); row <= cell(top); row++) {
      const from = this.starts[row * CELLS + first]
      const to = this.starts[row * CELLS + last + 1]
      if (to > from) use(from, to)
    }
  }

  /**
   * The point that is nearest to a place, in units; −1 where none is within the radius.
   * @param isMeant which points count
   */
  nearest(x: number, y: number, radius: number, isMeant: (point: number) => boolean): number {
    let found = -1
    let least = radius * radius
    this.stretches(x - radius, x + radius, y - radius, y + radius, (from, to) => {
      for (let i = from; i < to; i++) {
        const [dx, dy] = [this.x[i] - x, this.y[i] - y]
        const far = dx * dx + dy * dy
        if (far > least || !isMeant(i)) continue
        if (far === least && found >= 0 && this.instances[found] < this.instances[i]) continue
        least = far
        found = i
      }
    })
    return found
  }

  /**
   * The nearest point in a direction: within 45° of it, and not at the place itself; −1 where there is none.
   * @param dx and dy one of them ±1, the other 0
   */
  next(x: number, y: number, dx: number, dy: number, isMeant: (point: number) => boolean): number {
    const isAhead = (i: number): boolean => {
      const along = (this.x[i] - x) * dx + (this.y[i] - y) * dy
      const aside = Math.abs((this.x[i] - x) * dy) + Math.abs((this.y[i] - y) * dx)
      return along > 0 && aside <= along && isMeant(i)
    }
    for (let radius = 256; radius < 200_000; radius *= 2) {
      const found = this.nearest(x, y, radius, isAhead)
      if (found >= 0) return found
    }
    return -1
  }
}
