import { percent } from '../../messages/format.ts'
import { EQUAL_WEIGHT, type Feature, type NormalisedValue, type Reason } from '../catalogue/stored/features.ts'
import type { Tag, TagSource } from '../catalogue/types.ts'
import { MedoidError } from '../errors.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { type Attribute, attributeFrequencies, type AttributeFrequency, attributesOf, byTag } from './attributes.ts'
import { decide, isPhi } from './decide.ts'
import { DEFAULT_TAGS } from './default-tags.ts'
import { methodNamed, PAPER_METHOD } from './methods.ts'
import { findAttribute } from './names.ts'
import { type Reading, type ReadingOptions, readingsOf } from './overrides.ts'
import { type NoColumns, planFeature } from './plan.ts'
import type { FeatureRule } from './rules.ts'
import { type AttributeProfile, profileAttribute } from './profile.ts'
import { LEAST_SHARE_RANKED, MOST_RANKED_TAGS, rankFeatures, type Ranking } from './rank.ts'
import { DEFAULT_SELECTION, firstWords } from './selections.ts'

/** What a person may ask for. */
export interface SelectionOptions extends ReadingOptions {
  /** How many tags become features, those of `include` among them. Default 70, as in the paper. */
  tags?: number
  /** Features whatever the rules say; named by keyword, path, `(gggg,eeee)` or `(0019,xx0A)[CREATOR]`. */
  include?: readonly string[]
  /** No features, whatever the rules say. */
  exclude?: readonly string[]
  /** In which order eligible tags become features; by default that of the paper. */
  ranking?: Ranking
  /** Name of one of `METHODS`; by default the paper's. */
  method?: string
}

/** The place of a tag, and its name, which is unique in the catalogue. */
interface Named {
  name: string
  tag: string
  path: string
  keyword: string
  privateCreator: string
}

/** A tag that is no feature, and why. */
export interface RejectedTag extends Named {
  missingShare: number
  reason: Reason
  /** The reason as a sentence. */
  explanation: string
}

export interface Selection {
  /** Images (of the subset) that the decisions are about. */
  images: number
  /** By missing share, then by tag. */
  features: Feature[]
  /** Every other tag, by tag. */
  rejected: RejectedTag[]
  /** Categories that were written in several ways; those of PHI are left out. */
  normalised: NormalisedValue[]
}

interface Candidate {
  attribute: Attribute
  frequency: AttributeFrequency
  /** Images with a value, as far as is known with one that can be read. */
  readable: number
  missingShare: number
  /** Of a candidate whose values were looked at already. */
  profile?: AttributeProfile
  /** Whether a ranking says how it stands among the others. */
  isRanked?: boolean
}

/** Text that may turn out to be no number, and no age; other values are what their VR says, or categories. */
const READ_FROM_TEXT: ReadonlySet<string> = new Set(['DS', 'IS', 'AS'])

/**
 * Decides for every tag of the catalogue whether it becomes a feature (Manojlović et al. 2020, section 2.2): of those
 * that no rule rejects, the ones that the fewest images lack, or that come first in a ranking; ties by tag. A value that
 * cannot be read is a missing one.
 *
 * @param images the live images, or those of a subset (see `matching`), ids ascending
 * @throws MedoidError `no-images`, `invalid-tags`, `unknown-tag`, `ambiguous-tag`, `contradictory-tags`,
 *   `too-many-inclusions`, `unknown-method`, `personal-values`, `unusable-tag` (an inclusion whose values make no column); CancelledError
 */
export async function selectFeatures(
  source: TagSource,
  images: Uint32Array,
  options: SelectionOptions = {},
  work?: Work
): Promise<Selection> {
  const tags = options.tags ?? DEFAULT_TAGS
  const method = methodNamed(options.method ?? PAPER_METHOD)
  if (!Number.isInteger(tags) || tags < 1) {
    throw new MedoidError('invalid-tags', { tags })
  }
  const attributes = attributesOf(source.tags())
  const included = find(attributes, 'include', options.include)
  const excluded = find(attributes, 'exclude', options.exclude)
  const readings = readingsOf(attributes, options, method.planeWeight !== null)
  checkOverrides(included, excluded, tags)
  if (images.length === 0) {
    throw new MedoidError('no-images', { why: 'none' })
  }

  const frequencies = attributeFrequencies(source, attributes, images)
  const candidates = attributes.map((attribute, i): Candidate => {
    const frequency = frequencies[i]
    return { attribute, frequency, ...missingBut(frequency.nonEmpty, images) }
  })
  checkPersonal(candidates, readings)
  const selection: Selection = { images: images.length, features: [], rejected: [], normalised: [] }

  const queue = candidates.filter(({ attribute }) => included.has(attribute))
  const eligible = eligibleOf(candidates, included, excluded, method.rules, selection)
  for (const [done, candidate] of eligible.entries()) {
    throwIfCancelled(work)
    work?.onProgress?.({ stage: 'Reading values', done, total: eligible.length, unit: 'tags' })
    const reading = readings.get(candidate.attribute)
    if (!READ_FROM_TEXT.has(candidate.attribute.vr) && reading?.kind !== 'numeric') continue
    candidate.profile = profileAttribute(source, candidate.attribute, candidate.frequency, images, reading)
    Object.assign(candidate, missingBut(candidate.profile.readable, images))
    await breathe()
  }
  eligible.sort(fewestMissing)
  const { ranking } = options
  if (ranking === undefined) queue.push(...eligible)
  else {
    const anyway = queue.map((candidate) => [candidate, included.get(candidate.attribute)!] as const)
    queue.push(
      ...(await ranked(
        ranking,
        source,
        images,
        { included: anyway, eligible, readings, tags, perSeries: method.perSeries },
        work
      ))
    )
  }
  for (const candidate of queue) {
    throwIfCancelled(work)
    work?.onProgress?.({ stage: 'Choosing features', done: selection.features.length, total: tags, unit: 'tags' })
    if (selection.features.length < tags) {
      const { attribute } = candidate
      consider(selection, source, images, candidate, included.get(attribute), readings.get(attribute))
      await breathe()
    } else {
      selection.rejected.push(rejection(candidate, whyLeft(candidate, tags, ranking)))
    }
  }
  selection.features.sort((a, b) => a.missingShare - b.missingShare || byTag(a, b))
  selection.rejected.sort(byTag)
  const order = new Map(selection.features.flatMap(({ columns }) => columns).map(({ name }, i) => [name, i]))
  selection.normalised.sort((a, b) => order.get(a.column)! - order.get(b.column)!)
  return selection
}

function missingBut(readable: number, images: Uint32Array): { readable: number; missingShare: number } {
  return { readable, missingShare: (images.length - readable) / images.length }
}

/** What each name that was given stands for. */
function find(
  attributes: readonly Attribute[],
  setting: string,
  names: readonly string[] = []
): Map<Attribute, string> {
  return new Map(names.map((name) => [findAttribute(attributes, name, { setting, text: name }), name]))
}

function checkOverrides(included: Map<Attribute, string>, excluded: Map<Attribute, string>, tags: number): void {
  for (const [attribute, name] of included) {
    if (excluded.has(attribute)) {
      throw new MedoidError('contradictory-tags', {
        why: 'excluded',
        included: name,
        excluded: excluded.get(attribute)!
      })
    }
  }
  if (included.size > tags) {
    throw new MedoidError('too-many-inclusions', { included: included.size, tags })
  }
}

/** Spellings are stored with a run and told in its report: those of a tag that may name a person stay where they are. */
function checkPersonal(candidates: readonly Candidate[], readings: ReadonlyMap<Attribute, Reading>): void {
  for (const { attribute, frequency } of candidates) {
    if (readings.get(attribute)?.spellings === undefined || !isPhi(attribute, frequency)) continue
    throw new MedoidError('personal-values', { tag: attribute.name })
  }
}

/** Rejects what the rules, or a person, reject; the rest may become features. */
function eligibleOf(
  candidates: readonly Candidate[],
  included: Map<Attribute, string>,
  excluded: Map<Attribute, string>,
  rules: readonly FeatureRule[],
  selection: Selection
): Candidate[] {
  return candidates.filter((candidate) => {
    const { attribute, frequency } = candidate
    for (const part of attribute.parts.slice(1)) selection.rejected.push(coalesced(part, candidate))
    if (included.has(attribute)) return false
    const decision = excluded.has(attribute)
      ? { reason: 'excluded' as const, explanation: 'A person left it out.' }
      : decide(attribute, frequency, rules)
    if (decision !== undefined) selection.rejected.push(rejection(candidate, decision))
    return decision === undefined
  })
}

/** Why a tag that no rule rejects is no feature when all places are taken: where its values were looked at, they may tell. */
function whyLeft({ attribute, profile, isRanked = false }: Candidate, tags: number, ranking?: Ranking): NoColumns {
  const planned = profile && planFeature(attribute, profile, false)
  if (planned !== undefined && !('plan' in planned)) return planned
  const first = firstWords(ranking?.name ?? DEFAULT_SELECTION)
  const explanation =
    ranking === undefined || isRanked
      ? `Eligible, but the ${tags} tags ${first} come first; a larger number of tags takes more.`
      : `Eligible, but it was not compared with the others, which is done for the ${MOST_RANKED_TAGS} tags that the fewest images lack, and for none that fewer than ${percent(LEAST_SHARE_RANKED, 0)} have.`
  return { reason: 'limit', explanation }
}

/**
 * Eligible candidates in the order of a ranking; those that are not ranked come last, by missing share.
 * @param given.included what becomes a feature anyway, by the names that it was given
 * @param given.eligible by missing share
 */
async function ranked(
  ranking: Ranking,
  source: TagSource,
  images: Uint32Array,
  given: {
    included: readonly (readonly [Candidate, string])[]
    eligible: readonly Candidate[]
    readings: ReadonlyMap<Attribute, Reading>
    tags: number
    perSeries: number | null
  },
  work?: Work
): Promise<Candidate[]> {
  const { included, eligible, readings, tags, perSeries } = given
  const common = eligible.filter(({ readable }) => readable >= LEAST_SHARE_RANKED * images.length)
  const looked = [...included, ...common.slice(0, MOST_RANKED_TAGS).map((candidate) => [candidate] as const)]
  const planned: { candidate: Candidate; feature: Feature }[] = []
  for (const [done, [candidate, inclusion]] of looked.entries()) {
    throwIfCancelled(work)
    work?.onProgress?.({ stage: 'Ranking tags', done, total: looked.length, unit: 'tags' })
    const found = featureOf(source, images, candidate, inclusion, readings.get(candidate.attribute))
    if ('feature' in found) planned.push({ candidate, feature: found.feature })
    await breathe()
  }
  const features = planned.map(({ feature }) => feature)
  const task = { features, included: included.length, wanted: tags, perSeries }
  const order = (await rankFeatures(ranking, source, images, task, work)).map((place) => planned[place].candidate)
  for (const candidate of order) candidate.isRanked = true
  return [...order, ...eligible.filter(({ isRanked }) => isRanked !== true)]
}

function fewestMissing(a: Candidate, b: Candidate): number {
  return b.readable - a.readable || byTag(a.attribute, b.attribute)
}

/** Looks at the values of a candidate: they decide on its columns, or that there are none. */
function consider(
  selection: Selection,
  source: TagSource,
  images: Uint32Array,
  candidate: Candidate,
  inclusion: string | undefined,
  reading: Reading | undefined
): void {
  const planned = featureOf(source, images, candidate, inclusion, reading)
  if (!('feature' in planned)) {
    selection.rejected.push(rejection(candidate, planned))
    return
  }
  const { feature, normalised } = planned
  selection.features.push(feature)
  if (!feature.phi) selection.normalised.push(...normalised)
}

/** @throws MedoidError `unusable-tag` */
function featureOf(
  source: TagSource,
  images: Uint32Array,
  candidate: Candidate,
  inclusion: string | undefined,
  reading: Reading | undefined
): { feature: Feature; normalised: NormalisedValue[] } | NoColumns {
  const { attribute, frequency } = candidate
  const included = inclusion !== undefined
  const profile = (candidate.profile ??= profileAttribute(source, attribute, frequency, images, reading))
  Object.assign(candidate, missingBut(profile.readable, images))
  const planned = planFeature(attribute, profile, included, reading?.spellings)
  if (!('plan' in planned)) {
    if (!included) return planned
    throw new MedoidError('unusable-tag', { tag: inclusion, reason: planned.explanation })
  }
  const { name, tag, path, keyword, privateCreator } = attribute
  const { distinct } = frequency
  const phi = isPhi(attribute, frequency)
  const place = { name, tag, path, keyword, privateCreator }
  const { unparsed, commas } = profile
  const { missingShare } = candidate
  const told = { phi, included, missingShare, distinct, unparsed, commas }
  const corrected = attribute.parts.reduce((sum, { id }) => sum + (source.corrected?.(id, images) ?? 0), 0)
  const rests = corrected > 0 ? { corrected: { upTo: source.basis!, images: corrected } } : {}
  const feature = { ...place, ...planned.plan, ...told, weighting: EQUAL_WEIGHT, ...rests }
  return { feature, normalised: planned.normalised }
}

function rejection({ attribute, missingShare }: Candidate, { reason, explanation }: NoColumns): RejectedTag {
  const { name, tag, path, keyword, privateCreator } = attribute
  return { name, tag, path, keyword, privateCreator, missingShare, reason, explanation }
}

/** The decision about a tag whose values another attribute takes in. */
function coalesced(part: Tag, { attribute, missingShare }: Candidate): RejectedTag {
  const { tag, path, keyword, privateCreator } = part
  const explanation = `Its values are read as ${attribute.name}, where an image has none at the top level.`
  return { name: path, tag, path, keyword, privateCreator, missingShare, reason: 'coalesced', explanation }
}
