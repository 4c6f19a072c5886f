import type { Work } from '../work.ts'
import type { Network } from './backend.ts'
import type { PictureBatch } from './prepare.ts'

/** Pictures that are encoded at a time: enough to keep every thread busy, few enough to hold. */
export const ENCODED_AT_A_TIME = 64

/** Some images with their embeddings, one after another, and those that have none. */
interface EncodedBatch extends Pick<PictureBatch, 'instances' | 'skipped' | 'remarked'> {
  vectors: Float32Array
}

/** Encodes pictures as they come. */
export async function* encodePictures(
  network: Network,
  batches: AsyncIterable<PictureBatch>
): AsyncGenerator<EncodedBatch> {
  for await (const { pictures, ...rest } of batches) {
    // Of a batch none of whose images has a picture there is nothing to encode.
    const vectors = pictures.length === 0 ? new Float32Array() : await network.encode(pictures)
    yield { ...rest, vectors }
  }
}

/**
 * The embeddings alone of pictures as they come, which tell how far they are.
 * @param images with a picture, in all
 */
export async function* encodeVectors(
  network: Network,
  batches: AsyncIterable<PictureBatch>,
  images: number,
  work: Work
): AsyncGenerator<Float32Array> {
  let done = 0
  for await (const { vectors, instances } of encodePictures(network, batches)) {
    yield vectors
    done += instances.length
    work.onProgress?.({ stage: 'Embedding', done, total: images, unit: 'images' })
  }
}
