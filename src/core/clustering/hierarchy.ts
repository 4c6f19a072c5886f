import { AGGLOMERATION_BYTES, AGGLOMERATION_MERGED } from '../../kernels/search-constants.ts'
import { Arena } from '../kernels/kernels.ts'
import { Threads } from '../kernels/threads.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import type { DissimilarityMatrix } from './matrix.ts'

/**
 * A tree of clusters: n − 1 merges in the order of their heights, of equally high ones in the order in which they were found.
 * Clusters have numbers: 0 to n − 1 are the single rows, n + i is what merge i makes.
 */
export interface Hierarchy {
  n: number
  /** The two clusters of each merge, the one with the smaller number left. */
  left: Uint32Array
  right: Uint32Array
  /** How dissimilar they are; never below that of the merge before. */
  height: Float64Array
  /** Rows of what the merge makes. */
  size: Uint32Array
}

/** The calling thread works for so long, in milliseconds, before it lets others in. */
const SLICE = 20

/** Rows that the kernel reads at a time are so many that this is about how many distances they have. */
const DISTANCES_A_STEP = 1e7

/**
 * The tree of Ward's method (Ward.D2 in Murtagh and Legendre, J. Classification 31, 2014; `hclust(d, "ward.D2")` of R), in which the
 * height of two single rows is their dissimilarity. It works on a copy of the matrix, in a memory of its own. Of equally
 * near clusters the first in the order of the rows are merged, so that the tree is the same on every machine.
 * @throws MedoidError `memory-exhausted`
 * @throws CancelledError
 */
export async function wardTree(matrix: DissimilarityMatrix, work?: Work): Promise<Hierarchy> {
  const { n, stride } = matrix
  const arena = new Arena()
  const stop = arena.reserve(4)
  const address = arena.reserve(AGGLOMERATION_BYTES)
  const [sizes, absent, chain] = [stride, stride, n].map((rows) => arena.reserve(rows * 4))
  const [left, right, heights] = [n, n, n].map((rows) => arena.reserve(rows * 4))
  const values = arena.reserve(n * stride * 4)
  const memory = arena.allocate({ purpose: 'tree' })
  const { buffer } = memory

  const fields = [values, stride, n, sizes, absent, chain, left, right, heights]
  new Uint32Array(buffer, address, AGGLOMERATION_BYTES / 4).set(fields)
  new Float32Array(buffer, sizes, stride).fill(1)
  new Float32Array(buffer, absent, stride).fill(Infinity, n)
  let sliceEnd = performance.now() + SLICE
  for (let row = 0; row < n; row++) {
    new Float32Array(buffer, values + row * stride * 4, n).set(matrix.row(row))
    if (performance.now() > sliceEnd) sliceEnd = await letOthersIn(work)
  }

  const merged = new Uint32Array(buffer, address + AGGLOMERATION_MERGED, 1)
  const task = {
    begin: () => ({ kernel: 'agglomerate' as const, args: [address, Math.ceil(DISTANCES_A_STEP / n)] }),
    end: () => undefined
  }
  await new Threads(memory, stop, 1).run([task], work, () =>
    work?.onProgress?.({ stage: 'Merging clusters', done: merged[0], total: n - 1, unit: 'merges' })
  )
  return ordered(
    new Uint32Array(buffer, left, n - 1),
    new Uint32Array(buffer, right, n - 1),
    Float64Array.from(new Float32Array(buffer, heights, n - 1), Math.sqrt)
  )
}

/** Puts merges into the order of their heights, and gives clusters their numbers. @param ones, others a row of either cluster */
function ordered(ones: Uint32Array, others: Uint32Array, heights: Float64Array): Hierarchy {
  const merges = heights.length
  const n = merges + 1
  const order = Uint32Array.from(heights.keys()).sort((a, b) => heights[a] - heights[b] || a - b)
  const tree: Hierarchy = {
    n,
    left: new Uint32Array(merges),
    right: new Uint32Array(merges),
    height: new Float64Array(merges),
    size: new Uint32Array(merges)
  }
  const sizeOf = (cluster: number): number => (cluster < n ? 1 : tree.size[cluster - n])
  const within = new Uint32Array(n + merges).map((_, cluster) => cluster)
  /** The cluster that a row is in by now; what lies on the way is brought nearer to it. */
  const clusterOf = (row: number): number => {
    let cluster = row
    while (within[cluster] !== cluster) cluster = within[cluster] = within[within[cluster]]
    return cluster
  }
  order.forEach((merge, at) => {
    const [one, other] = [clusterOf(ones[merge]), clusterOf(others[merge])]
    tree.left[at] = Math.min(one, other)
    tree.right[at] = Math.max(one, other)
    tree.height[at] = heights[merge]
    tree.size[at] = sizeOf(one) + sizeOf(other)
    within[one] = within[other] = n + at
  })
  return tree
}

/**
 * The cluster of each row where the last k − 1 merges are undone, numbered from 0 in the order of their first rows.
 * @param k from 1 to n
 */
export function cut({ n, left, right }: Hierarchy, k: number): Uint16Array {
  const merges = n - k
  const whole = new Uint32Array(n + merges).map((_, cluster) => cluster)
  for (let merge = merges - 1; merge >= 0; merge--) {
    whole[left[merge]] = whole[right[merge]] = whole[n + merge]
  }
  const places = new Map<number, number>()
  return Uint16Array.from({ length: n }, (_, row) => {
    const cluster = whole[row]
    const place = places.get(cluster) ?? places.size
    places.set(cluster, place)
    return place
  })
}

/** The clusters of a cut of a tree. */
export interface Branches {
  /** Cluster of each row, as `cut` numbers them. */
  labels: Uint16Array
  /** The row of each cluster with the least Σ distance to the others of it, of equally good ones the first. */
  medoids: Uint32Array
  seconds: number
}

/**
 * Cuts a tree into k clusters, and finds their medoids.
 * @throws CancelledError
 */
export async function branchesOf(
  matrix: DissimilarityMatrix,
  tree: Hierarchy,
  k: number,
  work?: Work
): Promise<Branches> {
  const started = performance.now()
  const labels = cut(tree, k)
  const rows = Map.groupBy(labels.keys(), (row) => labels[row])
  const medoids = new Uint32Array(k)
  const least = new Float64Array(k).fill(Infinity)
  let sliceEnd = performance.now() + SLICE
  for (const [cluster, members] of rows) {
    const others = Uint32Array.from(members)
    for (const row of members) {
      const distances = matrix.row(row)
      let sum = 0
      for (const other of others) sum += distances[other]
      if (sum < least[cluster]) {
        least[cluster] = sum
        medoids[cluster] = row
      }
      if (performance.now() > sliceEnd) sliceEnd = await letOthersIn(work)
    }
  }
  return { labels, medoids, seconds: (performance.now() - started) / 1000 }
}

/** @returns when to do so again, by `performance.now()` */
async function letOthersIn(work?: Work): Promise<number> {
  await breathe()
  throwIfCancelled(work)
  return performance.now() + SLICE
}
