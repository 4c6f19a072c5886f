import type { ClusteringName } from './clustering-name.ts'
import { InstanceBits } from './instance-bits.ts'
import type { CatalogueReader } from './reader.ts'
import { assignedChunks, firstOf, loadRun, UNASSIGNED } from './runs.ts'

/** Of the images of a fit, the share that lies nearer to the medoid than what counts as far. */
const WITHIN = 0.95

/** New images of a cluster. */
interface ClusterDrift {
  cluster: number
  images: number
  /** Those farther from the medoid than 95 % of the images of the fit in the cluster. */
  far: number
  /** That distance √(1 − S); null where no image of the fit is in the cluster, so that nothing is far. */
  limit: number | null
}

/** How far new images lie from the medoids of a clustering that was made before they came. */
export interface Drift {
  images: number
  far: number
  /** Those with new images, the one with the most far ones first. */
  clusters: ClusterDrift[]
}

/** The images that are assigned to a clustering. */
export function assignedBits(reader: CatalogueReader, name: ClusteringName): InstanceBits {
  return InstanceBits.of(assignedIds(reader, name))
}

function* assignedIds(reader: CatalogueReader, name: ClusteringName): Iterable<number> {
  for (const { chunk, clusters } of assignedChunks(reader.db, name)) {
    for (let row = 0; row < clusters.length; row++) {
      if (clusters[row] !== UNASSIGNED && reader.isLive(firstOf(chunk) + row)) yield firstOf(chunk) + row
    }
  }
}

/**
 * Compares the distances of images that have come with those of the sample that the clusters were made of. Of images like these about 5 % are
 * far; many more say that the clusters do not describe what comes now.
 * @param before images that were assigned before: the others are new
 */
export function drift(reader: CatalogueReader, name: ClusteringName, before: InstanceBits): Drift {
  const sample = InstanceBits.of(loadRun(reader.db, name.run).sample)
  const fit = new Map<number, number[]>()
  const come = new Map<number, number[]>()
  for (const { chunk, clusters, distances } of assignedChunks(reader.db, name)) {
    for (let row = 0; row < clusters.length; row++) {
      const instance = firstOf(chunk) + row
      if (clusters[row] === UNASSIGNED || !reader.isLive(instance)) continue
      const of = sample.has(instance) ? fit : before.has(instance) ? null : come
      if (of === null) continue
      const known = of.get(clusters[row])
      if (known === undefined) of.set(clusters[row], [distances[row]])
      else known.push(distances[row])
    }
  }
  const clusters = [...come].map(([cluster, distances]): ClusterDrift => {
    const limit = limitOf(fit.get(cluster) ?? [])
    const far = limit === null ? 0 : distances.filter((distance) => distance > limit).length
    return { cluster, images: distances.length, far, limit }
  })
  clusters.sort((a, b) => b.far - a.far || b.images - a.images || a.cluster - b.cluster)
  const sum = (of: 'images' | 'far'): number => clusters.reduce((total, each) => total + each[of], 0)
  return { images: sum('images'), far: sum('far'), clusters }
}

/** The least distance that 95 % of some do not exceed. */
function limitOf(distances: number[]): number | null {
  if (distances.length === 0) return null
  const sorted = Float64Array.from(distances).sort()
  return sorted[Math.ceil(WITHIN * sorted.length) - 1]
}
