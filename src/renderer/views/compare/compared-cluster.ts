import type { ClusteringsComparison } from '../../../api/contract.ts'

/** A cluster of a side of a comparison by its number: those of clusters that people changed have gaps. */
export function comparedCluster({ clusters }: ClusteringsComparison['first'], cluster: number) {
  return clusters.find(({ id }) => id === cluster)!
}
