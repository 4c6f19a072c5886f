import { PARTNERS } from '../../kernels/map-constants.ts'
import { Random } from '../random.ts'
import type { Neighbours } from './neighbours.ts'

/** Pairs of points that pull or push each other, at both of their points. */
export interface Pairs {
  /** Of each point where in `partners` its near ones, mid-near ones and further ones begin, and where the last list ends. */
  starts: Uint32Array
  /** Each list is a multiple of `PARTNERS`, filled up with the point itself. */
  partners: Uint32Array
}

/** Rows are drawn so often for a mid-near pair, of which the second nearest makes it. */
const DRAWN = 6
/** The neighbours by which a row's scale is measured, from 0. */
const SCALE_FROM = 3
const SCALE_TO = 6
const LEAST_SCALE = 1e-10

const STREAM = 12

/** How many near pairs each point makes: ten up to 10,000 points, more beyond, as the paper advises. */
function nearPairs(n: number): number {
  return n <= 10_000 ? 10 : Math.round(10 + 15 * (Math.log10(n) - 4))
}

/**
 * The pairs of PaCMAP (Wang et al. 2021, section 4 and its algorithm 1): of each point's nearest those with the least scaled distance
 * d²ᵢⱼ / (σᵢ σⱼ), σ being the mean distance to the 4th to 6th; half as many mid-near ones, each the second nearest of six drawn at random;
 * and twice as many further ones, drawn at random of those that are not near.
 * @param rows of the matrix, by point
 */
export function drawPairs(
  matrix: { n: number; row: (row: number) => Float32Array },
  rows: Uint32Array,
  neighbours: Neighbours,
  seed: number
): Pairs {
  const n = rows.length
  const near = Math.min(nearPairs(n), neighbours.k)
  const random = new Random(seed, STREAM)
  const pointOf = new Uint32Array(matrix.n)
  rows.forEach((row, point) => (pointOf[row] = point))
  const scales = Float64Array.from(rows, (_, point) => scaleOf(neighbours.distances(point)))
  const kinds = [near, near / 2, 2 * near].map((each) => new Uint32Array(n * Math.floor(each)))
  const per = kinds.map(({ length }) => length / n)
  const order = Array.from({ length: neighbours.k }, (_, at) => at)
  for (let point = 0; point < n; point++) {
    const others = Array.from(neighbours.of(point), (row) => pointOf[row])
    const distances = neighbours.distances(point)
    const scaled = others.map((other, at) => distances[at] ** 2 / (scales[point] * scales[other]))
    const own = order.toSorted((a, b) => scaled[a] - scaled[b] || a - b).slice(0, near)
    const isNear = new Set([point])
    own.forEach((at, place) => {
      kinds[0][point * per[0] + place] = others[at]
      isNear.add(others[at])
    })
    const toAll = matrix.row(rows[point])
    for (let at = 0; at < per[1]; at++) kinds[1][point * per[1] + at] = midNear(point, rows, toAll, random)
    for (let at = 0; at < per[2]; at++) {
      let other = random.below(n)
      while (isNear.has(other)) other = random.below(n)
      kinds[2][point * per[2] + at] = other
    }
  }
  return atBothEnds(kinds, n)
}

function scaleOf(distances: Float32Array): number {
  const some = distances.subarray(SCALE_FROM, SCALE_TO)
  return Math.max(LEAST_SCALE, some.reduce((sum, distance) => sum + distance, 0) / some.length)
}

/** The second nearest of some points that are drawn. */
function midNear(point: number, rows: Uint32Array, distances: Float32Array, random: Random): number {
  let nearest = -1
  let second = -1
  const distanceTo = (other: number): number => (other < 0 ? Infinity : distances[rows[other]])
  for (let drawn = 0; drawn < DRAWN;) {
    const other = random.below(rows.length)
    if (other === point || other === nearest || other === second) continue
    drawn++
    if (distanceTo(other) < distanceTo(nearest)) {
      second = nearest
      nearest = other
    } else if (distanceTo(other) < distanceTo(second)) second = other
  }
  return second
}

/** Lists the pairs at both points, in the order in which they were drawn. @param kinds partners of each point, one kind after another */
function atBothEnds(kinds: readonly Uint32Array[], n: number): Pairs {
  const lists = kinds.length * n
  const counts = new Uint32Array(lists)
  eachPair(kinds, n, (kind, point, other) => {
    counts[point * kinds.length + kind]++
    counts[other * kinds.length + kind]++
  })
  const starts = new Uint32Array(lists + 1)
  for (let list = 0; list < lists; list++)
    starts[list + 1] = starts[list] + Math.ceil(counts[list] / PARTNERS) * PARTNERS
  const partners = new Uint32Array(starts[lists])
  for (let list = 0; list < lists; list++) {
    partners.fill(Math.floor(list / kinds.length), starts[list], starts[list + 1])
  }
  const next = starts.slice(0, lists)
  eachPair(kinds, n, (kind, point, other) => {
    partners[next[point * kinds.length + kind]++] = other
    partners[next[other * kinds.length + kind]++] = point
  })
  return { starts, partners }
}

function eachPair(
  kinds: readonly Uint32Array[],
  n: number,
  visit: (kind: number, point: number, other: number) => void
): void {
  kinds.forEach((others, kind) => {
    const each = others.length / n
    others.forEach((other, at) => visit(kind, Math.floor(at / each), other))
  })
}
