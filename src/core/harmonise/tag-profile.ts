import { FIRST_VALUE } from '../tag-codes.ts'
import type { ColumnSource } from '../catalogue/types.ts'
import { type Attribute, attributeColumn, ROWS_AT_A_TIME } from '../features/attributes.ts'
import { isCategory, NUMBER_VRS, splitValues } from '../features/parse.ts'
import { parseDecimal } from '../numbers.ts'
import { Random } from '../random.ts'
import { throwIfCancelled, type Work } from '../work.ts'
import type { StrataOfImages } from './strata.ts'

/** More distinct values than this are no vocabulary: nothing is proposed for them. */
const MOST_VALUES = 2000

/** Numbers of a stratum that are kept: a random part of them, from which quantiles are read. */
const KEPT_NUMBERS = 2000

/** What the images of each stratum have of one attribute. */
export interface TagProfile {
  attribute: Attribute
  /** By stratum: images with a non-empty value. */
  filled: Uint32Array
  /** Texts as they are written, by stratum; null where there are more than `MOST_VALUES`, or its values are not looked at. */
  texts: Map<string, Uint32Array> | null
  /** Of numbers: those of each stratum, ascending, or a random part of them; null where it holds no numbers. */
  numbers: Float64Array[] | null
}

/**
 * Reads an attribute once, in pieces: memory does not grow with the number of images.
 * @param images ascending, those of `strata`
 * @param isLookedAt whether its values are; else only how many there are
 */
export function profileTag(
  source: ColumnSource,
  attribute: Attribute,
  images: Uint32Array,
  { strata, of }: StrataOfImages,
  isLookedAt: boolean,
  work?: Work
): TagProfile {
  const isNumeric = isLookedAt && NUMBER_VRS.has(attribute.vr) && attribute.vr !== 'SQ'
  const filled = new Uint32Array(strata.length)
  let found: Map<string, Uint32Array> | null = isLookedAt ? new Map() : null
  const kept = isNumeric ? strata.map((_, place) => new KeptNumbers(place)) : null

  for (let from = 0; from < images.length; from += ROWS_AT_A_TIME) {
    throwIfCancelled(work)
    const { codes, texts } = attributeColumn(source, attribute, images.subarray(from, from + ROWS_AT_A_TIME))
    // Each text is read once a piece.
    const counts = new Map<number, Uint32Array>()
    const numbers = new Map<number, number>()
    const numberOf = (code: number): number => {
      let number = numbers.get(code)
      if (number === undefined) numbers.set(code, (number = firstNumber(texts[code], attribute.vr)))
      return number
    }
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row]
      if (code < FIRST_VALUE) continue
      const stratum = of[from + row]
      filled[stratum]++
      if (!isLookedAt) continue
      kept?.[stratum].add(numberOf(code))
      if (found === null) continue
      let count = counts.get(code)
      if (count === undefined) counts.set(code, (count = new Uint32Array(strata.length)))
      count[stratum]++
    }
    for (const [code, count] of counts) found = addText(found, texts[code], count)
  }
  return { attribute, filled, texts: found, numbers: kept?.map((each) => each.sorted()) ?? null }
}

function firstNumber(text: string, vr: string): number {
  return parseDecimal(splitValues(text, vr)[0])
}

/** @returns null where there are too many of them */
function addText(
  texts: Map<string, Uint32Array> | null,
  text: string,
  counts: Uint32Array
): Map<string, Uint32Array> | null {
  if (texts === null || !isCategory(text)) return texts
  const before = texts.get(text)
  if (before !== undefined) counts.forEach((count, stratum) => (before[stratum] += count))
  else if (texts.size === MOST_VALUES) return null
  else texts.set(text, counts)
  return texts
}

/** The single values of an attribute by stratum: what stands between backslashes is one each. */
export function valuesOf({ attribute, texts }: TagProfile): Map<string, Uint32Array> {
  const values = new Map<string, Uint32Array>()
  for (const [text, counts] of texts ?? []) {
    for (const value of new Set(splitValues(text, attribute.vr))) {
      const before = values.get(value)
      if (before !== undefined) counts.forEach((count, stratum) => (before[stratum] += count))
      else if (value !== '') values.set(value, counts.slice())
    }
  }
  return values
}

/** A random part of a stream of numbers: algorithm R (Vitter, ACM TOMS 11, 1985). */
class KeptNumbers {
  private readonly random: Random
  private readonly kept: number[] = []
  private met = 0

  /** @param stream of the random numbers */
  constructor(stream: number) {
    this.random = new Random(1, stream)
  }

  add(number: number): void {
    if (Number.isNaN(number)) return
    this.met++
    if (this.kept.length < KEPT_NUMBERS) this.kept.push(number)
    else {
      const place = this.random.below(this.met)
      if (place < KEPT_NUMBERS) this.kept[place] = number
    }
  }

  sorted(): Float64Array {
    return Float64Array.from(this.kept).sort()
  }
}
