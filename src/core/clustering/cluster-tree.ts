import { MOST_CUTS } from '../catalogue/stored/tree.ts'
import type { Work } from '../work.ts'
import { copheneticCorrelation } from './cophenetic.ts'
import { growTree, type Hierarchy } from './hierarchy.ts'
import { DissimilarityMatrix } from './matrix.ts'
import { Slices } from './slices.ts'
import { judgeTop, type TreeTop } from './tree-top.ts'

/** A tree whose leaves are clusters, with what its cuts come to: see `judgeTop`. */
interface ClusterTree extends Hierarchy, TreeTop {
  /** Of the mean distances of the clusters. */
  cophenetic: number | null
}

/**
 * The tree of the clusters of a clustering, whatever made them: average linkage of their rows, so that clusters weigh as much as they have rows.
 * Two clusters are as far apart as two rows of them are on the average.
 * @param labels cluster of each row, 0 to k − 1; none of them empty, and k at least 2
 * @throws MedoidError `sample-too-large`, `memory-exhausted` @throws CancelledError
 */
export async function clusterTree(
  matrix: DissimilarityMatrix,
  labels: ArrayLike<number>,
  k: number,
  work?: Work
): Promise<ClusterTree> {
  const means = DissimilarityMatrix.of(await meanDistances(matrix, labels, k, work), 1)
  const tree = await growTree(means, 'average', { sizes: sizesOf(labels, k) }, work)
  const cophenetic = await copheneticCorrelation(means, tree, work)
  const top = await judgeTop(matrix, tree, Math.min(k, MOST_CUTS), { leaves: labels }, work)
  return { ...tree, ...top, cophenetic }
}

function sizesOf(labels: ArrayLike<number>, k: number): Float64Array {
  const sizes = new Float64Array(k)
  for (let row = 0; row < labels.length; row++) sizes[labels[row]]++
  return sizes
}

/** Mean distances of the rows of each two clusters, k × k; 0 from a cluster to itself. */
async function meanDistances(
  matrix: DissimilarityMatrix,
  labels: ArrayLike<number>,
  k: number,
  work?: Work
): Promise<Float32Array> {
  const sizes = sizesOf(labels, k)
  const members = Map.groupBy(Array(matrix.n).keys(), (row) => labels[row])
  const means = new Float32Array(k * k)
  const sums = new Float64Array(k)
  const slices = new Slices(work)
  let done = 0
  for (let cluster = 0; cluster < k; cluster++) {
    sums.fill(0)
    for (const row of members.get(cluster)!) {
      const distances = matrix.row(row)
      for (let other = 0; other < matrix.n; other++) sums[labels[other]] += distances[other]
      work?.onProgress?.({ stage: 'Comparing clusters', done: ++done, total: matrix.n, unit: 'rows' })
      await slices.next()
    }
    // Each pair once, so that both ways round are the same to the last digit.
    for (let other = 0; other < cluster; other++) {
      const mean = sums[other] / (sizes[cluster] * sizes[other])
      means[cluster * k + other] = means[other * k + cluster] = mean
    }
  }
  return means
}
