import { distanceBetween, spreadOf } from './spread.ts'
import type { Evidence } from './proposal.ts'
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
  { scale, offset }: { scale: number; offset: number }
): Evidence & { kind: 'numbers' } {
  const after = own.map((number) => scale * number + offset).sort()
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
