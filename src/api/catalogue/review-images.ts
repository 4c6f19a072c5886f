import { bytesOf } from '../../core/catalogue/blobs.ts'
import { type ClusteringName, formatClustering } from '../../core/catalogue/clustering-name.ts'
import { loadClustering, loadRun, type StoredClustering, type StoredRun } from '../../core/catalogue/runs.ts'
import { comparedColumns } from '../../core/clustering/shared-columns.ts'
import { TableBuilder } from '../../core/features/build.ts'
import { marginOf, measure, type Measured, type Medoids, medoidsOf } from '../../core/review/measure.ts'
import {
  type ImagesToReview,
  farthestFromMedoid,
  fewColumns,
  hasSeries,
  nearestToAnother,
  type Queue,
  type SeriesShare,
  unlikeSeries
} from '../../core/review/queues.ts'
import type { QueueName } from '../../core/review/rules.ts'
import { seriesNumbers } from '../../core/review/series.ts'
import { indexStudies } from '../../core/studies/study-index.ts'
import type { Work } from '../../core/work.ts'
import { type StoredAssignment, assignment } from './assignment.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

/** The images of a clustering, and which of them are worth a look. */
export interface Review {
  images: ImagesToReview
  queues: Record<QueueName, Queue>
  /** By place in the queue of series. */
  shares: SeriesShare[]
  /** Columns that count. */
  columns: number
  clusters: number
  hasSeries: boolean
  /** Of a run that compares pictures, too, margins are the silhouettes of its sample. */
  isFused: boolean
}

/** What was computed last. */
interface Last {
  clustering: string
  /** Which images are the medoids. */
  medoids: string
  /** Whose clusters these are. */
  found: StoredAssignment
  measured: Measured
  review: Review
}

/**
 * Compares all images of a clustering with its medoids, once for as long as these are the same: where images change their cluster, only
 * these are compared anew.
 * @returns null where nobody assigned yet
 * @throws CancelledError
 */
export async function reviewImages(catalogue: OpenCatalogue, name: ClusteringName, work: Work): Promise<Review | null> {
  const found = assignment(catalogue, name)
  if (found === null) return null
  const { db } = catalogue.reader
  const kept = catalogue.once('review', () => ({ last: null as Last | null }))
  const stored = loadClustering(db, name)
  const ids = stored.clusters.map(({ id }) => id)
  const clustering = formatClustering(name)
  const medoids = ids.map((id) => `${id}:${stored.medoids[id]}`).join()
  const isSame = kept.last?.clustering === clustering && kept.last.medoids === medoids
  const last = isSame ? kept.last : null
  if (last !== null && (last.found === found || isEqual(last.found, found))) return last.review
  const run = loadRun(db, name.run)
  const measured = await measuredFrom(catalogue, run, medoidsOf(ids, stored.medoidRows), found, last, work)
  const review = reviewOf(catalogue, run, stored, found, measured)
  kept.last = { clustering, medoids, found, measured, review }
  return review
}

/** @param last with the same medoids */
async function measuredFrom(
  { reader }: OpenCatalogue,
  { features: { features, model } }: StoredRun,
  medoids: Medoids,
  found: StoredAssignment,
  last: Last | null,
  work: Work
): Promise<Measured> {
  const builder = new TableBuilder(reader, features)
  const build = (instances: Uint32Array) => builder.build(instances)
  if (last === null) return measure(build, model, medoids, found, work)
  const { instances } = last.found
  let at = 0
  // Both are ascending.
  const before = Array.from(found.instances, (instance) => {
    while (instances[at] < instance) at++
    return instances[at] === instance ? at : -1
  })
  const changed = Uint32Array.from(found.instances.keys()).filter(
    (row) => before[row] < 0 || last.found.clusters[before[row]] !== found.clusters[row]
  )
  const some = await measure(
    build,
    model,
    medoids,
    { instances: changed.map((row) => found.instances[row]), clusters: Uint16Array.from(changed, clusterAt(found)) },
    work
  )
  const { measured } = last
  const merged: Measured = {
    nearest: Uint16Array.from(before, (place) => measured.nearest[place]),
    distances: Float32Array.from(before, (place) => measured.distances[place]),
    columns: Uint16Array.from(before, (place) => measured.columns[place])
  }
  changed.forEach((row, place) => {
    merged.nearest[row] = some.nearest[place]
    merged.distances[row] = some.distances[place]
    merged.columns[row] = some.columns[place]
  })
  return merged
}

function isEqual(one: StoredAssignment, other: StoredAssignment): boolean {
  const names = ['instances', 'clusters', 'distances'] as const
  return names.every((name) => Buffer.compare(bytesOf(one[name]), bytesOf(other[name])) === 0)
}

function clusterAt({ clusters }: StoredAssignment): (row: number) => number {
  return (row) => clusters[row]
}

function reviewOf(
  catalogue: OpenCatalogue,
  run: StoredRun,
  stored: StoredClustering,
  { instances, clusters, distances }: StoredAssignment,
  { nearest, distances: others, columns }: Measured
): Review {
  const isFused = run.parameters.fuse !== null
  const images: ImagesToReview = {
    instances,
    clusters,
    distances,
    margins: isFused
      ? sampleMargins(run, stored, instances)
      : Float64Array.from(distances, (own, row) => marginOf(own, others[row])),
    nearest,
    columns,
    series: seriesNumbers(catalogue.once('studies', indexStudies), instances)
  }
  const compared = comparedColumns(run.features.model)
  const { shares, ...series } = unlikeSeries(images)
  return {
    images,
    queues: {
      nearest: nearestToAnother(images),
      farthest: farthestFromMedoid(images),
      sparse: fewColumns(images, compared),
      series
    },
    shares,
    columns: compared,
    clusters: stored.clusters.length,
    hasSeries: hasSeries(images),
    isFused
  }
}

/** Negative silhouettes of the sample: all distances by tags and pictures would take as long as assigning the images. */
function sampleMargins({ sample }: StoredRun, { silhouettes }: StoredClustering, instances: Uint32Array): Float64Array {
  const negative = new Map<number, number>()
  sample.forEach((instance, row) => {
    if (silhouettes[row] < 0) negative.set(instance, silhouettes[row])
  })
  return Float64Array.from(instances, (instance) => negative.get(instance) ?? NaN)
}
