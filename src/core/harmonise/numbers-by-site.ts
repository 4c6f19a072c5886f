import { DIGITS } from '../catalogue/mapped-columns.ts'
import type { NumberMapping } from '../catalogue/stored/mapping.ts'
import type { Evidence } from './proposal.ts'
import type { Site } from './sites.ts'
import { distanceBetween, spreadOf } from './spread.ts'
import { sharedStrata, type Stratum } from './strata.ts'
import type { TagProfile } from './tag-profile.ts'

/** The numbers of two sites for one modality that both have. */
export interface Compared {
  site: number
  other: number
  modality: string
  /** Ascending, as those of the other site. */
  own: Float64Array
  others: Float64Array
}

/** Fewer numbers show no habit. */
const FEWEST_NUMBERS = 10

/** Numbers as a mapping reads them. @param numbers ascending, as those that it gives */
export function readNumbers(
  numbers: Float64Array,
  { scale, offset }: Pick<NumberMapping, 'scale' | 'offset'>
): Float64Array {
  return numbers.map((number) => Number((scale * number + offset).toPrecision(DIGITS))).sort()
}

/** A profile whose numbers are read in the units of the standard. @param units mappings of units of this attribute */
export function inStandardUnits(
  profile: TagProfile,
  units: readonly NumberMapping[],
  strata: readonly Stratum[],
  sites: readonly Site[]
): TagProfile {
  if (profile.numbers === null || units.length === 0) return profile
  const numbers = profile.numbers.map((own, place) => {
    const { sources } = sites[strata[place].site]
    const unit = units.find((each) => sources.some((source) => each.sources.includes(source)))
    return unit === undefined ? own : readNumbers(own, unit)
  })
  return { ...profile, numbers }
}

/** Each site beside each other one, for every modality that both have. */
export function comparedNumbers({ numbers }: TagProfile, strata: readonly Stratum[]): Compared[] {
  if (numbers === null) return []
  return sharedStrata(strata).flatMap((places) => {
    const some = places.filter((place) => numbers[place].length >= FEWEST_NUMBERS)
    return some.flatMap((own) =>
      some
        .filter((other) => other !== own)
        .map((other) => ({
          site: strata[own].site,
          other: strata[other].site,
          modality: strata[own].modality,
          own: numbers[own],
          others: numbers[other]
        }))
    )
  })
}

/** What the numbers of a site are before and after they are read as `scale · x + offset`, beside those of others. */
export function numberEvidence(
  modality: string | null,
  own: Float64Array,
  others: Float64Array,
  reading: Pick<NumberMapping, 'scale' | 'offset'>
): Evidence & { kind: 'numbers' } {
  const after = readNumbers(own, reading)
  const distance = { before: distanceBetween(own, others), after: distanceBetween(after, others) }
  return {
    kind: 'numbers',
    modality,
    before: spreadOf(own),
    after: spreadOf(after),
    others: spreadOf(others),
    distance
  }
}

/** Images of a site that have a value, of one modality or of all. */
export function imagesOf(
  { filled }: TagProfile,
  strata: readonly Stratum[],
  site: number,
  modality: string | null
): number {
  return strata.reduce(
    (sum, each, place) =>
      sum + (each.site === site && (modality === null || each.modality === modality) ? filled[place] : 0),
    0
  )
}
