import type { Omission } from '../catalogue/stored/mapping.ts'
import { type Evidence, type Proposal, placeOf } from './proposal.ts'
import { sharedStrata, type Stratum } from './strata.ts'
import type { TagProfile } from './tag-profile.ts'

/** A site writes a tag where this share of its images has a value, and does not where no more than that has. */
const WRITES = 0.2
const NEVER = 0.03

/** A value says which site an image is from where nearly all images of each site have values that no other writes. */
const OWN = 0.9

type Shares = (Evidence & { kind: 'shares' })['shares']

/**
 * A tag that says which site an image is from and little else: in every modality that sites share and that any of them has it for, some
 * write it and others never do, or each writes values that no other does. Clusters by it are sites.
 *
 * @param readAs what texts are read as once other proposals are accepted
 */
export function proposeOmission(
  profile: TagProfile,
  strata: readonly Stratum[],
  sites: number,
  readAs: (text: string) => string
): Proposal<Omission>[] {
  const modalities = sharedStrata(strata).filter((places) =>
    places.some((place) => profile.filled[place] >= WRITES * strata[place].images)
  )
  if (modalities.length === 0) return []
  const written = modalities.map((places) =>
    sharesOf(places, strata, sites, (place) => profile.filled[place] / strata[place].images)
  )
  if (written.every(({ bySite }) => bySite.some((share) => share !== null && share <= NEVER))) {
    return [omission(profile, 'not-written', written)]
  }
  // Numbers that are measured are hardly ever the same ones.
  if (profile.texts === null || profile.numbers !== null) return []
  const own = ownImages(profile.texts, strata, readAs)
  const shares = modalities.map((places) =>
    sharesOf(places, strata, sites, (place) =>
      profile.filled[place] === 0 ? null : own[place] / profile.filled[place]
    )
  )
  const isOwn = shares.every(({ bySite }) => {
    const known = bySite.filter((share) => share !== null)
    return known.length > 1 && known.every((share) => share >= OWN)
  })
  return isOwn ? [omission(profile, 'own-values', shares)] : []
}

function sharesOf(
  places: readonly number[],
  strata: readonly Stratum[],
  sites: number,
  share: (place: number) => number | null
): Shares[number] {
  const bySite = new Array<number | null>(sites).fill(null)
  for (const place of places) bySite[strata[place].site] = share(place)
  return { modality: strata[places[0]].modality, bySite }
}

/** By stratum: images with a text that no other site writes. */
export function ownImages(
  texts: ReadonlyMap<string, Uint32Array>,
  strata: readonly Stratum[],
  readAs: (text: string) => string
): Float64Array {
  const read = new Map<string, Float64Array>()
  for (const [text, counts] of texts) {
    const name = readAs(text)
    const sum = read.get(name) ?? new Float64Array(strata.length)
    counts.forEach((count, place) => (sum[place] += count))
    read.set(name, sum)
  }
  const own = new Float64Array(strata.length)
  for (const counts of read.values()) {
    const sites = new Set(strata.filter((_, place) => counts[place] > 0).map(({ site }) => site))
    if (sites.size === 1) counts.forEach((count, place) => (own[place] += count))
  }
  return own
}

function omission(profile: TagProfile, why: Omission['why'], shares: Shares): Proposal<Omission> {
  const images = profile.filled.reduce((sum, count) => sum + count, 0)
  return {
    mapping: { kind: 'omission', ...placeOf(profile.attribute), why },
    images,
    evidence: { kind: 'shares', shares }
  }
}
