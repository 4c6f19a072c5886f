import { dataVersion } from '../../core/catalogue/database.ts'
import { type ClusteringName, formatClustering } from '../../core/catalogue/clustering-name.ts'
import { assignedChunks, clusterIds, findClustering, firstOf, UNASSIGNED } from '../../core/catalogue/runs.ts'
import { MedoidError } from '../../core/errors.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

/** The live images of a clustering with their clusters: parallel arrays, instances ascending. */
export interface Assignment {
  instances: Uint32Array
  clusters: Uint16Array
  distances: Float32Array
  /** Images, and the sum of their distances, by cluster; those of clusters that are not there are 0. */
  sizes: Float64Array
  sums: Float64Array
}

/** @returns null where nobody assigned yet; the last one that was asked for is kept */
export function assignment(catalogue: OpenCatalogue, name: ClusteringName): Assignment | null {
  const { db } = catalogue.reader
  const clustering = formatClustering(name)
  // Assigning again replaces every row, so its rowless table tells nothing; the count of changes of the file does.
  const version = dataVersion(db)
  const last = catalogue.once('assignment', () => ({ key: '', found: null as Assignment | null }))
  const key = `${clustering} ${version}`
  if (last.key !== key) {
    last.key = key
    last.found = readAssignment(catalogue, name)
  }
  return last.found
}

function readAssignment({ reader }: OpenCatalogue, name: ClusteringName): Assignment | null {
  const capacity = reader.capacity
  const instances = new Uint32Array(capacity)
  const clusters = new Uint16Array(capacity)
  const distances = new Float32Array(capacity)
  const clusterBound = (clusterIds(reader.db, name).at(-1) ?? -1) + 1
  const sizes = new Float64Array(clusterBound)
  const sums = new Float64Array(clusterBound)
  let length = 0
  let isAssigned = false
  for (const chunk of assignedChunks(reader.db, name)) {
    isAssigned = true
    const first = firstOf(chunk.chunk)
    chunk.clusters.forEach((cluster, row) => {
      if (cluster === UNASSIGNED || !reader.isLive(first + row)) return
      instances[length] = first + row
      clusters[length] = cluster
      distances[length] = chunk.distances[row]
      sizes[cluster]++
      sums[cluster] += distances[length++]
    })
  }
  if (!isAssigned) return null
  return {
    instances: instances.slice(0, length),
    clusters: clusters.slice(0, length),
    distances: distances.slice(0, length),
    sizes,
    sums
  }
}

/** @throws MedoidError `not-assigned` */
export function assigned(catalogue: OpenCatalogue, clustering: string): Assignment {
  const name = findClustering(catalogue.reader.db, clustering)
  const found = assignment(catalogue, name)
  if (found !== null) return found
  throw new MedoidError('not-assigned', { why: 'not-yet', clustering: formatClustering(name) })
}
