import { CHUNK } from '../catalogue/chunks.ts'
import type { ClusteringName } from '../catalogue/clustering-name.ts'
import { editedUpTo } from '../catalogue/edited.ts'
import type { StoredEvaluation } from '../catalogue/evaluations.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { assignedChunks, UNASSIGNED } from '../catalogue/runs.ts'
import { byCluster, type ClusterFigures } from '../evaluation/by-cluster.ts'

/**
 * What an evaluation says of each cluster of its clustering, by falling difference.
 * @returns null where nobody has assigned its images yet, or where the clusters were changed since
 */
export function evaluatedClusters(
  { db }: CatalogueReader,
  name: ClusteringName,
  { instances, labels, result }: StoredEvaluation
): ClusterFigures[] | null {
  if (result.edit !== editedUpTo(db, name)) return null
  const chunks = new Map<number, Uint16Array>()
  for (const { chunk, clusters } of assignedChunks(db, name)) chunks.set(chunk, clusters)
  if (chunks.size === 0) return null
  const { datasets, perCluster } = result
  const found = byCluster({ datasets, perCluster, instances, labels }, (instance) => {
    const cluster = chunks.get(Math.floor(instance / CHUNK))?.[instance % CHUNK]
    return cluster === UNASSIGNED ? undefined : cluster
  })
  return found.length === 0 ? null : found
}
