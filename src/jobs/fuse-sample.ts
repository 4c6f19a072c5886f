import type { Catalogue } from '../core/catalogue/database.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { Fusion } from '../core/catalogue/stored/features.ts'
import type { DissimilarityMatrix } from '../core/clustering/matrix.ts'
import { fuse, pictureScale } from '../core/fusion/fuse.ts'
import type { Work } from '../core/work.ts'
import { Pictures, tellOfTagsAlone } from './pictures.ts'
import { RunPictures } from './run-pictures.ts'

/** The pictures of a sample, ready to be fused with its dissimilarities by tags. */
interface FusedSample {
  /** Makes dissimilarities 1 − S distances by tags and pictures; the scale is that of these. */
  fuse: (matrix: DissimilarityMatrix) => Promise<void>
  /** What the run keeps of it, once it is fused. */
  frozen: () => Fusion
  /** What other images are compared with by it, once it is fused. */
  pictures: () => RunPictures
  /** Ends what computes. */
  close: () => Promise<void>
}

/** Close it. @throws as `Pictures.open` and `Pictures.products` */
export async function fuseSample(
  reader: CatalogueReader,
  catalogue: Pick<Catalogue, 'db' | 'file'>,
  { model, alpha }: { model: number; alpha: number },
  sample: Uint32Array,
  work: Work
): Promise<FusedSample> {
  const pictures = await Pictures.open(reader, catalogue, model, work)
  try {
    const { products, without } = await pictures.products(sample)
    if (without.length > 0) tellOfTagsAlone(without.length, sample.length, without[0], work)
    const { weights, epochs } = pictures
    const withoutVector = without.map(({ instance }) => instance).sort((a, b) => a - b)
    let scale = 0
    return {
      async fuse(matrix) {
        scale = await pictureScale(matrix, products, work)
        await fuse(matrix, products, { alpha, scale }, work)
      },
      frozen: () => ({ weights, epochs, scale, withoutVector }),
      pictures: () => RunPictures.of(pictures, { alpha, scale }, withoutVector, work),
      close: () => pictures.close()
    }
  } catch (error) {
    await pictures.close()
    throw error
  }
}
