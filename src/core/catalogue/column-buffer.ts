import { ABSENT, EMPTY, FIRST_VALUE } from '../tag-codes.ts'
import { type EncodedColumn } from './chunks.ts'
import { encodePlain } from './plain-columns.ts'
import { encodePieces, type PlainPiece } from './plain-pieces.ts'
import { encodeRuns } from './code-columns.ts'
import { RunsBuffer } from './runs-buffer.ts'
import { FIRST, type VrCode } from './vrs.ts'
import type { TagId } from './types.ts'
import type { ValueCode } from './dictionaries.ts'

/** Below this many distinct values a tag keeps its dictionary, whatever share of its values is new. */
const SMALL_DICTIONARY = 1024

/**
 * One tag while instances are appended: its dictionary and the codes of the chunk being filled. When a tag turns out to
 * be high-cardinality, its chunks hold plain texts from then on and the dictionary takes nothing more.
 */
export class ColumnBuffer {
  readonly tag: TagId
  /** Of the first instance that had it; see `setVr`. */
  readonly vr: string
  /** The chunk's codes, or texts where the tag is plain. */
  private readonly codes = new RunsBuffer<ValueCode>(ABSENT as ValueCode)
  private texts: RunsBuffer<string | undefined> | null = null
  /** The chunk's texts where they come in pieces. */
  private pieces: PlainPiece[] = []
  /** null until a value is asked for, then all of the dictionary; null again once the tag is plain. */
  private codeByText: Map<string, ValueCode> | null = null
  private textByCode: string[] = []
  /** Codes of VRs; null as long as every instance of the chunk has the first one. */
  private vrs: RunsBuffer<VrCode> | null = null
  private readonly load: () => string[]
  /** The first code that is not stored yet. */
  private firstPending = FIRST_VALUE
  private readonly countStored: () => number
  /** Non-empty values of the chunks that were full before; null until it matters how many. */
  private storedValues: number | null = null
  /** Non-empty values of the chunks that were filled here. */
  private filledValues = 0

  /**
   * @param load reads the stored dictionary: texts by code
   * @param countStored counts the non-empty values of the chunks already full
   */
  constructor(tag: TagId, vr: string, plain: boolean, countStored: () => number, load: () => string[]) {
    this.tag = tag
    this.vr = vr
    if (plain) this.texts = new RunsBuffer<string | undefined>(undefined)
    this.countStored = countStored
    this.load = load
  }

  /** Whether the tag is high-cardinality. */
  get plain(): boolean {
    return this.texts !== null
  }

  /** Values that are in memory. */
  get remembered(): number {
    return this.textByCode.length
  }

  /** The code of a value that this coded tag may or may not know. @param text not empty */
  codeOf(text: string): ValueCode {
    const known = this.codeByText ?? this.loadDictionary()
    let code = known.get(text)
    if (code === undefined) {
      code = (this.textByCode.push(text) - 1) as ValueCode
      known.set(text, code)
    }
    return code
  }

  /** The text of a code that `codeOf` gave, also after the tag has turned plain. */
  textOf(code: ValueCode): string {
    return this.textByCode[code]
  }

  /** From `row` on, until something else is said. Not once the tag is plain. */
  setCode(row: number, code: ValueCode): void {
    this.codes.set(row, code)
  }

  /** From `row` on, until something else is said. @param text '' = present but empty */
  setText(row: number, text: string): void {
    if (this.texts !== null) this.texts.set(row, text)
    else this.setCode(row, text === '' ? (EMPTY as ValueCode) : this.codeOf(text))
  }

  /** Texts of some rows of the chunk, without a string being made of any; the tag is plain, and all texts of the chunk come so. */
  addPiece(piece: PlainPiece): void {
    this.pieces.push(piece)
  }

  /** From `row` on the tag is absent, until something else is said. */
  setAbsent(row: number): void {
    if (this.texts !== null) this.texts.set(row, undefined)
    else this.codes.set(row, ABSENT as ValueCode)
  }

  /** From `row` on instances that hold the tag do so with this VR, until something else is said. @param code of `codeOfVr` */
  setVr(row: number, code: VrCode): void {
    if (this.vrs !== null) this.vrs.set(row, code)
    else if (code !== FIRST) (this.vrs = new RunsBuffer<VrCode>(FIRST)).set(row, code)
  }

  /** Tells how many of the filled rows hold the tag with which VR, in parts; before they are encoded. @param rows that are filled */
  countVrs(rows: number, count: (vr: VrCode, instances: number) => void): void {
    const { starts } = this.texts ?? this.codes
    const vrs = this.vrs
    let run = -1
    for (let i = 0; i < starts.length && starts[i] < rows; i++) {
      if (this.texts === null ? this.codes.values[i] === ABSENT : this.texts.values[i] === undefined) continue
      const end = Math.min(starts[i + 1] ?? rows, rows)
      for (let row = starts[i]; row < end;) {
        while (vrs !== null && run + 1 < vrs.starts.length && vrs.starts[run + 1] <= row) run++
        const to = Math.min(vrs?.starts[run + 1] ?? end, end)
        count(vrs === null || run < 0 ? FIRST : vrs.values[run], to - row)
        row = to
      }
    }
  }

  /** The VRs of the chunk as they are to be stored; null where all are the first one. @param full whether no more will be added */
  encodeVrs(rows: number, full: boolean): Pick<EncodedColumn, 'encoding' | 'data'> | null {
    if (this.vrs === null) return null
    const { starts, values } = this.vrs
    const encoded = starts.length === 0 || starts[0] >= rows ? null : encodeRuns(starts, values, rows)
    if (full) this.vrs.restart()
    return encoded
  }

  /**
   * The chunk as it is to be stored, and the dictionary's new values. Decides here, before the values are stored, whether
   * the tag is high-cardinality.
   * @param rows rows of the chunk that are filled @param full whether no more will be added
   * @param mostValues distinct values above which a tag gives its dictionary up
   * @param saving bytes that deflating codes has to save
   * @returns null where these rows hold nothing of this tag
   */
  encode(
    rows: number,
    full: boolean,
    mostValues: number,
    saving = 0
  ): { column: EncodedColumn; newValues: { first: number; texts: string[] }; turnedPlain: boolean } | null {
    if (this.pieces.length > 0) return this.encodePieces(rows, full)
    // A run may begin behind these rows: with an instance that was passed over and whose tags hold for nobody yet.
    const { starts } = this.texts ?? this.codes
    if (starts.length === 0 || starts[0] >= rows) return null
    let turnedPlain = false
    let column =
      this.texts === null
        ? encodeRuns(this.codes.starts, this.codes.values, rows, saving)
        : encodePlain([...this.texts.rows(rows)], rows)
    const values = rows - column.absent - column.empty
    const size = this.codeByText?.size ?? 0
    if (!this.plain && (size > mostValues || (size > SMALL_DICTIONARY && size > (this.valuesBefore + values) / 2))) {
      column = encodePlain([...this.turnPlain().rows(rows)], rows)
      turnedPlain = true
    }
    const newValues = { first: this.firstPending, texts: this.plain ? [] : this.textByCode.slice(this.firstPending) }
    this.firstPending = this.textByCode.length
    if (full) {
      this.filledValues += values
      this.codes.restart()
      this.texts?.restart()
    }
    return { column, newValues, turnedPlain }
  }

  private encodePieces(rows: number, full: boolean): ReturnType<ColumnBuffer['encode']> {
    const column = encodePieces(this.pieces, rows)
    if (full) this.pieces = []
    const newValues = { first: this.firstPending, texts: [] }
    return column.absent === rows ? null : { column, newValues, turnedPlain: false }
  }

  private get valuesBefore(): number {
    this.storedValues ??= this.countStored()
    return this.storedValues + this.filledValues
  }

  private loadDictionary(): Map<string, ValueCode> {
    this.textByCode = this.load()
    this.textByCode.length = Math.max(FIRST_VALUE, this.textByCode.length)
    this.firstPending = this.textByCode.length
    this.codeByText = new Map()
    for (let code = FIRST_VALUE; code < this.firstPending; code++)
      this.codeByText.set(this.textByCode[code], code as ValueCode)
    return this.codeByText
  }

  private turnPlain(): RunsBuffer<string | undefined> {
    const texts = new RunsBuffer<string | undefined>(undefined)
    this.codes.starts.forEach((row, run) => {
      const code = this.codes.values[run]
      texts.set(row, code === ABSENT ? undefined : code === EMPTY ? '' : this.textOf(code))
    })
    this.texts = texts
    this.codes.current = ABSENT as ValueCode
    this.codes.restart()
    this.codeByText = null
    return texts
  }
}
