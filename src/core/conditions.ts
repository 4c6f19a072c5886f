import * as v from 'valibot'
import { parseDecimal } from './numbers.ts'
import { type Infer, list, number, object, oneOf, optional, orNull, type Schema, text } from './schema.ts'

/** Which images are meant, and how their tags are read: what a person asks for, from a host to what is stored with a run. */

/** A keyword, a path, `(gggg,eeee)` or `(0019,xx0A)[CREATOR]`. */
const tag = v.pipe(text({ max: 1000 }), v.trim())
const value = v.pipe(text({ max: 50_000 }), v.trim())

/** Numbers from one to another, both included; null where an end is open. */
const range = v.pipe(
  object({ from: orNull(number), to: orNull(number) }),
  v.check(({ from, to }) => from !== null || to !== null, 'a range with at least one end'),
  v.check(({ from, to }) => from === null || to === null || from <= to, 'a range whose end is not below its start')
)
export type Range = Infer<typeof range>

/** In place of a tag: the images of a named selection. */
export const SELECTION_TAG = 'Selection'

/** In place of a tag: `Label[NAME]`, what labels from elsewhere call the images. @returns the name of the labels; null: it is a tag */
export function labelSetOf(tag: string): string | null {
  return /^Label\[([^[\]]+)\]$/.exec(tag)?.[1] ?? null
}

const valueCondition = v.pipe(
  object({ tag, operator: oneOf('is', 'is-not', 'contains'), value }),
  // So that each condition can be written on a command line.
  v.check(
    ({ operator, value: given }) => operator === 'contains' || rangeEnds(given) === null,
    'a condition on one value; numbers from one to another are a range'
  ),
  v.check(
    ({ tag: of, operator }) => of !== SELECTION_TAG || operator !== 'contains',
    'a condition on the whole name of a selection: is or is not'
  )
)
const rangeCondition = v.pipe(
  object({ tag, operator: oneOf('is', 'is-not'), range }),
  v.check(({ tag: of }) => of !== SELECTION_TAG, 'a condition on the name of a selection, which is no range')
)

/** What a tag of an image has to say, or in which named selection it has to be (`SELECTION_TAG`). `contains` ignores case; `is-not` is the opposite of `is`, so it also holds without a value. */
export type Condition = Infer<typeof valueCondition> | Infer<typeof rangeCondition>

export const condition: Schema<Condition> = v.lazy((given): Schema<Condition> =>
  typeof given === 'object' && given !== null && 'range' in given ? rangeCondition : valueCondition
)
export const conditions = list(condition, 100)

const kindChange = object({ tag, kind: oneOf('numeric', 'nominal') })
/** A tag that is read as numbers, or as categories, whatever the rules say. */
export type KindChange = Infer<typeof kindChange>

const valuesChange = (least: number) =>
  object({ tag, values: v.pipe(list(value, 1000), v.minLength(least, `a list of at least ${least}`)) })
const separation = valuesChange(1)
const joining = valuesChange(2)
/** Values of a tag: spellings that are categories of their own, or that are one. */
export type ValuesChange = Infer<typeof separation>

/** Weights are multiples of this, so that sums of them are exact in every host and on every processor. */
export const WEIGHT_UNIT = 1 / 64
export const MOST_WEIGHT = 3

/** How much the columns of a tag count in a dissimilarity; 1 is the weight of a column in the paper. */
export const weight = v.pipe(
  number,
  v.check((given) => given >= 0 && given <= MOST_WEIGHT, `a weight from 0 to ${MOST_WEIGHT}`),
  v.transform((given) => Math.round(given / WEIGHT_UNIT) * WEIGHT_UNIT)
)
export const tagWeight = object({ tag, weight })
export type TagWeight = Infer<typeof tagWeight>

/** How tags are read, where a person wants them otherwise than the rules do. */
export const readings = {
  kind: optional(list(kindChange, 1000)),
  /** Spellings that are categories of their own, whatever they look like. */
  separate: optional(list(separation, 1000)),
  /** Values that are one category. */
  join: optional(list(joining, 1000))
}

/**
 * The two ends of `1..5`, `1..` or `..5` as they are written; null for a text with points of its own, such as `a..b`. An end
 * may be no number.
 */
export function rangeEnds(given: string): [from: string, to: string] | null {
  const dots = given.indexOf('..')
  if (dots < 0) return null
  const ends: [string, string] = [given.slice(0, dots).trim(), given.slice(dots + 2).trim()]
  const isText = ends.some((end) => end !== '') && ends.every((end) => Number.isNaN(parseDecimal(end)))
  return isText ? null : ends
}

/** `Modality is CT`, `SliceThickness is 1 to 5`, `KVP is not 100 or more`: for people. */
export function conditionWords(given: Condition): string {
  const what = 'range' in given ? rangeWords(given.range) : given.value
  return `${given.tag} ${given.operator === 'is-not' ? 'is not' : given.operator} ${what}`
}

function rangeWords({ from, to }: Range): string {
  if (from === null) return `${to} or less`
  return to === null ? `${from} or more` : `${from} to ${to}`
}
