import type { FeatureChoices } from '../catalogue/stored/feature-set.ts'
import type { TagSource } from '../catalogue/types.ts'
import { type Condition, conditionWords, labelSetOf, SELECTION_TAG, type Test, testsOf } from '../conditions.ts'
import { MedoidError } from '../errors.ts'
import { attributesOf } from './attributes.ts'
import { findAttribute } from './names.ts'

/** Choices as far as a catalogue has what they name. */
interface KnownChoices {
  choices: FeatureChoices
  /** Names of tags that it does not have, or has several of. */
  unknownTags: string[]
  /** Conditions on such tags, or on selections and labels that are not there, in words. */
  unknownConditions: string[]
}

/** Leaves out what a catalogue does not have, or not any more: the choices were made in another one, or before it was scanned again. */
export function knownChoices(source: TagSource, choices: FeatureChoices): KnownChoices {
  const attributes = attributesOf(source.tags())
  const known = new Map<string, boolean>()
  const has = (tag: string): boolean => {
    if (!known.has(tag))
      known.set(
        tag,
        is(() => findAttribute(attributes, tag, tag))
      )
    return known.get(tag)!
  }
  const unknown = new Set<string>()
  const kept = <T>(all: readonly T[] | undefined, tagOf: (each: T) => string): T[] =>
    (all ?? []).filter((each) => {
      const isThere = has(tagOf(each))
      if (!isThere) unknown.add(tagOf(each))
      return isThere
    })
  const itself = (tag: string): string => tag
  const tagOf = ({ tag }: { tag: string }): string => tag
  const canTest = (test: Test): boolean => {
    if (test.tag === SELECTION_TAG && 'value' in test) return is(() => source.selected(test.value))
    const set = labelSetOf(test.tag)
    return set === null ? has(test.tag) : is(() => source.labelled(set))
  }
  const holds = (condition: Condition): boolean => testsOf(condition).every(canTest)
  const { where, include, exclude, kind, separate, join, weights } = choices
  return {
    choices: {
      ...choices,
      where: where.filter(holds),
      include: kept(include, itself),
      exclude: kept(exclude, itself),
      kind: kept(kind, tagOf),
      separate: kept(separate, tagOf),
      join: kept(join, tagOf),
      weights: kept(weights, tagOf)
    },
    unknownTags: [...unknown],
    unknownConditions: where.filter((condition) => !holds(condition)).map(conditionWords)
  }
}

/** Whether something is there that is looked for. */
function is(find: () => unknown): boolean {
  try {
    find()
    return true
  } catch (error) {
    if (error instanceof MedoidError && NOT_THERE.has(error.code as string)) return false
    throw error
  }
}

const NOT_THERE: ReadonlySet<string> = new Set([
  'unknown-tag',
  'ambiguous-tag',
  'unknown-selection',
  'unknown-label-set'
])
