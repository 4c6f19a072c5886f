import type { Linkage } from '../catalogue/stored/tree.ts'
import type { Work } from '../work.ts'
import type { DissimilarityMatrix } from './matrix.ts'
import { beginTree, endTree } from './tree-state.ts'

/**
 * A tree of clusters: n − 1 merges in the order of their heights, of equally high ones in the order in which they were found.
 * Clusters have numbers: 0 to n − 1 are the leaves, n + i is what merge i makes.
 */
export interface Hierarchy {
  n: number
  /** The two clusters of each merge, the one with the smaller number left. */
  left: Uint32Array
  right: Uint32Array
  /** How dissimilar they are; never below that of the merge before. */
  height: Float64Array
  /** Leaves of what the merge makes. */
  size: Uint32Array
  /** Of minimax linkage: the row of each merge's cluster whose farthest other one is nearest; else null. */
  prototypes: Uint32Array | null
}

/** Rows that the kernel reads at a time are so many that this is about how many distances they have. */
const DISTANCES_A_STEP = 1e7

/**
 * The tree of the rows of a matrix. The height of two single rows is their dissimilarity. Of equally near clusters the one before in
 * the chain is merged, else the first in the order of the rows, so that the tree is the same on every machine; see `src/kernels`
 * for the linkages and their sources. As `hclust` of R (for `ward` its "ward.D2"). It works in place, as two matrices of a large
 * sample have no room, and restores the matrix then, which takes no longer than copying it.
 * @param sizes of the rows, where these are clusters of so many: average linkage and Ward's method weight them
 * @throws CancelledError, which leaves the matrix overwritten
 */
export async function growTree(
  matrix: DissimilarityMatrix,
  linkage: Linkage,
  { sizes }: { sizes?: ArrayLike<number> } = {},
  work?: Work
): Promise<Hierarchy> {
  const { n, memory, tree: state } = matrix
  const { kernel, merged } = beginTree(memory, state, matrix.place, linkage, sizes)
  const task = {
    begin: () => ({ kernel, args: [state.address, Math.ceil(DISTANCES_A_STEP / n)] }),
    end: () => undefined
  }
  const done = new Uint32Array(memory.buffer, merged, 1)
  await matrix.threads.run([task], work, () =>
    work?.onProgress?.({ stage: 'Merging clusters', done: done[0], total: n - 1, unit: 'merges' })
  )
  const tree = ordered(endTree(memory, state, n, linkage))
  // A spanning tree leaves the distances as they are.
  if (linkage !== 'single') await matrix.restore({ signal: work?.signal })
  return tree
}

/** Puts merges into the order of their heights, and gives clusters their numbers. */
function ordered({ ones, others, heights, prototypes }: ReturnType<typeof endTree>): Hierarchy {
  const merges = heights.length
  const n = merges + 1
  const order = Uint32Array.from(heights.keys()).sort((a, b) => heights[a] - heights[b] || a - b)
  const tree: Hierarchy = {
    n,
    left: new Uint32Array(merges),
    right: new Uint32Array(merges),
    height: new Float64Array(merges),
    size: new Uint32Array(merges),
    prototypes: prototypes === null ? null : Uint32Array.from(order, (merge) => prototypes[merge])
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

/** The clusters of a cut of a tree, numbered from 0 in the order of their first leaves. */
interface Cut {
  /** Cluster of each leaf. */
  labels: Uint16Array
  /** The node of the tree that each cluster is. */
  nodes: number[]
}

/**
 * Undoes the last k − 1 merges of a tree.
 * @param k from 1 to n
 */
export function cut({ n, left, right }: Pick<Hierarchy, 'n' | 'left' | 'right'>, k: number): Cut {
  const merges = n - k
  const whole = new Uint32Array(n + merges).map((_, cluster) => cluster)
  for (let merge = merges - 1; merge >= 0; merge--) {
    whole[left[merge]] = whole[right[merge]] = whole[n + merge]
  }
  const places = new Map<number, number>()
  const labels = Uint16Array.from({ length: n }, (_, leaf) => {
    const cluster = whole[leaf]
    const place = places.get(cluster) ?? places.size
    places.set(cluster, place)
    return place
  })
  return { labels, nodes: [...places.keys()] }
}
