import { type Infer, integer, list, number, object, optional, text } from '../../core/schema.ts'

/** What questions of several areas take. */

export const cluster = integer(0, 65_534)
export const instance = integer(0, 2 ** 32 - 1)
export const model = integer(1, 999_999_999)
export const offset = integer(0, 2 ** 32)
export const limit = integer(1, 1000)

/** Some images of a cluster: of a list, or by what a tag says of them. */
const memberFilter = object({
  instances: optional(list(integer(0, 2 ** 32 - 1), 100_000)),
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

/** Some rows of many. */
export interface Page<T> {
  total: number
  rows: T[]
}

export interface ValueCount {
  value: string
  count: number
  /** Of a number that is written in several ways: these, the most frequent one first. */
  spellings?: string[]
}
