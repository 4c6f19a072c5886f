import type { CatalogueReader } from '../catalogue/reader.ts'
import { MedoidError } from '../errors.ts'
import type { Work } from '../work.ts'
import { FileSource } from './file-source.ts'
import { askedOf } from './query.ts'
import { type FoundImage, nearestByBoth, nearestByPixels, nearestByTags } from './search.ts'
import type { By, PixelVectors, SimilarQuery } from './similar.ts'
import type { TagTable } from './tag-table.ts'

/** How images are compared, and which may be found. */
interface Search {
  by: By
  /** The share of pixels where both count, 0 to 1. */
  alpha: number
  count: number
  /** All images where it is left out. */
  among?: (instance: number) => boolean
}

/** What images are compared with. */
interface Means {
  /** Needed unless pixels alone count. */
  table: () => TagTable
  /** Needed unless tags alone count. `scale` is that of `fusedDistance`. */
  pixels: () => { model: number; vectors: PixelVectors; scale: () => Promise<number> }
}

/**
 * The images that are most like one of the catalogue, or like a file outside it, the most alike first.
 * @throws MedoidError `query-without-vector` where pixels alone count, and as `askedOf` does; CancelledError
 */
export async function findSimilar(
  reader: CatalogueReader,
  means: Means,
  query: SimilarQuery,
  search: Search,
  work: Work
): Promise<FoundImage[]> {
  const { by, alpha } = search
  if (by === 'pixels') {
    const { model, vectors } = means.pixels()
    // Says what is wrong with a file that is no image.
    if ('file' in query) new FileSource(query.file, reader.tags())
    const vector = await vectors.vectorOf(query, work)
    if (vector === null) throw new MedoidError('query-without-vector', { model })
    return nearestByPixels(vectors, vector, { instance: 'instance' in query ? query.instance : null }, search)
  }
  const table = means.table()
  const asked = askedOf(reader, table, query)
  if (by === 'tags') return nearestByTags(table, asked, search, work)
  const { vectors, scale } = means.pixels()
  const vector = await vectors.vectorOf(query, work)
  return nearestByBoth(table, vectors, vector, { alpha, scale: await scale() }, asked, search, work)
}
