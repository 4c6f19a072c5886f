import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { CatalogueReader } from '../core/catalogue/reader.ts'
import { findClustering, loadClustering, loadRun } from '../core/catalogue/runs.ts'
import { comparedColumns } from '../core/clustering/shared-columns.ts'
import { assignImages, saveAssignments } from './assign-images.ts'
import { writing } from './catalogues.ts'
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
 * stay in theirs.
 */
export const assignJob: Job<AssignParameters, AssignReport> = {
  run: ({ catalogue, run: asked }, work) =>
    writing(catalogue, 'an assignment', work, async ({ db, file }) => {
      const started = performance.now()
      const reader = new CatalogueReader(db)
      const clustering = findClustering(db, asked)
      const run = loadRun(db, clustering.run)
      const images = subset(reader, run.parameters.where, run.created)
      const stored = loadClustering(db, clustering)
      const pictures = await RunPictures.open(reader, { db, file }, run, work)
      const found = await assignImages(reader, run, [stored], images, pictures, work).finally(() => pictures?.close())
      const [assigned] = found.assigned
      const { sizes, sums, withoutSharedFeature } = assigned
      // One transaction: an assignment is there as a whole or not at all.
      db.transaction(() => saveAssignments(db, clustering.run, [assigned]))()
      return {
        clustering: formatClustering(clustering),
        assigned: images.length,
        notAssigned: reader.live().length - images.length,
        withoutSharedFeature,
        withoutVector: run.parameters.fuse === null ? null : found.withoutVector,
        clusters: stored.clusters.map(({ id, sharedColumns }) => ({
          id,
          size: sizes[id],
          meanDistance: sizes[id] === 0 ? null : sums[id] / sizes[id],
          sharedColumns,
          columns: comparedColumns(run.features.model)
        })),
        seconds: (performance.now() - started) / 1000
      }
    })
}
