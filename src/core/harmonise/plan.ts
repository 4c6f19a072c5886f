import type { Database } from 'better-sqlite3'
import { mappingId } from '../catalogue/mappings.ts'
import { readWords, wordsBetween } from '../catalogue/mapped-columns.ts'
import type { Mapping, MappingKind, WordMapping } from '../catalogue/stored/mapping.ts'
import type { ColumnSource } from '../catalogue/types.ts'
import { type Attribute, attributesOf, compare } from '../features/attributes.ts'
import { decide, isPhi } from '../features/decide.ts'
import { DEFAULT_METHOD, methodNamed } from '../features/methods.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { inStandardUnits } from './numbers-by-site.ts'
import type { Proposal } from './proposal.ts'
import { ownImages, proposeOmission } from './propose-omissions.ts'
import { proposeRanges } from './propose-ranges.ts'
import { proposeUnits } from './propose-units.ts'
import { proposeWords } from './propose-words.ts'
import { type Site, sitesOf } from './sites.ts'
import { type Stratum, strataOf } from './strata.ts'
import { profileTag, type TagProfile } from './tag-profile.ts'

/** What sites have of one tag; lists are by site. */
export interface TagBySite {
  name: string
  tag: string
  keyword: string
  /** Images with a non-empty value. */
  filled: number[]
  /** Distinct values; null where these may name a person, a place or a time, are no categories, or are too many. */
  distinct: number[] | null
  /** Images with a value that no other site writes; null as above. */
  own: number[] | null
  /** Some of the values of one site alone, those of the most images first. */
  ownValues: { site: number; value: string; images: number }[]
}

/** A proposal with the name that decisions call it by. */
export type NamedProposal = Proposal & { id: string }

/** How the sites of a catalogue differ, and what would make them alike. */
export interface SitePlan {
  sites: Site[]
  images: number
  /** Tags that a site writes and another does not, or writes otherwise, come first. */
  tags: TagBySite[]
  /** By kind, then those about the most images first. */
  proposals: NamedProposal[]
}

/** Values of one site that are shown of a tag. */
const SHOWN = 5

const ORDER: Readonly<Record<MappingKind, number>> = { unit: 0, synonym: 1, spelling: 2, omission: 3, range: 4 }

/**
 * Compares the sites of a catalogue tag by tag. Each column is read once; memory is proportional to the number of sites, modalities and
 * distinct values, and to three bytes an image.
 *
 * @param source values as they are stored, without mappings
 * @param images live ones, ascending
 * @param rejected mappings that do not count as read
 * @throws MedoidError `one-site`, `too-many-sites`; CancelledError
 */
export async function planSites(
  db: Database,
  source: ColumnSource,
  images: Uint32Array,
  rejected: readonly Mapping[],
  work?: Work
): Promise<SitePlan> {
  const sites = sitesOf(db, images)
  const strata = strataOf(source, images, sites)
  const dismissed = new Set(rejected.map(mappingId))
  const attributes = attributesOf(source.tags())
  const tags: TagBySite[] = []
  const proposals: Proposal[] = []
  for (const [done, attribute] of attributes.entries()) {
    throwIfCancelled(work)
    work?.onProgress?.({ stage: 'Comparing sites', done, total: attributes.length, unit: 'tags' })
    const profile = shown(profileTag(source, attribute, images, strata, mayBeLookedAt(attribute), work))
    if (profile.filled.every((count) => count === 0)) continue
    const found = proposalsFor(profile, strata.strata, sites.sites, dismissed)
    proposals.push(...found)
    tags.push(tagBySite(profile, strata.strata, sites.sites.length))
    await breathe()
  }
  work?.onProgress?.({ stage: 'Comparing sites', done: attributes.length, total: attributes.length, unit: 'tags' })
  return {
    sites: sites.sites,
    images: images.length,
    tags: tags.sort((a, b) => difference(b, sites.sites) - difference(a, sites.sites) || compare(a.tag, b.tag)),
    proposals: proposals
      .map((proposal) => ({ id: mappingId(proposal.mapping), ...proposal }))
      .sort((a, b) => ORDER[a.mapping.kind] - ORDER[b.mapping.kind] || b.images - a.images || compare(a.id, b.id))
  }
}

/** As if it had values that differ, of which some are alike: what the attribute itself rules out is never looked at. */
const SOME_VALUES = { nonEmpty: 3, distinct: 2 }

/** Whether an attribute may be a feature: what identifies people or is free text is compared by how often it is there alone. */
function mayBeLookedAt(attribute: Attribute): boolean {
  return decide(attribute, SOME_VALUES, methodNamed(DEFAULT_METHOD).rules) === undefined
}

/** Without values where they turn out to differ from image to image, as names do. */
function shown(profile: TagProfile): TagProfile {
  const { attribute, texts, filled } = profile
  if (texts === null) return profile
  const nonEmpty = filled.reduce((sum, count) => sum + count, 0)
  return isPhi(attribute, { nonEmpty, distinct: texts.size }) ? { ...profile, texts: null } : profile
}

function proposalsFor(
  profile: TagProfile,
  strata: readonly Stratum[],
  sites: readonly Site[],
  dismissed: ReadonlySet<string>
): Proposal[] {
  const words = proposeWords(profile, strata, sites.length)
  const units = proposeUnits(profile, strata, sites)
  const counts = ({ mapping }: Proposal): boolean => !dismissed.has(mappingId(mapping))
  const read = wordsBetween(words.filter(counts).map(({ mapping }): WordMapping => mapping))
  const readAs = (text: string): string => readWords(text, profile.attribute.vr, read)
  const omissions = mayBeLookedAt(profile.attribute) ? proposeOmission(profile, strata, sites.length, readAs) : []
  const inUnits = units.filter(counts).map(({ mapping }) => mapping)
  const rescaled = proposeRanges(inStandardUnits(profile, inUnits, strata, sites), strata, sites)
  return [...units, ...words, ...omissions, ...rescaled]
}

function tagBySite(profile: TagProfile, strata: readonly Stratum[], sites: number): TagBySite {
  const { name, tag, keyword } = profile.attribute
  const sum = (counts: ArrayLike<number>): number[] => {
    const sums = new Array<number>(sites).fill(0)
    strata.forEach(({ site }, place) => (sums[site] += counts[place]))
    return sums
  }
  const filled = sum(profile.filled)
  // Numbers that are measured differ from image to image: that they are of one site says nothing.
  if (profile.texts === null || profile.numbers !== null) {
    return { name, tag, keyword, filled, distinct: null, own: null, ownValues: [] }
  }
  const texts = Array.from(profile.texts, ([value, counts]) => ({ value, bySite: sum(counts) }))
  const ownValues = texts.flatMap(({ value, bySite }) => {
    const of = bySite.flatMap((count, site) => (count > 0 ? [{ site, value, images: count }] : []))
    return of.length === 1 ? of : []
  })
  return {
    name,
    tag,
    keyword,
    filled,
    distinct: filled.map((_, site) => texts.filter(({ bySite }) => bySite[site] > 0).length),
    own: sum(ownImages(profile.texts, strata, (text) => text)),
    ownValues: filled.flatMap((_, place) =>
      ownValues
        .filter(({ site }) => site === place)
        .sort((a, b) => b.images - a.images || compare(a.value, b.value))
        .slice(0, SHOWN)
    )
  }
}

/** From 0, where all sites write a tag alike, to 1. */
function difference({ filled, own }: TagBySite, sites: readonly Site[]): number {
  const shares = filled.map((count, site) => count / sites[site].images)
  const missing = Math.max(...shares) - Math.min(...shares)
  const images = sites.reduce((sum, { images }) => sum + images, 0)
  return Math.max(missing, own === null ? 0 : own.reduce((sum, count) => sum + count, 0) / images)
}
