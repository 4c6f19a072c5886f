import { dataVersion } from '../../core/catalogue/database.ts'
import { type ClusteringName, formatClustering } from '../../core/catalogue/clustering-name.ts'
import {
  assignedChunks,
  clusterIds,
  findClustering,
  firstOf,
  loadClustering,
  loadRun,
  UNASSIGNED
} from '../../core/catalogue/runs.ts'
import { createAssigner } from '../../core/clustering/assign.ts'
import { buildTable } from '../../core/features/build.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

/** The live images of a clustering with their clusters: parallel arrays, instances ascending. */
export interface StoredAssignment {
  instances: Uint32Array
  clusters: Uint16Array
  distances: Float32Array
  /** Images, and the sum of their distances, by cluster; those of clusters that are not there are 0. */
  sizes: Float64Array
  sums: Float64Array
}

/** @returns null where nobody assigned yet; the last one that was asked for is kept */
export function assignment(catalogue: OpenCatalogue, name: ClusteringName): StoredAssignment | null {
  const { db } = catalogue.reader
  const clustering = formatClustering(name)
  // Assigning again replaces every row, so its rowless table tells nothing; the count of changes of the file does.
  const version = dataVersion(db)
  const last = catalogue.once('assignment', () => ({ key: '', found: null as StoredAssignment | null }))
  const key = `${clustering} ${version}`
  if (last.key !== key) {
    last.key = key
    last.found = readAssignment(catalogue, name)
  }
  return last.found
}

function readAssignment({ reader }: OpenCatalogue, name: ClusteringName): StoredAssignment | null {
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

/** As assigned; where nobody assigned yet, the images of the sample. */
export function assigned(catalogue: OpenCatalogue, clustering: string): StoredAssignment {
  const name = findClustering(catalogue.reader.db, clustering)
  const found = assignment(catalogue, name)
  if (found !== null) return found
  return catalogue.once(`sample in ${formatClustering(name)}`, () => sampleAssignment(catalogue, name))
}

/**
 * The live images of a run's sample in their clusters, for a clustering whose other images nobody assigned yet. Their distances are
 * NaN where the run compares pictures, too: these would have to be seen again.
 */
function sampleAssignment({ reader }: OpenCatalogue, name: ClusteringName): StoredAssignment {
  const { sample, features, parameters } = loadRun(reader.db, name.run)
  const { labels, medoidRows } = loadClustering(reader.db, name)
  const rows = Uint32Array.from(sample.keys()).filter((row) => labels[row] !== UNASSIGNED && reader.isLive(sample[row]))
  const instances = rows.map((row) => sample[row])
  const clusters = Uint16Array.from(rows, (row) => labels[row])
  const distances = new Float32Array(rows.length).fill(NaN)
  if (parameters.fuse === null) {
    const table = buildTable(reader, features.features, instances)
    const members = new Map(Array.from(clusters, (cluster, row) => [row, cluster]))
    distances.set(createAssigner(features.model, medoidRows).assign(table, members).distances)
  }
  const clusterBound = (clusterIds(reader.db, name).at(-1) ?? -1) + 1
  const sizes = new Float64Array(clusterBound)
  const sums = new Float64Array(clusterBound)
  clusters.forEach((cluster, row) => {
    sizes[cluster]++
    sums[cluster] += distances[row]
  })
  return { instances, clusters, distances, sizes, sums }
}
