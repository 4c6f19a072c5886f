import type {
  DroppedPositions,
  FeaturePlan,
  NormalisedValue,
  Parser,
  Reason,
  SpellingChanges
} from '../catalogue/stored/features.ts'
import type { Attribute } from './attributes.ts'
import type { Category } from './normalise.ts'
import { MAX_POSITIONS } from './parse.ts'
import { PLANE_COLUMN } from './plane.ts'
import { type AttributeProfile, MAX_CATEGORIES, type PositionProfile } from './profile.ts'

/** Why an attribute's values make no column. */
export interface NoColumns {
  reason: Reason
  explanation: string
}

/** A position that fewer of the attribute's values reach than this is no column. */
const RARE = 0.01

export const READ_AS = { number: 'a number', age: 'an age', category: 'a category', plane: 'a plane' }

const EXPLANATIONS = {
  constant: 'All images that have a value there have the same one.',
  rare: 'Fewer than 1 % of the images with a value have as many values.',
  'beyond-limit': `An attribute becomes ${MAX_POSITIONS} columns at most.`
}

/**
 * Plans the columns of an attribute: one for each position that tells images apart.
 *
 * @param keepConstant for attributes that a person asked for: where all positions are constant they are kept
 * @param spellings what a person changed, as the profile was made with it
 */
export function planFeature(
  attribute: Attribute,
  profile: AttributeProfile,
  keepConstant: boolean,
  spellings?: SpellingChanges
): { plan: FeaturePlan; normalised: NormalisedValue[] } | NoColumns {
  const { parser, length, positions } = profile
  const most = Math.max(0, ...positions.map(({ count }) => count))
  if (length === 0) return { reason: 'empty', explanation: 'No image has a value for it.' }
  if (most === 0) {
    return { reason: 'unreadable', explanation: `None of its values can be read as ${READ_AS[parser]}.` }
  }
  if (profile.tooManyCategories) {
    return { reason: 'too-many-categories', explanation: `It has more than ${MAX_CATEGORIES} categories.` }
  }
  const isConstant = positions.every((position) => position.isConstant || position.count === 0)
  if (isConstant && !keepConstant) {
    return {
      reason: 'constant',
      explanation: 'All images that have a value have the same one, in one spelling or another.'
    }
  }

  // A second value in a few odd files makes no array.
  const isMultiple = positions.slice(1).some(({ count }) => count >= RARE * most)
  const isNominal = parser === 'category' || parser === 'plane'
  const plan: FeaturePlan = {
    vr: attribute.vr,
    parser,
    kind: isNominal ? 'nominal' : 'numeric',
    ...(spellings === undefined ? {} : { spellings }),
    columns: [],
    dropped: []
  }
  const normalised: NormalisedValue[] = []
  positions.forEach((position, i) => {
    const reason = isConstant ? undefined : whyNoColumn(position, most)
    if (reason !== undefined) return drop(plan, i + 1, i + 1, reason)
    const name = columnName(attribute, parser, isMultiple ? i + 1 : null)
    const levels = isNominal ? { levels: position.categories.map(({ value }) => value) } : {}
    const { outlying } = position
    plan.columns.push({ name, position: i + 1, ...levels, ...(outlying === undefined ? {} : { outlying }) })
    normalised.push(...severalSpellings(attribute, name, position.categories))
  })
  if (length > positions.length) drop(plan, positions.length + 1, length, 'beyond-limit')
  return { plan, normalised }
}

/** @param position from 1, where there are several */
function columnName({ name }: Attribute, parser: Parser, position: number | null): string {
  if (parser === 'plane') return PLANE_COLUMN
  return position === null ? name : `${name}[${position}]`
}

function whyNoColumn(position: PositionProfile, most: number): 'constant' | 'rare' | undefined {
  if (position.count < RARE * most) return 'rare'
  return position.isConstant ? 'constant' : undefined
}

function drop(plan: FeaturePlan, from: number, to: number, reason: DroppedPositions['reason']): void {
  plan.dropped.push({ from, to, reason, explanation: EXPLANATIONS[reason] })
}

function severalSpellings(
  { name, keyword }: Attribute,
  column: string,
  categories: readonly Category[]
): NormalisedValue[] {
  return categories
    .filter(({ rawValues }) => rawValues.length > 1)
    .map(({ value, rawValues }) => ({ name, keyword, column, value, rawValues }))
}
