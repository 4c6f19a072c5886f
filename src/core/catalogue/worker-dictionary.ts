import { type HeaderBatch, PLAIN, type TagDefinition } from '../dicom/batch.ts'
import { ABSENT, EMPTY } from '../tag-codes.ts'
import type { ColumnBuffer } from './column-buffer.ts'
import { codeOfVr, FIRST, type VrCode } from './vrs.ts'
import type { ValueCode } from './dictionaries.ts'

/** No value has the code of what is absent. */
const UNUSED = ABSENT as ValueCode

/** One reading worker's dictionaries, translated into the catalogue's. */
export class WorkerDictionary {
  /** By local tag: what it is, … */
  readonly definitions: TagDefinition[] = []
  /** … and its column, once an instance that holds it was appended and the catalogue took it. */
  readonly columns: (ColumnBuffer | undefined)[] = []
  /** By local tag: the code of its VR in that column. */
  private readonly vrs: VrCode[] = []
  /** By local tag, local code: the catalogue's code, UNUSED until the value is used … */
  private readonly codes: ValueCode[][] = []
  /** … and until then, its text. */
  private readonly texts: string[][] = []

  /** Takes note of what is new in a batch. */
  learn({ newTags, newValueTags, newValueTexts }: HeaderBatch): void {
    for (const definition of newTags) {
      this.definitions.push(definition)
      this.columns.push(undefined)
      this.vrs.push(FIRST)
      this.texts.push(['', ''])
      this.codes.push([ABSENT as ValueCode, EMPTY as ValueCode])
    }
    for (let i = 0; i < newValueTags.length; i++) {
      this.texts[newValueTags[i]].push(newValueTexts[i])
      this.codes[newValueTags[i]].push(UNUSED)
    }
  }

  /** The catalogue has taken a local tag. */
  assign(tag: number, column: ColumnBuffer): void {
    this.columns[tag] = column
    this.vrs[tag] = codeOfVr(this.definitions[tag].vr, column.vr)
  }

  /** Sets what a local tag holds from a row on. @param local its code in the batch that `plainTexts` is of */
  set(column: ColumnBuffer, row: number, tag: number, local: number, plainTexts: readonly string[]): void {
    if (local === ABSENT) {
      column.setAbsent(row)
      return
    }
    column.setVr(row, this.vrs[tag])
    if (local >= PLAIN) {
      column.setText(row, plainTexts[local - PLAIN])
      return
    }
    const codes = this.codes[tag]
    const texts = this.texts[tag]
    let code = codes[local]
    if (column.plain) {
      column.setText(row, code === UNUSED ? texts[local] : code === EMPTY ? '' : column.textOf(code))
      return
    }
    if (code === UNUSED) {
      codes[local] = code = column.codeOf(texts[local])
      texts[local] = ''
    }
    column.setCode(row, code)
  }
}
