import { FIRST_VALUE } from '../tag-codes.ts'
import type { TagSource } from '../catalogue/types.ts'
import { hasDecimalComma, parseDecimal } from '../numbers.ts'
import { type Attribute, attributeColumn, type AttributeFrequency, isCoalesced, ROWS_AT_A_TIME } from './attributes.ts'
import { categoriesOf, type Category, type Sameness } from './normalise.ts'
import { outlyingRange, NumberCounts } from './outlying.ts'
import type { OutlyingRange, Parser } from '../catalogue/stored/features.ts'
import type { Reading } from './overrides.ts'
import { isCategory, isNumericText, MAX_POSITIONS, NUMBER_VRS, parseAge, splitValues } from './parse.ts'
import { planeOf } from './plane.ts'
import { samenessOf } from './spellings.ts'

/** What the values of an attribute are like, over a set of instances: all that planning its columns takes. */
export interface AttributeProfile {
  parser: Parser
  /** The most values that an instance has, those beyond `MAX_POSITIONS` included. */
  length: number
  /** One for each of the first `MAX_POSITIONS` values. */
  positions: PositionProfile[]
  /** Instances with a value that the parser can read, at one of those positions at least. */
  readable: number
  /** Values that the parser cannot read, counted once an instance and position. */
  unparsed: number
  /** Numbers that are written with a decimal comma, counted in the same way. */
  commas: number
  /** A position has more categories than a feature may have. */
  tooManyCategories: boolean
}

export interface PositionProfile {
  /** Instances with a value that the parser can read. */
  count: number
  /** Whether all of these values are the same one. */
  isConstant: boolean
  /** Of a categorical attribute: its categories, most frequent first. */
  categories: Category[]
  /** Of numbers, where their range is far wider than they are spread. */
  outlying?: OutlyingRange
}

/** More categories than this say little about likeness, and a run has to store them. */
export const MAX_CATEGORIES = 10_000

/** Up to here, the distinct values of a tag are asked for at once. */
const LISTABLE = 50_000

/**
 * Reads every value of an attribute once, in bounded memory.
 *
 * @param reading what a person changed in how its values are read
 */
export function profileAttribute(
  source: TagSource,
  attribute: Attribute,
  frequency: AttributeFrequency,
  instances: Uint32Array,
  reading: Reading = {}
): AttributeProfile {
  const profiler = new Profiler(attribute.vr, reading)
  if (!isCoalesced(attribute) && frequency.distinct <= LISTABLE) {
    for (const { value, count } of source.values(attribute.parts[0].id, instances)) profiler.add(value, count)
  } else {
    for (let from = 0; from < instances.length; from += ROWS_AT_A_TIME) {
      addColumn(profiler, source, attribute, instances.subarray(from, from + ROWS_AT_A_TIME))
    }
  }
  return profiler.profile()
}

function addColumn(profiler: Profiler, source: TagSource, attribute: Attribute, instances: Uint32Array): void {
  const { codes, texts } = attributeColumn(source, attribute, instances)
  const counts = new Uint32Array(texts.length)
  for (let row = 0; row < codes.length; row++) if (codes[row] >= FIRST_VALUE) counts[codes[row]]++
  for (let code = FIRST_VALUE; code < counts.length; code++)
    if (counts[code] > 0) profiler.add(texts[code], counts[code])
}

/** One position of an attribute while its values come in. */
interface Position {
  numbers: number
  unparsed: number
  commas: number
  counts: NumberCounts
  /** Of text only: each value and its count, while there are at most `MAX_CATEGORIES`. */
  texts: Map<string, number>
}

class Profiler {
  private readonly vr: string
  private readonly reading: Reading
  /** Values are categories, or may be. */
  private readonly isText: boolean
  private readonly positions: Position[] = []
  private length = 0
  private readable = 0
  private isAllNumeric = true
  private tooManyCategories = false

  constructor(vr: string, reading: Reading) {
    this.vr = vr
    this.reading = reading
    this.isText = reading.kind === undefined ? vr !== 'AS' && !NUMBER_VRS.has(vr) : reading.kind !== 'numeric'
  }

  add(text: string, count: number): void {
    const values = this.reading.kind === 'plane' ? planeValues(text, this.vr) : splitValues(text, this.vr)
    this.length = Math.max(this.length, values.length)
    let isReadable = false
    for (let i = 0; i < Math.min(values.length, MAX_POSITIONS); i++) {
      this.positions[i] ??= { numbers: 0, unparsed: 0, commas: 0, counts: new NumberCounts(), texts: new Map() }
      if (values[i] !== '' && this.addValue(this.positions[i], values[i], count)) isReadable = true
      else if (this.reading.kind === 'plane') this.positions[i].unparsed += count
    }
    if (isReadable) this.readable += count
  }

  /** @returns whether the value can be read */
  private addValue(position: Position, value: string, count: number): boolean {
    if (this.isText) {
      if (!isCategory(value)) {
        position.unparsed += count
        return false
      }
      this.isAllNumeric &&= isNumericText(value)
      this.addText(position, value, count)
    }
    const number = this.vr === 'AS' ? parseAge(value) : parseDecimal(value)
    if (Number.isNaN(number)) {
      if (!this.isText) position.unparsed += count
      return this.isText
    }
    position.numbers += count
    if (hasDecimalComma(value)) position.commas += count
    // Text that was none before stays a category, and its numbers are of no use.
    if (!this.isText || this.isAllNumeric) position.counts.add(number, count)
    return true
  }

  private addText({ texts }: Position, value: string, count: number): void {
    const before = texts.get(value)
    if (before !== undefined || texts.size < MAX_CATEGORIES) texts.set(value, (before ?? 0) + count)
    else this.tooManyCategories = true
  }

  profile(): AttributeProfile {
    const isNumeric = !this.isText || (this.reading.kind === undefined && this.isAllNumeric)
    const sameness = samenessOf(this.vr, this.reading.spellings)
    return {
      parser: this.parser(isNumeric),
      length: this.length,
      positions: this.positions.map((position) =>
        isNumeric ? numericProfile(position) : categoricalProfile(position, sameness)
      ),
      readable: this.readable,
      unparsed: this.positions.reduce((sum, { unparsed }) => sum + unparsed, 0),
      commas: isNumeric ? this.positions.reduce((sum, { commas }) => sum + commas, 0) : 0,
      tooManyCategories: !isNumeric && this.tooManyCategories
    }
  }

  private parser(isNumeric: boolean): Parser {
    if (this.reading.kind === 'plane') return 'plane'
    if (!isNumeric) return 'category'
    return this.vr === 'AS' ? 'age' : 'number'
  }
}

/** One value, or none. */
function planeValues(text: string, vr: string): string[] {
  return [planeOf(splitValues(text, vr))]
}

function numericProfile({ numbers, counts }: Position): PositionProfile {
  const outlying = outlyingRange(counts)
  const isConstant = numbers > 0 && counts.min === counts.max
  return { count: numbers, isConstant, categories: [], ...(outlying === undefined ? {} : { outlying }) }
}

function categoricalProfile({ texts }: Position, sameness: Sameness): PositionProfile {
  const categories = categoriesOf(texts, sameness)
  return {
    count: categories.reduce((sum, { count }) => sum + count, 0),
    isConstant: categories.length === 1,
    categories
  }
}
