import type { Feature, GowerModel } from '../catalogue/stored/features.ts'
import type { TagSource } from '../catalogue/types.ts'
import type { TagWeight } from '../conditions.ts'
import { attributesOf } from '../features/attributes.ts'
import { contextOf } from '../features/classes.ts'
import { methodNamed } from '../features/methods.ts'
import { findAttribute } from '../features/names.ts'
import type { Selection } from '../features/select.ts'
import type { FeatureTable } from '../features/table.ts'
import { DEVICE_TAGS, type TagColumns, weigh, type WeightOptions, weightWithoutContext } from '../features/weights.ts'
import { type Design, designedModel, unknownClasses } from './design.ts'

/** The tag whose values are the classes of images to which other tags apply. */
const CLASS_TAG = 'Modality'

/** How a person wants images to be compared. */
export interface ComparisonOptions {
  method: string
  weights: readonly TagWeight[]
  groupByScanner: boolean
}

/**
 * How the images of a sample are compared by a method.
 * @param sample ids of instances, ascending: the rows of the table
 * @returns the features with their weights, and the model
 * @throws MedoidError `unknown-method`, `unknown-tag`, `ambiguous-tag`
 */
export function designImages(
  source: TagSource,
  { features, rejected }: Pick<Selection, 'features' | 'rejected'>,
  sample: Uint32Array,
  table: FeatureTable,
  options: ComparisonOptions
): { features: Feature[]; model: GowerModel } {
  const classes = classesBy(features, rejected)
  const tags = tagColumns(features, table)
  // Weights by modality would tell of a modality that is left out on purpose.
  const context = classes === 'unknown' ? null : contextOf(source, sample)
  const weightings = weigh(tags, table.rows, context, weightOptions(source, options))
  const design = designOf(features, weightings, classes, options.method)
  return {
    features: features.map((feature, at) => ({ ...feature, weighting: weightings[at] })),
    model: designedModel(table, design)
  }
}

/** What `weigh` needs to know of the options of a person. */
function weightOptions(source: TagSource, { method, weights, groupByScanner }: ComparisonOptions): WeightOptions {
  const attributes = weights.length === 0 ? [] : attributesOf(source.tags())
  const chosen = new Map(weights.map(({ tag, weight }) => [findAttribute(attributes, tag, tag).name, weight]))
  return { method: methodNamed(method), groupByScanner, chosen }
}

function designOf(
  features: readonly Feature[],
  weightings: readonly Feature['weighting'][],
  classes: Design['classes'],
  method: string
): Design {
  return {
    method: methodNamed(method),
    weightings: features.flatMap(({ columns }, at) => columns.map(() => weightings[at])),
    absence: features.flatMap(({ columns, keyword }) => columns.map(() => !DEVICE_TAGS.has(keyword))),
    classes
  }
}

function tagColumns(features: readonly Feature[], { columns }: FeatureTable): TagColumns[] {
  let from = 0
  return features.map(({ name, keyword, columns: own }) => {
    const tag = { name, keyword, columns: columns.slice(from, from + own.length) }
    from += own.length
    return tag
  })
}

/** Images that all have one modality are of one class. */
function classesBy(features: readonly Feature[], rejected: Selection['rejected']): Design['classes'] {
  const feature = features.find(({ name }) => name === CLASS_TAG)
  if (feature !== undefined) return { column: feature.columns[0].name }
  const isConstant = rejected.some(({ name, reason }) => name === CLASS_TAG && reason === 'constant')
  return isConstant ? 'one' : 'unknown'
}

/**
 * The model of a run without some of its features. Without the tag that tells the classes, any absence counts the same, and no weight
 * depends on it: else clusters would still tell what was left out.
 */
export function modelOfFeatures(model: GowerModel, kept: readonly Feature[], method: string): GowerModel {
  const weightings = new Map(kept.flatMap(({ columns, weighting }) => columns.map(({ name }) => [name, weighting])))
  const columns = model.columns.filter(({ name }) => weightings.has(name))
  const { absence } = model
  if (absence === null || absence.by === null) return { columns, absence }
  const by = columns.indexOf(model.columns[absence.by])
  if (by >= 0) return { columns, absence: { ...absence, by } }
  const { planeWeight, absence: counted } = methodNamed(method)
  return {
    columns: columns.map((column) => ({
      ...column,
      weight: weightWithoutContext(weightings.get(column.name)!, planeWeight)
    })),
    absence: counted && unknownClasses(counted.unknown)
  }
}
