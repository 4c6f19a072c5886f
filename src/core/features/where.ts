import { FIRST_VALUE } from '../tag-codes.ts'
import type { ColumnValues, TagSource } from '../catalogue/types.ts'
import { type Condition, conditionWords, isTest, labelSetOf, SELECTION_TAG, type Test } from '../conditions.ts'
import { parseDecimal } from '../numbers.ts'
import { type Attribute, attributeColumn, attributesOf, ROWS_AT_A_TIME } from './attributes.ts'
import { findAttribute } from './names.ts'
import { plainNumbers } from './number-text.ts'
import { NUMBER_VRS, parseAge, splitValues } from './parse.ts'

/**
 * The live images that satisfy all of the conditions.
 * @param asOf when the conditions were stored (ISO 8601, UTC): a selection is the one that had its name then, though it may have been
 *   removed since
 * @throws MedoidError `unknown-tag`, `ambiguous-tag`, `unknown-selection`, `unknown-label-set`
 */
export function imagesWhere(source: TagSource, where: readonly Condition[], asOf?: string): Uint32Array {
  return matching(source, where, source.images(), asOf)
}

/**
 * The instances that satisfy all of the conditions, in each of which tests may be joined (any, all, not). An element with several values satisfies a value and a range where
 * any of them does; a value also where the whole does (`ORIGINAL\PRIMARY`). `is-not` is exactly the opposite of `is`; so
 * it alone is satisfied where there is no value, but for a test of just that. Numbers are compared as numbers (`5` is `5.0`), ages in ranges in years.
 *
 * @param instances ascending ids; the result keeps their order
 * @param asOf see `imagesWhere`
 * @throws MedoidError `unknown-tag`, `ambiguous-tag`, `unknown-selection`, `unknown-label-set`
 */
export function matching(
  source: TagSource,
  conditions: readonly Condition[],
  instances: Uint32Array,
  asOf?: string
): Uint32Array {
  const attributes = attributesOf(source.tags())
  return conditions.reduce((left, condition) => {
    const holds = maskOf(source, attributes, condition, asOf)
    const kept = new Uint32Array(left.length)
    let length = 0
    for (let from = 0; from < left.length; from += ROWS_AT_A_TIME) {
      const chunk = new Chunk(source, left.subarray(from, from + ROWS_AT_A_TIME))
      const mask = holds(chunk)
      for (let row = 0; row < mask.length; row++) if (mask[row] === 1) kept[length++] = chunk.instances[row]
    }
    return kept.slice(0, length)
  }, instances)
}

/** Instances that are looked at together: a column is read once, however many tests of it there are. */
class Chunk {
  readonly instances: Uint32Array
  private readonly source: TagSource
  private readonly columns = new Map<Attribute, ColumnValues>()

  constructor(source: TagSource, instances: Uint32Array) {
    this.source = source
    this.instances = instances
  }

  column(attribute: Attribute): ColumnValues {
    let column = this.columns.get(attribute)
    if (column === undefined)
      this.columns.set(attribute, (column = attributeColumn(this.source, attribute, this.instances)))
    return column
  }
}

/** One number a row of a chunk: 1 where a condition holds, else 0. A new array, which is the caller's. */
type Mask = (chunk: Chunk) => Uint8Array

function maskOf(source: TagSource, attributes: readonly Attribute[], condition: Condition, asOf?: string): Mask {
  const maskOfPart = (part: Condition): Mask => maskOf(source, attributes, part, asOf)
  if (isTest(condition)) return maskOfTest(source, attributes, condition, asOf)
  if ('not' in condition) {
    const inner = maskOfPart(condition.not)
    return (chunk) => inner(chunk).map((held) => 1 - held)
  }
  const isAny = 'any' in condition
  const [first, ...others] = (isAny ? condition.any : condition.all).map(maskOfPart)
  return (chunk) => {
    const mask = first(chunk)
    for (const other of others) {
      const more = other(chunk)
      if (isAny) for (let row = 0; row < mask.length; row++) mask[row] |= more[row]
      else for (let row = 0; row < mask.length; row++) mask[row] &= more[row]
    }
    return mask
  }
}

function maskOfTest(source: TagSource, attributes: readonly Attribute[], test: Test, asOf?: string): Mask {
  if (test.tag === SELECTION_TAG && 'value' in test) {
    const selected = source.selected(test.value, asOf)
    const isNegated = test.operator === 'is-not'
    return ({ instances }) => Uint8Array.from(instances, (instance) => Number(selected.has(instance) !== isNegated))
  }
  const set = labelSetOf(test.tag)
  if (set !== null) {
    const labels = source.labelled(set, asOf)
    // Labels may be numbers, such as grades.
    const isMeant = [null, ...labels.texts].map((label) => matcher(test, 'DS')(label ?? undefined))
    return ({ instances }) => Uint8Array.from(instances, (instance) => Number(isMeant[labels.code(instance)]))
  }
  const attribute = findAttribute(attributes, test.tag, conditionWords(test))
  const matches = matcher(test, attribute.vr)
  return (chunk) => {
    const { codes, texts } = chunk.column(attribute)
    const known = new Array<boolean | undefined>(Math.max(texts.length, FIRST_VALUE))
    const mask = new Uint8Array(codes.length)
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row]
      if ((known[code] ??= matches(code < FIRST_VALUE ? undefined : texts[code]))) mask[row] = 1
    }
    return mask
  }
}

/** Whether a text, or its absence, satisfies a test. */
function matcher(test: Test, vr: string): (text: string | undefined) => boolean {
  const isNegated = test.operator === 'is-not'
  if ('empty' in test) return (text) => (text === undefined) !== isNegated
  const isWanted = valueMatcher(test, vr)
  return (text) => {
    const found = text !== undefined && (isWanted(text) || splitValues(text, vr).some(isWanted))
    return found !== isNegated
  }
}

function valueMatcher(condition: Exclude<Test, { empty: true }>, vr: string): (text: string) => boolean {
  if ('range' in condition) {
    const number = vr === 'AS' ? parseAge : parseDecimal
    const { from, to } = condition.range
    return (text) => {
      const found = number(text)
      return !Number.isNaN(found) && (from === null || found >= from) && (to === null || found <= to)
    }
  }
  const { operator, value } = condition
  if (operator === 'contains') {
    const part = value.toLowerCase()
    return (text) => text.toLowerCase().includes(part)
  }
  const wanted = NUMBER_VRS.has(vr) ? parseDecimal(value) : NaN
  const plain = plainNumbers(value, vr)
  return (text) => plainNumbers(text, vr) === plain || parseDecimal(text) === wanted
}
