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

const valueTest = v.pipe(
  object({ tag, operator: oneOf('is', 'is-not', 'contains'), value }),
  v.check(
    ({ tag: of, operator }) => of !== SELECTION_TAG || operator !== 'contains',
    'a condition on the whole name of a selection: is or is not'
  )
)
const rangeTest = v.pipe(
  object({ tag, operator: oneOf('is', 'is-not'), range }),
  v.check(({ tag: of }) => of !== SELECTION_TAG, 'a condition on the name of a selection, which is no range')
)
/** `is`: there is no value, or an empty one; `is-not`: there is one. */
const emptyTest = v.pipe(
  object({ tag, operator: oneOf('is', 'is-not'), empty: v.literal(true, 'true') }),
  v.check(({ tag: of }) => of !== SELECTION_TAG, 'a condition on the name of a selection, which is not empty')
)

/** What one tag of an image has to say, or in which named selection it has to be (`SELECTION_TAG`). `contains` ignores case; `is-not` is the opposite of `is`, so it also holds without a value. */
export type Test = Infer<typeof valueTest> | Infer<typeof rangeTest> | Infer<typeof emptyTest>
/** A test, or several of which any or all have to hold, or the opposite of another condition. */
export type Condition = Test | { any: Condition[] } | { all: Condition[] } | { not: Condition }

/** Of one condition, from whoever it comes: so many tests in it, and so many conditions within one another. */
export const MOST_TESTS = 200
export const DEEPEST = 20

export const condition: Schema<Condition> = v.pipe(
  v.custom<unknown>(isBounded, `a condition of at most ${MOST_TESTS} tests, nested at most ${DEEPEST} deep`),
  v.lazy(conditionLike)
)

const parts = () => v.pipe(list(v.lazy(conditionLike), MOST_TESTS), v.minLength(2, 'a list of at least 2'))
const anyOf = object({ any: parts() })
const allOf = object({ all: parts() })
const notThat = object({ not: v.lazy(conditionLike) })

/** The schema of what a condition looks like. */
function conditionLike(given: unknown): Schema<Condition> {
  if (typeof given !== 'object' || given === null) return valueTest
  if ('any' in given) return anyOf
  if ('all' in given) return allOf
  if ('not' in given) return notThat
  if ('range' in given) return rangeTest
  return 'empty' in given ? emptyTest : valueTest
}

/** Before anything goes into the depth of what may be hostile. */
export function isBounded(given: unknown): boolean {
  let tests = 0
  for (let level = [given], depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return false
    const below: unknown[] = []
    for (const each of level) {
      const { any, all, not } = (each ?? {}) as Record<string, unknown>
      const inner = [any, all].find((some) => Array.isArray(some)) as unknown[] | undefined
      if (inner !== undefined) below.push(...inner.slice(0, MOST_TESTS + 1))
      else if (not !== undefined) below.push(not)
      else tests++
      if (tests + below.length > MOST_TESTS) return false
    }
    level = below
  }
  return true
}

/** The tests of a condition, in their order. */
export function testsOf(given: Condition): Test[] {
  return 'not' in given ? testsOf(given.not) : isTest(given) ? [given] : partsOf(given).flatMap(testsOf)
}

/** The same condition with other tests. */
export function mapTests(given: Condition, change: (test: Test) => Test): Condition {
  if ('not' in given) return { not: mapTests(given.not, change) }
  if ('any' in given) return { any: given.any.map((each) => mapTests(each, change)) }
  if ('all' in given) return { all: given.all.map((each) => mapTests(each, change)) }
  return change(given)
}

export function isTest(given: Condition): given is Test {
  return 'tag' in given
}

function partsOf(given: { any: Condition[] } | { all: Condition[] }): Condition[] {
  return 'any' in given ? given.any : given.all
}

/**
 * The tests of several values of one tag: any of those that it is or contains, or all of those that it is not. They are
 * written with the tag once.
 */
export function alternativesOf(given: Condition): Test[] | null {
  if (isTest(given) || 'not' in given) return null
  const tests = partsOf(given).filter(isTest)
  const [{ tag: of, operator }] = tests.length < partsOf(given).length ? [{ tag: '', operator: '' }] : tests
  const isOne = tests.every((each) => each.tag === of && each.operator === operator)
  return isOne && of !== '' && 'all' in given === (operator === 'is-not') ? tests : null
}

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

/** `Modality is CT or MR`, `SliceThickness is 1 to 5`, `KVP is not 100 or more`, `not (KVP has no value)`: for people. */
export function conditionWords(given: Condition): string {
  const alternatives = alternativesOf(given)
  if (alternatives !== null) {
    const [{ tag, operator }] = alternatives
    const last = alternatives.length - 1
    const values = alternatives.map(
      (test, i) => `${i === 0 ? '' : i < last ? ', ' : operator === 'is-not' ? ' nor ' : ' or '}${testWords(test)}`
    )
    return `${tag} ${operator === 'is-not' ? 'is neither' : operator} ${values.join('')}`
  }
  if ('not' in given) return `not (${conditionWords(given.not)})`
  if (isTest(given)) {
    if ('empty' in given) return `${given.tag} has ${given.operator === 'is' ? 'no' : 'a'} value`
    return `${given.tag} ${given.operator === 'is-not' ? 'is not' : given.operator} ${testWords(given)}`
  }
  const words = partsOf(given).map((each) =>
    isTest(each) || 'not' in each || alternativesOf(each) !== null ? conditionWords(each) : `(${conditionWords(each)})`
  )
  return words.join('any' in given ? ' or ' : ' and ')
}

function testWords(test: Test): string {
  if ('empty' in test) return 'no value'
  return 'range' in test ? rangeWords(test.range) : test.value
}

function rangeWords({ from, to }: Range): string {
  if (from === null) return `${to} or less`
  return to === null ? `${from} or more` : `${from} to ${to}`
}
