import type { TagSource } from '../catalogue/types.ts'
import { MedoidError } from '../errors.ts'
import { parseDecimal } from '../numbers.ts'
import { attributeColumn, attributesOf, ROWS_AT_A_TIME } from './attributes.ts'
import { findAttribute } from './names.ts'
import { NUMBER_VRS, parseAge, splitValues } from './parse.ts'

/** One `--where`. Plain data: it is stored with the run. */
export interface Condition {
  /** As it was written. */
  text: string
  /** The tag: a keyword, a path, `(gggg,eeee)` or `(0019,xx0A)[CREATOR]`. */
  name: string
  operator: '=' | '!=' | '~'
  /** What a value must be, or contain. */
  value: string
  /** Of a range of numbers, both ends included; null where it is open. */
  range?: { from: number | null; to: number | null }
}

/**
 * Reads a condition: `Modality=CT`, `Modality!=CT`, `SeriesDescription~flair` (contains, in any case), or a range of
 * numbers, both ends included: `SliceThickness=1..5`, `RepetitionTime=..2000`, `KVP!=100..`.
 *
 * @throws MedoidError `invalid-condition`
 */
export function parseCondition(text: string): Condition {
  const at = operatorAt(text)
  if (at < 0) {
    throw invalid(
      text,
      'it has no operator. Write e.g. Modality=CT, Modality!=CT, BodyPartExamined~spine or SliceThickness=1..5'
    )
  }
  const operator = text[at] === '!' ? '!=' : (text[at] as '=' | '~')
  const name = text.slice(0, at).trim()
  const value = text.slice(at + operator.length).trim()
  if (name === '') throw invalid(text, 'it names no tag. Write e.g. Modality=CT')
  if (value === '') throw invalid(text, `it has no value behind ${operator}. Write e.g. ${name}${operator}…`)
  const range = operator === '~' ? undefined : parseRange(text, value)
  return { text, name, operator, value, ...(range === undefined ? {} : { range }) }
}

/** Where the first operator stands that is not within a private creator's brackets; −1 = nowhere. */
function operatorAt(text: string): number {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '[') depth++
    else if (text[i] === ']') depth--
    else if (depth <= 0 && (text[i] === '=' || text[i] === '~' || text.startsWith('!=', i))) return i
  }
  return -1
}

/** `a..b`, `a..` or `..b`; undefined where the value is none, as in a text with points of its own. */
function parseRange(text: string, value: string): Condition['range'] {
  const dots = value.indexOf('..')
  if (dots < 0) return undefined
  const ends = [value.slice(0, dots).trim(), value.slice(dots + 2).trim()]
  const numbers = ends.map(parseDecimal)
  if (numbers.every(Number.isNaN) && ends.some((end) => end !== '')) return undefined
  if (ends.some((end, i) => end !== '' && Number.isNaN(numbers[i])) || ends.every((end) => end === '')) {
    throw invalid(text, 'a range is two numbers, or one with an open end: 1..5, 1.. or ..5')
  }
  if (numbers[0] > numbers[1]) throw invalid(text, `its range begins behind its end. Write ${ends[1]}..${ends[0]}`)
  return { from: ends[0] === '' ? null : numbers[0], to: ends[1] === '' ? null : numbers[1] }
}

function invalid(text: string, what: string): MedoidError {
  return new MedoidError('invalid-condition', `--where ${text}: ${what}.`)
}

/** The live images that satisfy all of the conditions, which are as a person wrote them. */
export function imagesWhere(source: TagSource, where: readonly string[]): Uint32Array {
  return matching(source, where.map(parseCondition), source.images())
}

/**
 * The instances that satisfy all of the conditions. An element with several values satisfies `=`, `~` and a range where
 * any of them does, or, for `=` and `~`, the whole (`ImageType=ORIGINAL\PRIMARY`). `!=` is exactly the opposite of `=`; so
 * it alone is satisfied where there is no value. Numbers are compared as numbers (`5` is `5.0`), ages in ranges in years.
 *
 * @param instances ascending ids; the result keeps their order
 * @throws MedoidError `unknown-tag`, `ambiguous-tag`
 */
export function matching(source: TagSource, conditions: readonly Condition[], instances: Uint32Array): Uint32Array {
  const attributes = attributesOf(source.tags())
  return conditions.reduce((left, condition) => {
    const attribute = findAttribute(attributes, condition.name, `--where ${condition.text}`)
    const matches = matcher(condition, attribute.vr)
    const kept = new Uint32Array(left.length)
    let length = 0
    for (let from = 0; from < left.length; from += ROWS_AT_A_TIME) {
      const chunk = left.subarray(from, from + ROWS_AT_A_TIME)
      const { codes, texts } = attributeColumn(source, attribute, chunk)
      const known = new Int8Array(Math.max(texts.length, 2)).fill(-1)
      for (let row = 0; row < chunk.length; row++) {
        const code = codes[row]
        if (known[code] < 0) known[code] = matches(code < 2 ? undefined : texts[code]) ? 1 : 0
        if (known[code] === 1) kept[length++] = chunk[row]
      }
    }
    return kept.slice(0, length)
  }, instances)
}

/** Whether a text, or its absence, satisfies a condition. */
function matcher(condition: Condition, vr: string): (text: string | undefined) => boolean {
  const isWanted = valueMatcher(condition, vr)
  const isNegated = condition.operator === '!='
  return (text) => {
    const found = text !== undefined && (isWanted(text) || splitValues(text, vr).some(isWanted))
    return found !== isNegated
  }
}

function valueMatcher({ operator, value, range }: Condition, vr: string): (text: string) => boolean {
  if (range !== undefined) {
    const number = vr === 'AS' ? parseAge : parseDecimal
    const { from, to } = range
    return (text) => {
      const found = number(text)
      return !Number.isNaN(found) && (from === null || found >= from) && (to === null || found <= to)
    }
  }
  if (operator === '~') {
    const part = value.toLowerCase()
    return (text) => text.toLowerCase().includes(part)
  }
  const wanted = NUMBER_VRS.has(vr) ? parseDecimal(value) : NaN
  return (text) => text === value || parseDecimal(text) === wanted
}
