import { dataVersion } from '../../core/catalogue/database.ts'
import {
  assignedChunks,
  type ClusteringName,
  findClustering,
  firstOf,
  formatClustering,
  isAssigned,
  listRuns,
  loadClustering,
  loadRun,
  UNASSIGNED
} from '../../core/catalogue/runs.ts'
import { hasBest, sweepRemarks } from '../../core/clustering/remarks.ts'
import { annotations } from '../../core/labels/annotate.ts'
import type { ClusteringReport, RunRow, SilhouettePlot } from '../contract.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

/** Last run first. */
export function runs({ reader: { db } }: OpenCatalogue): RunRow[] {
  const lastFirst = listRuns(db).reverse()
  return lastFirst.map(({ id, created, parameters, result }) => {
    const { n, images, columns, best, sweep } = result
    return {
      run: id,
      created,
      parameters,
      n,
      images,
      columns,
      best: { ...best, fits: hasBest(result) },
      remarks: sweepRemarks(result, 'images'),
      sweep: sweep.map((row) => ({ ...row, assigned: isAssigned(db, { run: id, k: row.k }) }))
    }
  })
}

export function clusteringReport(catalogue: OpenCatalogue, given: { clustering: string }): ClusteringReport {
  const { db } = catalogue.reader
  const name = findClustering(db, given.clustering)
  const { silhouette, clusters } = loadClustering(db, name)
  const assigned = assignment(catalogue, name)
  const labels = annotations(db, name.run, name.k)
  return {
    clustering: formatClustering(name),
    ...name,
    silhouette,
    assigned: assigned?.instances.length ?? null,
    clusters: clusters.map((cluster) => {
      const size = assigned?.sizes[cluster.id] ?? null
      return {
        ...cluster,
        assigned: size,
        meanDistance: assigned === null || size === 0 ? null : assigned.sums[cluster.id] / size!,
        annotation: labels.get(cluster.id) ?? null
      }
    })
  }
}

export function silhouettePlot({ reader: { db } }: OpenCatalogue, given: { clustering: string }): SilhouettePlot {
  const name = findClustering(db, given.clustering)
  const { labels, silhouettes } = loadClustering(db, name)
  const { sample } = loadRun(db, name.run)
  const clusters = Array.from({ length: name.k }, (_, id) => ({ id, rows: [] as number[] }))
  labels.forEach((cluster, row) => clusters[cluster].rows.push(row))
  return {
    clusters: clusters.map(({ id, rows }) => {
      rows.sort((a, b) => silhouettes[b] - silhouettes[a])
      return {
        id,
        instances: rows.map((row) => sample[row]),
        silhouettes: rows.map((row) => Math.round(silhouettes[row] * 1e4) / 1e4)
      }
    })
  }
}

/** The live images of a clustering with their clusters: parallel arrays, instances ascending. */
export interface Assignment {
  instances: Uint32Array
  clusters: Uint16Array
  distances: Float32Array
  /** Images, and the sum of their distances, by cluster. */
  sizes: Float64Array
  sums: Float64Array
}

/** @returns null where nobody assigned yet; the last one that was asked for is kept */
export function assignment(catalogue: OpenCatalogue, name: ClusteringName): Assignment | null {
  const { db } = catalogue.reader
  const clustering = formatClustering(name)
  // Assigning anew replaces every row, so its rowless table tells nothing; the count of changes of the file does.
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
  const sizes = new Float64Array(name.k)
  const sums = new Float64Array(name.k)
  let length = 0
  let wasAssigned = false
  for (const chunk of assignedChunks(reader.db, name)) {
    wasAssigned = true
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
  if (!wasAssigned) return null
  return {
    instances: instances.slice(0, length),
    clusters: clusters.slice(0, length),
    distances: distances.slice(0, length),
    sizes,
    sums
  }
}
