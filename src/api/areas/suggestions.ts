import {
  KINDS,
  type StoredSuggestion,
  suggestionAt,
  suggestionPage,
  suggestionPairs,
  type SuggestionRun,
  suggestionRun,
  suggestionRuns,
  type ValuePair
} from '../../core/catalogue/suggestions.ts'
import { listRuns } from '../../core/catalogue/runs.ts'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
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

export interface SuggestionRows {
  /** Series of the kind and, where one is asked for, of the pair. */
  total: number
  rows: SuggestionRow[]
}

/** A pair of values, and how often it is suggested. */
export interface PairCount extends ValuePair {
  series: number
  images: number
}

/** An image that is like the one that a value is suggested for. */
export interface NearestWithValue {
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
const page = object({ run, kind, pair: optional(pair), offset, limit })
const row = object({ run, kind, place })
/** Those of some rows, or of all with a pair of values. */
const some = object({ run, kind, places: optional(list(place, 1000)), pair: optional(pair) })

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

function rowsOf({ reader }: OpenCatalogue, { run, kind, pair, offset, limit }: Infer<typeof page>): SuggestionRows {
  suggestionRun(reader.db, run)
  const { total, rows } = suggestionPage(reader.db, run, { kind, pair }, offset, limit)
  return { total, rows: rows.map((each) => ({ ...each, isLive: isLive(reader, each.instance) })) }
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
  { run, kind, places, pair }: Infer<typeof some>
): { instances: number[]; total: number } {
  const { db } = reader
  const asked =
    places === undefined
      ? suggestionPage(db, run, { kind, pair }, 0, MOST_IMAGES).rows
      : places.map((place) => suggestionAt(db, run, kind, place))
  const live = asked.filter(({ instance }) => isLive(reader, instance))
  const found = imagesOf(reader, targetOf(reader, run), reader.images(), live)
  return { instances: Array.from(found.subarray(0, MOST_IMAGES)), total: found.length }
}

/** @throws MedoidError `unknown-suggestions`, `unknown-tag` */
function targetOf(reader: CatalogueReader, run: number): Attribute {
  const { tag } = suggestionRun(reader.db, run).report
  return findAttribute(attributesOf(reader.tags()), tag, tag)
}
