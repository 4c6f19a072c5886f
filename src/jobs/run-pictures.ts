import type { Catalogue } from '../core/catalogue/database.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { StoredRun } from '../core/catalogue/runs.ts'
import type { DissimilarityMatrix } from '../core/clustering/matrix.ts'
import type { PictureCache } from '../core/embedding/picture-cache.ts'
import { MedoidError } from '../core/errors.ts'
import type { Gram } from '../core/evaluation/gram.ts'
import { fuse, type Weighing } from '../core/fusion/fuse.ts'
import { MedoidVectors } from '../core/fusion/medoid-vectors.ts'
import type { Work } from '../core/work.ts'
import { Pictures, type WithoutVector } from './pictures.ts'

/** The pictures of a run that compares images by these, too: seen by the model as it was, and weighed as they were. */
export class RunPictures {
  readonly weighing: Weighing
  private readonly pictures: Pictures
  private readonly withoutVector: ReadonlySet<number>
  private readonly work: Work
  /** Of the images that were asked for last: they are clustered several times, by other features. */
  private compared: { images: Uint32Array; products: Pick<Gram, 'row'> } | undefined

  private constructor(pictures: Pictures, weighing: Weighing, withoutVector: ReadonlySet<number>, work: Work) {
    this.pictures = pictures
    this.weighing = weighing
    this.withoutVector = withoutVector
    this.work = work
  }

  /** Of a run that is just being made. */
  static of(pictures: Pictures, weighing: Weighing, withoutVector: Iterable<number>, work: Work): RunPictures {
    return new RunPictures(pictures, weighing, new Set(withoutVector), work)
  }

  /**
   * @param openCache as in `Pictures.open`
   * @returns null for a run that compares by tags alone
   * @throws MedoidError `fused-model-changed`; as `Pictures.open`
   */
  static async open(
    reader: CatalogueReader,
    catalogue: Pick<Catalogue, 'db' | 'file'>,
    { id, parameters, features }: StoredRun,
    work: Work,
    openCache?: () => PictureCache
  ): Promise<RunPictures | null> {
    const { fuse: asked } = parameters
    const { fusion } = features
    if (asked === null || fusion === null) return null
    const pictures = await Pictures.open(reader, catalogue, asked.model, work, openCache)
    if (pictures.weights !== fusion.weights) {
      await pictures.close()
      const epochs = { then: fusion.epochs, now: pictures.epochs }
      throw new MedoidError('fused-model-changed', { run: id, model: asked.model, epochs })
    }
    const weighing = { alpha: asked.alpha, scale: fusion.scale }
    return new RunPictures(pictures, weighing, new Set(fusion.withoutVector), work)
  }

  /** Makes dissimilarities 1 − S of images the distances of the run. @throws as `Pictures.products` */
  async fuse(images: Uint32Array): Promise<(matrix: DissimilarityMatrix) => Promise<void>> {
    if (this.compared?.images !== images) {
      // One set of them is large: the last one goes first.
      this.compared = undefined
      this.compared = { images, ...(await this.pictures.products(images)) }
    }
    const { products } = this.compared
    return (matrix) => fuse(matrix, products, this.weighing, this.work)
  }

  /** @param medoids by cluster @param clustering its name @throws MedoidError `medoid-without-vector` where the file of one cannot be read any more */
  async medoids(medoids: Uint32Array, clustering: string): Promise<MedoidVectors> {
    const { length } = this.pictures
    const instances = medoids.toSorted()
    const vectors = new Map<number, Float32Array>()
    for await (const { images, vectors: some, without } of this.pictures.see(instances, true)) {
      images.forEach((instance, at) => vectors.set(instance, some.subarray(at * length, (at + 1) * length)))
      const gone = without.find(({ instance }) => !this.withoutVector.has(instance))
      if (gone === undefined) continue
      const { path, reason } = gone
      const cluster = medoids.indexOf(gone.instance)
      throw new MedoidError('medoid-without-vector', { clustering, cluster, path, reason })
    }
    const byCluster = Array.from(medoids, (instance) =>
      this.withoutVector.has(instance) ? null : vectors.get(instance)!
    )
    return new MedoidVectors(byCluster, length)
  }

  /**
   * 1 − cos of images and the medoids of each of some clusterings, image by image; NaN where one of them has no vector. Nothing of
   * them is kept.
   * @param onImages hears how many are done
   */
  async cosines(
    images: Uint32Array,
    medoids: readonly MedoidVectors[],
    onImages: (done: number) => void
  ): Promise<{ cosines: Float64Array[]; without: WithoutVector[] }> {
    const { length } = this.pictures
    const cosines = medoids.map(({ k }) => new Float64Array(images.length * k))
    const without: WithoutVector[] = []
    let done = 0
    for await (const seen of this.pictures.see(images, false)) {
      without.push(...seen.without)
      for (let at = 0; at < seen.images.length; at++, done++) {
        const vector = seen.vectors.subarray(at * length, (at + 1) * length)
        medoids.forEach((each, i) => {
          each.cosines(vector, done, cosines[i].subarray(done * each.k, (done + 1) * each.k))
        })
      }
      onImages(done)
    }
    return { cosines, without }
  }

  close(): Promise<void> {
    return this.pictures.close()
  }
}
