import * as v from 'valibot'
import { anyText, fields, type Infer, list, number, orNull } from '../../schema.ts'
import type { Versions } from './document.ts'
import { ANY, COUNT, INSTANCE } from './numbers.ts'

/** The medoids of a clustering, so that rows can be assigned without the sample. */
const medoidRows = fields({
  /** Row of each cluster's medoid in the sample, by cluster; of a medoid that is not in it the length of the sample + its instance; NO_MEDOID: there is no such cluster. */
  rows: list(COUNT, ANY),
  /** By column of the model: each medoid's number or level; null = missing. */
  values: list(list(v.nullable(v.union([number, anyText], 'a number, a text or null')), ANY), ANY)
})
export type MedoidRows = Infer<typeof medoidRows>

export const MEDOID_ROWS: Versions<MedoidRows> = [medoidRows]

/** A value that is more frequent in a cluster than outside it. */
const distinguishing = fields({
  /** The column: a DICOM keyword, or what the table calls it. */
  keyword: anyText,
  /** A category; a number where one is typical; else a range of numbers, `0.9–1.5`. */
  value: anyText,
  /** Share of the cluster's rows that have it, 0 to 1; rows where it is missing count as not having it. */
  share: number,
  /** Share of all other rows. */
  shareElsewhere: number
})
export type Distinguishing = Infer<typeof distinguishing>

const description = {
  id: COUNT,
  /** In the sample. */
  size: COUNT,
  medoid: fields({ instance: INSTANCE, sopInstanceUid: anyText, path: anyText }),
  /** Mean over its members; null for K = 1. */
  silhouette: orNull(number),
  distinguishing: list(distinguishing, ANY),
  /** A name by what holds for most of its images; '' where nothing tells it from another cluster. */
  suggestedLabel: anyText
}
const description2 = fields({
  ...description,
  /** Median of the columns that its other members are compared with the medoid on; null where there are none, or nobody counted. */
  sharedColumns: orNull(COUNT)
})
export type ClusterDescription = Infer<typeof description2>

/** By cluster. */
const version2 = v.pipe(fields({ clusters: list(description2, ANY) }), v.transform(withoutNumbers))

/** Where nothing could be said of a cluster, earlier versions of Medoid suggested its number. */
function withoutNumbers({ clusters }: { clusters: ClusterDescription[] }): { clusters: ClusterDescription[] } {
  return {
    clusters: clusters.map((each) =>
      each.suggestedLabel === `cluster ${each.id}` ? { ...each, suggestedLabel: '' } : each
    )
  }
}

/** Shared columns were not counted. */
const version1 = v.pipe(
  list(fields(description), ANY),
  v.transform((clusters) =>
    withoutNumbers({ clusters: clusters.map((cluster) => ({ ...cluster, sharedColumns: null })) })
  )
)

export const CLUSTERS: Versions<{ clusters: ClusterDescription[] }> = [version1, version2]
