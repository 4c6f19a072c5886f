import { UNASSIGNED } from '../../core/catalogue/assigned.ts'
import { type ClusteringName, formatClustering } from '../../core/catalogue/clustering-name.ts'
import { markReviewed } from '../../core/catalogue/reviewed.ts'
import { findClustering, loadClustering, loadRun } from '../../core/catalogue/runs.ts'
import { medoidTable } from '../../core/clustering/assign.ts'
import { MedoidError } from '../../core/errors.ts'
import { buildTable } from '../../core/features/build.ts'
import { type Between, between, type ColumnBetween } from '../../core/review/between.ts'
import { decided } from '../../core/review/decided.ts'
import { mostInQueue, type SeriesShare } from '../../core/review/queues.ts'
import { type QueueName, QUEUES } from '../../core/review/rules.ts'
import { joined } from '../../core/similar/why.ts'
import { boolean, type Infer, list, object, oneOf } from '../../core/schema.ts'
import type { Work } from '../../core/work.ts'
import { adding } from '../../jobs/catalogues.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { type Review, reviewImages } from '../catalogue/review-images.ts'
import { change, question, slowQuestion } from '../method.ts'
import { anyCluster, cluster, instance, limit } from './arguments.ts'

export type { Between, ColumnBetween, QueueName, SeriesShare }

/** How far people are with a queue. */
export interface QueueState {
  name: QueueName
  /** Images that its rule holds for, and those of them, the clearest, that are in it. */
  matching: number
  images: number
  /** Those that nobody has decided on. */
  left: number
  /** Why nothing is left; null where something is. */
  empty: 'one-cluster' | 'no-series' | 'none' | 'done' | null
}

/** An image that is worth a look. */
export interface ReviewRow {
  instance: number
  cluster: number
  /** The cluster that it would better be in; null where nothing says so. */
  suggested: number | null
  /** To its medoid, and the columns that it rests on. */
  distance: number
  columns: number
  /** See `ImagesToReview.margins`; null where it is not known. */
  margin: number | null
  /** In the queue of series: where the other images of its series are. */
  series: SeriesShare | null
}

export interface ReviewReport {
  clustering: string
  /** The one that was asked for. */
  queue: QueueName
  /** Images that are assigned; null: nobody assigned yet, and there are no queues. */
  assigned: number | null
  /** A queue holds so many at most. */
  most: number
  /** Columns that count. */
  columns: number
  /** Margins are silhouettes of the sample, and the nearest other cluster is that by tags: the run compares pictures, too. */
  isFused: boolean
  queues: QueueState[]
  /** The first images that are left of that queue. */
  rows: ReviewRow[]
}

const some = object({ clustering: clusteringName, queue: oneOf(...QUEUES), limit })
const two = object({ clustering: clusteringName, instance, cluster, other: anyCluster })
const marks = object({
  clustering: clusteringName,
  images: list(object({ instance, cluster }), 1000),
  /** Whether they are right where they are, or nobody knows any more. */
  isRight: boolean
})

/** Images that are worth a look, and what people found. */
export const review = {
  'review.queues': slowQuestion(some, queues),
  /** What an image has in common with its medoid and another one, by tags. */
  'review.between': question(two, betweenMedoids),
  'review.mark': change(marks, mark)
}

async function queues(catalogue: OpenCatalogue, given: Infer<typeof some>, work: Work): Promise<ReviewReport> {
  const { db } = catalogue.reader
  const name = findClustering(db, given.clustering)
  const clustering = formatClustering(name)
  const found = await reviewImages(catalogue, name, work)
  if (found === null) {
    return { clustering, queue: given.queue, assigned: null, most: 0, columns: 0, isFused: false, queues: [], rows: [] }
  }
  const { images, columns, isFused } = found
  const isDecided = decided(db, name)
  const isLeft = (row: number): boolean => !isDecided(images.instances[row], images.clusters[row])
  return {
    clustering,
    queue: given.queue,
    assigned: images.instances.length,
    most: mostInQueue(images.instances.length),
    columns,
    isFused,
    queues: QUEUES.map((queue) => stateOf(queue, found, isLeft)),
    rows: rowsOf(given.queue, found, isLeft, given.limit)
  }
}

function stateOf(name: QueueName, review: Review, isLeft: (row: number) => boolean): QueueState {
  const { rows, matching } = review.queues[name]
  const left = rows.filter(isLeft).length
  return { name, matching, images: rows.length, left, empty: left > 0 ? null : whyEmpty(name, review) }
}

function whyEmpty(name: QueueName, { queues, clusters, hasSeries }: Review): QueueState['empty'] {
  if (queues[name].rows.length > 0) return 'done'
  if (clusters < 2 && (name === 'nearest' || name === 'series')) return 'one-cluster'
  return name === 'series' && !hasSeries ? 'no-series' : 'none'
}

function rowsOf(name: QueueName, review: Review, isLeft: (row: number) => boolean, limit: number): ReviewRow[] {
  const { images, queues, shares } = review
  const { rows, suggested } = queues[name]
  const places = [...rows.keys()].filter((place) => isLeft(rows[place])).slice(0, limit)
  return places.map((place) => {
    const row = rows[place]
    return {
      instance: images.instances[row],
      cluster: images.clusters[row],
      suggested: suggested[place] === UNASSIGNED ? null : suggested[place],
      distance: images.distances[row],
      columns: images.columns[row],
      margin: Number.isNaN(images.margins[row]) ? null : images.margins[row],
      series: name === 'series' ? shares[place] : null
    }
  })
}

/** @throws MedoidError `no-such-instance`, `unknown-cluster` */
function betweenMedoids(
  { reader }: OpenCatalogue,
  { clustering, instance, cluster, other }: Infer<typeof two>
): Between {
  const name = findClustering(reader.db, clustering)
  if (!reader.isLive(instance)) throw new MedoidError('no-such-instance', {})
  const { features } = loadRun(reader.db, name.run)
  const { clusters, medoidRows } = loadClustering(reader.db, name)
  const ids = clusters.map(({ id }) => id)
  const wanted = other === null ? [cluster] : [cluster, other]
  const gone = wanted.find((each) => !ids.includes(each))
  if (gone !== undefined) throw new MedoidError('unknown-cluster', { clustering, cluster: gone, clusters: ids })
  const image = buildTable(reader, features.features, Uint32Array.of(instance))
  return between(joined(image, medoidTable(features.model, medoidRows, wanted)), features)
}

/** @throws MedoidError `no-such-instance`; `edit-impossible` for a clustering as the method made it */
function mark({ file }: OpenCatalogue, { clustering, images, isRight }: Infer<typeof marks>): Promise<void> {
  return adding(file, (reader) => {
    const name: ClusteringName = findClustering(reader.db, clustering)
    if (name.method) throw new MedoidError('edit-impossible', { why: 'method', clustering: formatClustering(name) })
    if (images.some(({ instance }) => !reader.isLive(instance))) throw new MedoidError('no-such-instance', {})
    markReviewed(reader.db, name, images, isRight)
  })
}
