import type { DroppedPositions, NormalisedValue, Weighting } from '../catalogue/stored/features.ts'
import type { ComparisonMethod } from './methods.ts'
import { weightWords } from './weight-words.ts'
import { remarksOn } from './remarks.ts'
import type { RejectedTag, Selection } from './select.ts'

/** The document of the `features` command. */
export interface FeaturesDocument {
  /** Images that the decisions are about. */
  images: number
  /** Tags that are features, and the columns that they make. */
  selected: number
  columns: number
  features: {
    name: string
    tag: string
    keyword: string
    path: string
    privateCreator: string
    /** What the vendor calls a private element, for people. Empty where that is not known. */
    privateName: string
    kind: 'numeric' | 'nominal'
    columns: string[]
    missingShare: number
    distinct: number
    phi: boolean
    included: boolean
    /** Values that cannot be read, and numbers that are written with a decimal comma. */
    unparsed: number
    commas: number
    /** Images whose value people corrected. */
    corrected: number
    dropped: DroppedPositions[]
    weighting: Weighting
    /** Why it counts as much as it does, as a sentence. */
    weightExplanation: string
    /** What a person should know of the values, one sentence each, to be read after the name. */
    remarks: string[]
  }[]
  rejected: (RejectedTag & { privateName: string })[]
  normalised: NormalisedValue[]
}

/** @param privateName what the creator of a private element calls it, or '' */
export function describeSelection(
  { images, features, rejected, normalised }: Selection,
  privateName: (tag: string, creator: string) => string,
  method: ComparisonMethod
): FeaturesDocument {
  return {
    images,
    selected: features.length,
    columns: features.reduce((sum, { columns }) => sum + columns.length, 0),
    features: features.map((feature) => ({
      name: feature.name,
      tag: feature.tag,
      keyword: feature.keyword,
      path: feature.path,
      privateCreator: feature.privateCreator,
      privateName: privateName(feature.tag, feature.privateCreator),
      kind: feature.kind,
      columns: feature.columns.map(({ name }) => name),
      missingShare: feature.missingShare,
      distinct: feature.distinct,
      phi: feature.phi,
      included: feature.included,
      unparsed: feature.unparsed,
      commas: feature.commas ?? 0,
      corrected: feature.corrected?.images ?? 0,
      dropped: feature.dropped,
      weighting: feature.weighting,
      weightExplanation: weightWords(feature.weighting),
      remarks: remarksOn(feature, method)
    })),
    rejected: rejected.map((each) => ({ ...each, privateName: privateName(each.tag, each.privateCreator) })),
    normalised
  }
}
