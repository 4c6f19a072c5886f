import { lastSummary } from '../../core/catalogue/summary.ts'
import type { Tag } from '../../core/catalogue/types.ts'
import { MedoidError } from '../../core/errors.ts'
import { NUMBER_VRS, parseAge, splitValues } from '../../core/features/parse.ts'
import { parseDecimal } from '../../core/numbers.ts'
import { type Infer, object, optional, text } from '../../core/schema.ts'
import { rowOf, type TagRow } from '../../jobs/tags.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { nothing, question, slowQuestion } from '../method.ts'
import { limit, type ValueCount } from './arguments.ts'

export type { TagRow }

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
  /** Of numbers: equal steps from the least to the greatest, which are exact; null for text. */
  histogram: Histogram | null
}

export interface Histogram {
  min: number
  max: number
  /** Instances by step. */
  counts: number[]
  /** Non-empty values that are no numbers. */
  unparsed: number
}

const one = object({
  tag: text({ max: 1000 }),
  creator: text({ max: 1000, empty: true }),
  path: text({ max: 2000, empty: true }),
  search: optional(text({ max: 200, empty: true })),
  limit
})

/** How often tags are there, and what they say. */
export const tags = {
  'tags.list': question(nothing, tagList),
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

function tagList(catalogue: OpenCatalogue): TagList {
  const summary = lastSummary(catalogue.reader)
  if (summary === null) return { instances: 0, stale: catalogue.reader.live().length > 0, tags: [] }
  const { instances } = summary.totals
  const tags = summary.tags
    .filter(({ present }) => present > 0)
    .map((frequency) => {
      const top = frequency.top.slice(0, ROW_VALUES)
      return rowOf({ ...frequency, top: top.map((each) => cut(each, ROW_CHARACTERS)) }, instances)
    })
  return { instances, stale: summary.stale, tags }
}

function tagDistribution(
  catalogue: OpenCatalogue,
  { tag: number, path, creator, search = '', limit }: Infer<typeof one>
): TagDistribution {
  const tag = catalogue.reader
    .tags()
    .find((each) => each.tag === number && each.path === path && each.privateCreator === creator)
  if (tag === undefined) {
    throw new MedoidError('unknown-tag', { why: 'gone', name: path || number })
  }
  const { frequency, values: all, histogram } = distribution(catalogue, tag)
  const wanted = search.trim().toLowerCase()
  const holds = (text: string): boolean => text.toLowerCase().includes(wanted)
  const matching = wanted === '' ? all : all.filter(({ value, spellings = [value] }) => spellings.some(holds))
  const instances = catalogue.reader.live().length
  const { top: _top, ...row } = rowOf({ ...frequency, tag, top: [] }, instances)
  return {
    ...row,
    instances,
    values: matching.slice(0, limit).map((each) => cut(each, VALUE_CHARACTERS)),
    different: all.length,
    matching: matching.length,
    histogram
  }
}

interface Distribution {
  frequency: { present: number; nonEmpty: number; distinct: number }
  values: ValueCount[]
  histogram: Histogram | null
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
      histogram: histogram(tag, values)
    }
  }
  return last.distribution
}

/** Decimal and integer strings are numbers, however they are written: 120 and 120.000 are one. */
function equalNumbersTogether({ vr }: Tag, values: ValueCount[]): ValueCount[] {
  if (vr !== 'DS' && vr !== 'IS') return values
  const found = new Map<string, ValueCount>()
  for (const { value, count } of values) {
    const numbers = splitValues(value, vr).map((part) => (part === '' ? null : parseDecimal(part)))
    // JSON knows no NaN, and no −0.
    const key = numbers.some(Number.isNaN) ? value : JSON.stringify(numbers)
    const one = found.get(key)
    if (one === undefined) found.set(key, { value, count })
    else {
      one.count += count
      one.spellings = [...(one.spellings ?? [one.value]), value]
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count)
}

/** First values only: of an array such as PixelSpacing the others mean other things. */
function histogram({ vr }: Tag, values: readonly ValueCount[]): Histogram | null {
  if (vr !== 'AS' && !NUMBER_VRS.has(vr)) return null
  const parse = vr === 'AS' ? parseAge : parseDecimal
  const numbers = new Float64Array(values.length)
  let [min, max, unparsed] = [Infinity, -Infinity, 0]
  values.forEach(({ value, count }, i) => {
    const number = (numbers[i] = parse(splitValues(value, vr)[0]))
    if (Number.isNaN(number)) unparsed += count
    else [min, max] = [Math.min(min, number), Math.max(max, number)]
  })
  if (min > max) return null
  const counts = new Array<number>(min === max ? 1 : STEPS).fill(0)
  values.forEach(({ count }, i) => {
    if (Number.isNaN(numbers[i])) return
    const step = min === max ? 0 : Math.floor(((numbers[i] - min) / (max - min)) * STEPS)
    counts[Math.min(step, counts.length - 1)] += count
  })
  return { min, max, counts, unparsed }
}

function cut({ value, count, spellings }: ValueCount, length: number): ValueCount {
  const short = (text: string): string => (text.length > length ? `${text.slice(0, length)}…` : text)
  return { value: short(value), count, ...(spellings && { spellings: spellings.slice(0, SPELLINGS).map(short) }) }
}
