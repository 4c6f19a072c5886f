import { MOST_CUTS } from '../catalogue/stored/tree.ts'
import type { Work } from '../work.ts'
import { cut, type Hierarchy } from './hierarchy.ts'
import type { DissimilarityMatrix } from './matrix.ts'
import { Slices } from './slices.ts'

/** What the clusters at the top of a tree come to. */
export interface TreeTop {
  /**
   * By node of the tree, for those that are clusters of a cut into at most `most`: the row with the least Σ distance to the others of it, of
   * equally good ones the first.
   */
  medoids: Map<number, number>
  /** Mean silhouettes of the cuts, from 2 clusters to `most` or MOST_CUTS, the lesser of both. */
  silhouettes: number[]
}

/**
 * Finds medoids and silhouettes for all cuts of a tree at once: each row's distances to the clusters of the finest cut are added up once, and
 * every merge adds two of these sums. So all cuts take hardly longer than one.
 * @param leaves the leaf of each row of the matrix; by default the rows are the leaves
 * @param most from how many clusters on, at most as many as there are leaves
 * @throws CancelledError
 */
export async function judgeTop(
  matrix: DissimilarityMatrix,
  tree: Hierarchy,
  most: number,
  { leaves }: { leaves?: ArrayLike<number> } = {},
  work?: Work
): Promise<TreeTop> {
  const { n: rows } = matrix
  const finest = cut(tree, most)
  const first = Uint16Array.from({ length: rows }, (_, row) => finest.labels[leaves === undefined ? row : leaves[row]])
  const steps = mergesOf(tree, finest.nodes)
  const sizes = new Float64Array(most)
  for (const cluster of first) sizes[cluster]++

  const cuts = Math.min(most, MOST_CUTS)
  const totals = new Float64Array(cuts + 1)
  const least = new Float64Array(2 * tree.n - 1).fill(Infinity)
  const medoids = new Map<number, number>()
  const propose = (node: number, row: number, sum: number): void => {
    if (!(sum < least[node])) return
    least[node] = sum
    medoids.set(node, row)
  }
  const around = new Surroundings(sizes)
  const slices = new Slices(work)
  for (let row = 0; row < rows; row++) {
    around.enter(matrix.row(row), first, first[row])
    propose(finest.nodes[around.own], row, around.ownSum)
    if (most === cuts && cuts > 1) totals[cuts] += around.silhouette()
    for (const { into, from, node, left } of steps) {
      const isOwn = around.own === into || around.own === from
      around.merge(into, from)
      if (isOwn) propose(node, row, around.ownSum)
      if (left > 1 && left <= cuts) totals[left] += around.silhouette()
    }
    await slices.next()
    if (row % 256 === 0) work?.onProgress?.({ stage: 'Judging cuts', done: row, total: rows, unit: 'rows' })
  }
  work?.onProgress?.({ stage: 'Judging cuts', done: rows, total: rows, unit: 'rows' })
  return { medoids, silhouettes: Array.from(totals.subarray(2), (total) => total / rows) }
}

/** A merge of two clusters of the finest cut, by their numbers there. */
interface Step {
  into: number
  from: number
  /** What it makes, and how many clusters are left. */
  node: number
  left: number
}

/** The merges above a cut. @param nodes its clusters */
function mergesOf({ n, left, right }: Hierarchy, nodes: readonly number[]): Step[] {
  const places = new Map(nodes.map((node, place) => [node, place]))
  return Array.from({ length: nodes.length - 1 }, (_, step) => {
    const merge = n - nodes.length + step
    const [into, from] = [places.get(left[merge])!, places.get(right[merge])!]
    places.set(n + merge, into)
    return { into, from, node: n + merge, left: nodes.length - step - 1 }
  })
}

/** The distances of a row to clusters that are merged one by one. */
class Surroundings {
  /** The cluster that it is in. */
  own = 0
  private readonly firstSizes: Float64Array
  private readonly sums: Float64Array
  /** 0 where a cluster was merged with another one. */
  private readonly sizes: Float64Array
  /** The nearest other cluster, as far as it is known, and its mean distance. */
  private nearest = -1
  private nearestMean = Infinity

  constructor(sizes: Float64Array) {
    this.firstSizes = sizes
    this.sums = new Float64Array(sizes.length)
    this.sizes = new Float64Array(sizes.length)
  }

  /** Begins with another row. @param clusters of all rows */
  enter(distances: Float32Array, clusters: Uint16Array, own: number): void {
    this.own = own
    this.sizes.set(this.firstSizes)
    const { sums } = this
    sums.fill(0)
    for (let row = 0; row < distances.length; row++) sums[clusters[row]] += distances[row]
    this.nearest = -1
  }

  /** Σ distance to the rows of its own cluster. */
  get ownSum(): number {
    return this.sums[this.own]
  }

  merge(into: number, from: number): void {
    this.sums[into] += this.sums[from]
    this.sizes[into] += this.sizes[from]
    this.sizes[from] = 0
    if (this.own === from) this.own = into
    // The mean distance of others than the nearest rises, or falls to no less than that of the nearest.
    if (this.nearest === into || this.nearest === from) this.nearest = -1
  }

  /** As `silhouettes` has it. */
  silhouette(): number {
    const size = this.sizes[this.own]
    if (size === 1) return 0
    if (this.nearest === -1) this.findNearest()
    const a = this.ownSum / (size - 1)
    const b = this.nearestMean
    return a === b ? 0 : (b - a) / Math.max(a, b)
  }

  private findNearest(): void {
    const { sums, sizes, own } = this
    this.nearestMean = Infinity
    for (let cluster = 0; cluster < sizes.length; cluster++) {
      if (sizes[cluster] === 0 || cluster === own) continue
      const mean = sums[cluster] / sizes[cluster]
      if (mean < this.nearestMean) {
        this.nearestMean = mean
        this.nearest = cluster
      }
    }
  }
}
