import { FIRST_VALUE } from '../tag-codes.ts'
import type { TagSource } from '../catalogue/types.ts'
import { type Condition, conditionWords, SELECTION_TAG } from '../conditions.ts'
import { parseDecimal } from '../numbers.ts'
import { attributeColumn, attributesOf, ROWS_AT_A_TIME } from './attributes.ts'
import { findAttribute } from './names.ts'
import { plainNumbers } from './number-text.ts'
import { NUMBER_VRS, parseAge, splitValues } from './parse.ts'

/**
 * The live images that satisfy all of the conditions.
 * @param asOf when the conditions were stored (ISO 8601, UTC): a selection is the one that had its name then, though it may have been
 *   removed since
 * @throws MedoidError `unknown-tag`, `ambiguous-tag`, `unknown-selection`
 */
export function imagesWhere(source: TagSource, where: readonly Condition[], asOf?: string): Uint32Array {
  return matching(source, where, source.images(), asOf)
}

/**
 * The instances that satisfy all of the conditions. An element with several values satisfies a value and a range where
 * any of them does; a value also where the whole does (`ORIGINAL\PRIMARY`). `is-not` is exactly the opposite of `is`; so
 * it alone is satisfied where there is no value. Numbers are compared as numbers (`5` is `5.0`), ages in ranges in years.
 *
 * @param instances ascending ids; the result keeps their order
 * @param asOf see `imagesWhere`
 * @throws MedoidError `unknown-tag`, `ambiguous-tag`, `unknown-selection`
 */
export function matching(
  source: TagSource,
  conditions: readonly Condition[],
  instances: Uint32Array,
  asOf?: string
): Uint32Array {
  const attributes = attributesOf(source.tags())
  return conditions.reduce((left, condition) => {
    if (condition.tag === SELECTION_TAG && 'value' in condition) {
      const selected = source.selected(condition.value, asOf)
      return left.filter((instance) => selected.has(instance) !== (condition.operator === 'is-not'))
    }
    const attribute = findAttribute(attributes, condition.tag, conditionWords(condition))
    const matches = matcher(condition, attribute.vr)
    const kept = new Uint32Array(left.length)
    let length = 0
    for (let from = 0; from < left.length; from += ROWS_AT_A_TIME) {
      const chunk = left.subarray(from, from + ROWS_AT_A_TIME)
      const { codes, texts } = attributeColumn(source, attribute, chunk)
      const known = new Array<boolean | undefined>(Math.max(texts.length, FIRST_VALUE))
      for (let row = 0; row < chunk.length; row++) {
        const code = codes[row]
        known[code] ??= matches(code < FIRST_VALUE ? undefined : texts[code])
        if (known[code]) kept[length++] = chunk[row]
      }
    }
    return kept.slice(0, length)
  }, instances)
}

/** Whether a text, or its absence, satisfies a condition. */
function matcher(condition: Condition, vr: string): (text: string | undefined) => boolean {
  const isWanted = valueMatcher(condition, vr)
  const isNegated = condition.operator === 'is-not'
  return (text) => {
    const found = text !== undefined && (isWanted(text) || splitValues(text, vr).some(isWanted))
    return found !== isNegated
  }
}

function valueMatcher(condition: Condition, vr: string): (text: string) => boolean {
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
