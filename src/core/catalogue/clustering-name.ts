/** A clustering by its parts: `R.K` is it as people left its clusters, `R.K@method` as the method made them. */
export interface ClusteringName {
  run: number
  k: number
  method?: true
}

/** What `R.K@method` ends with. */
export const BY_METHOD = '@method'

export function formatClustering({ run, k, method }: ClusteringName): string {
  return `${run}.${k}${method ? BY_METHOD : ''}`
}
