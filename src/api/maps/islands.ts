import { boundsOf } from './placed.ts'

/** Points that lie together on a map: those of cells of a grid that touch each other, also at a corner. */
interface IslandPoints {
  /** Places in the list of points, ascending. */
  points: Uint32Array
  /** The point that is nearest to the middle of all of them. */
  middle: number
  /** Corners of a polygon that by the even-odd rule holds these points, and no others. */
  outline: [x: number, y: number][]
}

/** Cells from one end of the map to the other, at least and at most about so many. */
const FEW = 16
const MANY = 128
/** Corners that an outline may have: a question takes no more. */
const MOST_CORNERS = 2000

/**
 * The islands of a map, the largest first; of those that are as large, the one that has the first point. The side of a cell is a power of two,
 * so that a point is in exactly the cell that its outline surrounds.
 * @param places x and y by point, finite
 */
export function islandsOf(places: Float32Array): IslandPoints[] {
  const { left, right, bottom, top } = boundsOf(places)
  const extent = Math.max(right - left, top - bottom)
  const wanted = Math.max(FEW, Math.min(MANY, Math.sqrt(places.length / 2)))
  let cell = extent > 0 ? 2 ** Math.ceil(Math.log2(extent / wanted)) : 1
  for (;;) {
    const found = regions(places, cell)
    if (found !== null) return found
    cell *= 2
  }
}

/** @returns null where an outline would have too many corners */
function regions(places: Float32Array, cell: number): IslandPoints[] | null {
  const { left, right, bottom, top } = boundsOf(places)
  const [first, lowest] = [Math.floor(left / cell), Math.floor(bottom / cell)]
  // One more on each side, so that each cell has neighbours.
  const width = Math.floor(right / cell) - first + 3
  const height = Math.floor(top / cell) - lowest + 3
  const cellOf = (i: number): number =>
    (Math.floor(places[2 * i + 1] / cell) - lowest + 1) * width + Math.floor(places[2 * i] / cell) - first + 1
  const count = places.length / 2
  const inside = new Uint8Array(width * height)
  for (let i = 0; i < count; i++) inside[cellOf(i)] = 1
  const regionOf = new Int32Array(width * height).fill(-1)
  const cells: number[][] = []
  const points: number[][] = []
  for (let i = 0; i < count; i++) {
    const at = cellOf(i)
    if (regionOf[at] < 0) {
      cells.push(flood(inside, regionOf, width, at, cells.length))
      points.push([])
    }
    points[regionOf[at]].push(i)
  }
  const found: IslandPoints[] = []
  for (const [region, own] of points.entries()) {
    const corners = outlineOf(cells[region], (at) => regionOf[at] === region, width)
    if (corners.length > MOST_CORNERS) return null
    const outline = corners.map((corner): [number, number] => [
      ((corner % width) - 1 + first) * cell,
      (Math.floor(corner / width) - 1 + lowest) * cell
    ])
    found.push({ points: Uint32Array.from(own), middle: middleOf(places, own), outline })
  }
  return found.sort((a, b) => b.points.length - a.points.length || a.points[0] - b.points[0])
}

/** Marks the cells that hang together with one. @returns them */
function flood(inside: Uint8Array, regionOf: Int32Array, width: number, start: number, region: number): number[] {
  const around = [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1]
  const found = [start]
  regionOf[start] = region
  for (const at of found)
    for (const step of around) {
      const next = at + step
      if (inside[next] === 0 || regionOf[next] >= 0) continue
      regionOf[next] = region
      found.push(next)
    }
  return found
}

/** Steps from corner to corner, anticlockwise: right, up, left, down. */
const RIGHT = 0
const UP = 1
const LEFT = 2
const DOWN = 3

/**
 * The outline of some cells as one polygon. Each line of it has a cell of the region on its left and none on its right. Where it consists of
 * several loops (around holes, say), these are joined by lines that are gone there and back, which the even-odd rule does not see.
 * @returns corners: corner c is the lower left one of cell c
 */
function outlineOf(cells: readonly number[], isInside: (cell: number) => boolean, width: number): number[] {
  const stepOf = [1, width, -1, -width]
  /** By corner: bits of the directions in which lines go on from it. */
  const lines = new Map<number, number>()
  const add = (corner: number, direction: number): void =>
    void lines.set(corner, (lines.get(corner) ?? 0) | (1 << direction))
  for (const cell of cells) {
    if (!isInside(cell - width)) add(cell, RIGHT)
    if (!isInside(cell + 1)) add(cell + 1, UP)
    if (!isInside(cell + width)) add(cell + width + 1, LEFT)
    if (!isInside(cell - 1)) add(cell + width, DOWN)
  }
  const loops: number[][] = []
  for (const [start, bits] of lines) {
    for (let left = bits; left !== 0; left = lines.get(start)!) {
      const loop: number[] = []
      let corner = start
      let before = -1
      do {
        const open = lines.get(corner)!
        const direction = [RIGHT, UP, LEFT, DOWN].find((each) => (open & (1 << each)) !== 0)!
        lines.set(corner, open & ~(1 << direction))
        if (direction !== before) loop.push(corner)
        before = direction
        corner += stepOf[direction]
      } while (corner !== start)
      loops.push(loop)
    }
  }
  const [outer, ...others] = loops
  if (others.length === 0) return outer
  const anchor = outer[0]
  return [...outer, anchor, ...others.flatMap((loop) => [...loop, loop[0], anchor])]
}

/** The point nearest to the mean place of some; of those that are as near, the first. */
function middleOf(places: Float32Array, points: readonly number[]): number {
  let [x, y] = [0, 0]
  for (const i of points) {
    x += places[2 * i]
    y += places[2 * i + 1]
  }
  x /= points.length
  y /= points.length
  let [found, least] = [points[0], Infinity]
  for (const i of points) {
    const far = (places[2 * i] - x) ** 2 + (places[2 * i + 1] - y) ** 2
    if (far < least) [found, least] = [i, far]
  }
  return found
}
