import { CHUNK } from '../core/catalogue/chunks.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { Database } from 'better-sqlite3'
import { formatClustering } from '../core/catalogue/clustering-name.ts'
import {
  type AssignedChunk,
  clearAssignment,
  firstOf,
  saveAssignment,
  type StoredClustering,
  type StoredRun,
  UNASSIGNED
} from '../core/catalogue/runs.ts'
import { hasBranches } from '../core/clustering/algorithms.ts'
import { type Assignment, createAssigner } from '../core/clustering/assign.ts'
import { TableBuilder } from '../core/features/build.ts'
import { assignFused, type MedoidVectors } from '../core/fusion/medoid-vectors.ts'
import { breathe, throwIfCancelled, type Work } from '../core/work.ts'
import { tellOfTagsAlone, type WithoutVector } from './pictures.ts'
import type { RunPictures } from './run-pictures.ts'

/** Images whose features are read at a time; fewer where each is compared with each medoid. */
const AT_A_TIME = 16 * CHUNK
const FUSED_AT_A_TIME = CHUNK
/** Medoids of the clusterings that are assigned in one pass over the images: their rows and cosines are in memory. */
const MEDOIDS_AT_A_TIME = 1024

/** What assigning needs of a run, which need not be stored yet. */
type AssignedRun = Pick<StoredRun, 'id' | 'features' | 'sample'> & {
  parameters: Pick<StoredRun['parameters'], 'algorithm'>
}
type Assigned = Pick<StoredClustering, 'k' | 'medoids' | 'medoidRows' | 'labels'>

/** The images of a clustering. */
export interface ClusteringAssignment {
  k: number
  chunks: AssignedChunk[]
  /** Images, and the sum of their distances, by cluster. */
  sizes: Float64Array
  sums: Float64Array
  /** Images that share no feature with any medoid. */
  withoutSharedFeature: number
}

/**
 * Gives every image its nearest medoid, in each of some clusterings of a run. Where clusters are branches of a tree, the images of
 * the sample stay in theirs.
 * @param images ids, ascending
 * @param pictures of the run; null where it compares by tags alone
 * @returns by clustering, and how many images have no vector: these are compared by tags alone
 * @throws CancelledError; MedoidError as `RunPictures.medoids`
 */
export async function assignImages(
  reader: CatalogueReader,
  run: AssignedRun,
  clusterings: readonly Assigned[],
  images: Uint32Array,
  pictures: RunPictures | null,
  work: Work
): Promise<{ assigned: ClusteringAssignment[]; withoutVector: number }> {
  const groups = grouped(clusterings)
  const assigned: ClusteringAssignment[] = []
  let without: WithoutVector[] = []
  for (const [at, group] of groups.entries()) {
    const tell = (done: number): void =>
      work.onProgress?.({
        stage: 'Assigning images',
        done: at * images.length + done,
        total: groups.length * images.length,
        unit: 'images'
      })
    const found = await assignGroup(reader, run, group, images, pictures, tell, work)
    assigned.push(...found.assigned)
    without = found.without
  }
  const [first] = without
  if (first !== undefined) tellOfTagsAlone(without.length, images.length, first, work)
  return { assigned, withoutVector: without.length }
}

/** Takes the place of what was assigned before, inside the caller's transaction. */
export function saveAssignments(db: Database, run: number, assigned: readonly ClusteringAssignment[]): void {
  for (const { k, chunks } of assigned) {
    clearAssignment(db, { run, k })
    for (const chunk of chunks) saveAssignment(db, { run, k }, chunk)
  }
}

/** Clusterings that have few medoids together. */
function grouped(clusterings: readonly Assigned[]): Assigned[][] {
  const groups: Assigned[][] = []
  let medoids = Infinity
  for (const clustering of clusterings) {
    medoids += clustering.k
    if (medoids > MEDOIDS_AT_A_TIME) {
      groups.push([])
      medoids = clustering.k
    }
    groups.at(-1)!.push(clustering)
  }
  return groups
}

async function assignGroup(
  reader: CatalogueReader,
  { id, features: { features, model }, parameters: { algorithm }, sample }: AssignedRun,
  group: readonly Assigned[],
  images: Uint32Array,
  pictures: RunPictures | null,
  tell: (done: number) => void,
  work: Work
): Promise<{ assigned: ClusteringAssignment[]; without: WithoutVector[] }> {
  const builder = new TableBuilder(reader, features)
  const rowOf = new Map(hasBranches(algorithm) ? Array.from(sample, (instance, row) => [instance, row]) : [])
  const assigners = group.map(({ medoidRows }) => createAssigner(model, medoidRows))
  const medoids: MedoidVectors[] = []
  for (const { k, medoids: instances } of pictures === null ? [] : group) {
    medoids.push(await pictures!.medoids(instances, formatClustering({ run: id, k })))
  }
  const without: WithoutVector[] = []
  const assigned = group.map(({ k }): ClusteringAssignment => ({
    k,
    chunks: [],
    sizes: new Float64Array(k),
    sums: new Float64Array(k),
    withoutSharedFeature: 0
  }))
  const atATime = pictures === null ? AT_A_TIME : FUSED_AT_A_TIME
  for (let from = 0, to = 0; from < images.length; from = to) {
    // Whole chunks of the catalogue, so that each is written once.
    const end = Math.floor(images[Math.min(from + atATime, images.length) - 1] / CHUNK + 1) * CHUNK
    while (to < images.length && images[to] < end) to++
    const instances = images.subarray(from, to)
    const table = builder.build(instances)
    const seen = await pictures?.cosines(instances, medoids, (done) => tell(from + done))
    if (seen !== undefined) without.push(...seen.without)
    for (const [at, { labels, medoidRows }] of group.entries()) {
      const members = membersAmong(instances, rowOf, labels)
      const assignment: Omit<Assignment, 'columns'> =
        pictures === null || seen === undefined
          ? assigners[at].assign(table, members)
          : assignFused(assigners[at].compare(table), seen.cosines[at], medoidRows.rows, pictures.weighing, members)
      add(assigned[at], instances, assignment)
      await breathe()
      throwIfCancelled(work)
    }
    tell(to)
    await breathe()
    throwIfCancelled(work)
  }
  return { assigned, without }
}

function add(
  to: ClusteringAssignment,
  instances: Uint32Array,
  { clusters, distances, unshared }: Omit<Assignment, 'columns'>
): void {
  to.withoutSharedFeature += unshared
  for (let i = 0; i < instances.length; i++) {
    to.sizes[clusters[i]]++
    to.sums[clusters[i]] += distances[i]
  }
  to.chunks.push(...chunked(instances, clusters, distances))
}

/** The places of those instances that belong to a cluster, with it. */
function membersAmong(
  instances: Uint32Array,
  rowOf: ReadonlyMap<number, number>,
  labels: Uint16Array
): Map<number, number> {
  const members = new Map<number, number>()
  if (rowOf.size === 0) return members
  instances.forEach((instance, place) => {
    const row = rowOf.get(instance)
    if (row !== undefined) members.set(place, labels[row])
  })
  return members
}

function* chunked(instances: Uint32Array, clusters: Uint16Array, distances: Float32Array): Iterable<AssignedChunk> {
  for (let i = 0; i < instances.length;) {
    const chunk = Math.floor(instances[i] / CHUNK)
    const assigned: AssignedChunk = {
      chunk,
      clusters: new Uint16Array(CHUNK).fill(UNASSIGNED),
      distances: new Float32Array(CHUNK).fill(NaN)
    }
    for (; i < instances.length && instances[i] < firstOf(chunk + 1); i++) {
      assigned.clusters[instances[i] - firstOf(chunk)] = clusters[i]
      assigned.distances[instances[i] - firstOf(chunk)] = distances[i]
    }
    yield assigned
  }
}
