import type { WordMapping } from '../catalogue/stored/mapping.ts'
import { compare } from '../features/attributes.ts'
import { categoryKey } from '../features/normalise.ts'
import { partsIn, regionOf } from '../words/region.ts'
import { wordsOf } from '../words/word-list.ts'
import { answersOf, type Concept, conceptOf, isDefinedWord, partsConcept } from './vocabulary.ts'
import { type Proposal, placeOf } from './proposal.ts'
import type { Stratum } from './strata.ts'
import { type TagProfile, valuesOf } from './tag-profile.ts'

/** Spellings of one category, as features read them. */
interface Category {
  /** The most frequent spelling. */
  value: string
  spellings: string[]
  /** Images by site. */
  bySite: number[]
  images: number
}

/**
 * Values that mean the same at different sites: spelled alike but for case, separators, accents and punctuation, or words of a vocabulary
 * for the same thing. Proposed only where a site writes one of the two and not the other: a site that writes both may mean two things.
 */
export function proposeWords(profile: TagProfile, strata: readonly Stratum[], sites: number): Proposal<WordMapping>[] {
  if (profile.texts === null || profile.numbers !== null) return []
  const spellings = valuesOf(profile)
  const bySite = (value: string): number[] => sumBySite(spellings.get(value)!, strata, sites)
  const categories = categoriesOf([...spellings.keys()], bySite, sites)
  return [
    ...proposeSpellings(profile, categories, bySite),
    ...proposeSynonyms(profile, categories),
    ...proposeRegions(profile, categories)
  ]
}

function sumBySite(counts: ArrayLike<number>, strata: readonly Stratum[], sites: number): number[] {
  const sums = new Array<number>(sites).fill(0)
  strata.forEach(({ site }, place) => (sums[site] += counts[place]))
  return sums
}

function categoriesOf(values: readonly string[], bySite: (value: string) => number[], sites: number): Category[] {
  const byKey = new Map<string, Category>()
  for (const value of values) {
    const key = categoryKey(value)
    const counts = bySite(value)
    const known = byKey.get(key) ?? { value, spellings: [], bySite: new Array<number>(sites).fill(0), images: 0 }
    byKey.set(key, known)
    known.spellings.push(value)
    counts.forEach((count, site) => (known.bySite[site] += count))
    known.images += total(counts)
  }
  for (const category of byKey.values()) {
    category.spellings.sort((a, b) => total(bySite(b)) - total(bySite(a)) || compare(a, b))
    category.value = category.spellings[0]
  }
  return [...byKey.values()].sort(mostCommonFirst)
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** Of several words for one thing, the one that most sites write, then the one of most images, is what the others are read as. */
function mostCommonFirst(a: Category, b: Category): number {
  return sitesWith(b) - sitesWith(a) || b.images - a.images || compare(a.value, b.value)
}

function sitesWith({ bySite }: Category): number {
  return bySite.filter((count) => count > 0).length
}

/** Spellings of one category where sites differ in which they use; all others of it are read as the most common one. */
function proposeSpellings(
  profile: TagProfile,
  categories: readonly Category[],
  bySite: (value: string) => number[]
): Proposal<WordMapping>[] {
  return categories.flatMap(({ value, spellings }) => {
    const others = spellings.slice(1).filter((spelling) => areOfOtherSites(bySite(spelling), bySite(value)))
    if (others.length === 0) return []
    const from = others.map(bySite).reduce((sum, counts) => sum.map((count, site) => count + counts[site]))
    return [proposal(profile, 'spelling', others, value, from, bySite(value), null)]
  })
}

/** Whether a site writes one and not the other. */
function areOfOtherSites(a: readonly number[], b: readonly number[]): boolean {
  return a.some((count, site) => count > 0 !== b[site] > 0)
}

function proposeSynonyms(profile: TagProfile, categories: readonly Category[]): Proposal<WordMapping>[] {
  const { keyword } = profile.attribute
  const answers = answersOf(categories.map(({ value }) => value))
  const groups = new Map<string, { categories: Category[]; concept: Concept | null }>()
  for (const category of categories) {
    const concept = conceptOf(keyword, category.value) ?? answers?.get(category.value)
    // Accents and punctuation that features keep apart: never between digits, where 1.5 is not 15.
    const key = concept?.id ?? looseKey(category.value)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { categories: [category], concept: concept ?? null })
    else group.categories.push(category)
  }
  return [...groups.values()].flatMap(({ categories: found, concept }) => {
    // The word of the standard, where anybody writes it.
    const target = found.find(({ value }) => concept !== null && isDefinedWord(concept, value)) ?? found[0]
    return found
      .filter((other) => other !== target && areOfOtherSites(other.bySite, target.bySite))
      .map((other) => {
        const kind = concept === null ? 'spelling' : 'synonym'
        const source = concept?.source ?? null
        return proposal(profile, kind, other.spellings, target.value, other.bySite, target.bySite, source)
      })
  })
}

/**
 * The region that the parts lie in, of words for different parts of it: HEAD of one site and BRAIN of another. Only where each site has one word
 * for the whole region; a site that writes both tells them apart.
 */
function proposeRegions(profile: TagProfile, categories: readonly Category[]): Proposal<WordMapping>[] {
  if (profile.attribute.keyword !== 'BodyPartExamined') return []
  const byRegion = new Map<string, Category[]>()
  for (const category of categories) {
    if (partsConcept(category.value) === undefined) continue
    const region = regionOf(partsIn(category.value))
    if (region !== null) byRegion.set(region, [...(byRegion.get(region) ?? []), category])
  }
  return [...byRegion].flatMap(([region, [target, ...others]]) => {
    const parts = target.bySite.map((_, site) => {
      const written = [target, ...others].filter(({ bySite }) => bySite[site] > 0)
      return new Set(written.map(({ value }) => partsConcept(value)!.id)).size
    })
    if (parts.some((count) => count > 1)) return []
    const own = partsConcept(target.value)!.id
    return others
      .filter(({ value }) => partsConcept(value)!.id !== own)
      .map((other) => {
        const source = `${region}: a region of the vocabulary of words`
        return proposal(profile, 'synonym', other.spellings, target.value, other.bySite, target.bySite, source)
      })
  })
}

/** Letters alone, without accents: `Thorax.` and `THORÁX`. Undefined where digits or signs may mean something. */
function looseKey(value: string): string | undefined {
  return /[\p{N}+*<>=/^%°²³]/u.test(value) ? undefined : ` ${wordsOf(value).join(' ')}`
}

function proposal(
  profile: TagProfile,
  kind: WordMapping['kind'],
  from: readonly string[],
  to: string,
  fromBySite: number[],
  toBySite: number[],
  source: string | null
): Proposal<WordMapping> {
  return {
    mapping: { kind, ...placeOf(profile.attribute), from: [...from], to },
    images: total(fromBySite),
    evidence: { kind: 'words', source, from: fromBySite, to: toBySite }
  }
}
