import type { CatalogueReader } from '../catalogue/reader.ts'
import type { ClusteringName } from '../catalogue/clustering-name.ts'
import { isEdited } from '../catalogue/edited.ts'
import type { StoredClustering } from '../catalogue/runs.ts'
import { type StoredTree, treeFor } from '../catalogue/trees.ts'
import { cut } from '../clustering/hierarchy.ts'
import type { TreeSummary } from './data.ts'

/** Cuts into up to so many groups are listed. */
const LISTED_CUTS = 12

/** The tree above the clusters of a clustering: that of its run, else the one over its clusters; null where there is neither. */
export function summariseTree(
  { db }: CatalogueReader,
  name: ClusteringName,
  clustering: StoredClustering
): TreeSummary | null {
  const { tree: stored } = treeFor(db, name)
  const k = clustering.clusters.length
  if (stored === null || k < 2) return null
  // Clusters that people changed are no cut of the tree of the sample.
  if (stored.k === 0 && isEdited(db, name)) return null
  const { linkage, leaves, cophenetic, cuts } = stored.result
  const best = Math.max(...cuts.map(({ silhouette }) => silhouette ?? -Infinity))
  return {
    linkage,
    isCut: stored.k === 0,
    leaves,
    cophenetic,
    cuts: cuts.filter((each) => each.k <= LISTED_CUTS || each.k === k || each.silhouette === best),
    merges: mergesAbove(stored, k, clustering.labels)
  }
}

/** The merges of clusters: the last k − 1 ones, whose leaves are the places of the clusters in their list. */
function mergesAbove(tree: StoredTree, k: number, labels: Uint16Array): TreeSummary['merges'] {
  const { left, right, height } = tree
  const n = height.length + 1
  const placeOf = new Map<number, number>()
  if (tree.k === 0) {
    const { labels: places, nodes } = cut({ n, left, right }, k)
    places.forEach((place, row) => placeOf.set(nodes[place], labels[row]))
  } else for (let cluster = 0; cluster < k; cluster++) placeOf.set(cluster, cluster)
  return Array.from({ length: k - 1 }, (_, step) => {
    const merge = n - k + step
    placeOf.set(n + merge, k + step)
    const [one, other] = [placeOf.get(left[merge])!, placeOf.get(right[merge])!]
    return { left: Math.min(one, other), right: Math.max(one, other), height: height[merge] }
  })
}
