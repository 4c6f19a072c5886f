import { BatchTag, BatchTags, FileShares, Place, type Scope } from './batch-tags.ts'
import type { HeaderBatch } from './batch.ts'
import { ABSENT, EMPTY } from '../tag-codes.ts'
import { Charsets, DEFAULT_CHARSET, type Charset } from './charset.ts'
import type { CreatorRegistry } from './creators.ts'
import type { ElementTable } from './element-table.ts'
import type { HeaderIssue } from './issues.ts'
import { FILE_QUOTA } from './tag-shares.ts'
import { ValueCodes } from './value-codes.ts'
import { canonicalText } from './values.ts'
import { VR } from './vr.ts'

/** What is remembered of this many tags, or creators, is forgotten at the end of a batch: hostile files bring new ones for ever. */
const MAX_REMEMBERED = 65_536

const SPECIFIC_CHARACTER_SET = 0x00080005

/** Turns walked headers into the changes of a batch: every distinct value is decoded once. */
export class BatchBuilder {
  private attributes: BatchTags
  private readonly creators: CreatorRegistry
  private readonly charsets = new Charsets()
  private readonly codes: ValueCodes
  /** What came before the first element: its `next` is the guess for it. */
  private start: BatchTag
  private readonly file = new FileShares()
  private readonly scopes: Scope[] = []
  private readonly charsetAt: Charset[] = []
  /** Instances so far, over all batches. */
  private instances = 0

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
    this.codes = new ValueCodes(byteBudget)
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
    const { held, holding, scopes } = this
    const { tags, vrs, creators, depths } = table
    this.makeRoom(table.count + held.length)
    const instance = this.instances++
    this.scopes[0] = this.attributes.top
    this.charsetAt[0] = DEFAULT_CHARSET
    this.file.reset()
    holding.length = 0
    // Fewer elements are within every quota.
    const isLarge = table.count > FILE_QUOTA.other
    let isTooMuch = false
    let stayed = 0
    let before = this.start
    for (let row = 0; row < table.count; row++) {
      // Nearly always it is what followed the one before in the last header.
      let attribute = before.next
      if (
        attribute === null ||
        attribute.tag !== tags[row] ||
        attribute.scope !== scopes[depths[row]] ||
        attribute.vr !== vrs[row] ||
        attribute.creator !== creators[row]
      ) {
        attribute = this.find(table, row)
        if (attribute === null) {
          isTooMuch = true
          row = lastRowWithin(table, row)
          continue
        }
        before.next = attribute
      }
      before = attribute
      // A creator may reserve two blocks of a group (PS3.5 section 7.8.1): the lower one holds.
      const isSecond = attribute.place.instance === instance
      if (isSecond || (isLarge && !this.file.take(attribute.share))) {
        if (!isSecond) isTooMuch = true
        row = lastRowWithin(table, row)
        continue
      }
      attribute.place.instance = instance
      attribute.occurrences++
      const code =
        table.vrs[row] === VR.SQ
          ? this.enter(attribute, table, row)
          : this.codeAt(attribute, table, row, buffer, issues)
      holding.push(attribute)
      if (this.note(attribute, code, instance)) stayed++
    }
    if (stayed < held.length) this.noteAbsent(instance)
    this.held = holding
    this.holding = held
    this.offsets.push(this.changes)
    if (isTooMuch) issues.push(TOO_MUCH)
    this.codes.shrink(this.attributes.all)
  }

  /** The attribute of a row that is not the one that was guessed. @returns null where the file brings too many */
  private find({ tags, vrs, creators, depths }: ElementTable, row: number): BatchTag | null {
    return this.attributes.find(this.scopes[depths[row]], tags[row], vrs[row], creators[row], this.file)
  }

  /** A sequence begins: its value is how many items it has. */
  private enter(attribute: BatchTag, { depths, lengths }: ElementTable, row: number): number {
    const depth = depths[row]
    this.scopes[depth + 1] = attribute.items
    this.charsetAt[depth + 1] = this.charsetAt[depth]
    return lengths[row] === 0 ? EMPTY : this.codes.ofText(attribute, String(lengths[row]))
  }

  /** The code of a value, which may be the character set of those that follow. */
  private codeAt(attribute: BatchTag, table: ElementTable, row: number, buffer: Buffer, issues: HeaderIssue[]): number {
    const start = table.starts[row]
    const length = table.lengths[row]
    const depth = table.depths[row]
    const charset = this.charsetAt[depth]
    if (attribute.tag === SPECIFIC_CHARACTER_SET) {
      const next = this.charsets.of(canonicalText(buffer, start, length, VR.CS, false, charset))
      if (next.unknown.length > 0) reportCharset(issues, next)
      this.charsetAt[depth] = next
    }
    return this.codes.ofValue(attribute, buffer, start, length, table.flags[row], charset)
  }

  /** Notes what an instance holds, where the one before did not. @returns whether that held the attribute */
  private note(attribute: BatchTag, code: number, instance: number): boolean {
    // Of a new batch, nothing is held.
    const holds = this.held.length > 0
    const isHeld = holds && attribute.instance === instance - 1
    if (holds && !isHeld && attribute.place.variants.length > 1) {
      // The catalogue has one tag for all of them: the one that goes must not follow the one that comes.
      for (const other of attribute.place.variants) {
        if (other !== attribute && other.instance === instance - 1) this.change(other, ABSENT)
      }
    }
    if (!isHeld || attribute.code !== code) this.change(attribute, code)
    attribute.code = code
    attribute.instance = instance
    return isHeld
  }

  /** Notes what the instance before held and this one does not. */
  private noteAbsent(instance: number): void {
    for (const attribute of this.held) if (attribute.place.instance !== instance) this.change(attribute, ABSENT)
  }

  private change({ id }: BatchTag, code: number): void {
    this.changedTags[this.changes] = id
    this.changedCodes[this.changes++] = code
  }

  take(): HeaderBatch {
    const batch: HeaderBatch = {
      newTags: this.attributes.takeNew(),
      ...this.codes.takeNew(),
      instances: this.offsets.length - 1,
      offsets: Uint32Array.from(this.offsets),
      changedTags: this.changedTags.slice(0, this.changes),
      changedCodes: this.changedCodes.slice(0, this.changes)
    }
    if (this.restarts) batch.restarts = true
    this.restarts = this.isFull
    if (this.restarts) this.forget()
    for (const attribute of this.attributes.all) if (attribute.codes === null) attribute.lastCode = ABSENT
    this.offsets = [0]
    this.changes = 0
    this.held.length = 0
    return batch
  }

  /** Begins anew, as a reader that was just made. */
  private forget(): void {
    this.creators.restart()
    this.codes.clear()
    this.attributes = new BatchTags(this.creators)
    this.start = startOf(this.attributes)
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
  parameters: { unknown: FILE_QUOTA.other, nested: FILE_QUOTA.nested }
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
  issues.push({ code: 'character-set-unknown', parameters: { terms: [...charset.unknown] } })
}
