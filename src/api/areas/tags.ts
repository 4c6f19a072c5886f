import { lastSummary } from '../../core/catalogue/summary.ts'
import type { SearchRoom } from '../../core/catalogue/value-search.ts'
import type { Tag } from '../../core/catalogue/types.ts'
import { privateName } from '../../core/dicom/private-elements.ts'
import { fold, missingWords, readSearch, tagNames, valuesWith, type ValueTest } from '../../core/dicom/tag-search.ts'
import { MedoidError } from '../../core/errors.ts'
import { plainNumbers } from '../../core/features/number-text.ts'
import { NUMBER_VRS, parseAge, splitValues } from '../../core/features/parse.ts'
import {
  ascending,
  type CountedNumbers,
  type Histogram,
  histogramOf,
  type HistogramView
} from '../../core/marks/histogram.ts'
import { parseDecimal } from '../../core/numbers.ts'
import { type Infer, integer, object, optional, text } from '../../core/schema.ts'
import { rowOf, type TagRow } from '../../jobs/tags.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { nothing, question, slowQuestion } from '../method.ts'
import { histogramView, limit, type ValueCount } from './arguments.ts'

export type { Histogram, HistogramView, TagRow }

export interface TagList {
  /** Of the counts. */
  instances: number
  /** Whether instances came or went since. */
  stale: boolean
  tags: TagRow[]
}

/** The values of one tag over all instances. */
export interface TagDistribution extends Omit<TagRow, 'top'> {
  instances: number
  /** The most frequent ones that hold what was searched for. */
  values: ValueCount[]
  /** Distinct values, of which equal numbers are one; `distinct` counts how they are written. */
  different: number
  /** Those of them that hold what was searched for. */
  matching: number
  /** Of the first number of each value; null for text. */
  histogram: Histogram | null
  /** Non-empty values of these that are no numbers. */
  unparsed: number
}

/** Tags of which some values are sought, as far as was looked. */
export interface TagSearchPage {
  found: { tag: string; path: string; privateCreator: string; values: string[] }[]
  /** Tags that were looked at until now, of how many. */
  done: number
  total: number
  /** Where to go on; null: all was looked at. */
  next: { tag: number; chunk: number } | null
}

const one = object({
  tag: text({ max: 1000 }),
  creator: text({ max: 1000, empty: true }),
  path: text({ max: 2000, empty: true }),
  search: optional(text({ max: 200, empty: true })),
  /** Of the histogram; without it, as much as can be read. */
  view: optional(histogramView),
  limit
})
const sought = object({
  search: text({ max: 200 }),
  /** Where to go on: at first tag 0 and chunk 0. */
  tag: integer(0, 2 ** 32),
  chunk: integer(0, 2 ** 32)
})

/** How often tags are there, and what they say. */
export const tags = {
  'tags.list': question(nothing, tagList),
  'tags.search': slowQuestion(sought, tagSearch),
  'tags.distribution': slowQuestion(one, tagDistribution)
}

/** What a row of the table has place for. */
const ROW_VALUES = 5
const ROW_CHARACTERS = 80
/** A longer value is cut where it is shown: an overlay or a protocol may hold megabytes. */
const VALUE_CHARACTERS = 400
/** Of one number. */
const SPELLINGS = 20
const STEPS = 60
/** That are shown of what a search found. */
const FOUND_VALUES = 5
/** Looked at before a search answers, so that it can be told how far it is, and stopped: about a tenth of a second. */
const SEARCHED_CHARACTERS = 5_000_000

function tagList(catalogue: OpenCatalogue): TagList {
  const summary = lastSummary(catalogue.reader)
  if (summary === null) return { instances: 0, stale: catalogue.reader.live().length > 0, tags: [] }
  const { instances } = summary.totals
  const tags = summary.tags
    .filter(({ present }) => present > 0)
    .map((frequency) => {
      const top = equalNumbersTogether(frequency.tag, frequency.top).slice(0, ROW_VALUES)
      return rowOf(catalogue.reader, { ...frequency, top: top.map((each) => cut(each, ROW_CHARACTERS)) }, instances)
    })
  return { instances, stale: summary.stale, tags }
}

/** Looks among all values of all tags for the words that the names of a tag do not have. */
function tagSearch(catalogue: OpenCatalogue, { search, tag: first, chunk }: Infer<typeof sought>): TagSearchPage {
  const { reader } = catalogue
  const asked = readSearch(search)
  const tags = reader.tags()
  const names = catalogue.once('tag-names', () =>
    tags.map((tag) => tagNames({ ...tag, privateName: privateName(tag.tag, tag.privateCreator) }))
  )
  /** Names have some of the words, and values the others. */
  const tests = new Map<string, ValueTest>()
  const room: SearchRoom = { characters: SEARCHED_CHARACTERS }
  const found: TagSearchPage['found'] = []
  for (let i = first; i < tags.length; i++) {
    const page = { found, done: i, total: tags.length }
    if (room.characters < 0) return { ...page, next: { tag: i, chunk: 0 } }
    const words = missingWords(asked, names[i])
    if (words.length === 0) continue
    const key = words.join(' ')
    let test = tests.get(key)
    if (test === undefined) tests.set(key, (test = valuesWith(words)))
    const { tag, path, privateCreator } = tags[i]
    const { values, next } = reader.look(tags[i], i === first ? chunk : 0, test, FOUND_VALUES, room)
    if (values.length > 0) {
      found.push({ tag, path, privateCreator, values: values.map((value) => shorten(value, ROW_CHARACTERS, words[0])) })
    }
    if (next !== null) return { ...page, next: { tag: i, chunk: next } }
  }
  return { found, done: tags.length, total: tags.length, next: null }
}

/** The part of a long text about a word of it. */
function shorten(text: string, length: number, word: string): string {
  const at = fold(text).indexOf(word)
  const from = at + word.length > length ? Math.max(0, at - Math.floor((length - word.length) / 2)) : 0
  const part = text.slice(from, from + length)
  return `${from > 0 ? '…' : ''}${part}${from + length < text.length ? '…' : ''}`
}

function tagDistribution(
  catalogue: OpenCatalogue,
  { tag: number, path, creator, search = '', view, limit }: Infer<typeof one>
): TagDistribution {
  const tag = catalogue.reader
    .tags()
    .find((each) => each.tag === number && each.path === path && each.privateCreator === creator)
  if (tag === undefined) {
    throw new MedoidError('unknown-tag', { why: 'gone', name: path || number })
  }
  const { frequency, values: all, counted, unparsed } = distribution(catalogue, tag)
  const { words } = readSearch(search)
  const { holds } = valuesWith(words)
  const matching =
    words.length === 0 ? all : all.filter(({ value, spellings = [] }) => holds(value) || spellings.some(holds))
  const instances = catalogue.reader.live().length
  const { top: _top, ...row } = rowOf(catalogue.reader, { ...frequency, tag, top: [] }, instances)
  return {
    ...row,
    instances,
    values: matching.slice(0, limit).map((each) => cut(each, VALUE_CHARACTERS)),
    different: all.length,
    matching: matching.length,
    histogram: counted === null ? null : histogramOf(counted, STEPS, view ?? null),
    unparsed
  }
}

interface Distribution {
  frequency: { present: number; nonEmpty: number; distinct: number }
  values: ValueCount[]
  /** null for text. */
  counted: CountedNumbers | null
  unparsed: number
}

/** That of the last tag that was looked at is kept, for searching among its values. */
function distribution(catalogue: OpenCatalogue, tag: Tag): Distribution {
  const last = catalogue.once('distribution', () => ({ tag: -1, distribution: null as Distribution | null }))
  if (last.tag !== tag.id || last.distribution === null) {
    const { reader } = catalogue
    const { present, nonEmpty, distinct } = reader.frequency(tag, reader.live(), 0)
    const values = reader.values(tag.id, reader.live())
    last.tag = tag.id
    last.distribution = {
      frequency: { present, nonEmpty, distinct },
      values: equalNumbersTogether(tag, values),
      ...countedNumbers(tag, values)
    }
  }
  return last.distribution
}

/** Decimal and integer strings are numbers, however they are written: 120 and 120.000 are one. */
function equalNumbersTogether({ vr }: Tag, values: readonly ValueCount[]): ValueCount[] {
  if (vr !== 'DS' && vr !== 'IS') return [...values]
  const found = new Map<string, { count: number; spellings: string[] }>()
  for (const { value, count } of values) {
    const plain = plainNumbers(value, vr)
    const one = found.get(plain)
    if (one === undefined) found.set(plain, { count, spellings: [value] })
    else {
      one.count += count
      one.spellings.push(value)
    }
  }
  return [...found]
    .map(([value, { count, spellings }]) => {
      const isPlain = spellings.length === 1 && spellings[0] === value
      return { value, count, ...(isPlain ? {} : { spellings }) }
    })
    .sort((a, b) => b.count - a.count)
}

/** First values only: of an array such as PixelSpacing the others mean other things. */
function countedNumbers(
  { vr }: Tag,
  values: readonly ValueCount[]
): { counted: CountedNumbers | null; unparsed: number } {
  if (vr !== 'AS' && !NUMBER_VRS.has(vr)) return { counted: null, unparsed: 0 }
  const parse = vr === 'AS' ? parseAge : parseDecimal
  const parsed = Float64Array.from(values, ({ value }) => parse(splitValues(value, vr)[0]))
  const unparsed = values.reduce((sum, { count }, i) => (Number.isNaN(parsed[i]) ? sum + count : sum), 0)
  const { numbers, places } = ascending(parsed)
  const counts = Float64Array.from(places, (place) => values[place].count)
  return { counted: { numbers, series: [counts], all: counts }, unparsed }
}

function cut({ value, count, spellings }: ValueCount, length: number): ValueCount {
  const short = (text: string): string => (text.length > length ? `${text.slice(0, length)}…` : text)
  return { value: short(value), count, ...(spellings && { spellings: spellings.slice(0, SPELLINGS).map(short) }) }
}
