import { privateName } from '../core/dicom/private-elements.ts'
import { describeSelection, type FeaturesDocument } from '../core/features/describe.ts'
import { type Selection, selectFeatures } from '../core/features/select.ts'
import { imagesWhere } from '../core/features/where.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { type Condition, conditionWords } from '../core/conditions.ts'
import { MedoidError } from '../core/errors.ts'
import type { Work } from '../core/work.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { FeatureParameters } from './definitions/feature-parameters.ts'

export const featuresJob: Job<FeatureParameters, FeaturesDocument> = {
  run: (parameters, work) =>
    reading(parameters.catalogue, async (reader) =>
      describeSelection((await choose(reader, parameters, work)).selection, privateName)
    )
}

/** The images that a person asked for, and the features chosen for them. */
export async function choose(
  reader: CatalogueReader,
  { where, tags, include, exclude, kind, separate, join, method }: Omit<FeatureParameters, 'catalogue'>,
  work: Work
): Promise<{ images: Uint32Array; selection: Selection }> {
  const images = subset(reader, where)
  const options = { tags, include, exclude, kind, separate, join, method }
  return { images, selection: await selectFeatures(reader, images, options, work) }
}

/** Live images that satisfy all conditions. @throws MedoidError `no-images` */
export function subset(reader: CatalogueReader, where: readonly Condition[]): Uint32Array {
  const images = imagesWhere(reader, where)
  if (images.length > 0) return images
  const all = reader.images().length
  throw where.length === 0 || all === 0
    ? new MedoidError('no-images', { why: 'empty' })
    : new MedoidError('no-images', { why: 'conditions', images: all, where: where.map(conditionWords) })
}
