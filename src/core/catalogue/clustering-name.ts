/** A clustering `R.K` by its parts. */
export interface ClusteringName {
  run: number
  k: number
}

export function formatClustering({ run, k }: ClusteringName): string {
  return `${run}.${k}`
}
