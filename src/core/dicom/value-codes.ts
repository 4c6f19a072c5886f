import type { BatchTag } from './batch-tags.ts'
import { type HeaderBatch, PLAIN } from './batch.ts'
import { ABSENT, EMPTY, FIRST_VALUE } from '../tag-codes.ts'
import type { Charset } from './charset.ts'
import { BIG_ENDIAN, NOT_READ } from './element-table.ts'
import { MAX_RAW, RawValues, UNKNOWN } from './raw-values.ts'
import { canonicalText, lengthOnly } from './values.ts'
import { HAS_CHARSET, NUMBER_BYTES } from './vr.ts'

/**
 * A tag turns high-cardinality for good when it has more than this many distinct values and more than half of its values
 * were new …
 */
const HIGH_CARDINALITY = 256
/** … or has this many whatever the share, … */
const MAX_DICTIONARY = 65_536
/** … or when it has the largest dictionary at a time when all of them exceed their budget. */
const DICTIONARY_SHARE = 0.75

/** What an entry of a dictionary takes beside its text, about. */
const ENTRY_BYTES = 80

/** The dictionaries of the tags: every distinct value is decoded once, and has a code from then on. */
export class ValueCodes {
  private readonly raw: RawValues
  private readonly dictionaryBudget: number
  private dictionaryBytes = 0
  private newTags: number[] = []
  private newTexts: string[] = []
  private plainTexts: string[] = []

  /** @param byteBudget of all that is remembered */
  constructor(byteBudget: number) {
    this.raw = new RawValues(Math.floor(byteBudget / 4))
    this.dictionaryBudget = Math.floor(byteBudget / 2)
  }

  /** What is new since the last call. */
  takeNew(): Pick<HeaderBatch, 'newValueTags' | 'newValueTexts' | 'plainTexts'> {
    const { newTags, newTexts, plainTexts } = this
    this.newTags = []
    this.newTexts = []
    this.plainTexts = []
    return { newValueTags: Uint32Array.from(newTags), newValueTexts: newTexts, plainTexts }
  }

  /** Forgets all values. */
  clear(): void {
    this.raw.clear()
    this.dictionaryBytes = 0
  }

  /** The code of a value. @param flags of the element table */
  ofValue(attribute: BatchTag, buffer: Buffer, start: number, length: number, flags: number, charset: Charset): number {
    if (length === 0) return EMPTY
    const { vr } = attribute
    if (flags & NOT_READ) return this.ofText(attribute, lengthOnly(length))
    const big = (flags & BIG_ENDIAN) !== 0
    if (attribute.codes === null || length > MAX_RAW) {
      return this.ofText(attribute, canonicalText(buffer, start, length, vr, big, charset))
    }
    // What else the meaning of the bytes hangs on.
    const flavour = HAS_CHARSET[vr] === 1 ? charset.id : NUMBER_BYTES[vr] > 0 ? flags : 0
    const { raw } = this
    const last = attribute.lastEntry
    if (last >= 0 && raw.holds(last, attribute.id, flavour, buffer, start, length)) return raw.codeAt(last)
    let code = raw.find(attribute.id, flavour, buffer, start, length)
    if (code === UNKNOWN) {
      code = this.ofText(attribute, canonicalText(buffer, start, length, vr, big, charset))
      if (code >= PLAIN) return code
      raw.store(attribute.id, flavour, buffer, start, length, code)
    }
    attribute.lastEntry = raw.last
    return code
  }

  /** The code of a canonical text. */
  ofText(attribute: BatchTag, text: string): number {
    if (text === '') return EMPTY
    if (attribute.lastCode !== ABSENT && attribute.lastText === text) return attribute.lastCode
    const code = this.lookUp(attribute, text)
    attribute.lastText = text
    attribute.lastCode = code
    return code
  }

  private lookUp(attribute: BatchTag, text: string): number {
    const { codes } = attribute
    if (codes !== null) {
      const hit = codes.get(text)
      if (hit !== undefined) return hit
      if (!isHighCardinality(codes.size, attribute.occurrences)) {
        const code = codes.size + FIRST_VALUE
        codes.set(text, code)
        this.newTags.push(attribute.id)
        this.newTexts.push(text)
        attribute.bytes += text.length + ENTRY_BYTES
        this.dictionaryBytes += text.length + ENTRY_BYTES
        return code
      }
      this.turnPlain(attribute)
    }
    return (PLAIN | (this.plainTexts.push(text) - 1)) >>> 0
  }

  private turnPlain(attribute: BatchTag): void {
    this.dictionaryBytes -= attribute.bytes
    attribute.bytes = 0
    attribute.codes = null
    attribute.lastEntry = -1
    attribute.lastCode = ABSENT
  }

  /** Where the dictionaries exceed their budget, turns the tags with the largest ones plain until all fit again with some room. */
  shrink(attributes: readonly BatchTag[]): void {
    if (this.dictionaryBytes <= this.dictionaryBudget) return
    const largest = attributes.filter((attribute) => attribute.codes !== null).sort((a, b) => b.bytes - a.bytes)
    for (const attribute of largest) {
      if (this.dictionaryBytes <= this.dictionaryBudget * DICTIONARY_SHARE) return
      this.turnPlain(attribute)
    }
  }
}

function isHighCardinality(distinct: number, occurrences: number): boolean {
  return distinct >= MAX_DICTIONARY || (distinct >= HIGH_CARDINALITY && 2 * distinct > occurrences)
}
