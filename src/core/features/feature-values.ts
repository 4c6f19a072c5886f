import type { TagSource } from '../catalogue/types.ts'
import { MedoidError } from '../errors.ts'
import { attributeFrequencies, attributesOf } from './attributes.ts'
import { isPhi } from './decide.ts'
import { findAttribute } from './names.ts'
import type { Category } from './normalise.ts'
import { type ReadingOptions, readingsOf } from './overrides.ts'
import { profileAttribute } from './profile.ts'

/** The categories of a tag, as the values of its images are read. */
export interface FeatureValues {
  /** The attribute's. */
  name: string
  kind: 'numeric' | 'nominal'
  /** Of each position that has any, most frequent first; some of them where there are more than were asked for. */
  positions: { position: number; total: number; categories: Category[] }[]
}

/**
 * The values of a tag in a set of images and the spellings that are one category: what a person needs to change that.
 *
 * @param tag as a person names it
 * @param search only categories of which a spelling holds this, in any case
 * @param limit of the categories of each position
 * @throws MedoidError `unknown-tag`, `ambiguous-tag`, `contradictory-tags`, `personal-values`
 */
export function featureValues(
  source: TagSource,
  images: Uint32Array,
  tag: string,
  options: ReadingOptions,
  search: string,
  limit: number
): FeatureValues {
  const attributes = attributesOf(source.tags())
  const attribute = findAttribute(attributes, tag, tag)
  const [frequency] = attributeFrequencies(source, [attribute], images)
  if (isPhi(attribute, frequency)) {
    throw new MedoidError('personal-values', { tag: attribute.name })
  }
  const reading = readingsOf(attributes, options).get(attribute)
  const { parser, positions } = profileAttribute(source, attribute, frequency, images, reading)
  const wanted = search.trim().toLowerCase()
  return {
    name: attribute.name,
    kind: parser === 'category' ? 'nominal' : 'numeric',
    positions: positions.flatMap(({ categories }, i) => {
      const matching = categories.filter(({ rawValues }) =>
        rawValues.some(({ value }) => value.toLowerCase().includes(wanted))
      )
      if (matching.length === 0) return []
      return [{ position: i + 1, total: matching.length, categories: matching.slice(0, limit) }]
    })
  }
}
