import { type ClusteringName, formatClustering } from '../../core/catalogue/clustering-name.ts'
import { findClustering, loadClustering, UNASSIGNED } from '../../core/catalogue/runs.ts'
import { type Linkage, MOST_CUTS, type TreeReport } from '../../core/catalogue/stored/tree.ts'
import { leafIds, prototypeOf, type StoredTree, treeFor } from '../../core/catalogue/trees.ts'
import { type TopNode, topOfTree } from '../../core/marks/tree.ts'
import { object } from '../../core/schema.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { question } from '../method.ts'

/** A node of a tree that is a cluster of some cut. */
export interface ShownNode extends Omit<TopNode, 'node'> {
  /** Its medoid. */
  instance: number
  /** Those of the clustering that images of a tip are in, ascending; null where the node has children. */
  clusters: number[] | null
}

/** The top of a tree, and the clustering whose clusters it is about. */
interface ShownTree {
  /** Rows of the run's sample, so that each cut is a clustering of its own; or the clusters of the clustering. */
  leavesAre: 'images' | 'clusters'
  linkage: Linkage
  leaves: number
  cophenetic: number | null
  cuts: TreeReport['cuts']
  /** Tips from left to right, then what merges make of them, see `topOfTree`; sizes are images of the sample. */
  nodes: ShownNode[]
}

export interface FoundTree extends ClusteringName {
  clustering: string
  /** null where none was made of the clusters as they are. */
  tree: ShownTree | null
  /** One was made, and people have changed the clusters since. */
  isStale: boolean
}

/** Trees of clusters. */
export const trees = {
  'trees.find': question(object({ clustering: clusteringName }), findTree)
}

/** The tree of the run's sample, or else the one over the clusters of a clustering. */
function findTree({ reader: { db } }: OpenCatalogue, given: { clustering: string }): FoundTree {
  const name = findClustering(db, given.clustering)
  const found = { clustering: formatClustering(name), ...name }
  const { tree, isStale } = treeFor(db, name)
  if (tree === null) return { ...found, tree: null, isStale }
  const { labels, clusters } = loadClustering(db, name)
  const leaves = leafIds(tree)
  const sizes = new Map(clusters.map(({ id, size }) => [id, size]))
  const { linkage, leaves: count, cophenetic, cuts } = tree.result
  const nodes = topOfTree(tree, (leaf) => (leaves === null ? 1 : sizes.get(leaves[leaf])!), MOST_CUTS)
  const clusterOf = (leaf: number): number => (leaves === null ? labels[leaf] : leaves[leaf])
  return {
    ...found,
    isStale,
    tree: {
      leavesAre: leaves === null ? 'images' : 'clusters',
      linkage,
      leaves: count,
      cophenetic,
      cuts,
      nodes: nodes.map(({ node, children, height, size }) => ({
        children,
        height,
        size,
        instance: prototypeOf(tree, node)!,
        clusters: children === null ? clustersWithin(tree, node, clusterOf) : null
      }))
    }
  }
}

/** The clusters that the leaves below a node are in, ascending. */
function clustersWithin({ left, right }: StoredTree, node: number, clusterOf: (leaf: number) => number): number[] {
  const leaves = left.length + 1
  const found = new Set<number>()
  const waiting = [node]
  while (waiting.length > 0) {
    const each = waiting.pop()!
    if (each < leaves) found.add(clusterOf(each))
    else waiting.push(left[each - leaves], right[each - leaves])
  }
  // Rejected images are in none.
  found.delete(UNASSIGNED)
  return [...found].sort((a, b) => a - b)
}
