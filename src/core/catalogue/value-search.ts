import type { Database } from 'better-sqlite3'
import { sound } from './checksums.ts'
import { CHUNK, isPlain } from './chunks.ts'
import { codeRuns } from './code-columns.ts'
import type { LiveSet } from './live.ts'
import { decodePlain, type PlainColumn, plainText, wholeText } from './plain-columns.ts'
import { rawColumnsReader, soundColumn } from './stored-columns.ts'
import { fold, type ValueTest } from '../dicom/tag-search.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import type { TagId } from './types.ts'

/** Characters that one step may look at; it counts down. A tag costs some, however little it holds. */
export interface SearchRoom {
  characters: number
}

/** What it takes to look a tag up, in characters that are read meanwhile. */
const TAG_COST = 2000

/** Finds which values of a tag are sought: all of them are looked at, those in the dictionary and those in the columns. */
export class ValueSearch {
  private readonly live: LiveSet
  private readonly selectTexts
  private readonly chunks

  constructor(db: Database, live: LiveSet) {
    this.live = live
    this.selectTexts = db.prepare('SELECT * FROM value WHERE tag = ? ORDER BY first')
    this.chunks = {
      all: rawColumnsReader(db, 'all'),
      plain: rawColumnsReader(db, 'plain')
    }
  }

  /**
   * Looks through a tag as far as there is room.
   * @param from the chunk to go on at: 0 at first, then `next` @param most values that are enough
   * @returns different values that live instances have, and where to go on; `next` is null when nothing is left, or enough is found
   * @throws MedoidError `catalogue-damaged`
   */
  look(
    tag: { id: TagId; plain: boolean },
    from: number,
    test: ValueTest,
    most: number,
    room: SearchRoom
  ): { values: string[]; next: number | null } {
    room.characters -= TAG_COST
    const isWhole = this.live.count === this.live.total
    const coded = this.coded(tag.id, test, isWhole ? most : Infinity, room)
    const found = new Set<string>()
    // What an instance had once has a code for ever; while none was removed, each is an instance's still.
    if (isWhole && from === 0) for (const value of coded.values()) found.add(value)
    const isCodedOpen = !isWhole && coded.size > 0
    if (!tag.plain && !isCodedOpen) return { values: [...found], next: null }
    for (const row of this.chunks[isCodedOpen ? 'all' : 'plain'](tag.id, from)) {
      if (found.size >= most) break
      const column = soundColumn(row)
      if (room.characters < 0) return { values: [...found], next: column.chunk }
      const first = column.chunk * CHUNK
      const rows = Math.min(CHUNK, this.live.total - first)
      if (!isPlain(column.encoding)) this.lookAtCodes(column, rows, coded, found, room)
      else this.lookAtTexts(decodePlain(column.encoding, column.data, rows), first, test, most, found, room)
    }
    return { values: [...found].slice(0, most), next: null }
  }

  /** Values of the dictionary that are sought, by code. */
  private coded(tag: TagId, test: ValueTest, most: number, room: SearchRoom): Map<number, string> {
    const found = new Map<number, string>()
    for (const row of this.selectTexts.iterate(tag)) {
      const { first, count, encoding, texts } = sound(
        'value',
        row as { first: number; count: number; encoding: number; texts: Buffer }
      )
      const column = decodePlain(encoding, texts, count)
      if (!this.mayHold(column, test, room)) continue
      for (let i = 0; i < count && found.size < most; i++) {
        const text = plainText(column, i)
        if (test.holds(text)) found.set(first + i, text)
      }
    }
    return found
  }

  private lookAtTexts(
    column: PlainColumn,
    first: number,
    test: ValueTest,
    most: number,
    found: Set<string>,
    room: SearchRoom
  ): void {
    if (!this.mayHold(column, test, room)) return
    for (let row = 0; row < column.states.length && found.size < most; row++) {
      if (column.states[row] < FIRST_VALUE || !this.live.has(first + row)) continue
      const text = plainText(column, row)
      if (test.holds(text)) found.add(text)
    }
  }

  /** Which of the codes live instances have. */
  private lookAtCodes(
    { chunk, encoding, data }: { chunk: number; encoding: number; data: Buffer | number },
    rows: number,
    coded: ReadonlyMap<number, string>,
    found: Set<string>,
    room: SearchRoom
  ): void {
    room.characters -= rows
    const first = chunk * CHUNK
    for (const runs = codeRuns(encoding, data, rows); runs.next();) {
      const text = coded.get(runs.code)
      if (text === undefined || found.has(text)) continue
      if (this.live.countWithin(first + runs.start, first + runs.end) > 0) found.add(text)
    }
  }

  /** Looks at all texts together, which is many times as fast as one by one: most hold nothing that is sought. */
  private mayHold(column: PlainColumn, test: ValueTest, room: SearchRoom): boolean {
    if (column.isDigits && !test.mayBeNumber) return false
    const text = wholeText(column)
    room.characters -= text.length
    return test.mayHold(fold(text))
  }
}
