import type { Catalogue } from '../core/catalogue/database.ts'
import type { StoredProjection } from '../core/catalogue/projections.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { Agreement } from '../core/catalogue/stored/evaluation.ts'
import type { Feature } from '../core/catalogue/stored/features.ts'
import type { SkippedImage } from '../core/catalogue/stored/model.ts'
import { embeddingShape } from '../core/embedding/architecture.ts'
import type { Network } from '../core/embedding/backend.ts'
import { noticingConstant } from '../core/embedding/constant-pictures.ts'
import { ENCODED_AT_A_TIME, encodeVectors } from '../core/embedding/encode.ts'
import type { PictureCache } from '../core/embedding/picture-cache.ts'
import { preparePictures, streamPictures } from '../core/embedding/prepare.ts'
import { MedoidError } from '../core/errors.ts'
import { agreement } from '../core/evaluation/agreement.ts'
import { DatasetEvaluator, type DatasetFigures } from '../core/evaluation/protocol.ts'
import { BODY_PART, MODALITY, withoutTarget } from '../core/evaluation/target.ts'
import { classesOf } from '../core/features/classes.ts'
import { Reconstruction } from '../core/projection/reconstruction.ts'
import type { RemarkedInstance } from '../core/remark-counts.ts'
import type { Work } from '../core/work.ts'
import { Clusterer } from './clusterer.ts'
import { DatasetCourse } from './dataset-course.ts'
import type { EvaluationPlan } from './evaluation-plan.ts'
import { agreementWithout } from './judge-clusters.ts'
import { RunPictures } from './run-pictures.ts'

/** What clusters are compared with, in the order in which agreements are listed. */
const TARGETS = [MODALITY, BODY_PART] as const

/** What is found in one dataset of an evaluation. */
export interface EvaluatedDataset {
  figures: DatasetFigures
  /** Its images, ascending, and the cluster of each. */
  instances: Uint32Array
  labels: Uint16Array
  /** With modality and body part; again with clusters that were made without these. null where no image has one, or no feature is left. */
  agreements: { found: Agreement | null; without: Agreement | null }[]
  /** Images that were drawn and could not be decoded. */
  skipped: SkippedImage[]
  /** Images whose picture has one grey level only. */
  constant: number[]
  remarked: RemarkedInstance[]
}

/** What computes, and where its temporary files are. */
interface Computing {
  network: Network
  cache: PictureCache
  projection: StoredProjection | null
  folder: string
}

/** The clusters and the pictures of datasets, one after another. Close it to end what computes. */
export class Evaluator {
  private readonly reader: CatalogueReader
  private readonly plan: EvaluationPlan
  private readonly clusterer: Clusterer
  private readonly pictures: RunPictures | null
  private readonly work: Work

  private constructor(reader: CatalogueReader, plan: EvaluationPlan, pictures: RunPictures | null, work: Work) {
    this.reader = reader
    this.plan = plan
    this.pictures = pictures
    this.work = work
    this.clusterer = new Clusterer(reader, plan.run, plan.clustering.k, pictures, work)
  }

  /** @param openCache as in `Pictures.open` @throws as `RunPictures.open` */
  static async open(
    reader: CatalogueReader,
    catalogue: Pick<Catalogue, 'db' | 'file'>,
    plan: EvaluationPlan,
    work: Work,
    openCache?: () => PictureCache
  ): Promise<Evaluator> {
    return new Evaluator(reader, plan, await RunPictures.open(reader, catalogue, plan.run, work, openCache), work)
  }

  /** Adjusted Rand index of five seeds on the sample of the run; null where the clusters do not depend on the seed, or people shaped them. */
  async stability(): Promise<number | null> {
    return this.plan.edited === null ? this.clusterer.stability(this.plan.run.sample) : null
  }

  /** The datasets `from` to `to` − 1: clustered by their tags, judged, and embedded as they are read. @throws CancelledError */
  async *evaluate({ from, to }: { from: number; to: number }, computing: Computing): AsyncGenerator<EvaluatedDataset> {
    const { plan } = this
    const { centre, permutations, seed } = plan.parameters
    const { projection, folder } = computing
    const reconstruction = projection && new Reconstruction({ ...projection, length: projection.mean.length })
    const length = reconstruction?.width ?? embeddingShape(plan.architecture).values
    const evaluator = new DatasetEvaluator({ length, centre, permutations, seed, folder })
    const course = new DatasetCourse(to - from)
    const told = course.of(this.work)
    try {
      for (let at = from; at < to; at++) {
        course.next()
        yield await this.evaluateOne(at, { ...computing, reconstruction, evaluator }, told)
      }
    } finally {
      await evaluator.close()
    }
  }

  async close(): Promise<void> {
    await this.pictures?.close()
  }

  private async evaluateOne(
    at: number,
    given: Pick<Computing, 'network' | 'cache'> & {
      reconstruction: Reconstruction | null
      evaluator: DatasetEvaluator
    },
    work: Work
  ): Promise<EvaluatedDataset> {
    const { reader, plan } = this
    const { network, cache, reconstruction, evaluator } = given
    const set = plan.datasets[at]
    const prepared = await preparePictures(reader, set, cache, work)
    const skipped = prepared.skipped.map(({ path, reason }) => ({ path, reason }))
    const images = prepared.ready
    const clusterer = plan.edited ?? this.clusterer
    if (images.length <= clusterer.k) {
      throw new MedoidError('k-impossible', {
        why: 'undecodable',
        k: clusterer.k,
        size: set.length,
        dataset: at + 1,
        decoded: images.length,
        first: skipped.at(0) ?? null
      })
    }
    const { k, labels, medoids, silhouette } = await clusterer.cluster(images)
    const agreements = await this.judge(images, labels)
    const constant: number[] = []
    const batches = streamPictures(reader, images, cache, { batch: ENCODED_AT_A_TIME, keep: true }, work)
    const noticing = noticingConstant(batches, (instance) => void constant.push(instance))
    const encoded = encodeVectors(network, noticing, images.length, work)
    const vectors = reconstruction === null ? encoded : placed(reconstruction, encoded)
    const figures = await evaluator.evaluate({ labels, k, silhouette, medoids, vectors }, at, work)
    return { figures, instances: images, labels, agreements, skipped, constant, remarked: prepared.remarked }
  }

  /** Compares clusters with what tags say. */
  private async judge(images: Uint32Array, labels: Uint16Array): Promise<EvaluatedDataset['agreements']> {
    const agreements: EvaluatedDataset['agreements'] = []
    for (const target of TARGETS) {
      const { codes } = classesOf(this.reader, target.keyword, images)
      const found = agreement(labels, codes)
      // Clusters that people shaped cannot be made again without some features.
      const isAgain = found !== null && this.plan.edited === null
      const parts = withoutTarget(this.clusterer.features, target)
      const without = isAgain ? await agreementWithout(this.clusterer, images, labels, parts, codes) : null
      agreements.push({ found, without })
    }
    return agreements
  }
}

async function* placed(
  reconstruction: Reconstruction,
  vectors: AsyncIterable<Float32Array>
): AsyncGenerator<Float32Array> {
  for await (const some of vectors) yield some.length === 0 ? some : reconstruction.place(some)
}

/** Names of the features that are left out for each of the targets. */
export function leftOutOf(features: readonly Feature[]): string[][] {
  return TARGETS.map((target) => withoutTarget(features, target).leftOut)
}
