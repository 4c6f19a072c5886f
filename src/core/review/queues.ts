import { LEAST_COLUMNS } from '../clustering/limits.ts'
import { quantile } from '../features/entropy.ts'
import { FAR_OUT, NEARLY_AS_NEAR } from './rules.ts'

/** A queue holds the clearest 1 % of the images, and at least so many where so many match. */
const SHARE = 0.01
const AT_LEAST = 50

/** Images that are assigned, with what tells whether they are in the right cluster: parallel arrays, instances ascending. */
export interface ImagesToReview {
  instances: Uint32Array
  clusters: Uint16Array
  /** To the medoid of the cluster. */
  distances: Float32Array
  /** (b − a) / max(a, b), a the distance to the medoid, b that to the nearest other one; NaN where it is not known. */
  margins: Float64Array
  /** The cluster of that other medoid; UNASSIGNED where there is one cluster only. */
  nearest: Uint16Array
  /** Columns that an image is compared with its medoid on. */
  columns: Uint16Array
  /** A number for each series; 0 where an image has none. */
  series: Uint32Array
}

/** What is in a queue, the clearest first. */
export interface Queue {
  /** Places of images. */
  rows: Uint32Array
  /** The cluster that each would better be in; UNASSIGNED where nothing says so. */
  suggested: Uint16Array
  /** Images that the rule holds for: `rows` are the clearest of them. */
  matching: number
}

/** How many images a queue over so many holds at most. */
export function mostInQueue(images: number): number {
  return Math.max(AT_LEAST, Math.ceil(images * SHARE))
}

/**
 * Images that another medoid is nearer to than their own, as near or nearly.
 * @param most the largest margin that is one of these
 */
export function nearestToAnother(images: ImagesToReview, most = NEARLY_AS_NEAR): Queue {
  const { margins, nearest } = images
  const rows = rowsWhere(images, (row) => margins[row] <= most)
  return queue(images, rows, margins, (row) => nearest[row])
}

/** Images that are farther from their medoid than the others of their cluster by far. */
export function farthestFromMedoid(images: ImagesToReview): Queue {
  const { clusters, distances, nearest } = images
  const limits = new Map<number, number>()
  for (const [cluster, members] of membersBy(clusters)) {
    const sorted = Float64Array.from(members, (row) => distances[row]).sort()
    const [low, high] = [quantile(sorted, 0.25), quantile(sorted, 0.75)]
    limits.set(cluster, high + FAR_OUT * (high - low))
  }
  const rows = rowsWhere(images, (row) => distances[row] > limits.get(clusters[row])!)
  return queue(
    images,
    rows,
    distances.map((distance) => -distance),
    (row) => nearest[row]
  )
}

/** Images that are compared with their medoid on few columns, so that the distance says little. @param of columns that count */
export function fewColumns(images: ImagesToReview, of: number): Queue {
  const { columns, nearest } = images
  const rows = rowsWhere(images, (row) => columns[row] < LEAST_COLUMNS * of)
  return queue(images, rows, columns, (row) => nearest[row])
}

/** How the other images of a series are spread. */
export interface SeriesShare {
  /** Other images of the series that are assigned. */
  others: number
  /** Those of them in `cluster`, the one with most of them besides that of the image. */
  there: number
  cluster: number
}

/** Images most of whose series is in one other cluster. */
export function unlikeSeries(images: ImagesToReview): Queue & { shares: SeriesShare[] } {
  const { series, clusters } = images
  const shares = new Map<number, SeriesShare>()
  for (const [number, members] of membersBy(series)) {
    // Of two images, neither is the odd one.
    if (number === 0 || members.length < 3) continue
    const counts = new Map<number, number>()
    for (const row of members) counts.set(clusters[row], (counts.get(clusters[row]) ?? 0) + 1)
    const others = members.length - 1
    for (const [cluster, there] of counts) {
      if (there * 2 <= others) continue
      for (const row of members) if (clusters[row] !== cluster) shares.set(row, { others, there, cluster })
    }
  }
  const rows = [...shares.keys()].sort((a, b) => a - b)
  const keys = new Float64Array(images.instances.length)
  for (const [row, { others, there }] of shares) keys[row] = -there / others
  const found = queue(images, rows, keys, (row) => shares.get(row)!.cluster)
  return { ...found, shares: Array.from(found.rows, (row) => shares.get(row)!) }
}

/** Whether any series has enough images to say where one of them belongs. */
export function hasSeries({ series }: ImagesToReview): boolean {
  const images = new Map<number, number>()
  return series.some((number) => {
    if (number === 0) return false
    const here = (images.get(number) ?? 0) + 1
    images.set(number, here)
    return here > 2
  })
}

function rowsWhere({ instances }: ImagesToReview, holds: (row: number) => boolean): number[] {
  const rows: number[] = []
  for (let row = 0; row < instances.length; row++) if (holds(row)) rows.push(row)
  return rows
}

/** @param keys by row, the least first; of equal ones the first image */
function queue(
  { instances }: ImagesToReview,
  rows: number[],
  keys: ArrayLike<number>,
  suggests: (row: number) => number
): Queue {
  rows.sort((a, b) => keys[a] - keys[b] || a - b)
  const some = Uint32Array.from(rows.slice(0, mostInQueue(instances.length)))
  return { rows: some, suggested: Uint16Array.from(some, suggests), matching: rows.length }
}

/** Rows by what they have in common. */
function membersBy(values: ArrayLike<number>): Map<number, number[]> {
  const members = new Map<number, number[]>()
  for (let row = 0; row < values.length; row++) {
    const of = members.get(values[row])
    if (of === undefined) members.set(values[row], [row])
    else of.push(row)
  }
  return members
}
