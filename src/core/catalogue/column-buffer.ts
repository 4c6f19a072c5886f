import { ABSENT, CHUNK, EMPTY, type EncodedColumn, encodePlain, FIRST_VALUE } from './chunks.ts'
import { SparseCodes } from './sparse-codes.ts'

/** Below this many distinct values a tag keeps its dictionary, whatever share of its values is new. */
const SMALL_DICTIONARY = 1024

/** Above this many distinct values a tag gives its dictionary up, so that memory stays flat. */
const LARGE_DICTIONARY = 16_000

/**
 * One tag while instances are appended: its dictionary and the codes of the chunk being filled. When a tag turns out to
 * be high-cardinality, its chunks hold plain texts from then on and the dictionary takes nothing more.
 */
export class ColumnBuffer {
  readonly tag: number
  plain: boolean
  /** The chunk's codes, or texts where the tag is plain. */
  private readonly codes = new SparseCodes()
  private texts: (string | undefined)[] | null = null
  /** null until a value is asked for, then all of the dictionary; null again once the tag is plain. */
  private codeByText: Map<string, number> | null = null
  private textByCode: string[] = []
  private readonly load: () => string[]
  /** The first code that is not stored yet. */
  private firstPending = FIRST_VALUE
  private valuesSeen: number

  /**
   * @param load reads the stored dictionary: texts by code
   * @param valuesSeen non-empty values of the chunks already full
   */
  constructor(tag: number, plain: boolean, valuesSeen: number, load: () => string[]) {
    this.tag = tag
    this.plain = plain
    this.valuesSeen = valuesSeen
    this.load = load
  }

  /** The code of a value that this coded tag may or may not know. @param text not empty */
  codeOf(text: string): number {
    const known = this.codeByText ?? this.loadDictionary()
    let code = known.get(text)
    if (code === undefined) {
      code = this.textByCode.push(text) - 1
      known.set(text, code)
    }
    return code
  }

  /** The text of a code that `codeOf` gave, also after the tag has turned plain. */
  textOf(code: number): string {
    return this.textByCode[code]
  }

  setCode(row: number, code: number): void {
    this.codes.set(row, code)
  }

  /** @param text '' = present but empty */
  setText(row: number, text: string): void {
    if (this.plain) {
      this.texts ??= new Array<string | undefined>(CHUNK)
      this.texts[row] = text
    } else this.setCode(row, text === '' ? EMPTY : this.codeOf(text))
  }

  /**
   * The chunk as it is to be stored, and the dictionary's new values. Decides here, before the values are stored, whether
   * the tag is high-cardinality.
   * @param rows rows of the chunk that are filled @param full whether no more will be added
   * @returns null where the chunk holds nothing of this tag
   */
  encode(
    rows: number,
    full: boolean
  ): { column: EncodedColumn; newValues: { first: number; texts: string[] }; turnedPlain: boolean } | null {
    if (this.codes.isEmpty && this.texts === null) return null
    let turnedPlain = false
    let column = this.texts === null ? this.codes.encode(rows) : encodePlain(this.texts, rows)
    const values = rows - column.absent - column.empty
    const size = this.codeByText?.size ?? 0
    if (
      !this.plain &&
      (size > LARGE_DICTIONARY || (size > SMALL_DICTIONARY && size > (this.valuesSeen + values) / 2))
    ) {
      this.turnPlain(rows)
      turnedPlain = true
      column = encodePlain(this.texts!, rows)
    }
    const newValues = { first: this.firstPending, texts: this.plain ? [] : this.textByCode.slice(this.firstPending) }
    this.firstPending = this.textByCode.length
    if (full) {
      this.valuesSeen += values
      this.codes.clear()
      this.texts = null
    }
    return { column, newValues, turnedPlain }
  }

  private loadDictionary(): Map<string, number> {
    this.textByCode = this.load()
    this.textByCode.length = Math.max(FIRST_VALUE, this.textByCode.length)
    this.firstPending = this.textByCode.length
    this.codeByText = new Map()
    for (let code = FIRST_VALUE; code < this.firstPending; code++) this.codeByText.set(this.textByCode[code], code)
    return this.codeByText
  }

  private turnPlain(rows: number): void {
    const codes = this.codes.dense()
    this.texts = new Array<string | undefined>(CHUNK)
    for (let row = 0; row < rows; row++) {
      if (codes[row] !== ABSENT) this.texts[row] = codes[row] === EMPTY ? '' : this.textOf(codes[row])
    }
    this.plain = true
    this.codes.clear()
    this.codeByText = null
  }
}
