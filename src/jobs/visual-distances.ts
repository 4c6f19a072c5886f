import { dirname } from 'node:path'
import type { StoredModel } from '../core/catalogue/models.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { ComparedSelection } from '../core/catalogue/stored/comparison.ts'
import { embeddingShape } from '../core/embedding/architecture.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import { ENCODED_AT_A_TIME, encodeVectors } from '../core/embedding/encode.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { preparePictures, streamPictures } from '../core/embedding/prepare.ts'
import { Gram } from '../core/evaluation/gram.ts'
import { labellingStatistics, permutationRandom, permuted } from '../core/evaluation/permutation.ts'
import type { Work } from '../core/work.ts'
import type { CompareFeaturesParameters } from './definitions/compare-features.ts'
import { architectureOf, loadState } from './model-state.ts'

/** Permutations of the labels of each way, whose mean distance is told beside that of the clusters. */
const PERMUTATIONS = 20

type Looks =
  | { visual: { images: number; distances: NonNullable<ComparedSelection['visual']>[] } }
  | { visual: null; why: 'no-pictures' }

/**
 * How alike the pictures of a cluster are to a model: mean cosine distances to the centres of clusters.
 * @param labels clusters of the sample, each labelling of k
 * @throws as `loadState`, `chooseBackend` and `preparePictures` do; CancelledError
 */
export async function visualDistances(
  reader: CatalogueReader,
  file: string,
  model: StoredModel,
  sample: Uint32Array,
  labels: readonly Uint16Array[],
  { k, seed, backend: wanted }: Pick<CompareFeaturesParameters, 'k' | 'seed' | 'backend'>,
  work: Work
): Promise<Looks> {
  const architecture = architectureOf(model)
  const state = loadState(reader.db, model, work)
  const cache = PictureCache.open(file, work.onMessage)
  try {
    const { ready } = await preparePictures(reader, sample, cache, work)
    if (ready.length <= k) return { visual: null, why: 'no-pictures' }
    const hasPicture = new Set(ready)
    const shown = labels.map((each) => each.filter((_, row) => hasPicture.has(sample[row])))
    const { backend } = await chooseBackend(wanted, { signal: work.signal })
    const network = await backend.create(architecture, state)
    const gram = new Gram(ready.length, embeddingShape(architecture).values, k, { folder: dirname(file) })
    try {
      const batches = streamPictures(reader, ready, cache, { batch: ENCODED_AT_A_TIME, keep: true }, work)
      await gram.fill(encodeVectors(network, batches, ready.length, work), work)
      const each = 1 + PERMUTATIONS
      const labellingAt = (at: number) => {
        const way = Math.floor(at / each)
        const clusters = { labels: shown[way], k }
        return at % each === 0 ? clusters : permuted(clusters, permutationRandom(seed, way, at % each))
      }
      const statistics = await labellingStatistics(gram, labellingAt, labels.length * each, 'mean', work)
      const distances = labels.map((_, way) => {
        const [clustered, ...moved] = statistics.subarray(way * each, (way + 1) * each)
        return { clustered, permuted: moved.reduce((sum, distance) => sum + distance, 0) / PERMUTATIONS }
      })
      return { visual: { images: ready.length, distances } }
    } finally {
      await gram.close()
      await network.close()
    }
  } finally {
    cache.close()
  }
}
