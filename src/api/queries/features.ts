import { privateName } from '../../core/dicom/private-elements.ts'
import { describeSelection, type FeaturesDocument } from '../../core/features/describe.ts'
import { featureValues, type FeatureValues } from '../../core/features/feature-values.ts'
import { choose, subset } from '../../jobs/features.ts'
import type { Arguments } from '../contract.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

/** The question that each asker waits for. */
const waiting = new Map<string, AbortController>()

/** @throws CancelledError when the asker has asked again */
export async function selectedFeatures(
  { reader }: OpenCatalogue,
  { asker, ...given }: Arguments<'features.select'>
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

export function valuesOfFeature(
  { reader }: OpenCatalogue,
  { where, tag, search, limit, ...readings }: Arguments<'features.values'>
): FeatureValues {
  return featureValues(reader, subset(reader, where), tag, readings, search, limit)
}
