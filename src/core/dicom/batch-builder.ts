import { BatchTag, BatchTags, FileShares, Place, type Scope } from './batch-tags.ts'
import { PLAIN, type HeaderBatch } from './batch.ts'
import { Charsets, DEFAULT_CHARSET, type Charset } from './charset.ts'
import type { CreatorRegistry } from './creators.ts'
import { BIG_ENDIAN, NOT_READ, type ElementTable } from './element-table.ts'
import type { HeaderIssue } from './issues.ts'
import { MAX_RAW, RawValues } from './raw-values.ts'
import { FILE_QUOTA } from './tag-shares.ts'
import { canonicalText, lengthOnly } from './values.ts'
import { HAS_CHARSET, NUMBER_BYTES, VR } from './vr.ts'

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

/** What is remembered of this many tags, or creators, is forgotten at the end of a batch: hostile files bring new ones for ever. */
const MAX_REMEMBERED = 65_536

const SPECIFIC_CHARACTER_SET = 0x00080005
/** Codes of an element that is not there, and of one that is and holds nothing. */
const ABSENT = 0
const EMPTY = 1

/** Turns walked headers into the changes of a batch: every distinct value is decoded once. */
export class BatchBuilder {
  private attributes: BatchTags
  private readonly creators: CreatorRegistry
  private readonly charsets = new Charsets()
  private readonly raw: RawValues
  private readonly dictionaryBudget: number
  private dictionaryBytes = 0
  /** What came before the first element: its `next` is the guess for it. */
  private start: BatchTag
  private readonly file = new FileShares()
  private readonly scopes: Scope[] = []
  private readonly charsetAt: Charset[] = []
  /** Instances so far, over all batches. */
  private instances = 0

  private newValueTags: number[] = []
  private newValueTexts: string[] = []
  private plainTexts: string[] = []
  private offsets = [0]
  private changes = 0
  private restarts = false
  private changedTags = new Uint32Array(1 << 16)
  private changedCodes = new Uint32Array(1 << 16)
  /** What the last instance of this batch holds, and what the next one is found to hold. */
  private held: BatchTag[] = []
  private holding: BatchTag[] = []

  /** @param byteBudget of all that is remembered about values */
  constructor(creators: CreatorRegistry, byteBudget: number) {
    this.creators = creators
    this.attributes = new BatchTags(creators)
    this.start = startOf(this.attributes)
    this.raw = new RawValues(Math.floor(byteBudget / 4))
    this.dictionaryBudget = Math.floor(byteBudget / 2)
  }

  /** Whether so much is remembered that the batch should be taken now. */
  get isFull(): boolean {
    return this.attributes.all.length > MAX_REMEMBERED || this.creators.names.length > MAX_REMEMBERED
  }

  /**
   * Adds the instance that `table` describes, by what changes from the one before.
   * @param buffer what the table's starts refer to
   */
  add(table: ElementTable, buffer: Buffer, issues: HeaderIssue[]): void {
    this.makeRoom(table.count + this.held.length)
    const { scopes, charsetAt, held, holding, changedTags, changedCodes } = this
    holding.length = 0
    let stayed = 0
    const { tags, vrs, creators, starts, lengths, depths, flags } = table
    scopes[0] = this.attributes.top
    charsetAt[0] = DEFAULT_CHARSET
    let before = this.start
    let changes = this.changes
    const instance = this.instances++
    this.file.reset()
    // Fewer elements are within every quota.
    const isLarge = table.count > FILE_QUOTA.other
    let isTooMuch = false
    for (let row = 0; row < table.count; row++) {
      const depth = depths[row]
      const tag = tags[row]
      const vr = vrs[row]
      const creator = creators[row]
      const scope = scopes[depth]
      let attribute = before.next
      if (
        attribute === null ||
        attribute.tag !== tag ||
        attribute.scope !== scope ||
        attribute.vr !== vr ||
        attribute.creator !== creator
      ) {
        attribute = this.attributes.find(scope, tag, vr, creator, this.file)
        if (attribute === null) {
          isTooMuch = true
          row = lastRowWithin(table, row)
          continue
        }
        before.next = attribute
      }
      before = attribute
      // A creator may reserve two blocks of a group (PS3.5 section 7.8.1): the lower one holds.
      if (attribute.place.instance === instance) {
        row = lastRowWithin(table, row)
        continue
      }
      if (isLarge && !this.file.take(attribute.share)) {
        isTooMuch = true
        row = lastRowWithin(table, row)
        continue
      }
      attribute.place.instance = instance
      attribute.occurrences++
      let code: number
      if (vr === VR.SQ) {
        scopes[depth + 1] = attribute.items
        charsetAt[depth + 1] = charsetAt[depth]
        code = lengths[row] === 0 ? EMPTY : this.codeOfText(attribute, String(lengths[row]))
      } else {
        const charset = charsetAt[depth]
        code = this.codeOfValue(attribute, buffer, starts[row], lengths[row], flags[row], charset)
        if (tag === SPECIFIC_CHARACTER_SET) {
          const value = canonicalText(buffer, starts[row], lengths[row], VR.CS, false, charset)
          charsetAt[depth] = this.charsets.of(value)
          if (charsetAt[depth].unknown.length > 0) reportCharset(issues, charsetAt[depth])
        }
      }
      holding.push(attribute)
      const isHeld = held.length > 0 && attribute.instance === instance - 1
      if (isHeld) stayed++
      else if (attribute.place.variants.length > 1) {
        // The catalogue has one tag for all of them: the one that goes must not follow the one that comes.
        for (const other of attribute.place.variants) {
          if (other === attribute || held.length === 0 || other.instance !== instance - 1) continue
          changedTags[changes] = other.id
          changedCodes[changes++] = ABSENT
        }
      }
      if (!isHeld || attribute.code !== code) {
        changedTags[changes] = attribute.id
        changedCodes[changes++] = code
        attribute.code = code
      }
      attribute.instance = instance
    }
    if (stayed < held.length) {
      for (const attribute of held) {
        if (attribute.place.instance === instance) continue
        changedTags[changes] = attribute.id
        changedCodes[changes++] = ABSENT
      }
    }
    this.held = holding
    this.holding = held
    this.changes = changes
    this.offsets.push(changes)
    if (isTooMuch) issues.push(TOO_MUCH)
    if (this.dictionaryBytes > this.dictionaryBudget) this.shrink()
  }

  take(): HeaderBatch {
    const batch: HeaderBatch = {
      newTags: this.attributes.takeNew(),
      newValueTags: Uint32Array.from(this.newValueTags),
      newValueTexts: this.newValueTexts,
      instances: this.offsets.length - 1,
      offsets: Uint32Array.from(this.offsets),
      changedTags: this.changedTags.slice(0, this.changes),
      changedCodes: this.changedCodes.slice(0, this.changes),
      plainTexts: this.plainTexts
    }
    if (this.restarts) batch.restarts = true
    this.restarts = this.isFull
    if (this.restarts) this.forget()
    for (const attribute of this.attributes.all) if (attribute.codes === null) attribute.lastCode = 0
    this.newValueTags = []
    this.newValueTexts = []
    this.plainTexts = []
    this.offsets = [0]
    this.changes = 0
    this.held.length = 0
    return batch
  }

  /** Begins anew, as a reader that was just made. */
  private forget(): void {
    this.creators.restart()
    this.raw.clear()
    this.attributes = new BatchTags(this.creators)
    this.start = startOf(this.attributes)
    this.dictionaryBytes = 0
  }

  private codeOfValue(
    attribute: BatchTag,
    buffer: Buffer,
    start: number,
    length: number,
    flags: number,
    charset: Charset
  ): number {
    if (length === 0) return EMPTY
    const { vr } = attribute
    if (flags & NOT_READ) return this.codeOfText(attribute, lengthOnly(length))
    const big = (flags & BIG_ENDIAN) !== 0
    if (attribute.codes === null || length > MAX_RAW) {
      return this.codeOfText(attribute, canonicalText(buffer, start, length, vr, big, charset))
    }
    // What else the meaning of the bytes hangs on.
    const flavour = HAS_CHARSET[vr] === 1 ? charset.id : NUMBER_BYTES[vr] > 0 ? flags : 0
    const { raw } = this
    const last = attribute.lastEntry
    if (last >= 0 && raw.holds(last, attribute.id, flavour, buffer, start, length)) return raw.codeAt(last)
    let code = raw.find(attribute.id, flavour, buffer, start, length)
    if (code === 0) {
      code = this.codeOfText(attribute, canonicalText(buffer, start, length, vr, big, charset))
      if (code >= PLAIN) return code
      raw.store(attribute.id, flavour, buffer, start, length, code)
    }
    attribute.lastEntry = raw.last
    return code
  }

  private codeOfText(attribute: BatchTag, text: string): number {
    if (text === '') return EMPTY
    if (attribute.lastCode !== 0 && attribute.lastText === text) return attribute.lastCode
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
        const code = codes.size + 2
        codes.set(text, code)
        this.newValueTags.push(attribute.id)
        this.newValueTexts.push(text)
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
    attribute.lastCode = 0
  }

  /** Turns the tags with the largest dictionaries plain until all fit again with some room. */
  private shrink(): void {
    const largest = this.attributes.all
      .filter((attribute) => attribute.codes !== null)
      .sort((a, b) => b.bytes - a.bytes)
    for (const attribute of largest) {
      if (this.dictionaryBytes <= this.dictionaryBudget * DICTIONARY_SHARE) return
      this.turnPlain(attribute)
    }
  }

  private makeRoom(count: number): void {
    let size = this.changedTags.length
    if (this.changes + count <= size) return
    while (this.changes + count > size) size *= 2
    const tags = new Uint32Array(size)
    const codes = new Uint32Array(size)
    tags.set(this.changedTags.subarray(0, this.changes))
    codes.set(this.changedCodes.subarray(0, this.changes))
    this.changedTags = tags
    this.changedCodes = codes
  }
}

/** What stands before the first element of a header. */
function startOf(attributes: BatchTags): BatchTag {
  return new BatchTag(-1, attributes.top, new Place(), 0, VR.NONE, -1, 'known', '')
}

const TOO_MUCH: HeaderIssue = {
  code: 'too-many-tags-in-file',
  message:
    `The file holds more than ${FILE_QUOTA.other} private elements that nobody knows, or more than ${FILE_QUOTA.nested} different ` +
    'elements in sequences: those beyond are left out.'
}

function isHighCardinality(distinct: number, occurrences: number): boolean {
  return distinct >= MAX_DICTIONARY || (distinct >= HIGH_CARDINALITY && 2 * distinct > occurrences)
}

/** The last row of the first item of the sequence in `row`; `row` itself where there is none. */
function lastRowWithin(table: ElementTable, row: number): number {
  const depth = table.depths[row]
  let last = row
  while (last + 1 < table.count && table.depths[last + 1] > depth) last++
  return last
}

function reportCharset(issues: HeaderIssue[], charset: Charset): void {
  if (issues.some((issue) => issue.code === 'character-set-unknown')) return
  const terms = charset.unknown.map((term) => JSON.stringify(term)).join(', ')
  const message = `Specific Character Set (0008,0005) names ${terms}, which is no defined term.`
  issues.push({ code: 'character-set-unknown', message })
}
