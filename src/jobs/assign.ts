import { CHUNK } from '../core/catalogue/chunks.ts'
import { CatalogueReader } from '../core/catalogue/reader.ts'
import { formatClustering } from '../core/catalogue/clustering-name.ts'
import {
  type AssignedChunk,
  clearAssignment,
  findClustering,
  firstOf,
  loadClustering,
  loadRun,
  saveAssignment,
  UNASSIGNED
} from '../core/catalogue/runs.ts'
import { hasBranches } from '../core/clustering/algorithms.ts'
import { type Assignment, createAssigner } from '../core/clustering/assign.ts'
import { comparedColumns } from '../core/clustering/shared-columns.ts'
import { TableBuilder } from '../core/features/build.ts'
import { assignFused } from '../core/fusion/medoid-vectors.ts'
import { breathe, throwIfCancelled } from '../core/work.ts'
import { writing } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { AssignParameters } from './definitions/labels.ts'
import { subset } from './features.ts'
import { tellOfTagsAlone, type WithoutVector } from './pictures.ts'
import { RunPictures } from './run-pictures.ts'

/** Images whose features are read at a time; fewer where each is compared with each medoid. */
const AT_A_TIME = 16 * CHUNK
const FUSED_AT_A_TIME = CHUNK

interface AssignedCluster {
  id: number
  size: number
  meanDistance: number | null
  /** Median of the columns that images of the sample are compared with the medoid on; null where nobody counted. */
  sharedColumns: number | null
  /** Columns that are compared. */
  columns: number
}

export interface AssignReport {
  clustering: string
  assigned: number
  /** Live instances that are no images, or are outside the run's subset. */
  notAssigned: number
  /** Assigned images that share no feature with any medoid: they are with the medoid that comes first in the sample, at distance 1. */
  withoutSharedFeature: number
  /** Assigned images that are compared by tags alone as they have no vector; null where the run compares none. */
  withoutVector: number | null
  clusters: AssignedCluster[]
  seconds: number
}

/**
 * Gives every live image of a run's subset its nearest medoid. Where clusters are branches of a tree, the images of the sample
 * stay in theirs.
 */
export const assignJob: Job<AssignParameters, AssignReport> = {
  run: ({ catalogue, run: asked }, work) =>
    writing(catalogue, 'an assignment', work, async ({ db, file }) => {
      const started = performance.now()
      const reader = new CatalogueReader(db)
      const clustering = findClustering(db, asked)
      const run = loadRun(db, clustering.run)
      const { features, model } = run.features
      const images = subset(reader, run.parameters.where, run.created)
      const builder = new TableBuilder(reader, features)
      const stored = loadClustering(db, clustering)
      const { medoidRows, labels, clusters: described } = stored
      const assigner = createAssigner(model, medoidRows)
      const branches = hasBranches(run.parameters.algorithm) ? run.sample : new Uint32Array()
      const branchOf = new Map(Array.from(branches, (instance, row) => [instance, labels[row]]))
      const sizes = new Float64Array(clustering.k)
      const sums = new Float64Array(clustering.k)
      const chunks: AssignedChunk[] = []
      let withoutSharedFeature = 0
      let withoutVector = 0
      let first: WithoutVector | undefined
      const tell = (done: number): void =>
        work.onProgress?.({ stage: 'Assigning images', done, total: images.length, unit: 'images' })
      const pictures = await RunPictures.open(reader, { db, file }, run, work)
      try {
        const medoids = await pictures?.medoids(stored)
        const atATime = pictures === null ? AT_A_TIME : FUSED_AT_A_TIME
        for (let from = 0, to = 0; from < images.length; from = to) {
          // Whole chunks of the catalogue, so that each is written once.
          const end = Math.floor(images[Math.min(from + atATime, images.length) - 1] / CHUNK + 1) * CHUNK
          while (to < images.length && images[to] < end) to++
          const instances = images.subarray(from, to)
          const table = builder.build(instances)
          const members = membersAmong(instances, branchOf)
          let assignment: Omit<Assignment, 'columns'>
          if (pictures === null || medoids === undefined) {
            assignment = assigner.assign(table, members)
          } else {
            const { cosines, without } = await pictures.cosines(instances, medoids, (done) => tell(from + done))
            const { weighing } = pictures
            assignment = assignFused(assigner.compare(table), cosines, medoidRows.rows, weighing, members)
            withoutVector += without.length
            first ??= without.at(0)
          }
          const { clusters, distances, unshared } = assignment
          withoutSharedFeature += unshared
          for (let i = 0; i < instances.length; i++) {
            sizes[clusters[i]]++
            sums[clusters[i]] += distances[i]
          }
          chunks.push(...chunked(instances, clusters, distances))
          tell(to)
          await breathe()
          throwIfCancelled(work)
        }
      } finally {
        await pictures?.close()
      }
      if (first !== undefined) tellOfTagsAlone(withoutVector, images.length, first, work)
      // One transaction: an assignment is there as a whole or not at all.
      db.transaction(() => {
        clearAssignment(db, clustering)
        for (const chunk of chunks) saveAssignment(db, clustering, chunk)
      })()
      return {
        clustering: formatClustering(clustering),
        assigned: images.length,
        notAssigned: reader.live().length - images.length,
        withoutSharedFeature,
        withoutVector: run.parameters.fuse === null ? null : withoutVector,
        clusters: described.map(({ id, sharedColumns }) => ({
          id,
          size: sizes[id],
          meanDistance: sizes[id] === 0 ? null : sums[id] / sizes[id],
          sharedColumns,
          columns: comparedColumns(model)
        })),
        seconds: (performance.now() - started) / 1000
      }
    })
}

/** The places of those instances that belong to a cluster, with it. */
function membersAmong(instances: Uint32Array, clusterOf: ReadonlyMap<number, number>): Map<number, number> {
  const members = new Map<number, number>()
  if (clusterOf.size === 0) return members
  instances.forEach((instance, place) => {
    const cluster = clusterOf.get(instance)
    if (cluster !== undefined) members.set(place, cluster)
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
