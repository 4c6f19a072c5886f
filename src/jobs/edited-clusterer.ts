import type { Catalogue } from '../core/catalogue/database.ts'
import type { ClusteringName } from '../core/catalogue/clustering-name.ts'
import { isEdited } from '../core/catalogue/edited.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { assignedChunks, clusterIds, firstOf, type StoredRun, UNASSIGNED } from '../core/catalogue/runs.ts'
import { meanSilhouette, silhouettes } from '../core/clustering/silhouette.ts'
import type { SweepEntry } from '../core/clustering/sweep.ts'
import type { Work } from '../core/work.ts'
import { leastSum } from './edited-medoids.ts'
import { withRunMatrix } from './run-matrix.ts'

/** What of the clusters of a dataset is evaluated. */
type DatasetClusters = Pick<SweepEntry, 'k' | 'labels' | 'medoids' | 'silhouette'>

/** How many clusters there are, and the cluster of each instance, UNASSIGNED where it is in none. */
export function shapedClusters(reader: CatalogueReader, name: ClusteringName): { k: number; clusters: Uint16Array } {
  const all = new Uint16Array(reader.capacity).fill(UNASSIGNED)
  for (const { chunk, clusters } of assignedChunks(reader.db, name)) {
    const first = firstOf(chunk)
    all.set(clusters.subarray(0, Math.max(0, reader.capacity - first)), first)
  }
  return { k: clusterIds(reader.db, name).length, clusters: all }
}

/**
 * Puts other images into the clusters that people shaped, as they are assigned: no algorithm would find these again. What a dataset has of a
 * cluster has its medoid there.
 */
export class EditedClusterer {
  /** Clusters of the clustering; a dataset may have images of fewer. */
  readonly k: number
  private readonly clusters: Uint16Array
  private readonly reader: CatalogueReader
  private readonly catalogue: Pick<Catalogue, 'db' | 'file'>
  private readonly run: StoredRun
  private readonly work: Work

  private constructor(
    reader: CatalogueReader,
    catalogue: Pick<Catalogue, 'db' | 'file'>,
    run: StoredRun,
    name: ClusteringName,
    work: Work
  ) {
    this.reader = reader
    this.catalogue = catalogue
    this.run = run
    this.work = { signal: work.signal }
    const { k, clusters } = shapedClusters(reader, name)
    this.k = k
    this.clusters = clusters
  }

  /** @returns null for clusters as the method made them */
  static of(
    reader: CatalogueReader,
    catalogue: Pick<Catalogue, 'db' | 'file'>,
    run: StoredRun,
    name: ClusteringName,
    work: Work
  ): EditedClusterer | null {
    return isEdited(catalogue.db, name) ? new EditedClusterer(reader, catalogue, run, name, work) : null
  }

  /** Whether an image is in a cluster: neither rejected nor yet to be assigned. */
  has(instance: number): boolean {
    return this.clusters[instance] !== UNASSIGNED
  }

  /** @param images in clusters, see `has` */
  cluster(images: Uint32Array): Promise<DatasetClusters> {
    const ids = [...new Set(Array.from(images, (instance) => this.clusters[instance]))].sort((a, b) => a - b)
    const k = ids.length
    const places = new Map(ids.map((id, place) => [id, place]))
    const labels = Uint16Array.from(images, (instance) => places.get(this.clusters[instance])!)
    const members = ids.map((): number[] => [])
    labels.forEach((place, row) => members[place].push(row))
    return withRunMatrix(
      this.reader,
      this.catalogue,
      this.run,
      k,
      this.work,
      async (matrix) => ({
        k,
        labels,
        medoids: Uint32Array.from(members, (of) => leastSum(matrix, of)),
        silhouette: meanSilhouette(await silhouettes(matrix, labels, k, this.work))
      }),
      images
    )
  }
}
