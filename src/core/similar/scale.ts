import type { CatalogueReader } from '../catalogue/reader.ts'
import type { StoredRun } from '../catalogue/runs.ts'
import { DissimilarityMatrix } from '../clustering/matrix.ts'
import { buildTable } from '../features/build.ts'
import { pictureScale } from '../fusion/fuse.ts'
import type { Work } from '../work.ts'
import type { PixelVectors } from './similar.ts'

/** Images of the run's sample whose pairs the scale is taken from. */
const SCALED = 256

/**
 * What cosine distances of a model are multiplied by where they are weighed with tags: that of the run, where it was clustered with
 * this model, else what `pictureScale` finds for some images of its sample.
 * @throws CancelledError
 */
export async function scaleOf(
  reader: CatalogueReader,
  { parameters, features, sample }: StoredRun,
  model: number,
  vectors: PixelVectors,
  work: Work
): Promise<number> {
  if (parameters.fuse?.model === model && features.fusion !== null) return features.fusion.scale
  const seen = new Set(vectors.instances)
  const some = sample.filter((instance) => seen.has(instance) && reader.isLive(instance))
  const images = Uint32Array.from({ length: Math.min(SCALED, some.length) }, (_, i) => {
    return some[Math.floor((i * some.length) / Math.min(SCALED, some.length))]
  })
  if (images.length < 2) return 1
  const own: Float32Array[] = []
  for (const instance of images) own.push((await vectors.vectorOf({ instance }, work))!)
  const products = own.map((a) => Float32Array.from(own, (b) => dot(a, b)))
  const table = buildTable(reader, features.features, images)
  const matrix = await DissimilarityMatrix.gower(table, features.model, 1, { root: false, threads: 1 }, work)
  try {
    return await pictureScale(matrix, { row: (row) => products[row] }, work)
  } finally {
    await matrix.close()
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
