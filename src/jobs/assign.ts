import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { openReader } from '../core/catalogue/corrections/column-source.ts'
import {
  type AssignedChunk,
  assignedChunks,
  findClustering,
  loadClustering,
  loadRun,
  UNASSIGNED
} from '../core/catalogue/runs.ts'
import { comparedColumns } from '../core/clustering/shared-columns.ts'
import { assignImages, saveAssignments } from './assign-images.ts'
import { writing } from './catalogues.ts'
import { editAgain } from './edit-again.ts'
import type { Job } from './contract.ts'
import type { AssignParameters } from './definitions/labels.ts'
import { subset } from './features.ts'
import { RunPictures } from './run-pictures.ts'

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
 * stay in theirs. What people changed about the clusters is made again, over the new assignment.
 */
export const assignJob: Job<AssignParameters, AssignReport> = {
  run: ({ catalogue, run: asked }, work) =>
    writing(catalogue, 'an assignment', work, async ({ db, file }) => {
      const started = performance.now()
      const reader = openReader(db)
      const { run: id, k } = findClustering(db, asked)
      const clustering = { run: id, k }
      const made = { ...clustering, method: true as const }
      const run = loadRun(db, clustering.run)
      const images = subset(reader, run.parameters.where, run.created)
      const pictures = await RunPictures.open(reader, { db, file }, run, work)
      const found = await assignImages(reader, run, [loadClustering(db, made)], images, pictures, work).finally(() =>
        pictures?.close()
      )
      const [assigned] = found.assigned
      const { chunks, withoutSharedFeature } = assigned
      // Somebody may change the clusters in the meantime: what they did is made over the new assignment then.
      for (let isSaved = false; !isSaved;) {
        const again = await editAgain({ name: clustering, reader, catalogue: { db, file }, work }, chunks)
        // One transaction: an assignment is there as a whole or not at all.
        const save = db.transaction((): boolean => {
          if (!again.isOfLast()) return false
          saveAssignments(db, clustering.run, [assigned])
          again.save()
          return true
        })
        isSaved = save.immediate()
      }
      const stored = loadClustering(db, clustering)
      const { sizes, sums } = membersOf(assignedChunks(db, clustering))
      return {
        clustering: formatClustering(clustering),
        assigned: images.length,
        notAssigned: reader.live().length - images.length,
        withoutSharedFeature,
        withoutVector: run.parameters.fuse === null ? null : found.withoutVector,
        clusters: stored.clusters.map(({ id, sharedColumns }) => ({
          id,
          size: sizes.get(id) ?? 0,
          meanDistance: sizes.has(id) ? sums.get(id)! / sizes.get(id)! : null,
          sharedColumns,
          columns: comparedColumns(run.features.model)
        })),
        seconds: (performance.now() - started) / 1000
      }
    })
}

/** Images, and the sums of their distances, by cluster. */
function membersOf(chunks: Iterable<AssignedChunk>): { sizes: Map<number, number>; sums: Map<number, number> } {
  const [sizes, sums] = [new Map<number, number>(), new Map<number, number>()]
  for (const { clusters, distances } of chunks) {
    clusters.forEach((cluster, row) => {
      if (cluster === UNASSIGNED) return
      sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
      sums.set(cluster, (sums.get(cluster) ?? 0) + distances[row])
    })
  }
  return { sizes, sums }
}
