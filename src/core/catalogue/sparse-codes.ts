import { CHUNK, type EncodedColumn, encodeCodes, encodeRuns } from './chunks.ts'

/** Up to this many rows a chunk's codes are kept as pairs: most tags of an archive are rare. */
const MOST_PAIRS = 96

/** The codes of one tag in the chunk that is being filled; rows that are not set are absent. */
export class SparseCodes {
  /** Rows, ascending, and their codes, while they are few. */
  private rows: number[] = []
  private values: number[] = []
  private all: Uint32Array | null = null

  get isEmpty(): boolean {
    return this.rows.length === 0 && this.all === null
  }

  set(row: number, code: number): void {
    if (this.all !== null) this.all[row] = code
    else if (this.rows.length < MOST_PAIRS && (this.rows.length === 0 || this.rows.at(-1)! < row)) {
      this.rows.push(row)
      this.values.push(code)
    } else {
      this.all = this.dense()
      this.all[row] = code
    }
  }

  /** One code a row. */
  dense(): Uint32Array {
    if (this.all !== null) return this.all
    const codes = new Uint32Array(CHUNK)
    this.rows.forEach((row, i) => (codes[row] = this.values[i]))
    return codes
  }

  encode(rows: number): EncodedColumn {
    return this.all === null ? encodeRuns(this.rows, this.values, rows) : encodeCodes(this.all, rows)
  }

  clear(): void {
    this.rows = []
    this.values = []
    this.all = null
  }
}
