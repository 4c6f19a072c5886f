import type { FeaturesDocument } from '../../core/features/describe.ts'
import { conditions, readings } from '../../core/conditions.ts'
import { featureValues, type FeatureValues } from '../../core/features/feature-values.ts'
import { type Infer, object, text } from '../../core/schema.ts'
import type { Work } from '../../core/work.ts'
import { describeFeatures, subset } from '../../jobs/features.ts'
import { featureOptions } from '../../jobs/definitions/feature-parameters.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { slowQuestion } from '../method.ts'
import { limit } from './arguments.ts'

export type { FeaturesDocument, FeatureValues }

const selection = featureOptions
const one = object({
  where: conditions,
  ...readings,
  tag: text({ max: 1000 }),
  search: text({ max: 200, empty: true }),
  limit
})

/** What images are compared by. */
export const features = {
  'features.select': slowQuestion(selection, selectedFeatures),
  'features.values': slowQuestion(one, valuesOfFeature)
}

/** @throws CancelledError */
async function selectedFeatures(
  { reader }: OpenCatalogue,
  given: Infer<typeof selection>,
  work: Work
): Promise<FeaturesDocument> {
  return describeFeatures(reader, given, work)
}

function valuesOfFeature(
  { reader }: OpenCatalogue,
  { where, tag, search, limit, ...readings }: Infer<typeof one>
): FeatureValues {
  return featureValues(reader, subset(reader, where), tag, readings, search, limit)
}
