import { dirname } from 'node:path'
import type { Catalogue } from '../core/catalogue/database.ts'
import { loadModel } from '../core/catalogue/models.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { SkippedImage } from '../core/catalogue/stored/model.ts'
import { embeddingShape } from '../core/embedding/architecture.ts'
import type { Network } from '../core/embedding/backend.ts'
import { weightsId } from '../core/embedding/checkpoint.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import { ENCODED_AT_A_TIME, encodePictures } from '../core/embedding/encode.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { streamPictures } from '../core/embedding/prepare.ts'
import { Gram } from '../core/evaluation/gram.ts'
import { MOST_DATASET_IMAGES } from '../core/evaluation/limits.ts'
import { MedoidError } from '../core/errors.ts'
import { throwIfCancelled, type Work } from '../core/work.ts'
import { architectureOf, loadState } from './model-state.ts'

/** An image that has no vector, and why. */
export interface WithoutVector extends SkippedImage {
  instance: number
}

/** Some images with their vectors, one after another. */
interface Seen {
  images: Uint32Array
  /** Zeros for an image that has none. */
  vectors: Float32Array
  without: WithoutVector[]
}

/** Images as a model sees them, for runs that compare them by that, too. */
export class Pictures {
  readonly model: number
  /** Which weights the model has, and after how many epochs. */
  readonly weights: string
  readonly epochs: number
  /** Values of a vector. */
  readonly length: number
  private readonly reader: CatalogueReader
  private readonly folder: string
  private readonly network: Network
  private readonly cache: PictureCache
  private readonly work: Work

  private constructor(
    reader: CatalogueReader,
    folder: string,
    about: { model: number; weights: string; epochs: number; length: number },
    parts: { network: Network; cache: PictureCache },
    work: Work
  ) {
    this.reader = reader
    this.folder = folder
    this.model = about.model
    this.weights = about.weights
    this.epochs = about.epochs
    this.length = about.length
    this.network = parts.network
    this.cache = parts.cache
    this.work = work
  }

  /**
   * Close it to end what computes.
   * @param openCache of the pictures, by default the one beside the catalogue
   * @throws MedoidError `unknown-model`, and as `loadState`, `chooseBackend` and `PictureCache.open` do
   */
  static async open(
    reader: CatalogueReader,
    { db, file }: Pick<Catalogue, 'db' | 'file'>,
    id: number,
    work: Work,
    openCache = (): PictureCache => PictureCache.open(file, work.onMessage)
  ): Promise<Pictures> {
    const model = loadModel(db, String(id))
    const architecture = architectureOf(model)
    const state = loadState(db, model, work)
    if (state.epochs.length === 0) work.onMessage?.({ code: 'model-untrained', parameters: { model: model.id } })
    const { backend } = await chooseBackend('auto', { signal: work.signal })
    const network = await backend.create(architecture, state)
    try {
      const cache = openCache()
      const about = { model: model.id, weights: weightsId(state), epochs: state.epochs.length }
      const { values: length } = embeddingShape(architecture)
      return new Pictures(reader, dirname(file), { ...about, length }, { network, cache }, work)
    } catch (error) {
      await network.close()
      throw error
    }
  }

  /**
   * The vectors of images, in their order, in bounded memory.
   * @param keep whether what is decoded is kept in the cache
   * @throws as `streamPictures`; CancelledError
   */
  async *see(images: Uint32Array, keep: boolean): AsyncGenerator<Seen, void, void> {
    const { length } = this
    let done = 0
    const batches = streamPictures(this.reader, images, this.cache, { batch: ENCODED_AT_A_TIME, keep }, this.work)
    for await (const { instances, vectors: found, skipped } of encodePictures(this.network, batches)) {
      const some = images.subarray(done, done + instances.length + skipped.length)
      const places = new Map(Array.from(some, (instance, place) => [instance, place]))
      const vectors = new Float32Array(some.length * length)
      const without: WithoutVector[] = [...skipped]
      instances.forEach((instance, at) => {
        const vector = found.subarray(at * length, (at + 1) * length)
        vectors.set(vector, places.get(instance)! * length)
        if (vector.some((value) => value !== 0)) return
        const path = this.reader.readablePath(instance)
        without.push({ instance, path, reason: { code: 'vector-without-direction', parameters: {} } })
      })
      yield { images: some, vectors, without }
      done += some.length
      throwIfCancelled(this.work)
    }
  }

  /**
   * The scalar products of the vectors of images, to read: 0 where one has none.
   * @throws MedoidError `fused-sample-too-large`, `no-picture-vectors`, and as `Gram` and `see` do; CancelledError
   */
  async products(images: Uint32Array): Promise<{ products: Pick<Gram, 'row'>; without: WithoutVector[] }> {
    if (images.length > MOST_DATASET_IMAGES) {
      throw new MedoidError('fused-sample-too-large', { images: images.length, most: MOST_DATASET_IMAGES })
    }
    const products = new Gram(images.length, this.length, 1, { folder: this.folder })
    const without: WithoutVector[] = []
    try {
      await products.fill(this.vectors(images, without), this.work)
      if (without.length === images.length) {
        throw new MedoidError('no-picture-vectors', { model: this.model, images: images.length, first: without[0] })
      }
      return { products, without }
    } finally {
      // Its threads have done what there was to do.
      await products.close()
    }
  }

  async close(): Promise<void> {
    await this.network.close()
    this.cache.close()
  }

  private async *vectors(images: Uint32Array, without: WithoutVector[]): AsyncGenerator<Float32Array> {
    let done = 0
    for await (const seen of this.see(images, true)) {
      without.push(...seen.without)
      yield seen.vectors
      done += seen.images.length
      this.work.onProgress?.({ stage: 'Embedding', done, total: images.length, unit: 'images' })
    }
  }
}

/** Tells of images that have no vector. @param first of them */
export function tellOfTagsAlone(without: number, images: number, first: WithoutVector, work: Work): void {
  const { path, reason } = first
  work.onMessage?.({ code: 'compared-by-tags-alone', parameters: { without, images, first: { path, reason } } })
}
