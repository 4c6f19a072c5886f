import { DIGITS } from '../catalogue/mapped-columns.ts'
import type { NumberMapping } from '../catalogue/stored/mapping.ts'
import { type Compared, comparedNumbers, imagesOf, numberEvidence, readNumbers } from './numbers-by-site.ts'
import { type Proposal, placeOf } from './proposal.ts'
import type { Site } from './sites.ts'
import { distanceBetween, quantile } from './spread.ts'
import type { Stratum } from './strata.ts'
import type { TagProfile } from './tag-profile.ts'

/** Distributions that are no farther apart are left as they are; see `distanceBetween`. */
const APART = 0.2

/** Of the distance, a reading has to take away at least this share. */
const LEAST_GAIN = 0.6

/** Between these quantiles, a distribution is as wide as its scale says: a tenth on each side may be anything. */
const [LOW, HIGH] = [0.1, 0.9]

/**
 * Numbers that a site sets higher, lower or in a wider range than the largest one does, of one modality: they are read on the scale of
 * that one, by median and by the range of eight of ten numbers. This is the same as a range of its own for each site in Gower's
 * coefficient; two settings that never vary are one. It takes away real differences of what sites image, too.
 */
export function proposeRanges(
  profile: TagProfile,
  strata: readonly Stratum[],
  sites: readonly Site[]
): Proposal<NumberMapping>[] {
  return againstLargest(comparedNumbers(profile, strata), strata).flatMap(({ site, modality, own, others }) => {
    const before = distanceBetween(own, others)
    if (before <= APART) return []
    const [best] = readings(own, others)
      .map((reading) => ({ reading, after: distanceBetween(readNumbers(own, reading), others) }))
      .sort((a, b) => a.after - b.after)
    if (best.after > (1 - LEAST_GAIN) * before) return []
    const place = placeOf(profile.attribute)
    const mapping = { kind: 'range' as const, ...place, sources: [...sites[site].sources], modality, ...best.reading }
    const images = imagesOf(profile, strata, site, modality)
    return [{ mapping, images, evidence: numberEvidence(modality, own, others, best.reading) }]
  })
}

/** Of each modality, every site beside the one with the most images of it. */
function againstLargest(compared: readonly Compared[], strata: readonly Stratum[]): Compared[] {
  const images = (site: number, modality: string): number =>
    strata.find((each) => each.site === site && each.modality === modality)!.images
  return compared.filter(({ other, site, modality }) => {
    const rivals = compared.filter((each) => each.modality === modality).map((each) => each.other)
    const largest = rivals.sort((a, b) => a - b).reduce((a, b) => (images(b, modality) > images(a, modality) ? b : a))
    return other === largest && site !== largest
  })
}

/** A shift, a factor, or both. */
function readings(own: Float64Array, others: Float64Array): { scale: number; offset: number }[] {
  const [mine, theirs] = [quantile(own, 0.5), quantile(others, 0.5)]
  const width = quantile(own, HIGH) - quantile(own, LOW)
  const theirWidth = quantile(others, HIGH) - quantile(others, LOW)
  const shift = { scale: 1, offset: round(theirs - mine) }
  const factor = mine * theirs > 0 ? [{ scale: round(theirs / mine), offset: 0 }] : []
  const scale = round(theirWidth / width)
  const both = width > 0 && theirWidth > 0 ? [{ scale, offset: round(theirs - scale * mine) }] : []
  return [shift, ...factor, ...both]
}

/** As many digits as a mapping keeps. */
function round(number: number): number {
  return Number(number.toPrecision(DIGITS))
}
