import type { StoredModel } from '../core/catalogue/models.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { preparePictures } from '../core/embedding/prepare.ts'
import { MedoidError } from '../core/errors.ts'
import { PICTURE_BYTES } from '../core/pixels/picture.ts'
import type { PictureChoice } from '../core/report/data.ts'
import type { ReconstructedPicture } from '../core/report/gather.ts'
import { type PictureSource, showable } from '../core/report/pictures.ts'
import type { Work } from '../core/work.ts'
import { architectureOf, loadState, UNUSABLE_MODEL } from './model-state.ts'

/** Pictures that are shown beside what the autoencoder makes of them. */
const RECONSTRUCTED = 8

/** Pictures from the cache beside the catalogue, which is opened when the first is asked for. */
export function pictureSource(reader: CatalogueReader, catalogueFile: string, work: Work): PictureSource {
  return async (instances) => {
    const cache = PictureCache.open(catalogueFile, work.onMessage)
    try {
      const { ready, skipped } = await preparePictures(reader, instances, cache, work)
      const pictures = new Uint8Array(ready.length * PICTURE_BYTES)
      cache.read(ready, pictures)
      const found = new Map<number, Uint8Array | string>(skipped.map(({ instance, reason }) => [instance, reason]))
      ready.forEach((instance, i) => found.set(instance, pictures.slice(i * PICTURE_BYTES, (i + 1) * PICTURE_BYTES)))
      return found
    } finally {
      cache.close()
    }
  }
}

/**
 * A few pictures that the model has not learnt from, and what it makes of them.
 * @param candidates instance ids, in the order in which they are taken
 */
export async function drawUnseen(
  reader: CatalogueReader,
  catalogueFile: string,
  model: StoredModel,
  candidates: Uint32Array,
  choice: PictureChoice,
  work: Work
): Promise<{ reconstructions?: ReconstructedPicture[]; withoutReconstructions?: string }> {
  const learnt = new Set(model.training)
  const unseen = candidates.filter((instance) => !learnt.has(instance) && reader.isLive(instance))
  const wanted = showable(reader, unseen, choice, RECONSTRUCTED)
  if (wanted.length === 0) {
    return {
      withoutReconstructions:
        unseen.length === 0
          ? 'there is no image that it has not learnt from.'
          : 'none of the images that it has not learnt from may be shown. A report saved with all pictures shows them.'
    }
  }
  const pictures = await pictureSource(reader, catalogueFile, work)(wanted.toSorted())
  const ready = wanted.filter((instance) => typeof pictures.get(instance) === 'object')
  if (ready.length === 0) return { withoutReconstructions: 'none of the images chosen could be decoded.' }
  try {
    const architecture = architectureOf(model)
    const state = loadState(reader.db, model, work)
    // So few are drawn at once everywhere; a graphics card need not be woken.
    const { backend } = await chooseBackend('wasm')
    const network = await backend.create(architecture, state)
    try {
      const originals = Array.from(ready, (instance) => pictures.get(instance) as Uint8Array)
      const drawn = await network.reconstruct(Buffer.concat(originals))
      return {
        reconstructions: originals.map((original, i) => ({
          instance: ready[i],
          original,
          reconstruction: Uint8Array.from(drawn.subarray(i * PICTURE_BYTES, (i + 1) * PICTURE_BYTES), (value) =>
            Math.round(value * 255)
          )
        }))
      }
    } finally {
      await network.close()
    }
  } catch (error) {
    if (error instanceof MedoidError && UNUSABLE_MODEL.has(error.data.code))
      return { withoutReconstructions: error.message }
    throw error
  }
}
