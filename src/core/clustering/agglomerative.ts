import { type Linkage, MOST_CUTS, toppedMerges, type TreeReport } from '../catalogue/stored/tree.ts'
import type { Work } from '../work.ts'
import { copheneticCorrelation } from './cophenetic.ts'
import { cut, growTree, type Hierarchy } from './hierarchy.ts'
import { type Clustering, numberClusters } from './kmedoids.ts'
import type { DissimilarityMatrix } from './matrix.ts'
import { judgeTop } from './tree-top.ts'

/** A tree of rows, with what its cuts come to. */
export interface JudgedTree extends Hierarchy {
  linkage: Linkage
  /** The row that stands for each node, of those that are clusters of a cut into MOST_CUTS clusters or fewer. */
  medoids: ReadonlyMap<number, number>
  /** Mean silhouettes of the cuts, from 2 clusters to as many as there are rows, or MOST_CUTS. */
  silhouettes: number[]
  cophenetic: number | null
  /** Wall time. */
  seconds: number
}

/**
 * Clusters the rows of a matrix by the cuts of one tree, which is grown once for all k. A cluster's medoid is the row with the least Σ distance
 * to the others of it, for minimax linkage its prototype; it need not be the nearest of all medoids.
 * @param ks each from 1 to below n
 * @throws CancelledError
 */
export async function agglomerative(
  matrix: DissimilarityMatrix,
  ks: readonly number[],
  linkage: Linkage,
  work?: Work
): Promise<{ clusterings: Clustering[]; tree: JudgedTree }> {
  const started = performance.now()
  const grown = await growTree(matrix, linkage, {}, work)
  const top = await judgeTop(matrix, grown, Math.max(...ks, Math.min(matrix.n, MOST_CUTS)), {}, work)
  const cophenetic = await copheneticCorrelation(matrix, grown, work)
  const medoids = grown.prototypes === null ? top.medoids : prototypesOf(grown, grown.prototypes)
  const seconds = (performance.now() - started) / 1000
  const tree = { ...grown, linkage, medoids, silhouettes: top.silhouettes, cophenetic, seconds }
  return { clusterings: ks.map((k) => clusteringOf(matrix, tree, k)), tree }
}

/** The prototypes of minimax linkage by node; a row is its own. */
function prototypesOf({ n }: Hierarchy, prototypes: Uint32Array): Map<number, number> {
  const medoids = new Map(Array.from({ length: n }, (_, row) => [row, row]))
  prototypes.forEach((row, merge) => medoids.set(n + merge, row))
  return medoids
}

/** The clusters of a cut. @param medoids by node of the tree, as rows */
export function clusteringOf(
  matrix: DissimilarityMatrix,
  tree: Pick<Hierarchy, 'n' | 'left' | 'right'> & { medoids: { get: (node: number) => number | undefined } },
  k: number
): Clustering {
  const started = performance.now()
  const { labels, nodes } = cut(tree, k)
  const medoids = Uint32Array.from(nodes, (node) => tree.medoids.get(node)!)
  const clusters = numberClusters(matrix, medoids, labels)
  return { k, ...clusters, swaps: 0, seconds: (performance.now() - started) / 1000 }
}

/** The medoids of a tree as they are stored: of the root, then of both nodes of each of the last merges, from the last one down. */
export function topMedoids({ n, left, right, medoids }: Omit<JudgedTree, 'linkage'>): Uint32Array {
  const nodes = [2 * n - 2]
  for (let merge = n - 2; merge >= n - 1 - toppedMerges(n); merge--) nodes.push(left[merge], right[merge])
  return Uint32Array.from(nodes, (node) => medoids.get(node)!)
}

/** What is told of a tree. */
export function treeReport({ linkage, n, cophenetic, silhouettes, seconds }: JudgedTree): TreeReport {
  return { linkage, leaves: n, cophenetic, cuts: cutsOf(silhouettes), leafClusters: null, edit: 0, seconds }
}

/** Mean silhouettes of cuts, from 2 clusters on, each with its k. */
export function cutsOf(silhouettes: readonly number[]): TreeReport['cuts'] {
  return silhouettes.map((silhouette, at) => ({ k: at + 2, silhouette }))
}
