import { EMPTY, FIRST_VALUE } from '../tag-codes.ts'
import { CHUNK, isPlain } from './chunks.ts'
import { countCodes, decodeCodes } from './code-columns.ts'
import { decodePlain, plainText } from './plain-columns.ts'
import type { StoredColumn } from './stored-columns.ts'

/** Instances of one chunk that came, or went. */
export interface ChangedChunk {
  chunk: number
  /** Rows of the chunk that are stored. */
  rows: number
  /** Ids, ascending. */
  ids: Uint32Array
  went: boolean
}

/** How often the values of one tag occur in some chunks: by code, and by text where they are stored as texts. */
export class ValueCounts {
  /** By code; that of EMPTY counts those that are present without a value. May be negative where instances went. */
  codes = new Int32Array(0)
  /** Values stored as texts. */
  plain = 0
  /** What they are; null where nobody wants to know, or there were too many to keep. */
  texts: Map<string, number> | null

  constructor(withTexts: boolean) {
    this.texts = withTexts ? new Map() : null
  }

  /** Takes account of instances that came or went with a chunk of this tag. @returns texts that it holds more of */
  take({ encoding, data }: StoredColumn, { chunk, rows, ids, went }: ChangedChunk): number {
    const sign = went ? -1 : 1
    const first = chunk * CHUNK
    if (!isPlain(encoding)) {
      if (ids.length === rows) this.addCodes(countCodes(encoding, data, rows, new Uint32Array(0)), sign)
      else {
        const codes = decodeCodes(encoding, data, rows)
        for (const id of ids) this.addCode(codes[id - first], sign)
      }
      return 0
    }
    const before = this.texts?.size ?? 0
    const column = decodePlain(encoding, data, rows)
    for (const id of ids) {
      const state = column.states[id - first]
      if (state === EMPTY) this.addCode(EMPTY, sign)
      if (state < FIRST_VALUE) continue
      this.plain += sign
      if (this.texts === null) continue
      const text = plainText(column, id - first)
      this.texts.set(text, (this.texts.get(text) ?? 0) + sign)
    }
    return (this.texts?.size ?? 0) - before
  }

  /** Keeps no texts any more. @returns how many it had */
  forgetTexts(): number {
    const size = this.texts?.size ?? 0
    this.texts = null
    return size
  }

  addCodes(counts: ArrayLike<number>, sign: number): void {
    this.reach(counts.length)
    for (let code = EMPTY; code < counts.length; code++) this.codes[code] += sign * counts[code]
  }

  private addCode(code: number, sign: number): void {
    if (code < EMPTY) return
    if (code >= this.codes.length) this.reach(Math.max(code + 1, this.codes.length * 2))
    this.codes[code] += sign
  }

  private reach(length: number): void {
    if (length <= this.codes.length) return
    const longer = new Int32Array(length)
    longer.set(this.codes)
    this.codes = longer
  }
}
