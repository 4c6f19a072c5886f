import type { Attribute } from '../features/attributes.ts'
import type { Mapping } from '../catalogue/stored/mapping.ts'

/** How the numbers of some images are spread. */
export interface Deciles {
  /** Numbers that were looked at. */
  numbers: number
  /** A tenth of them is below `low`, a tenth above `high`. */
  low: number
  median: number
  high: number
}

/** What speaks for a mapping, by kind. Sites are places in the list of sites. */
export type Evidence =
  | {
      kind: 'words'
      /** Where the words of the two values come from; null: they are spelled alike. */
      source: string | null
      /** Images of each site that have the value, and the one that it is read as. */
      from: number[]
      to: number[]
    }
  | {
      kind: 'numbers'
      modality: string | null
      /** Of the site as it is, as it would be read, and of the other sites. */
      before: Deciles
      after: Deciles
      others: Deciles
      /** The largest difference of the two cumulative distributions (Kolmogorov–Smirnov), before and after. */
      distance: { before: number; after: number }
    }
  | {
      kind: 'shares'
      /** Of each modality that several sites have: by site, the share of its images that speaks for the omission; null: too few images. */
      shares: { modality: string; bySite: (number | null)[] }[]
    }

/** A mapping that a person may accept or reject. */
export interface Proposal<M extends Mapping = Mapping> {
  mapping: M
  /** Images that would be read otherwise. */
  images: number
  evidence: Evidence
}

/** Where an attribute stands, as mappings say it. */
export function placeOf({ name, tag, path, keyword, privateCreator }: Attribute) {
  return { name, tag, path, keyword, privateCreator }
}
