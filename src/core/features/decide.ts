import type { Attribute, AttributeFrequency } from './attributes.ts'
import { isDerived } from '../catalogue/derived-names.ts'
import { type Fact, type FeatureRule, RULES } from './rules.ts'

/** Text of these value representations may be a code that groups images, or an identifier that does not. */
const SHORT_TEXT = new Set(['LO', 'SH', 'CS'])

/** A step of a path that is a private sequence: its group is odd. */
const PRIVATE_STEP = /(?:^|\.)\([0-9A-F]{3}[13579BDF],/

/** A step of a path that the standard does not know: a tag of an even group in place of a keyword. */
const UNKNOWN_STEP = /(?:^|\.)\([0-9A-F]{3}[02468ACE],(?!0000\))/

/** With fewer values than this, hardly any two alike is nothing to wonder at. */
const ENOUGH_VALUES = 20

/** The first rule that holds for an attribute; undefined = it is eligible. @param further rules of the method */
export function decide(
  attribute: Attribute,
  frequency: AttributeFrequency,
  further: readonly FeatureRule[] = []
): FeatureRule | undefined {
  return [...RULES, ...further].find((rule) => holds(rule, attribute, frequency))
}

/**
 * Whether the values of an attribute may name a person, a place or a time: an attribute of PS3.15, table E.1-1, free
 * text, a date, a private element, or text that differs from image to image. Such values are never shown in reports and
 * labels, even where a person asks for the feature.
 */
export function isPhi(attribute: Attribute, frequency: AttributeFrequency): boolean {
  return RULES.some((rule) => rule.phi === true && holds(rule, attribute, frequency))
}

function holds(rule: FeatureRule, attribute: Attribute, frequency: AttributeFrequency): boolean {
  if (rule.except?.has(attribute.keyword)) return false
  return (
    (rule.fact !== undefined && isFact(rule.fact, attribute, frequency)) ||
    (rule.vr?.includes(attribute.vr) ?? false) ||
    (rule.keywords?.has(attribute.keyword) ?? false) ||
    (rule.groups?.some((group) => isInGroup(group, attribute)) ?? false) ||
    (rule.sequences !== undefined && isWithin(rule.sequences, attribute))
  )
}

function isFact(fact: Fact, attribute: Attribute, { nonEmpty, distinct }: AttributeFrequency): boolean {
  switch (fact) {
    case 'derived':
      return isDerived(attribute)
    case 'empty':
      return nonEmpty === 0
    case 'constant':
      return distinct === 1
    case 'unique':
      return SHORT_TEXT.has(attribute.vr) && nonEmpty >= ENOUGH_VALUES && 2 * distinct > nonEmpty
    case 'private':
      return isPrivate(attribute)
    case 'unknown':
      return isUnknown(attribute)
    case 'group-length':
      return isGroupLength(attribute)
  }
}

/** How many bytes the elements of its group take, which says nothing of the image. */
export function isGroupLength({ tag }: Pick<Attribute, 'tag'>): boolean {
  return tag.endsWith(',0000)')
}

/** Of the group itself, or below one of its sequences that has no keyword. */
function isInGroup(group: string, { tag, parts }: Attribute): boolean {
  return (
    tag.startsWith(group, 1) || parts.some(({ path }) => path.startsWith(`(${group}`) || path.includes(`.(${group}`))
  )
}

/** Without a keyword in the standard, or below a sequence without one. */
function isUnknown({ tag, keyword, privateCreator, parts }: Attribute): boolean {
  const hasNone = keyword === '' && privateCreator === '' && UNKNOWN_STEP.test(tag)
  return hasNone || parts.some(({ path }) => UNKNOWN_STEP.test(path))
}

/** Private itself, or below a private sequence, where even standard elements mean what the vendor says. */
function isPrivate({ tag, path, privateCreator }: Attribute): boolean {
  return privateCreator !== '' || Number.parseInt(tag.slice(1, 5), 16) % 2 === 1 || PRIVATE_STEP.test(path)
}

function isWithin(sequences: ReadonlySet<string>, attribute: Attribute): boolean {
  return (
    sequences.has(attribute.keyword) ||
    attribute.parts.some(({ path }) => path.split('.').some((step) => sequences.has(step)))
  )
}
