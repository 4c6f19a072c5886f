import * as v from 'valibot'
import { fields, type Infer, list, number, oneOf, orNull } from '../../schema.ts'
import type { Versions } from './document.ts'
import { ANY, COUNT, K } from './numbers.ts'

/** How far apart two clusters are, by the distances of their rows: see `core/clustering/hierarchy.ts`. */
export const LINKAGES = ['average', 'complete', 'single', 'ward', 'minimax'] as const
export type Linkage = (typeof LINKAGES)[number]

/** Into how many clusters a tree is cut at most: the silhouettes of so many cuts, and the medoids of their clusters, are kept. */
export const MOST_CUTS = 300

const cut = fields({
  k: K,
  /** Mean over the rows of the sample. */
  silhouette: orNull(number)
})

/** What is known of a tree. */
const known = {
  linkage: oneOf(...LINKAGES),
  leaves: COUNT,
  /** Correlation of distances with the heights at which their leaves meet; null where either are all equal. */
  cophenetic: orNull(number),
  /** From 2 clusters to as many as there are leaves, or MOST_CUTS. */
  cuts: list(cut, MOST_CUTS),
  seconds: number
}
const version2 = fields({
  ...known,
  /** Numbers of the clusters that are the leaves; null where those are rows of the sample. */
  leafClusters: orNull(list(COUNT, ANY)),
  /** Up to which change of the clusters; 0: they are as the method made them. */
  edit: COUNT
})
export type TreeReport = Infer<typeof version2>

/** Clusters from 0 on, as the method made them. */
const version1 = v.pipe(
  fields(known),
  v.transform((report) => ({ ...report, leafClusters: null, edit: 0 }))
)

export const TREE_REPORT: Versions<TreeReport> = [version1, version2]

/** How many merges at the top of a tree have their clusters' medoids kept. */
export function toppedMerges(leaves: number): number {
  return Math.min(leaves, MOST_CUTS) - 1
}
