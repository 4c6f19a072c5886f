import {
  KINDS,
  type StoredSuggestion,
  suggestionAt,
  suggestionImages,
  suggestionPage,
  suggestionPairs,
  type SuggestionRun,
  suggestionRun,
  suggestionRuns,
  suggestionsAt,
  type ValuePair
} from '../../core/catalogue/suggestions.ts'
import { DECISIONS } from '../../core/catalogue/corrections/layer.ts'
import { listRuns } from '../../core/catalogue/runs.ts'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import { decisionsOf } from '../../core/corrections/overview.ts'
import { type Attribute, attributeColumn, attributesOf } from '../../core/features/attributes.ts'
import { findAttribute } from '../../core/features/names.ts'
import { type Infer, integer, list, object, oneOf, optional, orNull, text } from '../../core/schema.ts'
import { findSimilar } from '../../core/similar/find.ts'
import { runFor } from '../../core/similar/query.ts'
import { imagesOf } from '../../core/suggestions/images-of.ts'
import { FIRST_VALUE } from '../../core/tag-codes.ts'
import type { Work } from '../../core/work.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { similarMeans } from '../catalogue/similar-means.ts'
import { SHOWN_CHARACTERS } from '../catalogue/tag-values.ts'
import { nothing, question, slowQuestion } from '../method.ts'
import { limit, offset } from './arguments.ts'

export type { SuggestionKind, SuggestionRun, ValuePair } from '../../core/catalogue/suggestions.ts'
export type { SuggestionReport, StoredReason } from '../../core/catalogue/stored/suggestions.ts'

/** Values that are suggested for the images of one series that have one value. */
export interface SuggestionRow extends StoredSuggestion {
  /** Whether the image is still in the archive. */
  isLive: boolean
}

/** What was decided last about an image, by people: see `corrections.decide`. */
export type SuggestionState = (typeof DECISIONS)[number]

export interface SuggestionRows {
  /** Series of the kind and, where they are asked for, of the pair and the state. */
  total: number
  /** Series of the kind and the pair, by what was decided about the image that they are named by. */
  decided: Record<SuggestionState, number>
  rows: SuggestionRow[]
}

/** A pair of values, and how often it is suggested. */
export interface PairCount extends ValuePair {
  series: number
  images: number
}

/** An image that is like the one that a value is suggested for. */
interface NearestWithValue {
  instance: number
  /** √(1 − S), by the features of the run. */
  distance: number
  /** Of the tag; null where it has none. */
  value: string | null
}

export interface SuggestionWhy {
  suggestion: StoredSuggestion
  /** The run by whose features images are compared; null: there is none yet, and no nearest images. */
  run: number | null
  nearest: NearestWithValue[]
}

/** Images that are answered at once. */
const MOST_IMAGES = 100_000

/** Images that are nearest. */
const NEAREST = 8

const run = integer(1, 999_999_999)
const kind = oneOf(...KINDS)
const place = integer(0, 10_000_000)
const pair = object({ present: orNull(text({ empty: true })), suggested: text() })
const one = object({ run })
/** Those about which this was decided. */
const state = optional(oneOf(...DECISIONS))
const page = object({ run, kind, pair: optional(pair), state, offset, limit })
const row = object({ run, kind, place })
/** Those of some rows, or of all with a pair of values. */
const some = object({ run, kind, places: optional(list(place, 1000)), pair: optional(pair), state })

/** Values that `medoid suggest` suggested, and why. */
export const suggestions = {
  /** One of each tag, the latest first. */
  'suggestions.runs': question(nothing, ({ reader }): SuggestionRun[] => suggestionRuns(reader.db)),
  /** By margin, the largest first. */
  'suggestions.page': question(page, rowsOf),
  /** The most images first. */
  'suggestions.pairs': question(one, ({ reader }, { run }): PairCount[] => {
    suggestionRun(reader.db, run)
    return suggestionPairs(reader.db, run)
  }),
  'suggestions.why': slowQuestion(row, whyOf),
  /** The images that suggestions are about, ascending: all of their series that have the same value. */
  'suggestions.images': slowQuestion(some, imagesOfSome)
}

function rowsOf(
  { reader }: OpenCatalogue,
  { run, kind, pair, state, offset, limit }: Infer<typeof page>
): SuggestionRows {
  const { db } = reader
  const target = targetOf(reader, run)
  const all = suggestionImages(db, run, { kind, pair })
  const states = decisionsOf(
    reader,
    target,
    all.map(([, instance]) => instance)
  )
  const decided: SuggestionRows['decided'] = { none: 0, accept: 0, reject: 0, skip: 0 }
  for (const each of states) decided[each]++
  const wanted = all.filter((_, at) => state === undefined || states[at] === state)
  const shown = wanted.slice(offset, offset + limit).map(([place]) => place)
  const rows = suggestionsAt(db, run, kind, shown)
  return {
    total: wanted.length,
    decided,
    rows: rows.map((each) => ({ ...each, isLive: isLive(reader, each.instance) }))
  }
}

function isLive(reader: CatalogueReader, instance: number): boolean {
  return instance < reader.capacity && reader.isLive(instance)
}

/** What the tag says of the images that are most like one, by its tags. */
async function whyOf(
  catalogue: OpenCatalogue,
  { run, kind, place }: Infer<typeof row>,
  work: Work
): Promise<SuggestionWhy> {
  const { reader } = catalogue
  const suggestion = suggestionAt(reader.db, run, kind, place)
  if (listRuns(reader.db).length === 0 || !isLive(reader, suggestion.instance))
    return { suggestion, run: null, nearest: [] }
  const compared = runFor(reader)
  const table = (): ReturnType<ReturnType<typeof similarMeans>['table']> => similarMeans(catalogue).table(compared)
  const search = { by: 'tags', alpha: 0, count: NEAREST } as const
  const found = await findSimilar(reader, { table, pixels: noPixels }, suggestion, search, work)
  const ids = Uint32Array.from(found, ({ instance }) => instance).sort()
  const { codes, texts } = attributeColumn(reader, targetOf(reader, run), ids)
  const values = new Map(
    Array.from(ids, (id, at) => [id, codes[at] < FIRST_VALUE ? null : texts[codes[at]].slice(0, SHOWN_CHARACTERS)])
  )
  const nearest = found.map(({ instance, distance }) => ({ instance, distance, value: values.get(instance) ?? null }))
  return { suggestion, run: compared.id, nearest }
}

function noPixels(): never {
  throw new Error('Pixels are asked for where tags alone count.')
}

function imagesOfSome(
  { reader }: OpenCatalogue,
  { run, kind, places, pair, state }: Infer<typeof some>
): { instances: number[]; total: number } {
  const { db } = reader
  const target = targetOf(reader, run)
  const asked =
    places === undefined
      ? suggestionPage(db, run, { kind, pair }, 0, MOST_IMAGES).rows
      : suggestionsAt(db, run, kind, places)
  // Images that were corrected have the suggested value.
  const live = asked
    .filter(({ instance }) => isLive(reader, instance))
    .map(({ instance, present, suggested }) => ({ instance, present: state === 'accept' ? suggested : present }))
  const all = Array.from(imagesOf(reader, target, reader.images(), live))
  const states = state === undefined ? [] : decisionsOf(reader, target, all)
  const found = state === undefined ? all : all.filter((_, at) => states[at] === state)
  return { instances: found.slice(0, MOST_IMAGES), total: found.length }
}

/** @throws MedoidError `unknown-suggestions`, `unknown-tag` */
function targetOf(reader: CatalogueReader, run: number): Attribute {
  const { tag } = suggestionRun(reader.db, run).report
  return findAttribute(attributesOf(reader.tags()), tag, tag)
}
