import type { CatalogueReader } from '../catalogue/reader.ts'
import type { ClusteringName } from '../catalogue/clustering-name.ts'
import { assignedChunks, firstOf, type StoredClustering, UNASSIGNED } from '../catalogue/runs.ts'
import { clusterLabels } from '../labels/annotate.ts'
import type { ClusterSummary, Picture } from './data.ts'

/**
 * The clusters with their names and medoids.
 * @param columns names of the columns whose values may be shown
 * @param pictures by instance
 */
export function listClusters(
  reader: CatalogueReader,
  name: ClusteringName,
  { medoids, clusters }: StoredClustering,
  columns: ReadonlySet<string>,
  pictures: ReadonlyMap<number, Picture>
): ClusterSummary[] {
  const labels = clusterLabels(reader.db, name)
  const assigned = countAssigned(reader, name)
  return clusters.map(({ id, size, silhouette, distinguishing, suggestedLabel }) => {
    const label = labels.get(id)
    const images = assigned?.sizes[id] ?? null
    return {
      id,
      size,
      assigned: images,
      meanDistance: assigned === null || !images ? null : assigned.distances[id] / images,
      silhouette,
      label:
        label === undefined
          ? null
          : { text: label.label, code: label.code, scheme: label.scheme, meaning: label.meaning },
      suggestedLabel,
      distinguishing: distinguishing.filter(({ keyword }) => columns.has(keyword)),
      picture: pictures.get(medoids[id]) ?? null
    }
  })
}

/** Live images by cluster, and the sums of their distances; null where none was ever assigned. */
function countAssigned(reader: CatalogueReader, name: ClusteringName): { sizes: number[]; distances: number[] } | null {
  const sizes = new Array<number>(name.k).fill(0)
  const sums = new Array<number>(name.k).fill(0)
  let isAssigned = false
  for (const { chunk, clusters, distances } of assignedChunks(reader.db, name)) {
    isAssigned = true
    const first = firstOf(chunk)
    for (let row = 0; row < clusters.length; row++) {
      const cluster = clusters[row]
      if (cluster === UNASSIGNED || !reader.isLive(first + row)) continue
      sizes[cluster]++
      sums[cluster] += distances[row]
    }
  }
  return isAssigned ? { sizes, distances: sums } : null
}

/** The silhouettes of the sample by cluster, the largest first, rounded to four digits; none for one cluster. */
export function silhouettesByCluster({ k, labels, silhouettes }: StoredClustering): number[][] {
  if (k < 2) return []
  const byCluster: number[][] = Array.from({ length: k }, () => [])
  labels.forEach((cluster, row) => byCluster[cluster].push(Math.round(silhouettes[row] * 1e4) / 1e4))
  for (const values of byCluster) values.sort((a, b) => b - a)
  return byCluster
}
