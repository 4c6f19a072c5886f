import type { NumberMapping } from '../catalogue/stored/mapping.ts'
import { unitOf } from '../dicom/units.ts'
import { type Compared, comparedNumbers, imagesOf, numberEvidence, readNumbers } from './numbers-by-site.ts'
import { type Proposal, placeOf } from './proposal.ts'
import type { Site } from './sites.ts'
import { distanceBetween, distinctNumbers, joined, quantile } from './spread.ts'
import type { Stratum } from './strata.ts'
import type { TagProfile } from './tag-profile.ts'

/**
 * Powers of ten by which numbers are too large where they are in another unit that is in use, by the unit of the standard: cm and m for
 * mm, Hz and kHz for MHz, gauss and mT for T. No power stands here with both signs, so that of two sites it is clear which one is wrong.
 */
const POWERS: Readonly<Record<string, readonly number[]>> = {
  mm: [-1, -3],
  'mm/s': [-1, -3],
  ms: [-3],
  µs: [-3, -6],
  s: [3],
  MHz: [6, 3],
  T: [4, 3],
  kV: [3],
  mA: [3],
  µA: [-3],
  mAs: [3],
  µAs: [-3],
  kg: [3],
  m: [2, 3],
  keV: [3]
}

/** Two distributions that are less far apart may be in one unit as they are; see `distanceBetween`. */
const APART = 0.9

/** The share of a site's numbers that are of modalities which speak for a power. */
const AGREEING = 0.75

/** Two distributions that are no farther apart are of one thing in one unit; see `distanceBetween`. */
const ALIKE = 0.35

/** Fewer distinct numbers have no shape that could be compared: then most of them have to be the very same. */
const SHAPED = 5
const SAME_SHARE = 0.5
/** Where there is no shape, numbers that happen to lie ten times apart are not rare. */
const SHAPELESS_POWER = 3

/**
 * Numbers that are in another unit than the standard's: their distributions lie apart as they are, and together once they are scaled by a
 * power of ten. The modalities that the site shares with another one have to agree.
 */
export function proposeUnits(
  profile: TagProfile,
  strata: readonly Stratum[],
  sites: readonly Site[]
): Proposal<NumberMapping>[] {
  const powers = POWERS[unitOf(profile.attribute.name) ?? '']
  if (powers === undefined) return []
  const compared = comparedNumbers(profile, strata)
  return sites.flatMap(({ sources }, site) => {
    for (let other = 0; other < sites.length; other++) {
      const pairs = compared.filter((each) => each.site === site && each.other === other)
      const power = powerOf(pairs.map((each) => voteOf(each, powers)))
      if (power === undefined) continue
      const scaling = scalingBy(power)
      const [own, others] = [joined(pairs.map(({ own }) => own)), joined(pairs.map(({ others }) => others))]
      const place = placeOf(profile.attribute)
      return [
        {
          mapping: { kind: 'unit' as const, ...place, sources: [...sources], modality: null, ...scaling },
          images: imagesOf(profile, strata, site, null),
          evidence: numberEvidence(null, own, others, scaling)
        }
      ]
    }
    return []
  })
}

/** What one modality says. */
interface Vote {
  numbers: number
  /** The power of ten that the site's numbers are too large by; null where it cannot be told; `none` where the unit is right. */
  power: number | null | 'none'
}

function voteOf({ own, others }: Compared, powers: readonly number[]): Vote {
  const vote = (power: Vote['power']): Vote => ({ numbers: own.length, power })
  const [mine, theirs] = [quantile(own, 0.5), quantile(others, 0.5)]
  if (!(mine > 0) || !(theirs > 0)) return vote(null)
  const before = distanceBetween(own, others)
  if (before < APART) return vote('none')
  const isShaped = distinctNumbers(own) >= SHAPED && distinctNumbers(others) >= SHAPED
  const known = new Set(others)
  const power = powers.find((each) => {
    const read = readNumbers(own, scalingBy(each))
    if (isShaped) return distanceBetween(read, others) <= ALIKE
    const same = read.filter((number) => known.has(number)).length
    return Math.abs(each) >= SHAPELESS_POWER && same >= SAME_SHARE * read.length
  })
  return vote(power ?? null)
}

function scalingBy(power: number): Pick<NumberMapping, 'scale' | 'offset'> {
  return { scale: Number(`1e${-power}`), offset: 0 }
}

/** The power that nearly all numbers of the shared modalities speak for, and none against; undefined where there is any doubt. */
function powerOf(votes: readonly Vote[]): number | undefined {
  const powers = new Set(votes.map(({ power }) => power).filter((power) => power !== null))
  const [power] = powers
  if (powers.size !== 1 || typeof power !== 'number') return undefined
  const numbers = votes.reduce((sum, vote) => sum + vote.numbers, 0)
  const agreeing = votes.filter((vote) => vote.power === power).reduce((sum, vote) => sum + vote.numbers, 0)
  return agreeing >= AGREEING * numbers ? power : undefined
}
