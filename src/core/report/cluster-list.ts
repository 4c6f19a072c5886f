import type { CatalogueReader } from '../catalogue/reader.ts'
import type { ClusteringName } from '../catalogue/clustering-name.ts'
import {
  assignedChunks,
  clusterIds,
  firstOf,
  type StoredClustering,
  type StoredRun,
  UNASSIGNED
} from '../catalogue/runs.ts'
import { tellFindings, withQuality } from '../clustering/quality.ts'
import { PLAIN_TERMS } from '../../messages/terms.ts'
import { clusterLabels } from '../labels/annotate.ts'
import type { ClusterSummary, ReportPicture } from './data.ts'

/**
 * The clusters with their names and medoids.
 * @param shown names of the columns whose values may be shown
 * @param pictures by instance
 */
export function listClusters(
  reader: CatalogueReader,
  name: ClusteringName,
  clustering: StoredClustering,
  { parameters, features }: Pick<StoredRun, 'parameters' | 'features'>,
  shown: ReadonlySet<string>,
  pictures: ReadonlyMap<number, ReportPicture>
): ClusterSummary[] {
  const labels = clusterLabels(reader.db, name)
  const assigned = countAssigned(reader, name)
  const clusters = withQuality(clustering, features.model, { things: 'images', method: parameters.method })
  return clusters.map((cluster) => {
    const { id, size, silhouette, columns, medoidColumns, sharedColumns, distinguishing, suggestedLabel } = cluster
    const label = labels.get(id)
    const images = assigned?.sizes[id] ?? null
    return {
      id,
      size,
      assigned: images,
      meanDistance: assigned === null || !images ? null : assigned.distances[id] / images,
      silhouette,
      columns,
      medoidColumns,
      sharedColumns,
      findings: tellFindings(cluster.findings, PLAIN_TERMS),
      label:
        label === undefined
          ? null
          : { text: label.label, code: label.code, scheme: label.scheme, meaning: label.meaning },
      suggestedLabel,
      distinguishing: distinguishing.filter(({ keyword }) => shown.has(keyword)),
      picture: pictures.get(clustering.medoids[id]) ?? null
    }
  })
}

/** Live images by cluster, and the sums of their distances; null where none was ever assigned. */
function countAssigned(reader: CatalogueReader, name: ClusteringName): { sizes: number[]; distances: number[] } | null {
  const sizes: number[] = []
  const sums: number[] = []
  for (const id of clusterIds(reader.db, name)) sizes[id] = sums[id] = 0
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

/** The silhouettes of the sample in the order of the clusters, the largest first, rounded to four digits; none for one cluster. */
export function silhouettesByCluster({
  clusters,
  labels,
  silhouettes,
  silhouette
}: Pick<StoredClustering, 'clusters' | 'labels' | 'silhouettes' | 'silhouette'>): number[][] {
  if (silhouette === null) return []
  const byCluster = clusters.map((): number[] => [])
  const places = new Map(clusters.map(({ id }, place) => [id, place]))
  labels.forEach((cluster, row) => {
    const place = places.get(cluster)
    // Rejected images are in none.
    if (place !== undefined) byCluster[place].push(Math.round(silhouettes[row] * 1e4) / 1e4)
  })
  for (const values of byCluster) values.sort((a, b) => b - a)
  return byCluster
}
