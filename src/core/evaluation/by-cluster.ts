import type { ClusterDistance, DatasetResult } from '../catalogue/stored/evaluation.ts'

/** What the datasets say of one cluster of the clustering that was evaluated. Distances are means over its images. */
export interface ClusterFigures {
  cluster: number
  /** Clusters of the datasets that are counted here, and the images in them. */
  found: number
  images: number
  /** Of these images, those that are assigned to this cluster. */
  share: number
  /** Cosine distance to the centres of the clusters that the images have in their datasets. */
  clustered: number
  /** The same for as many images with permuted labels. */
  permuted: number
}

/** The clusters of all datasets: which images they have. */
interface DatasetClusters {
  datasets: readonly DatasetResult[]
  perCluster: readonly ClusterDistance[]
  /** Images of all datasets, one dataset after another, and the cluster of each in its dataset. */
  instances: Uint32Array
  labels: Uint16Array
}

/**
 * Every dataset is clustered anew, so its clusters are not those of the clustering that is evaluated, and bear other numbers. Each
 * is counted here under the cluster that most of its images are assigned to, the lower number where two have as many.
 *
 * @param clusterOf the cluster that an image is assigned to, if any
 * @returns by falling difference of permuted and clustered; clusters that no dataset found again are not among them
 */
export function byCluster(
  { datasets, perCluster, instances, labels }: DatasetClusters,
  clusterOf: (instance: number) => number | undefined
): ClusterFigures[] {
  const counts = new Map<string, Map<number, number>>()
  let at = 0
  datasets.forEach(({ images }, dataset) => {
    for (const end = at + images; at < end; at++) {
      const cluster = clusterOf(instances[at])
      if (cluster === undefined) continue
      const key = `${dataset} ${labels[at]}`
      const here = counts.get(key) ?? counts.set(key, new Map()).get(key)!
      here.set(cluster, (here.get(cluster) ?? 0) + 1)
    }
  })
  const sums = new Map<number, ClusterFigures>()
  for (const { dataset, cluster: label, images, clustered, permuted } of perCluster) {
    const [most] = [...(counts.get(`${dataset} ${label}`) ?? [])].sort(([a, n], [b, m]) => m - n || a - b)
    // None of its images is assigned.
    if (most === undefined) continue
    const [cluster, there] = most
    const sum = sums.get(cluster) ?? { cluster, found: 0, images: 0, share: 0, clustered: 0, permuted: 0 }
    sums.set(cluster, {
      cluster,
      found: sum.found + 1,
      images: sum.images + images,
      share: sum.share + there,
      clustered: sum.clustered + images * clustered,
      permuted: sum.permuted + images * permuted
    })
  }
  return [...sums.values()]
    .map((sum) => ({
      ...sum,
      share: sum.share / sum.images,
      clustered: sum.clustered / sum.images,
      permuted: sum.permuted / sum.images
    }))
    .sort((a, b) => b.permuted - b.clustered - (a.permuted - a.clustered) || a.cluster - b.cluster)
}
