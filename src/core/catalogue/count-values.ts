import type { Database } from 'better-sqlite3'
import { EMPTY, FIRST_VALUE } from '../tag-codes.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { CHUNK } from './chunks.ts'
import { Counted, fullChunks, shortChunk } from './counted.ts'
import { decodePlain } from './plain-columns.ts'
import { changed, type FrequentValues, mostFrequent } from './frequent-values.ts'
import type { LiveSet } from './live.ts'
import type { CatalogueReader } from './reader.ts'
import { chunksReader, columnsReader, partOf, rawColumnsReader, soundColumn } from './stored-columns.ts'
import { type StoredTally, tallyReader, tallyWriter } from './stored-tally.ts'
import { byFrequency, tally } from './tally.ts'
import type { Tag, TagFrequency, TagId } from './types.ts'
import { type ChangedChunk, ValueCounts } from './value-counts.ts'
import { WantedValues } from './wanted-values.ts'
import type { ValueCode } from './dictionaries.ts'

/** The most frequent values of a tag that are kept, so that those that are shown are known after some went. */
const KEPT = 64
/** Texts that came or went and are looked for one by one; where there are more, all values of their tag are counted again. */
const MOST_TEXTS = 200_000

/** The frequency analysis of all live instances, and what has to be written for the next one to go on from. */
interface CountedValues {
  frequencies: TagFrequency[]
  /** Inside the caller's transaction. */
  save: () => void
}

/**
 * Counts the values of every tag over the live instances, from what was counted last and what came and went since: the columns of
 * chunks in which nothing did are read for tags alone whose values are stored as texts, to find those that changed among the others.
 * The chunk that is not full yet is counted each time, since its columns may still be written in another way.
 * @param shown how many of the most frequent values of a tag are wanted
 * @throws CancelledError; MedoidError `catalogue-damaged`, `disk-full`
 */
export async function countValues(
  reader: CatalogueReader,
  live: LiveSet,
  shown: number,
  work?: Work
): Promise<CountedValues> {
  const { db } = reader
  const counted = new Counted(db, 'values')
  // Where more went than is left, what is left is counted sooner.
  if (counted.went(live) > live.count) counted.forget()
  const tallyOf = tallyReader(db)
  const full = fullChunks(live)
  const tags = reader.tags()
  const report = (done: number): void =>
    work?.onProgress?.({ stage: 'Counting values', done, total: tags.length, unit: 'tags' })
  report(0)
  const changes = await takeChanges(db, counted.changes(live), counted.chunks > 0, work)
  const short = shortChunk(live)
  const tail = await takeChanges(db, short === null ? [] : [short], true, work)
  const counter = new TagCounter(reader, live, full, shown)
  const frequencies: TagFrequency[] = []
  const changedTallies = new Map<TagId, StoredTally>()
  for (const [i, tag] of tags.entries()) {
    if (i % 16 === 0) {
      report(i)
      await breathe()
      throwIfCancelled(work)
    }
    const before = counted.chunks === 0 ? NOTHING : tallyOf(tag.id)
    const of = changes.get(tag.id)
    const now = before === undefined ? counter.whole(tag) : of === undefined ? before : counter.goOn(tag, before, of)
    if (full > 0 && (now !== before || counted.chunks === 0)) changedTallies.set(tag.id, now)
    frequencies.push(counter.frequency(tag, now, tail.get(tag.id)))
  }
  const save = (): void => {
    if (full === 0) return
    // First of all, since it takes the tallies of before away where nothing was counted.
    counted.save(live)
    const write = tallyWriter(db)
    for (const [tag, now] of changedTallies) write(tag, now)
  }
  return { frequencies, save }
}

const NOTHING: StoredTally = { codes: new Int32Array(0), plain: 0, frequent: null }

/**
 * Reads the columns of chunks in the order in which they are stored, each page once.
 * @param withTexts whether texts are wanted where there are not too many
 * @returns by tag, what its values changed by
 */
async function takeChanges(
  db: Database,
  chunks: Iterable<ChangedChunk>,
  withTexts: boolean,
  work: Work | undefined
): Promise<Map<number, ValueCounts>> {
  const byTag = new Map<number, ValueCounts>()
  const read = chunksReader(db)
  let texts = 0
  const takePart = (part: number, changed: readonly ChangedChunk[]): void => {
    const byChunk = new Map(changed.map((each) => [each.chunk, each]))
    for (const column of read(part, [...byChunk.keys()])) {
      let counts = byTag.get(column.tag)
      if (counts === undefined) byTag.set(column.tag, (counts = new ValueCounts(withTexts)))
      texts += counts.take(column, byChunk.get(column.chunk)!)
      if (texts > MOST_TEXTS) texts -= counts.forgetTexts()
    }
  }
  let part = 0
  let some: ChangedChunk[] = []
  for (const each of chunks) {
    if (partOf(each.chunk) !== part && some.length > 0) {
      takePart(part, some)
      some = []
      await breathe()
      throwIfCancelled(work)
    }
    part = partOf(each.chunk)
    some.push(each)
  }
  if (some.length > 0) takePart(part, some)
  return byTag
}

/** Counts one tag after the other. */
class TagCounter {
  private readonly reader: CatalogueReader
  private readonly live: LiveSet
  private readonly full: number
  private readonly shown: number
  private readonly readColumns: ReturnType<typeof columnsReader>
  private readonly readPlain: ReturnType<typeof rawColumnsReader>

  constructor(reader: CatalogueReader, live: LiveSet, full: number, shown: number) {
    this.reader = reader
    this.live = live
    this.full = full
    this.shown = shown
    this.readColumns = columnsReader(reader.db)
    this.readPlain = rawColumnsReader(reader.db, 'plain')
  }

  /** Everything that the full chunks hold of a tag. */
  whole(tag: Tag): StoredTally {
    const counts = new ValueCounts(false)
    for (const column of this.readColumns(tag.id)) {
      const { chunk } = column
      if (chunk < this.full) counts.take(column, { chunk, rows: CHUNK, ids: this.live.of(chunk), went: false })
    }
    return this.goOn(tag, NOTHING, counts)
  }

  /** The tally of the full chunks, from the one before and what came and went. */
  goOn(tag: Tag, before: StoredTally, changes: ValueCounts): StoredTally {
    const codes = new Int32Array(Math.max(before.codes.length, changes.codes.length))
    codes.set(before.codes)
    changes.codes.forEach((count, code) => (codes[code] += count))
    const plain = before.plain + changes.plain
    const now = { codes, plain, frequent: null }
    if (plain === 0) return now
    if (before.frequent !== null && changes.texts !== null) {
      const texts = this.texts(tag, changes)
      const countNow = this.countsIn(tag, now, texts.keys())
      const frequent = changed(before.frequent, texts, countNow, KEPT)
      if (frequent.top.length >= Math.min(this.shown, frequent.distinct)) return { ...now, frequent }
    }
    const { distinct, top } = tally(
      () => this.storedChunks(tag),
      this.live,
      (code) => this.reader.text(tag.id, code),
      KEPT
    )
    return { ...now, frequent: { distinct, top: mostFrequent(top, KEPT) } }
  }

  /** @param tail what the chunk that is not full holds */
  frequency(tag: Tag, now: StoredTally, tail: ValueCounts | undefined): TagFrequency {
    const codes = new ValueCounts(false)
    codes.addCodes(now.codes, 1)
    if (tail !== undefined) codes.addCodes(tail.codes, 1)
    let nonEmpty = now.plain + (tail?.plain ?? 0)
    const isCoded = nonEmpty === 0
    for (let code = FIRST_VALUE; code < codes.codes.length; code++) nonEmpty += codes.codes[code]
    const present = nonEmpty + (codes.codes[EMPTY] ?? 0)
    if (isCoded) {
      const values = this.codedValues(tag, codes.codes)
      return { tag, present, nonEmpty, distinct: values.length, top: byFrequency(values, this.shown) }
    }
    const { distinct, top } = tail === undefined ? this.frequentOf(tag, now) : this.withTail(tag, now, tail)
    return { tag, present, nonEmpty, distinct, top: byFrequency(top.slice(0, this.shown), this.shown) }
  }

  private withTail(tag: Tag, now: StoredTally, tail: ValueCounts): FrequentValues {
    const texts = this.texts(tag, tail)
    const before = this.countsIn(tag, now, texts.keys())
    return changed(this.frequentOf(tag, now), texts, (text) => before(text) + texts.get(text)!, KEPT)
  }

  private frequentOf(tag: Tag, { codes, frequent }: StoredTally): FrequentValues {
    if (frequent !== null) return frequent
    const values = this.codedValues(tag, codes)
    return { distinct: values.length, top: mostFrequent(values, values.length) }
  }

  /** Values by text, those that are coded, too. */
  private texts(tag: Tag, { codes, texts }: ValueCounts): Map<string, number> {
    const all = new Map(texts)
    for (const { value, count } of this.codedValues(tag, codes)) all.set(value, (all.get(value) ?? 0) + count)
    return all
  }

  private codedValues(tag: Tag, codes: Int32Array): { value: string; count: number }[] {
    const values: { value: string; count: number }[] = []
    for (let code = FIRST_VALUE; code < codes.length; code++) {
      if (codes[code] !== 0) values.push({ value: this.reader.text(tag.id, code as ValueCode), count: codes[code] })
    }
    return values
  }

  /** @returns how often each of some texts occurs in the full chunks */
  private countsIn(tag: Tag, { codes, plain }: StoredTally, texts: Iterable<string>): (text: string) => number {
    const wanted = new WantedValues(texts)
    if (!wanted.isEmpty) {
      for (const { value, count } of this.codedValues(tag, codes)) wanted.countText(value, count)
      if (plain > 0) this.countPlain(tag, wanted)
    }
    return (text) => wanted.of(text)
  }

  private countPlain(tag: Tag, wanted: WantedValues): void {
    for (const row of this.readPlain(tag.id)) {
      if (row.chunk >= this.full) return
      const { chunk, encoding, data } = soundColumn(row)
      const column = decodePlain(encoding, data, CHUNK)
      if (this.live.isWhole(chunk)) for (let i = 0; i < CHUNK; i++) wanted.countRow(column, i)
      else for (const id of this.live.of(chunk)) wanted.countRow(column, id - chunk * CHUNK)
    }
  }

  private *storedChunks(tag: Tag): Iterable<{ chunk: number; encoding: number; data: Buffer | number; rows: number }> {
    for (const { chunk, encoding, data } of this.readColumns(tag.id)) {
      if (chunk < this.full) yield { chunk, encoding, data, rows: CHUNK }
    }
  }
}
