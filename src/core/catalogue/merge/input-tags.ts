import { ABSENT, EMPTY, FIRST_VALUE } from '../../tag-codes.ts'
import { damagedError } from '../checksums.ts'
import { isPlain } from '../chunks.ts'
import { codeRuns, type CodeRuns, decodeCodes } from '../code-columns.ts'
import type { ColumnBuffer } from '../column-buffer.ts'
import { decodePlain, isSamePlain, type PlainColumn, plainText } from '../plain-columns.ts'
import { plainOfCodes, type Spans } from '../plain-pieces.ts'
import { stateRuns, type StoredColumn } from '../stored-columns.ts'
import type { StoredTag } from '../stored-tags.ts'
import type { AppendedVrs } from '../settle-vrs.ts'
import { codeOfVr, FIRST, vrOf, type VrCode } from '../vrs.ts'
import { type MergeInput, textAt } from './input.ts'
import type { TagId } from '../types.ts'
import type { ValueCode } from '../dictionaries.ts'

/** Changes the texts of a tag. */
export type Rename = (text: string) => string

/** A tag of a catalogue that is merged, translated into the one that it is merged into. */
export class InputTag {
  readonly stored: StoredTag
  /** Where its values go; null until an instance that holds it is kept, and where the tag is refused. */
  column: ColumnBuffer | null = null
  refused = false
  private readonly input: MergeInput
  private readonly rename: Rename | undefined
  /** By code, once one is asked for: its text, … */
  private texts: string[] | null = null
  /** … and its code in the other catalogue; ABSENT: not asked for yet. */
  private codes = new Uint32Array()
  private vr = FIRST

  constructor(input: MergeInput, stored: StoredTag, rename: Rename | undefined) {
    this.input = input
    this.stored = stored
    this.rename = rename
  }

  assign(column: ColumnBuffer): void {
    this.column = column
    this.vr = codeOfVr(this.stored.firstVr, column.vr)
  }

  text(code: number): string {
    this.texts ??= this.readTexts()
    return textAt(this.texts, code)
  }

  /** The code of a value in the other catalogue. */
  code(code: number): ValueCode {
    if (code < FIRST_VALUE) return code as ValueCode
    const text = this.text(code)
    let known = this.codes[code] as ValueCode
    if (known === ABSENT) this.codes[code] = known = this.column!.codeOf(text)
    return known
  }

  /** The code of a VR in the other catalogue. */
  vrCode(code: VrCode): VrCode {
    return code === FIRST ? this.vr : codeOfVr(this.vrName(code), this.column!.vr)
  }

  vrName(code: VrCode): string {
    const vr = vrOf(code, this.stored.firstVr)
    if (code > 0xffff || !/^[A-Z]{2}$/.test(vr)) throw damagedError({ part: 'column', fault: 'code-too-large' })
    return vr
  }

  /** Columns of texts are copied as bytes, whatever they say. */
  refuseRenaming(): void {
    if (this.rename !== undefined)
      throw damagedError({ part: 'row', place: `tag.high_cardinality (id ${this.stored.id})` })
  }

  private readTexts(): string[] {
    const texts = this.input.texts(this.stored.id)
    const { rename } = this
    const renamed = rename === undefined ? texts : texts.map((text) => (text === '' ? '' : rename(text)))
    this.codes = new Uint32Array(texts.length)
    return renamed
  }
}

/** A tag's values in a chunk of an input, taken row by row, ascending. */
export class InputColumn {
  readonly tag: InputTag
  private readonly stored: StoredColumn
  private readonly rows: number
  private readonly vrs: CodeRuns | undefined
  private readonly vrsOf: (tag: TagId) => CodeRuns | undefined
  /** One of them, once rows are taken. */
  private runs: CodeRuns | null = null
  private plain: PlainColumn | null = null

  /** @param vrsOf the VRs in the chunk, by tag */
  constructor(input: MergeInput, tag: InputTag, stored: StoredColumn, vrsOf: (tag: TagId) => CodeRuns | undefined) {
    this.tag = tag
    this.stored = stored
    this.rows = input.rows(stored.chunk)
    this.vrsOf = vrsOf
    this.vrs = vrsOf(stored.tag)
    if (isPlain(stored.encoding)) {
      tag.refuseRenaming()
      this.plain = decodePlain(stored.encoding, stored.data, this.rows)
    }
  }

  /** The first row that holds the tag, and the VR that it has it with. */
  firstHeld(spans: Spans): { row: number; vr: string } | null {
    let first = -1
    eachRun(this.states(), spans, 0, (_, code, row) => {
      if (code !== ABSENT && first < 0) first = row
    })
    if (first < 0) return null
    let vr = FIRST
    const vrs = this.vrsOf(this.stored.tag)
    while (vrs !== undefined && vrs.end <= first && vrs.next()) vr = vrs.code as VrCode
    return { row: first, vr: this.tag.vrName(vr) }
  }

  /** Counts the tag in each row that holds it. @param counts by row of the chunk that is being filled */
  countHeld(spans: Spans, at: number, counts: Uint32Array): void {
    eachRun(this.states(), spans, at, (row, code, _, length) => {
      if (code !== ABSENT) for (let i = 0; i < length; i++) counts[row + i]++
    })
  }

  /** Puts the values of rows into the tag's column, from a row of the chunk that is being filled on. */
  take(spans: Spans, at: number, vrs: AppendedVrs): void {
    const { tag, stored } = this
    const column = tag.column!
    if (column.plain) {
      const { encoding, data } = stored
      const isText = this.plain !== null
      this.plain ??= plainOfCodes(decodeCodes(encoding, data, this.rows), (code) => tag.text(code))
      column.addPiece({ at, column: this.plain, spans, stored: isText ? { encoding, data } : null })
    } else if (this.plain === null) {
      this.runs ??= codeRuns(stored.encoding, stored.data, this.rows)
      held.clear()
      eachRun(this.runs, spans, at, (row, code, _, length) => {
        column.setCode(row, tag.code(code))
        if (code !== ABSENT) held.add(row, length)
      })
    } else setTexts(column, this.plain, spans, at)
    if (this.plain !== null) holdTexts(this.plain, spans, at)
    this.takeVrs(spans, at, vrs)
  }

  /** The VRs of the rows that are `held`. */
  private takeVrs(spans: Spans, at: number, counts: AppendedVrs): void {
    const { tag } = this
    const column = tag.column!
    if (this.vrs === undefined) {
      const vr = tag.vrCode(FIRST)
      column.setVr(at, vr)
      counts.add(column.tag, vr, held.total)
      return
    }
    eachRun(this.vrs, spans, at, (row, code, _, length) => {
      const vr = tag.vrCode(code as VrCode)
      column.setVr(row, vr)
      counts.add(column.tag, vr, held.before(row + length))
    })
  }

  /** A row's text; undefined where it has none. @param codes of all rows, see `allCodes` */
  textOf(row: number, codes: Uint32Array | null): string | undefined {
    if (codes !== null) return codes[row] < FIRST_VALUE ? undefined : this.tag.text(codes[row])
    return this.plain!.states[row] < FIRST_VALUE ? undefined : plainText(this.plain!, row)
  }

  /** Codes by row; null where the column is of texts. */
  allCodes(): Uint32Array | null {
    const { encoding, data } = this.stored
    return isPlain(encoding) ? null : decodeCodes(encoding, data, this.rows)
  }

  private states(): CodeRuns {
    return stateRuns(this.stored, this.rows)
  }
}

/** Rows of the chunk that is being filled that hold the tag at hand. */
class HeldRows {
  /** First and last + 1 of each run, one after the other. */
  private readonly borders: number[] = []
  private counted = 0
  private run = 0
  total = 0

  clear(): void {
    this.borders.length = this.counted = this.run = this.total = 0
  }

  /** @param row behind those that were added before */
  add(row: number, length: number): void {
    const { borders } = this
    this.total += length
    if (borders.length > 0 && borders[borders.length - 1] === row) borders[borders.length - 1] += length
    else borders.push(row, row + length)
  }

  /** How many there are before a row, without those that it has told of before; rows ascend. */
  before(row: number): number {
    const { borders } = this
    let count = 0
    while (this.run < borders.length) {
      const from = Math.max(borders[this.run], this.counted)
      const to = Math.min(borders[this.run + 1], row)
      if (to > from) count += to - from
      if (borders[this.run + 1] > row) break
      this.run += 2
    }
    this.counted = row
    return count
  }
}

const held = new HeldRows()

function holdTexts({ states }: PlainColumn, spans: Spans, at: number): void {
  held.clear()
  let row = at
  for (const [from, to] of spans) for (let i = from; i < to; i++, row++) if (states[i] !== ABSENT) held.add(row, 1)
}

function setTexts(column: ColumnBuffer, plain: PlainColumn, spans: Spans, at: number): void {
  let target = at
  let last = -1
  for (const [from, to] of spans) {
    for (let row = from; row < to; row++, target++) {
      const state = plain.states[row]
      const isSame = last >= 0 && state === plain.states[last] && (state < FIRST_VALUE || isSamePlain(plain, last, row))
      last = row
      if (isSame) continue
      if (state === ABSENT) column.setAbsent(target)
      else column.setText(target, state === EMPTY ? '' : plainText(plain, row))
    }
  }
}

/**
 * Visits the runs of equal codes among some rows, as they follow one another from row `at` on.
 * @param runs of the chunk; goes on from where it is
 */
function eachRun(
  runs: CodeRuns,
  spans: Spans,
  at: number,
  visit: (row: number, code: number, from: number, length: number) => void
): void {
  let row = at
  for (const [from, to] of spans) {
    for (let next = from; next < to;) {
      while (runs.end <= next) runs.next()
      const end = Math.min(runs.end, to)
      visit(row, runs.code, next, end - next)
      row += end - next
      next = end
    }
  }
}

/** The first of some rows, and the others: as many as go into a chunk. */
export function splitSpans(spans: Spans, room: number): { now: Spans; later: Spans; rows: number } {
  let rows = 0
  for (const [i, [from, to]] of spans.entries()) {
    if (rows + to - from <= room) {
      rows += to - from
      continue
    }
    const cut = from + room - rows
    const now = cut > from ? [...spans.slice(0, i), [from, cut] as const] : spans.slice(0, i)
    return { now, later: [[cut, to], ...spans.slice(i + 1)], rows: room }
  }
  return { now: spans, later: [], rows }
}
