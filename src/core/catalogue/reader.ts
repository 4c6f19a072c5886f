import { findTag } from './find-tag.ts'
import type { Database } from 'better-sqlite3'
import { damagedError } from './checksums.ts'
import { ABSENT, FIRST_VALUE } from '../tag-codes.ts'
import { CHUNK, isPlain } from './chunks.ts'
import { codeRuns, decodeCodes } from './code-columns.ts'
import type { ValueTest } from '../dicom/tag-search.ts'
import { decodePlain, isSamePlain, plainText, visitPlain } from './plain-columns.ts'
import { Dictionaries, type ValueCode } from './dictionaries.ts'
import { hashInto } from './hash.ts'
import type { InstanceBits } from './instance-bits.ts'
import { InstanceSet } from './instance-set.ts'
import { countInstances, LiveSet } from './live.ts'
import { findLabelSet, type LabelCodes, labelCodes } from './label-sets.ts'
import { Locations } from './locations.ts'
import { absolute, joinNames, type Name, readable } from './names.ts'
import { storedDir, storedSource } from './places.ts'
import { findSelection, selectedInstances } from './selections.ts'
import { chunkOf, columnsFinder, columnsReader, readAtATime } from './stored-columns.ts'
import { type StoredTag, storedTags } from './stored-tags.ts'
import { allValues, type StoredChunk, tally } from './tally.ts'
import {
  AS_IN_FILES,
  type ColumnSource,
  type ColumnValues,
  type Tag,
  type TagFrequency,
  type TagSource,
  type ValueBasis,
  type TagId
} from './types.ts'
import { type SearchRoom, ValueSearch } from './value-search.ts'

/** Bytes of a value's end that `endings` hashes: UIDs of an archive begin alike. */
const ENDING = 16

/** Dictionary texts kept over calls, in characters. */
const DICTIONARY_BUDGET = 32 * 1024 * 1024

/**
 * Reads a catalogue, also while another process writes to it: what is there when the reader is made is what it sees,
 * since chunks are append-only and the live set is its own copy. Every query is short, so that the WAL can be folded in.
 */
export class CatalogueReader implements TagSource {
  readonly db: Database
  private readonly liveSet: LiveSet
  private readonly total: number
  private readonly allTags: StoredTag[]
  private readonly byId: Map<number, StoredTag>
  private readonly locations: Locations
  private liveIds: Uint32Array | null = null
  private imageIds: Uint32Array | null = null
  private readonly stored: Dictionaries
  private readonly readColumns: ReturnType<typeof columnsReader>
  private readonly findColumns: ReturnType<typeof columnsFinder>
  private readonly dictionaries = new Map<number, string[]>()
  private dictionarySize = 0
  private search: ValueSearch | null = null
  private lastPlace: { dir: number; root: string; path: Name; removed: boolean } | null = null
  private lastSet: { ids: Uint32Array; set: InstanceSet } | null = null

  constructor(db: Database) {
    this.db = db
    const state = db.transaction(() => ({
      total: countInstances(db),
      live: new LiveSet(db, countInstances(db)),
      tags: storedTags(db)
    }))()
    this.total = state.total
    this.liveSet = state.live
    this.allTags = state.tags
    this.byId = new Map(state.tags.map((tag) => [tag.id, tag]))
    this.locations = new Locations(db)
    this.stored = new Dictionaries(db)
    this.readColumns = columnsReader(db)
    this.findColumns = columnsFinder(db)
  }

  /** Instances ever catalogued, live or not: ids are below this. */
  get capacity(): number {
    return this.total
  }

  tags(): Tag[] {
    return this.allTags
  }

  /** @throws MedoidError `catalogue-damaged` where there is none */
  tag(id: TagId): Tag {
    const tag = this.byId.get(id)
    if (tag === undefined) throw damagedError({ part: 'tag', id })
    return tag
  }

  /** The top-level tag with this keyword. */
  find(keyword: string): Tag | undefined {
    return findTag(this.allTags, keyword)
  }

  live(): Uint32Array {
    return (this.liveIds ??= this.liveSet.ids())
  }

  isLive(instance: number): boolean {
    return this.liveSet.has(instance)
  }

  images(): Uint32Array {
    if (this.imageIds === null) {
      const rows = this.find('Rows')
      if (rows === undefined) return new Uint32Array()
      const live = this.live()
      const { codes } = this.column(rows.id, live)
      // Not with `filter`, which takes 20 bytes for each of them meanwhile.
      const images = new Uint32Array(live.length)
      let count = 0
      for (let i = 0; i < live.length; i++) if (codes[i] >= FIRST_VALUE) images[count++] = live[i]
      this.imageIds = count === live.length ? live : images.slice(0, count)
    }
    return this.imageIds
  }

  frequencies(instances: Uint32Array, top: number): TagFrequency[] {
    return this.allTags.map((tag) => this.frequency(tag, instances, top))
  }

  /** What the values that this reader gives rest on. */
  get basis(): ValueBasis {
    return AS_IN_FILES
  }

  /** @param basis of a run, say: whoever reads values as in the files does so in any case */
  asOf(basis: ValueBasis): ColumnSource
  asOf(): ColumnSource {
    return this
  }

  /** Takes in what people decided about values since. @returns tags whose values may have changed */
  refresh(): readonly number[] {
    return []
  }

  /** What was counted of all live instances, as this reader sees it. */
  counted(frequency: TagFrequency, top: number): TagFrequency
  counted(frequency: TagFrequency): TagFrequency {
    return frequency
  }

  /** How many of some instances have another value of a tag here than in their files. */
  corrected(tag: TagId, instances: Uint32Array): number
  corrected(): number {
    return 0
  }

  /** The frequency analysis of one tag. */
  frequency(tag: Tag, instances: Uint32Array, top: number): TagFrequency {
    return this.snapshot((total) => {
      const text = (code: ValueCode): string => this.text(tag.id, code)
      return { tag, ...tally(() => this.chunks(tag.id, total), this.set(instances), text, top) }
    })
  }

  values(tag: TagId, instances: Uint32Array): { value: string; count: number }[] {
    return this.snapshot((total) =>
      allValues(
        () => this.chunks(tag, total),
        this.set(instances),
        (code) => this.text(tag, code)
      )
    )
  }

  column(tag: TagId, instances: Uint32Array): ColumnValues {
    assertAscending(instances)
    const codes = new Uint32Array(instances.length)
    const texts = ['', '']
    const byText = new Map<string, number>()
    const byCode: number[] = []
    const codeOfText = (text: string): number => {
      let code = byText.get(text)
      if (code === undefined) {
        code = texts.length
        byText.set(text, code)
        texts.push(text)
      }
      return code
    }
    const codeOfStored = (stored: ValueCode): number => (byCode[stored] ??= codeOfText(this.text(tag, stored)))
    this.snapshot((total) => {
      let at = 0
      while (at < instances.length) {
        const end = readAtATime(instances, at)
        const stored = this.findColumns(tag, chunkOf(instances[at]), chunkOf(instances[end - 1]))
        for (const { chunk, encoding, data } of stored) {
          const first = chunk * CHUNK
          const rows = Math.min(CHUNK, total - first)
          while (at < end && instances[at] < first) at++
          if (isPlain(encoding)) {
            const column = decodePlain(encoding, data, rows)
            let last = -1
            for (; at < end && instances[at] < first + CHUNK; at++) {
              const row = instances[at] - first
              if (column.states[row] < FIRST_VALUE) codes[at] = column.states[row]
              else {
                const isSame = last >= 0 && isSamePlain(column, instances[last] - first, row)
                codes[at] = isSame ? codes[last] : codeOfText(plainText(column, row))
                last = at
              }
            }
          } else {
            const runs = codeRuns(encoding, data, rows)
            let code = ABSENT
            for (; at < end && instances[at] < first + CHUNK; at++) {
              const row = instances[at] - first
              if (row >= runs.end) {
                runs.seek(row)
                code = runs.code < FIRST_VALUE ? runs.code : codeOfStored(runs.code as ValueCode)
              }
              codes[at] = code
            }
          }
        }
        at = end
      }
    })
    return { codes, texts }
  }

  /** Looks for values of a tag, see `ValueSearch.look`. */
  look(
    { id }: Tag,
    from: number,
    test: ValueTest,
    most: number,
    room: SearchRoom
  ): { values: string[]; next: number | null } {
    this.search ??= new ValueSearch(this.db, this.liveSet)
    return this.snapshot(() => this.search!.look(this.byId.get(id)!, from, test, most, room))
  }

  selected(name: string, asOf?: string): InstanceBits {
    return this.snapshot(() => selectedInstances(this.db, findSelection(this.db, name, asOf).id))
  }

  labelled(name: string, asOf?: string): LabelCodes {
    return this.snapshot(() => labelCodes(this.db, findLabelSet(this.db, name, asOf).id))
  }

  /**
   * A number for the end of every instance's value, by instance: equal where values are, seldom where they are not; 0 where there
   * is none. Much cheaper than `column`, since no text is made.
   */
  endings(tag: TagId): Uint32Array {
    const hash = new Uint32Array(2)
    const take = (bytes: Uint8Array, start: number, end: number): number => {
      hashInto(bytes, start, end, hash)
      return hash[0] || 1
    }
    const byCode: number[] = []
    const ofCode = (code: ValueCode): number => {
      const bytes = Buffer.from(this.text(tag, code))
      return take(bytes, Math.max(0, bytes.length - ENDING), bytes.length)
    }
    return this.snapshot((total) => {
      const endings = new Uint32Array(total)
      for (const { chunk, encoding, data, rows } of this.chunks(tag, total)) {
        const first = chunk * CHUNK
        if (isPlain(encoding)) {
          const column = decodePlain(encoding, data, rows)
          let at = 0
          const visit = (bytes: Buffer, start: number, end: number): void => {
            endings[at] = take(bytes, start, end)
          }
          for (let row = 0; row < rows; row++) {
            at = first + row
            if (column.states[row] === FIRST_VALUE) visitPlain(column, row, visit, ENDING)
          }
        } else {
          const codes = decodeCodes(encoding, data, rows)
          for (let row = 0; row < rows; row++) {
            const code = codes[row]
            if (code >= FIRST_VALUE) endings[first + row] = byCode[code] ??= ofCode(code as ValueCode)
          }
        }
      }
      return endings
    })
  }

  /** Where an instance's file lies. @returns null when its source was taken out */
  path(instance: number): string | Buffer | null {
    const { dir, name } = this.locations.of(instance)
    if (this.lastPlace?.dir !== dir) {
      const { source, path } = storedDir(this.db, dir)
      this.lastPlace = { dir, path, ...storedSource(this.db, source) }
    }
    const { root, path, removed } = this.lastPlace
    return removed ? null : absolute(root, joinNames(path, name))
  }

  /** As `path`, for a person; '' where there is none. */
  readablePath(instance: number): string {
    const path = this.path(instance)
    return path === null ? '' : readable(path)
  }

  /** Several queries on one state of the catalogue, though another process may be writing. */
  private snapshot<T>(read: (total: number) => T): T {
    return this.db.transaction(() => read(countInstances(this.db)))()
  }

  private *chunks(tag: TagId, total: number): Iterable<StoredChunk> {
    for (const { chunk, encoding, data } of this.readColumns(tag)) {
      yield { chunk, encoding, data, rows: Math.min(CHUNK, total - chunk * CHUNK) }
    }
  }

  private set(instances: Uint32Array): InstanceSet {
    if (this.lastSet?.ids !== instances) this.lastSet = { ids: instances, set: new InstanceSet(instances, this.total) }
    return this.lastSet.set
  }

  /** What a code of a tag's dictionary stands for. */
  text(tag: TagId, code: ValueCode): string {
    return this.dictionary(tag)[code] ?? ''
  }

  private dictionary(tag: TagId): string[] {
    let texts = this.dictionaries.get(tag)
    if (texts === undefined) {
      texts = this.stored.read(tag)
      let size = 0
      for (const text of texts) size += text.length + 16
      if (this.dictionarySize + size > DICTIONARY_BUDGET) {
        this.dictionaries.clear()
        this.dictionarySize = 0
      }
      this.dictionarySize += size
      this.dictionaries.set(tag, texts)
    }
    return texts
  }
}

/** A list in another order would be read as if most of it were absent. */
function assertAscending(instances: Uint32Array): void {
  for (let i = 1; i < instances.length; i++) {
    if (instances[i] < instances[i - 1])
      throw new RangeError(`Instance ${instances[i]} stands behind ${instances[i - 1]}.`)
  }
}
