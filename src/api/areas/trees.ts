import { type ClusteringName, formatClustering } from '../../core/catalogue/clustering-name.ts'
import { findClustering, loadClustering } from '../../core/catalogue/runs.ts'
import { type Linkage, MOST_CUTS, type TreeReport } from '../../core/catalogue/stored/tree.ts'
import { loadTree, prototypeOf, type StoredTree } from '../../core/catalogue/trees.ts'
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
export interface ShownTree {
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
  /** null where none was made. */
  tree: ShownTree | null
}

/** Trees of clusters. */
export const trees = {
  'trees.find': question(object({ clustering: clusteringName }), findTree)
}

/** The tree of the run's sample, or else the one over the clusters of a clustering. */
function findTree({ reader: { db } }: OpenCatalogue, given: { clustering: string }): FoundTree {
  const name = findClustering(db, given.clustering)
  const found = { clustering: formatClustering(name), ...name }
  const tree = loadTree(db, name.run, 0) ?? loadTree(db, name.run, name.k)
  if (tree === null) return { ...found, tree: null }
  const { labels, clusters } = loadClustering(db, name)
  const isOfImages = tree.k === 0
  const { linkage, leaves, cophenetic, cuts } = tree.result
  const nodes = topOfTree(tree, (leaf) => (isOfImages ? 1 : clusters[leaf].size), MOST_CUTS)
  const clusterOf = (leaf: number): number => (isOfImages ? labels[leaf] : leaf)
  return {
    ...found,
    tree: {
      leavesAre: isOfImages ? 'images' : 'clusters',
      linkage,
      leaves,
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
  return [...found].sort((a, b) => a - b)
}
