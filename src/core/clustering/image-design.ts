import type { Feature, GowerModel } from '../catalogue/stored/features.ts'
import type { TagSource } from '../catalogue/types.ts'
import type { TagWeight } from '../conditions.ts'
import { attributesOf } from '../features/attributes.ts'
import { contextOf } from '../features/classes.ts'
import { methodNamed } from '../features/methods.ts'
import { findAttribute } from '../features/names.ts'
import type { Selection } from '../features/select.ts'
import { columnsByFeature, type FeatureTable } from '../features/table.ts'
import { MODALITY_TAG, weigh, weightWithoutContext } from '../features/weights.ts'
import { type Design, designedModel, unknownClasses } from './design.ts'

/** How a person wants images to be compared. */
interface ComparisonOptions {
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
  const method = methodNamed(options.method)
  const classes = classesBy(features, rejected)
  const columns = columnsByFeature(features, table)
  const tags = features.map(({ name, keyword }, at) => ({ name, keyword, columns: columns[at] }))
  // Weights by modality would tell of a modality that is left out on purpose.
  const context = method.byScanner && classes !== 'unknown' ? contextOf(source, sample) : null
  const chosen = chosenWeights(source, options.weights)
  const weightings = weigh(tags, table.rows, context, { method, groupByScanner: options.groupByScanner, chosen })
  return {
    features: features.map((feature, at) => ({ ...feature, weighting: weightings[at] })),
    model: designedModel(table, { method, tags, weightings, classes })
  }
}

/** Weights that a person chose, by the names of attributes. */
function chosenWeights(source: TagSource, weights: readonly TagWeight[]): Map<string, number> {
  const attributes = weights.length === 0 ? [] : attributesOf(source.tags())
  return new Map(weights.map(({ tag, weight }) => [findAttribute(attributes, tag, tag).name, weight]))
}

/** Images that all have one modality are of one class. */
function classesBy(features: readonly Feature[], rejected: Selection['rejected']): Design['classes'] {
  const feature = features.find(({ name }) => name === MODALITY_TAG)
  if (feature !== undefined) return { column: feature.columns[0].name }
  const isConstant = rejected.some(({ name, reason }) => name === MODALITY_TAG && reason === 'constant')
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
