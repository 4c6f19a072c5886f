import { isDerived } from '../catalogue/derived-names.ts'
import type { Tag } from '../catalogue/types.ts'
import { MedoidError } from '../errors.ts'
import { type Attribute, attributesOf } from '../features/attributes.ts'
import { findAttribute } from '../features/names.ts'
import { isPersonalAttribute } from '../features/personal.ts'
import { givenText } from '../given-text.ts'
import { parseDecimal } from '../numbers.ts'

/**
 * The attribute whose values somebody wants to correct.
 * @param name as `findAttribute` takes it
 * @throws MedoidError `unknown-tag`, `ambiguous-tag`; `correction-impossible` for values that may tell of a person, a place or a time, since
 *   corrections leave this machine, and for what no value of its own describes an image by: sequences, and Rows, by which instances are images
 */
export function correctableAttribute(tags: readonly Tag[], name: string): Attribute {
  const attribute = findAttribute(attributesOf(tags), name, { setting: 'tag', text: name })
  if (isPersonalAttribute(attribute)) throw new MedoidError('correction-impossible', { why: 'personal', tag: name })
  if (attribute.vr === 'SQ' || attribute.keyword === 'Rows') {
    throw new MedoidError('correction-impossible', { why: 'no-value', tag: name })
  }
  return attribute
}

/** Characters of all values together. */
export const MOST_VALUE = 1024

/** Characters of one value by VR (PS3.5, table 6.2-1). */
const LENGTHS: Readonly<Record<string, number>> = { CS: 16, SH: 16, LO: 64, DS: 16, IS: 12 }
const FORMS: Readonly<Record<string, RegExp>> = {
  CS: /^[A-Z0-9 _]+$/,
  AS: /^\d{3}[DWMY]$/,
  IS: /^[+-]?\d+$/
}
/** By VR the least and the greatest number; all but DS and those of floating point are whole. */
const RANGES: Readonly<Record<string, [min: number, max: number]>> = {
  IS: [-(2 ** 31), 2 ** 31 - 1],
  US: [0, 2 ** 16 - 1],
  SS: [-(2 ** 15), 2 ** 15 - 1],
  UL: [0, 2 ** 32 - 1],
  SL: [-(2 ** 31), 2 ** 31 - 1],
  DS: [-Infinity, Infinity],
  FL: [-3.5e38, 3.5e38],
  FD: [-Infinity, Infinity]
}
const FRACTIONS = new Set(['DS', 'FL', 'FD'])

/**
 * A value that somebody gives, as the catalogue keeps values: several with `\` between them; '' for none.
 * @throws MedoidError `correction-impossible` where no element of this VR can have it (PS3.5, section 6.2)
 */
export function correctedValue(attribute: Attribute, value: string): string {
  const allowed = allowedValue(attribute, value)
  if (allowed !== null) return allowed
  const { name: tag, vr } = attribute
  throw new MedoidError('correction-impossible', { why: 'bad-value', tag, vr, value: value.slice(0, 100) })
}

/** As `correctedValue`; null where no element of this VR can have it. */
export function allowedValue({ vr, parts: [tag] }: Attribute, value: string): string | null {
  const given = givenText(value, MOST_VALUE)
  if (typeof given !== 'string') return null
  if (given === '' || isDerived(tag)) return given
  const values = given.split('\\').map((each) => each.trim())
  return values.every((each) => isAllowed(vr, each)) ? values.join('\\') : null
}

function isAllowed(vr: string, value: string): boolean {
  if ([...value].length > (LENGTHS[vr] ?? MOST_VALUE) || FORMS[vr]?.test(value) === false) return false
  const range = RANGES[vr]
  if (range === undefined) return true
  const number = parseDecimal(value)
  return number >= range[0] && number <= range[1] && (FRACTIONS.has(vr) || Number.isInteger(number))
}
