import { privateName } from '../core/dicom/private-elements.ts'
import { designImages } from '../core/clustering/image-design.ts'
import { buildTable } from '../core/features/build.ts'
import { describeSelection, type FeaturesDocument } from '../core/features/describe.ts'
import { methodNamed } from '../core/features/methods.ts'
import { type Selection, selectFeatures } from '../core/features/select.ts'
import { rankingNamed } from '../core/selection/rankings.ts'
import { decidedMappings } from '../core/catalogue/mappings.ts'
import { attributesOf } from '../core/features/attributes.ts'
import { findAttribute } from '../core/features/names.ts'
import { GROUP_KEYWORDS } from '../core/features/groups.ts'
import { imagesWhere } from '../core/features/where.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { Feature } from '../core/catalogue/stored/features.ts'
import type { Unit } from '../core/catalogue/stored/unit.ts'
import { type Condition, conditionWords } from '../core/conditions.ts'
import { MedoidError } from '../core/errors.ts'
import { Random, sampleRanks } from '../core/random.ts'
import type { Work } from '../core/work.ts'
import { basisOf, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { FeatureParameters } from './definitions/feature-parameters.ts'
import type { ReadingParameters } from './definitions/features.ts'

export const featuresJob: Job<ReadingParameters, FeaturesDocument> = {
  run: ({ raw, ...parameters }, work) =>
    reading(parameters.catalogue, (reader) => describeFeatures(reader, parameters, work), basisOf(raw))
}

/** Images whose values weights are computed from, where nobody has drawn a sample. */
const WEIGHED = 5000

/** The features that are chosen, with the weights that a sample gives them. */
export async function describeFeatures(
  reader: CatalogueReader,
  parameters: Omit<FeatureParameters, 'catalogue'>,
  work: Work
): Promise<FeaturesDocument> {
  const { images, selection } = await choose(reader, parameters, work)
  const sample = sampleRanks(images.length, Math.min(WEIGHED, images.length), new Random(1)).map((rank) => images[rank])
  sample.sort()
  const table = buildTable(reader, selection.features, sample)
  const { features } = designImages(reader, selection, sample, table, parameters)
  return describeSelection({ ...selection, features }, privateName, methodNamed(parameters.method))
}

/**
 * The images that a person asked for, and the features chosen for them.
 * @param ranking in which eligible tags become features; by default the one that is asked for
 */
export async function choose(
  reader: CatalogueReader,
  { where, tags, select, include, exclude, kind, separate, join, method }: Omit<FeatureParameters, 'catalogue'>,
  work: Work,
  ranking = rankingNamed(select)
): Promise<{ images: Uint32Array; selection: Selection }> {
  const images = subset(reader, where)
  const left = [...exclude, ...omitted(reader, include)]
  const options = { tags, include, exclude: left, kind, separate, join, method, ranking }
  return { images, selection: await selectFeatures(reader, images, options, work) }
}

/** Tags that say which site an image is from, and that somebody agreed to leave out for that; one that is asked for counts nevertheless. */
function omitted(reader: CatalogueReader, include: readonly string[]): string[] {
  const { accepted } = decidedMappings(reader.db, reader.basis.mappings)
  const omissions = accepted.filter(({ kind }) => kind === 'omission')
  if (omissions.length === 0) return []
  const attributes = attributesOf(reader.tags())
  const asked = new Set(include.map((name) => findAttribute(attributes, name, name)))
  return attributes
    .filter((attribute) => !asked.has(attribute))
    .filter(({ tag, path, privateCreator }) =>
      omissions.some((each) => each.tag === tag && each.path === path && each.privateCreator === privateCreator)
    )
    .map(({ name }) => name)
}

/** Says what a result rests on that people corrected. */
export function tellCorrections(features: readonly Feature[], work: Work): void {
  const tags = features.flatMap(({ name, corrected }) =>
    corrected === undefined ? [] : [{ tag: name, images: corrected.images }]
  )
  if (tags.length > 0) work.onMessage?.({ code: 'rests-on-corrections', parameters: { tags } })
}

/** @throws MedoidError `no-features` */
export function checkFeatures({ features, images, rejected }: Selection): void {
  if (features.length > 0) return
  throw new MedoidError('no-features', { why: 'rejected', tags: rejected.length, images })
}

/** Live images that satisfy all conditions. @param asOf see `imagesWhere` @throws MedoidError `no-images`, and as `imagesWhere` does */
export function subset(reader: CatalogueReader, where: readonly Condition[], asOf?: string): Uint32Array {
  const images = imagesWhere(reader, where, asOf)
  if (images.length > 0) return images
  const all = reader.images().length
  throw where.length === 0 || all === 0
    ? new MedoidError('no-images', { why: 'empty' })
    : new MedoidError('no-images', { why: 'conditions', images: all, where: where.map(conditionWords) })
}

/** Says that some images count as a series or a patient of their own. */
export function tellWithoutGroup(without: number, images: Uint32Array, unit: Exclude<Unit, 'image'>, work: Work): void {
  if (without === 0) return
  const parameters = { without, images: images.length, keyword: GROUP_KEYWORDS[unit], unit }
  work.onMessage?.({ code: 'images-without-group', parameters })
}
