import type { Feature, Reason, RunFeatures } from '../catalogue/stored/features.ts'
import type { Tag, TagFrequency } from '../catalogue/types.ts'
import { privateName } from '../dicom/private-elements.ts'
import { attributesOf, type Attribute, byTag } from '../features/attributes.ts'
import { isPersonalAttribute } from '../features/personal.ts'
import { methodNamed, PAPER_METHOD } from '../features/methods.ts'
import { DEFAULT_SELECTION, firstWords } from '../features/selections.ts'
import { remarksOn } from '../features/remarks.ts'
import { weightWords } from '../features/weight-words.ts'
import type { FeatureList, ReportedTag } from './data.ts'

/** Why a tag is no feature, in the order in which a person asks. */
const EXPLANATIONS: Record<Exclude<Reason, 'limit'>, string> = {
  excluded: 'A person left it out.',
  derived: 'Medoid found it in the picture itself.',
  constant: 'All images that have a value have the same one.',
  empty: 'No image has a value for it.',
  identifier: 'It names or numbers one object, and says nothing about what an image shows.',
  phi: 'It may identify a person, a place, a device or a visit (PS3.15, table E.1-1).',
  'free-text': 'Free text, which people write in their own ways and which may name a person.',
  'date-time': 'A date or a time.',
  position: 'It says where in its series an image lies, not what the image shows.',
  window: 'It says how an image is to be displayed, and changes from image to image.',
  bookkeeping: 'It says how the object is stored or was worked through, not what the image shows.',
  'too-many-categories': 'It has too many categories.',
  unreadable: 'Its values cannot be read as numbers, ages or categories.',
  binary: 'Binary data.',
  sequence: 'A sequence; the elements of its first item are tags of their own.',
  coalesced: 'Its values are read as those of another tag.',
  private: 'A private element, whose meaning only its creator knows.',
  unknown: 'The standard has no such element (PS3.6), or none yet, so that nobody can say what it holds.'
}

/** The name of a private element, or of one inside a private sequence: it holds the creator, who may be a hospital. */
const PRIVATE = /\([0-9A-F]{3}[13579BDF],/

/** Values that are kept of a tag. */
const VALUES = 5

/** The attribute of the catalogue that each tag belongs to. */
function attributeByTag(tags: readonly Tag[]): Map<number, Attribute> {
  return new Map(attributesOf(tags).flatMap((attribute) => attribute.parts.map((part) => [part.id, attribute])))
}

/**
 * The features whose values a report may show, by name: those that told of no person when the run was made, and tell of none by
 * the rules of now.
 */
export function shownFeatures({ features }: RunFeatures, tags: readonly Tag[]): Map<string, Feature> {
  const attributes = new Map(attributesOf(tags).map((attribute) => [attribute.name, attribute]))
  return new Map(
    features
      .filter(({ name, phi }) => {
        const attribute = attributes.get(name)
        return !phi && attribute !== undefined && !isPersonalAttribute(attribute)
      })
      .map((feature) => [feature.name, feature])
  )
}

/** The names of the columns of features. */
export function columnNames(features: Iterable<Feature>): Set<string> {
  return new Set([...features].flatMap(({ columns }) => columns.map(({ name }) => name)))
}

/** @param asked how tags were chosen and compared: names of one of `SELECTIONS` and of one of `METHODS` */
export function listFeatures(
  stored: RunFeatures,
  shown: ReadonlyMap<string, Feature>,
  { select, method: name }: { select: string; method: string } = { select: DEFAULT_SELECTION, method: PAPER_METHOD }
): FeatureList {
  const method = methodNamed(name)
  const names = Map.groupBy(stored.rejected, ({ reason }) => reason)
  const columns = columnNames(shown.values())
  const limit = `Eligible, but the tags ${firstWords(select)} came first.`
  return {
    images: stored.images,
    chosen: stored.features.map((feature) => {
      const { name, tag, vr, kind, missingShare, distinct, unparsed, weighting, included, dropped } = feature
      const called = privateName(tag, feature.privateCreator)
      const phi = !shown.has(name)
      const columns = feature.columns.map((column) => column.name)
      return {
        name,
        privateName: called,
        tag,
        vr,
        kind,
        columns,
        missingShare,
        distinct,
        unparsed,
        weighting,
        weightExplanation: weightWords(weighting),
        remarks: remarksOn({ ...feature, phi }, method),
        phi,
        included,
        dropped
      }
    }),
    rejected: Object.entries({ limit, ...EXPLANATIONS }).flatMap(([reason, explanation]) => {
      const rejected = names.get(reason as Reason)
      if (rejected === undefined) return []
      const named = rejected.map(({ name }) => name).filter((name) => !PRIVATE.test(name))
      return [{ reason: reason as Reason, explanation, tags: rejected.length, names: named }]
    }),
    normalised: stored.normalised.filter(({ column }) => columns.has(column))
  }
}

/** The frequency analysis: by missing share, then by tag. */
export function tagRows(
  frequencies: readonly TagFrequency[],
  instances: number,
  stored: RunFeatures,
  shown: ReadonlyMap<string, Feature>
): ReportedTag[] {
  const attributes = attributeByTag(frequencies.map(({ tag }) => tag))
  const reasons = new Map(stored.rejected.map(({ name, reason }) => [name, reason]))
  const features = new Set(stored.features.map(({ name }) => name))
  return frequencies
    .filter(({ present }) => present > 0)
    .map(({ tag, nonEmpty, distinct, top }) => {
      const attribute = attributes.get(tag.id)!
      const isFirst = attribute.parts[0].id === tag.id
      const name = isFirst ? attribute.name : tag.path
      const decision: ReportedTag['decision'] = features.has(name) ? 'feature' : (reasons.get(name) ?? null)
      const shownName = decision !== 'feature' && PRIVATE.test(name) ? '' : name
      const missingShare = 1 - nonEmpty / instances
      const called = privateName(tag.tag, tag.privateCreator)
      const row = { name: shownName, privateName: called, tag: tag.tag, vr: tag.vr, missingShare, distinct, decision }
      return { row, place: tag, values: shown.has(attribute.name) ? top.slice(0, VALUES) : null }
    })
    .sort((a, b) => a.row.missingShare - b.row.missingShare || byTag(a.place, b.place))
    .map(({ row, values }) => ({ ...row, values }))
}
