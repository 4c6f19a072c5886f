import * as v from 'valibot'
import { MOST_CLUSTERS } from '../../core/clustering/limits.ts'
import { boolean, type Infer, integer, list, number, object, oneOf, optional, orNull, text } from '../../core/schema.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'

/** What questions of several areas take. */

export const cluster = integer(0, 65_534)
/** null: all images of the clustering. */
export const anyCluster = orNull(cluster)
export const instance = integer(0, 2 ** 32 - 1)
export const model = integer(1, 999_999_999)
export const offset = integer(0, 2 ** 32)
export const limit = integer(1, 1000)

/** Farther away than any place of a map. */
const coordinate = v.pipe(
  number,
  v.check((given) => Math.abs(given) <= 1e9, 'a number from -1,000,000,000 to 1,000,000,000')
)
const polygon = v.pipe(
  list(v.tuple([coordinate, coordinate], 'a place: x and y'), 2000),
  v.minLength(3, 'a list of at least 3 corners')
)

/** Some images: of a list, in a part of a map, of a named selection, in some clusters, in a cluster of another clustering, or by what a tag says of them. */
const memberFilter = object({
  instances: optional(list(integer(0, 2 ** 32 - 1), 100_000)),
  /** Corners in the coordinates of a map of the run; see `polygonTester` for what lies between them. */
  region: optional(object({ by: oneOf('tags', 'pixels'), polygon })),
  /** The number of a named selection. */
  selection: optional(integer(1, 999_999_999)),
  /** With a label of a set from elsewhere ('' for those without one), or with another one than most of their cluster have. */
  labelled: optional(
    object({
      set: integer(1, 999_999_999),
      label: optional(text({ max: 200, empty: true })),
      disagrees: optional(boolean)
    })
  ),
  /** Clusters of the clustering. */
  clusters: optional(list(cluster, MOST_CLUSTERS)),
  elsewhere: optional(object({ clustering: clusteringName, cluster })),
  tag: optional(text({ max: 1000 })),
  /** One of its values, however it is spelt; '' for those without one. */
  value: optional(text({ max: 1000, empty: true })),
  /** Or numbers: from this one, and below that. */
  from: optional(number),
  to: optional(number)
})
export type MemberFilter = Infer<typeof memberFilter>
/** Those for which all of these hold. */
export const among = optional(list(memberFilter, 20))

/** What part of a histogram is shown, and how far apart its numbers stand; null: as far as there are numbers. */
export const histogramView = object({ scale: oneOf('linear', 'log'), from: orNull(number), to: orNull(number) })

/** Some rows of many. */
export interface Page<T> {
  total: number
  rows: T[]
}

export interface ValueCount {
  value: string
  count: number
  /** Of a number that is written otherwise, or in several ways: these, the most frequent one first. */
  spellings?: string[]
}
