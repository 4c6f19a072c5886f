import { privateName } from '../../core/dicom/private-elements.ts'
import { describeSelection, type FeaturesDocument } from '../../core/features/describe.ts'
import { conditions, readings } from '../../core/conditions.ts'
import { featureValues, type FeatureValues } from '../../core/features/feature-values.ts'
import { type Infer, object, optional, text } from '../../core/schema.ts'
import { choose, subset } from '../../jobs/features.ts'
import { featureParameters } from '../../jobs/definitions/feature-parameters.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { slowQuestion } from '../method.ts'
import { limit } from './arguments.ts'

export type { FeaturesDocument, FeatureValues }

/** A later question of the same asker takes the place of an earlier one, which is then answered with `cancelled`. */
const selection = object({ ...featureParameters, asker: optional(text({ max: 100 })) })
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

/** The question that each asker waits for. */
const waiting = new Map<string, AbortController>()

/** @throws CancelledError when the asker has asked again */
async function selectedFeatures(
  { reader }: OpenCatalogue,
  { asker, ...given }: Infer<typeof selection>
): Promise<FeaturesDocument> {
  const controller = new AbortController()
  if (asker !== undefined) {
    waiting.get(asker)?.abort()
    waiting.set(asker, controller)
  }
  try {
    return describeSelection((await choose(reader, given, { signal: controller.signal })).selection, privateName)
  } finally {
    if (asker !== undefined && waiting.get(asker) === controller) waiting.delete(asker)
  }
}

function valuesOfFeature(
  { reader }: OpenCatalogue,
  { where, tag, search, limit, ...readings }: Infer<typeof one>
): FeatureValues {
  return featureValues(reader, subset(reader, where), tag, readings, search, limit)
}
