import type { Feature } from '../catalogue/stored/features.ts'
import type { TagSource } from '../catalogue/types.ts'
import { MedoidError } from '../errors.ts'
import { type Attribute, attributeColumn, attributesOf } from '../features/attributes.ts'
import { TableBuilder } from '../features/build.ts'
import { classesOf, NO_CLASS } from '../features/classes.ts'
import { GROUP_KEYWORDS, groupsOf, NO_GROUP } from '../features/groups.ts'
import { type Kept, keptTogether } from '../features/kept-together.ts'
import { findAttribute } from '../features/names.ts'
import { isPersonalAttribute } from '../features/personal.ts'
import { drawSample } from '../features/sample.ts'
import { selectFeatures } from '../features/select.ts'
import { type FeatureTable, rowsOf } from '../features/table.ts'
import { MODALITY_TAG } from '../features/weights.ts'
import { type Folds, FOLDS } from '../forest/folds.ts'
import { predict } from '../forest/forest.ts'
import { fitOutOfFold, largest, type OutOfFold } from '../forest/out-of-fold.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { calibrate, probabilityOf, type ReliabilityRow, reliabilityOf } from './calibrate.ts'
import { type FoundRow, KeptRows } from './kept.ts'
import { proxyOf } from './proxies.ts'
import { FIRST_CLASS, NO_VALUE, OTHER_VALUE, type TargetValues, targetValues } from './values.ts'
import { type SuggestionReason, reasonsFor } from './why.ts'

/** Images that forests are fitted on, at most. */
const MOST_FITTED = 20_000
/** Images of a series among them; more where there are few series. */
const PER_SERIES = 4
const FEWEST_FITTED = 2000
/** Tags that become features, at most. */
const FEATURES = 120
/** A value is judged where the sample has as many images and as many patients with it. */
const FEWEST_IMAGES = 8
const FEWEST_GROUPS = 2
/** A tag does not apply to a modality of which fewer images than this share have it. */
const APPLIES = 0.05
/** Images whose features are in memory at a time. */
const AT_A_TIME = 16_384

/** A series, or a part of it, with a value that is suggested for it. */
export interface Suggestion extends Omit<FoundRow, 'suggested' | 'share'> {
  suggested: string
  /** How often headers have the value that forests are as sure of, 0 to 1: see `calibrate`. */
  probability: number
  why: SuggestionReason[]
}

/** Values that are judged, and how well forests tell them. */
interface JudgedValue {
  value: string
  /** Images of the sample that have it, and the share of them for which it is suggested. */
  images: number
  found: number
}

interface Suggestions {
  /** The attribute's name. */
  tag: string
  keyword: string
  /** Images of the archive, and of the sample. */
  images: number
  fitted: number
  /** What no forest saw both a part and the rest of. */
  keptTogether: Kept
  values: JudgedValue[]
  /** Names of the features; of the tags that say the same in other words and were left out. */
  features: string[]
  leftOut: string[]
  /** The share of the sample for which the value is suggested that it has. */
  agreeing: number
  reliability: ReliabilityRow[]
  /** By margin, the largest first. */
  missing: Suggestion[]
  wrong: Suggestion[]
  /** Images with a suggestion: those without a value, and those with another one. */
  counts: {
    missing: number
    wrong: number
    /** With a value that too few others have to be judged. */
    rare: number
    /** Without a value, of a modality that hardly ever has one. */
    notApplicable: number
    /** Series beyond those that are kept, of each kind. */
    leftMissing: number
    leftWrong: number
  }
}

/**
 * Suggests values of a tag where they are missing or look wrong. Random forests learn it from the other tags of a sample; each image is judged by
 * one that has seen nothing of its patient. Memory does not grow with the archive but for a few bytes an image.
 *
 * @param images ids, ascending
 * @throws MedoidError `unknown-tag`, `ambiguous-tag`, `nothing-to-suggest`, and as `selectFeatures` does; CancelledError
 */
export async function suggestValues(
  source: TagSource,
  images: Uint32Array,
  { tag, seed }: { tag: string; seed: number },
  work?: Work
): Promise<Suggestions> {
  const attributes = attributesOf(source.tags())
  const target = findAttribute(attributes, tag, { setting: 'tag', text: tag })
  if (isPersonalAttribute(target)) {
    throw new MedoidError('nothing-to-suggest', { why: 'personal', tag: target.name })
  }
  const values = await targetValues(source, target, images, work)
  const isProxy = proxyOf(target)
  const leftOut = attributes.filter(isProxy).map(({ name }) => name)
  const { features } = await selectFeatures(
    source,
    images,
    { tags: FEATURES, exclude: leftOut, method: 'balanced' },
    work
  )
  if (features.length === 0) throw new MedoidError('nothing-to-suggest', { why: 'no-features', tag: target.name })
  const { by, groups } = keptTogether(source, images, FOLDS)
  const sample = sampleOf(source, images, values, groups, seed, target)
  const builder = new TableBuilder(source, features)
  const fitted = await fitOutOfFold(
    {
      table: builder.build(sample.places.map((place) => images[place])),
      classes: sample.classes,
      count: sample.kept.length,
      groups: sample.groups
    },
    seed,
    work
  )
  const judged = judge(fitted, sample)
  const found = await lookThrough(
    { source, images, target, values, groups, builder, sample, folds: fitted.folds, fitted },
    work
  )
  const explained = async (rows: FoundRow[]): Promise<Suggestion[]> => {
    const whys = await explain(rows, { images, groups, builder, features, fitted }, work)
    return rows.map(({ suggested, share, ...row }, at) => ({
      ...row,
      suggested: sample.kept[suggested],
      probability: probabilityOf(judged.calibration, share),
      why: whys[at]
    }))
  }
  return {
    tag: target.name,
    keyword: target.keyword,
    images: images.length,
    fitted: sample.places.length,
    keptTogether: by,
    values: judged.values,
    features: features.map(({ name }) => name),
    leftOut,
    agreeing: judged.agreeing,
    reliability: judged.reliability,
    missing: await explained(found.missing.list()),
    wrong: await explained(found.wrong.list()),
    counts: { ...found.counts, leftMissing: found.missing.left, leftWrong: found.wrong.left }
  }
}

/** The images that forests are fitted on. */
interface Sample {
  /** Among the images. */
  places: Uint32Array
  /** Of each: the place of its value in `kept`. */
  classes: Uint16Array
  groups: Int32Array
  /** Values that are judged. */
  kept: string[]
  /** By the class of `values`: the place in `kept`, or −1. */
  keptOf: Int32Array
}

function sampleOf(
  source: TagSource,
  images: Uint32Array,
  values: TargetValues,
  groups: Int32Array,
  seed: number,
  target: Attribute
): Sample {
  const known = images.filter((_, place) => values.codes[place] >= FIRST_CLASS)
  const drawn = drawSample(source, known, {
    size: MOST_FITTED,
    seed,
    perSeries: PER_SERIES,
    by: 'image',
    atLeast: FEWEST_FITTED
  })
  const all = placesOf(images, drawn.images)
  const counts = new Uint32Array(values.classes.length)
  const seen = values.classes.map(() => new Set<number>())
  for (const place of all) {
    const own = values.codes[place] - FIRST_CLASS
    counts[own]++
    if (seen[own].size < FEWEST_GROUPS) seen[own].add(groups[place])
  }
  const judged = values.classes
    .map((_, own) => own)
    .filter((own) => counts[own] >= FEWEST_IMAGES && seen[own].size >= FEWEST_GROUPS)
  if (judged.length < 2) {
    const parameters = { why: 'few', tag: target.name, values: judged.length, images: FEWEST_IMAGES } as const
    throw new MedoidError('nothing-to-suggest', parameters)
  }
  const keptOf = new Int32Array(values.classes.length).fill(-1)
  judged.forEach((own, place) => (keptOf[own] = place))
  const places = all.filter((place) => keptOf[values.codes[place] - FIRST_CLASS] >= 0)
  return {
    places,
    classes: Uint16Array.from(places, (place) => keptOf[values.codes[place] - FIRST_CLASS]),
    groups: Int32Array.from(places, (place) => groups[place]),
    kept: judged.map((own) => values.classes[own]),
    keptOf
  }
}

/** The places of some ids among others. @param ids, some both ascending */
function placesOf(ids: Uint32Array, some: Uint32Array): Uint32Array {
  let place = 0
  return some.map((id) => {
    while (ids[place] < id) place++
    return place
  })
}

/** How well forests tell the values of the sample that they have not seen. */
function judge({ folds, shares }: OutOfFold, { classes, groups, kept }: Sample) {
  const values = kept.map((value) => ({ value, images: 0, found: 0 }))
  const own = new Float64Array(classes.length)
  const right = new Uint8Array(classes.length)
  classes.forEach((kind, row) => {
    const { best, share } = largest(shares, row, kept.length)
    own[row] = share
    right[row] = Number(best === kind)
    values[kind].images++
    values[kind].found += right[row]
  })
  const agreeing = right.reduce((sum, each) => sum + each, 0) / classes.length
  const foldOf = groups.map((group) => folds.of(group))
  return {
    agreeing,
    calibration: calibrate(own, right),
    reliability: reliabilityOf(own, right, foldOf),
    values: values.map(({ value, images, found }) => ({ value, images, found: found / images }))
  }
}

interface Archive {
  source: TagSource
  images: Uint32Array
  target: Attribute
  values: TargetValues
  groups: Int32Array
  builder: TableBuilder
  sample: Sample
  folds: Folds
  fitted: OutOfFold
}

/** Judges all images, each by the forest that has not seen its patient. */
async function lookThrough(
  { source, images, target, values, groups, builder, sample, folds, fitted }: Archive,
  work?: Work
): Promise<{
  missing: KeptRows
  wrong: KeptRows
  counts: { missing: number; wrong: number; rare: number; notApplicable: number }
}> {
  const missing = new KeptRows()
  const wrong = new KeptRows()
  const counts = { missing: 0, wrong: 0, rare: 0, notApplicable: 0 }
  const series = groupsOf(source, GROUP_KEYWORDS.series, images)
  const applies = applicability(source, images, values, target)
  const count = sample.kept.length
  for (let from = 0; from < images.length; from += AT_A_TIME) {
    work?.onProgress?.({ stage: 'Looking through images', done: from, total: images.length, unit: 'images' })
    const some = images.subarray(from, from + AT_A_TIME)
    const table = builder.build(some)
    const texts = attributeColumn(source, target, some)
    for (let fold = 0; fold < folds.count; fold++) {
      await breathe()
      throwIfCancelled(work)
      const rows = [...some.keys()].filter((row) => folds.of(groups[from + row]) === fold)
      if (rows.length === 0) continue
      const shares = predict(fitted.forests[fold], rowsOf(table, rows))
      rows.forEach((row, at) => {
        const place = from + row
        const code = values.codes[place]
        const own = code < FIRST_CLASS ? -1 : sample.keptOf[code - FIRST_CLASS]
        if (code === NO_VALUE && !applies(place)) {
          counts.notApplicable++
          return
        }
        if (code === OTHER_VALUE || (code >= FIRST_CLASS && own < 0)) {
          counts.rare++
          return
        }
        const { best, share, second } = largest(shares, at, count)
        if (best === own) return
        const group = series[place] === NO_GROUP ? null : series[place]
        const found = { instance: images[place], suggested: best, share }
        if (own < 0) {
          counts.missing++
          missing.add(group, { ...found, present: null, margin: share - second })
        } else {
          const margin = share - shares[at * count + own]
          if (margin <= 0) return
          counts.wrong++
          wrong.add(group, { ...found, present: texts.texts[texts.codes[row]], margin })
        }
      })
    }
  }
  return { missing, wrong, counts }
}

/** Whether images of a modality have the tag at all: ScanningSequence is missing in no CT. */
function applicability(
  source: TagSource,
  images: Uint32Array,
  { codes }: TargetValues,
  target: Attribute
): (place: number) => boolean {
  if (target.keyword === MODALITY_TAG) return () => true
  const modality = classesOf(source, MODALITY_TAG, images)
  const all = new Float64Array(modality.names.length)
  const having = new Float64Array(modality.names.length)
  modality.codes.forEach((own, place) => {
    if (own === NO_CLASS) return
    all[own]++
    if (codes[place] !== NO_VALUE) having[own]++
  })
  return (place) => {
    const own = modality.codes[place]
    return own === NO_CLASS || having[own] >= APPLIES * all[own]
  }
}

/** Why the forests say so, of each row. */
async function explain(
  rows: FoundRow[],
  {
    images,
    groups,
    builder,
    features,
    fitted
  }: {
    images: Uint32Array
    groups: Int32Array
    builder: TableBuilder
    features: readonly Feature[]
    fitted: OutOfFold
  },
  work?: Work
): Promise<SuggestionReason[][]> {
  const whys: SuggestionReason[][] = new Array<SuggestionReason[]>(rows.length).fill([])
  const order = [...rows.keys()].sort((a, b) => rows[a].instance - rows[b].instance)
  for (let from = 0; from < order.length; from += AT_A_TIME) {
    work?.onProgress?.({ stage: 'Explaining suggestions', done: from, total: order.length, unit: 'series' })
    const some = order.slice(from, from + AT_A_TIME)
    const ids = Uint32Array.from(new Set(some.map((row) => rows[row].instance)))
    const rowOf = new Map(Array.from(ids, (id, at) => [id, at]))
    const places = placesOf(images, ids)
    const table: FeatureTable = builder.build(ids)
    for (let fold = 0; fold < fitted.folds.count; fold++) {
      await breathe()
      throwIfCancelled(work)
      const own = some.filter((row) => fitted.folds.of(groups[places[rowOf.get(rows[row].instance)!]]) === fold)
      const asked = Uint16Array.from(own, (row) => rows[row].suggested)
      const part = rowsOf(
        table,
        own.map((row) => rowOf.get(rows[row].instance)!)
      )
      reasonsFor(fitted.forests[fold], features, part, asked).forEach((why, at) => (whys[own[at]] = why))
    }
  }
  return whys
}
