import type { Database } from 'better-sqlite3'
import { type ClusteringName, formatClustering } from '../core/catalogue/clustering-name.ts'
import { loadModel, type StoredModel } from '../core/catalogue/models.ts'
import { projectionId, type StoredProjection } from '../core/catalogue/projections.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { assignedClusterings, findClustering } from '../core/catalogue/runs.ts'
import { type Architecture, embeddingShape } from '../core/embedding/architecture.ts'
import type { Network } from '../core/embedding/backend.ts'
import { type TrainingState, weightsId } from '../core/embedding/checkpoint.ts'
import { ENCODED_AT_A_TIME, encodePictures } from '../core/embedding/encode.ts'
import type { PictureCache } from '../core/embedding/picture-cache.ts'
import { streamBatches } from '../core/embedding/prepare.ts'
import { MedoidError } from '../core/errors.ts'
import { Projector } from '../core/projection/projection.ts'
import type { RemarkedInstance } from '../core/remark-counts.ts'
import type { Precision } from '../core/vectors/layout.ts'
import type { Work } from '../core/work.ts'
import type { Message } from '../messages/message.ts'
import { AssignedImages } from './assigned-images.ts'
import type { EmbeddedParameters } from './definitions/embedding.ts'
import { architectureOf, loadState } from './model-state.ts'

/** Which vectors are written, and how: the same in one file and in shards. */
export interface EmbeddingPlan {
  model: StoredModel
  architecture: Architecture
  state: TrainingState
  clustering: ClusteringName
  images: AssignedImages
  precision: Precision
  /** Values of a vector as it is written. */
  length: number
}

/** @throws MedoidError `unknown-model`, `not-assigned`; as `findClustering` and `loadState` do */
export function planEmbedding(
  reader: CatalogueReader,
  { model: given, run, precision, project, sample, seed }: EmbeddedParameters,
  work: Work
): EmbeddingPlan {
  const { db } = reader
  const model = loadModel(db, given)
  const architecture = architectureOf(model)
  const clustering = run === undefined ? lastAssigned(db) : findClustering(db, run)
  const { values } = embeddingShape(architecture)
  if (project !== undefined && project >= values) {
    throw new MedoidError('projection-too-wide', { why: 'vectors', width: project, values })
  }
  return {
    model,
    architecture,
    state: loadState(db, model, work),
    clustering,
    images: new AssignedImages(reader, clustering, sample === undefined ? undefined : { images: sample, seed }),
    precision,
    length: project ?? values
  }
}

/** @throws MedoidError `not-assigned` */
function lastAssigned(db: Database): ClusteringName {
  const last = assignedClusterings(db).at(-1)
  if (last !== undefined) return last
  throw new MedoidError('not-assigned', { why: 'none-at-all' })
}

/** Where vectors come from, in words for people: what must be the same for some to stand beside others. */
export function sourceOf(plan: EmbeddingPlan, projection: StoredProjection | null): Record<string, string> {
  const { model, state, clustering, images } = plan
  return {
    model: `${model.id} (weights ${weightsId(state).slice(0, 12)})`,
    clustering: formatClustering(clustering),
    images: images.hash(),
    ...(projection === null ? {} : { projection: projectionId(projection).slice(0, 12) })
  }
}

/** Some images with their vectors, and those between them that have none. */
export interface EmbeddedBatch {
  instances: Uint32Array
  uids: string[]
  clusters: Uint16Array
  /** One after another. */
  vectors: Float32Array
  skipped: { instance: number; path: string; reason: Message }[]
  remarked: RemarkedInstance[]
}

/**
 * The vectors of the images at the places `from` to `to` − 1. `from` is a multiple of what is encoded at a time, so that the same images are
 * encoded together wherever somebody begins: what a graphics card computes may depend on that.
 * @throws as `streamBatches`; CancelledError
 */
export async function* embedImages(
  reader: CatalogueReader,
  { images, length }: EmbeddingPlan,
  { from, to }: { from: number; to: number },
  { network, projection, cache }: { network: Network; projection: StoredProjection | null; cache: PictureCache },
  work: Work
): AsyncGenerator<EmbeddedBatch, void, void> {
  const projector = projection && new Projector({ ...projection, length: projection.mean.length })
  const uids = reader.find('SOPInstanceUID')
  // Of batches that are under way.
  const clusterOf = new Map<number, number>()
  const batches = function* (): Generator<Uint32Array, void, undefined> {
    for (const { instances, clusters } of images.batches(from, to, ENCODED_AT_A_TIME)) {
      instances.forEach((instance, i) => clusterOf.set(instance, clusters[i]))
      yield instances
    }
  }
  const pictures = streamBatches(reader, batches(), to - from, cache, false, work)
  for await (const { instances, vectors, skipped, remarked } of encodePictures(network, pictures)) {
    const texts = uids === undefined ? undefined : reader.column(uids.id, instances)
    yield {
      instances,
      uids: Array.from(instances, (_, i) => texts?.texts[texts.codes[i]] ?? ''),
      clusters: Uint16Array.from(instances, (instance) => clusterOf.get(instance)!),
      vectors: projector === null || instances.length === 0 ? vectors : projector.project(vectors),
      skipped: skipped.map(({ instance, path, reason }) => ({ instance, path, reason })),
      remarked
    }
    for (const instance of instances) clusterOf.delete(instance)
    for (const { instance } of skipped) clusterOf.delete(instance)
  }
  if (clusterOf.size > 0) throw new Error(`${clusterOf.size} of ${to - from} images of ${length} values were lost.`)
}

/** The part of a number of images that a shard has: whole batches, but for the last. */
export function partOf(
  images: number,
  { shard, shards }: { shard: number; shards: number }
): { from: number; to: number } {
  const batches = Math.ceil(images / ENCODED_AT_A_TIME)
  const at = (part: number): number => Math.min(images, Math.floor((batches * part) / shards) * ENCODED_AT_A_TIME)
  return { from: at(shard), to: at(shard + 1) }
}
