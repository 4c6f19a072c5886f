import type { Catalogue } from '../core/catalogue/database.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { StoredRun } from '../core/catalogue/runs.ts'
import { DissimilarityMatrix } from '../core/clustering/matrix.ts'
import { buildTable } from '../core/features/build.ts'
import type { FeatureTable } from '../core/features/table.ts'
import type { Work } from '../core/work.ts'
import { RunPictures } from './run-pictures.ts'

/**
 * Compares the images of a run's sample again, as the run did, or some of them.
 * @param mostClusters of what is made of the matrix
 * @throws MedoidError `fused-model-changed`, and as `DissimilarityMatrix.gower` and `Pictures.products`
 * @throws CancelledError
 */
export async function withRunMatrix<T>(
  reader: CatalogueReader,
  catalogue: Pick<Catalogue, 'db' | 'file'>,
  run: StoredRun,
  mostClusters: number,
  work: Work,
  use: (matrix: DissimilarityMatrix, table: FeatureTable) => Promise<T>,
  images = run.sample
): Promise<T> {
  const { features, model } = run.features
  const table = buildTable(reader, features, images)
  const pictures = await RunPictures.open(reader, catalogue, run, work)
  try {
    const fuse = await pictures?.fuse(images)
    const matrix = await DissimilarityMatrix.gower(table, model, mostClusters, { root: fuse === undefined }, work)
    try {
      if (fuse !== undefined) await matrix.change(fuse)
      return await use(matrix, table)
    } finally {
      await matrix.close()
    }
  } finally {
    await pictures?.close()
  }
}
