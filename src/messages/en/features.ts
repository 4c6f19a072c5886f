import { count, counted } from '../format.ts'
import type { Terms } from '../terms.ts'

/** Choosing features and images. */
export const FEATURES = {
  'unknown-tag': (given: UnknownTag, terms: Terms) => {
    switch (given.why) {
      case 'unnamed':
        return { problem: `${asked(given, terms)}: it names no tag.`, remedy: `See ${terms.action('tags')}.` }
      case 'not-there':
        return {
          problem: `${asked(given, terms)}: this catalogue has no tag ${given.name}.`,
          remedy:
            given.near.length > 0
              ? `Did you mean ${given.near.join(' or ')}?`
              : `The tags that it has: ${terms.action('tags')}.`
        }
      case 'run':
        return {
          problem: `This catalogue has no tag ${given.name}, which the run uses.`,
          remedy: 'Use the catalogue that the run was made with.'
        }
      case 'gone':
        return { problem: `The catalogue has no tag ${given.name} any more.`, remedy: 'Open the tags again.' }
    }
  },

  'ambiguous-tag': (given: Asked & { name: string; found: number; candidates: string[] }, terms: Terms) => ({
    problem: `${asked(given, terms)}: ${given.name} may be any of ${counted(given.found, 'tags')} of this catalogue.`,
    remedy: `Name one of them: ${given.candidates.join(', ')}${given.found > given.candidates.length ? ', …' : ''}`
  }),

  'invalid-tags': ({ tags }: { tags: number }, terms: Terms) => ({
    problem: `${terms.setting('tags', tags)}: the number of tags is a whole number from 1 on.`
  }),

  'no-images': (given: NoImages, terms: Terms) => {
    switch (given.why) {
      case 'empty':
        return {
          problem: 'The catalogue holds no image (an instance with Rows).',
          remedy: `Scan a folder that holds images: ${terms.action('scan')}.`
        }
      case 'conditions':
        return {
          problem: `None of the ${counted(given.images, 'images')} satisfies ${given.where.map((each) => `“${each}”`).join(' and ')}.`,
          remedy: `The values that there are: ${terms.action('tags', { tag: 'KEYWORD' })}.`
        }
      case 'none':
        return {
          problem: 'There is no image to choose features for.',
          remedy: `Scan a folder that holds images, or ask for less with ${terms.setting('where')}.`
        }
    }
  },

  'contradictory-tags': (given: ContradictoryTags, terms: Terms) => {
    const remedy = 'Leave one of them out.'
    switch (given.why) {
      case 'excluded':
        return {
          problem: `${terms.setting('include', given.included)} and ${terms.setting('exclude', given.excluded)} name the same tag.`,
          remedy
        }
      case 'two-kinds':
        return { problem: `${given.tag} is to be read as numeric and as nominal.`, remedy }
      case 'numbers':
        return {
          problem: `${given.tag} is to be read as numbers, which have no spellings: its values cannot be joined or separated.`,
          remedy
        }
    }
  },

  /** Of the text of a condition: `begin` and `end` are where the fault stands in it, in UTF-16 units from 0. */
  'invalid-condition': (given: { text: string; begin: number; end: number } & ConditionFault) => {
    const { text, begin, end } = given
    const isAll = begin === 0 && end >= text.trimEnd().length
    const piece = text.slice(begin, end).trim()
    const place = isAll ? '' : `, at character ${begin + 1}${piece === '' ? '' : ` (“${piece}”)`}`
    return { problem: `${text}${place}: ${conditionFault(given)}.` }
  },

  'invalid-override': ({ text, why }: { text: string; why: ChangeFault }) => ({
    problem: `${text}: ${CHANGE_FAULTS[why]}.`
  }),

  'too-many-inclusions': ({ included, tags }: { included: number; tags: number }, terms: Terms) => ({
    problem: `${terms.setting('include')} names ${counted(included, 'tags')}, but ${terms.setting('tags', tags)} allows only ${count(tags)}.`,
    remedy: `Raise ${terms.setting('tags')} or include fewer.`
  }),

  'personal-values': ({ tag }: { tag: string }) => ({
    problem: `The values of ${tag} may name a person, a place or a time, and what is joined or separated is stored with a run.`,
    remedy: 'Leave it as it is.'
  }),

  'unusable-tag': ({ tag, reason }: { tag: string; reason: string }, terms: Terms) => ({
    problem: `${terms.setting('include', tag)}: it cannot be a feature of these images. ${reason}`,
    remedy: 'Leave it out.'
  }),

  'no-features': (
    given: { why: 'rejected'; tags: number; images: number } | { why: 'export'; file: string },
    terms: Terms
  ) =>
    given.why === 'export'
      ? {
          problem: `There are no features to write to ${given.file}.`,
          remedy: `The reasons: ${terms.action('features')}.`
        }
      : {
          problem: `None of the ${counted(given.tags, 'tags')} of ${given.images === 1 ? 'this image' : `these ${counted(given.images, 'images')}`} is a feature, so there is nothing to compare them by.`,
          remedy: `The reason of each tag: ${terms.action('features')}; ${terms.setting('include')} takes one all the same, ${terms.setting('where')} chooses other images.`
        },

  /** Of a column; up to 0.2.0 with its sentence. */
  'hardly-distinguishing': (given: ({ column: string } & Outlying) | { text: string }) => ({
    problem: 'text' in given ? given.text : `${given.column} ${outlyingWords(given)}`
  })
}

/** A column whose range is far wider than its values are spread. */
export interface Outlying {
  /** Its least and greatest value, and those that most lie between; null where they may tell of a person. */
  range: { min: number; max: number; low: number; high: number } | null
  /** Of its values, those that lie there; null: nine of ten. */
  share: number | null
  /** What the method makes of it. */
  effect: 'clamped' | 'nearly-equal'
}

/** What stands behind the name of the column, and what to do next. */
export function outlyingWords({ range, share, effect }: Outlying): string {
  const values = share === null ? 'nine of ten values' : `${Math.round(share * 100)} % of its values`
  const effects = {
    clamped: 'values beyond count as the nearest of these',
    'nearly-equal': 'these count as nearly equal'
  }
  return `${rangeWords(range, values)}: ${effects[effect]}. Look at its values, which may be wrong or in two units, or leave it out.`
}

function rangeWords(range: Outlying['range'], values: string): string {
  if (range === null) return `has a range over 1,000 times as wide as that of ${values}`
  const { min, max, low, high } = range
  const between = low === high ? `are ${valueWords(low)}` : `lie between ${valueWords(low)} and ${valueWords(high)}`
  return `reaches from ${valueWords(min)} to ${valueWords(max)}, and ${values} ${between}`
}

/** Whole numbers as they are, so that people find them again. */
function valueWords(value: number): string {
  return String(Number.isSafeInteger(value) ? value : Number(value.toPrecision(6)))
}

/** Where a tag was asked for. */
export interface Asked {
  /** The setting; null: none that people know by a name. */
  setting: string | null
  /** What was given there. */
  text: string
}

function asked({ setting, text }: Asked, terms: Terms): string {
  return setting === null ? text : terms.setting(setting, text)
}

type UnknownTag =
  | ({ why: 'unnamed' } & Asked)
  /** @param near names that may be meant */
  | ({ why: 'not-there'; name: string; near: string[] } & Asked)
  | { why: 'run' | 'gone'; name: string }

type NoImages =
  | { why: 'empty' | 'none' }
  /** @param where the conditions in words */
  | { why: 'conditions'; images: number; where: string[] }

type ContradictoryTags =
  { why: 'excluded'; included: string; excluded: string } | { why: 'two-kinds' | 'numbers'; tag: string }

export type ConditionFault =
  | { why: 'no-operator' | 'no-tag' | 'no-range' | 'no-condition' | 'not-closed' | 'unexpected' | 'quote' }
  | { why: 'too-deep' | 'too-many' }
  | { why: 'no-value'; tag: string; sign: string }
  | { why: 'range-reversed'; from: string; to: string }

/** What is wrong with a condition, without its text. */
export function conditionFault(given: ConditionFault): string {
  switch (given.why) {
    case 'no-condition':
      return 'a condition is missing here. Write e.g. Modality=CT'
    case 'not-closed':
      return 'this parenthesis is not closed'
    case 'unexpected':
      return 'AND, OR or the end of the condition has to come here. A value that holds | or parentheses stands in quotes, as in ProtocolName="a|b"'
    case 'quote':
      return 'this quote is not closed. A quote in a value is written twice, as in ProtocolName="say ""a"""'
    case 'too-deep':
      return 'it has too many parentheses and NOT within one another'
    case 'too-many':
      return 'it has too many values'
    case 'no-operator':
      return 'it has no operator. Write e.g. Modality=CT, Modality!=CT, BodyPartExamined~spine or SliceThickness=1..5'
    case 'no-tag':
      return 'it names no tag. Write e.g. Modality=CT'
    case 'no-range':
      return 'a range is two numbers, or one with an open end: 1..5, 1.. or ..5'
    case 'no-value':
      return `it has no value behind ${given.sign}. Write e.g. ${given.tag}${given.sign}…`
    case 'range-reversed':
      return `its range begins behind its end. Write ${given.to}..${given.from}`
  }
}

/** What is wrong with a change of how a tag is read. */
export type ChangeFault = keyof typeof CHANGE_FAULTS

const CHANGE_FAULTS = {
  kind: 'a kind is numeric or nominal, e.g. SliceThickness=nominal',
  weight: 'a weight is a number, e.g. ScanOptions=0.5',
  'one-value': 'it takes two values at least, e.g. BodyPartExamined=HEAD=SKULL',
  form: 'it has to be a tag, = and a value, e.g. BodyPartExamined=TSPINE',
  quote: 'a quote is not closed',
  'empty-value': 'a value is empty'
}
