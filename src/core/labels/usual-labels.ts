/** How many images of a cluster have a label. */
export interface LabelledPair {
  cluster: number
  /** Of the label, as its set has it. */
  code: number
  images: number
}

/**
 * The label that the most labelled images of each cluster have; none where several labels have as many, so that none is that of the cluster.
 * @returns code by cluster
 */
export function usualLabels(pairs: readonly LabelledPair[]): Map<number, number> {
  const usual = new Map<number, number>()
  for (const [cluster, ofCluster] of Map.groupBy(pairs, (pair) => pair.cluster)) {
    const [first, second] = ofCluster.toSorted((a, b) => b.images - a.images)
    if (second === undefined || second.images < first.images) usual.set(cluster, first.code)
  }
  return usual
}
