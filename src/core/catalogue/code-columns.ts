import { ABSENT, EMPTY } from '../tag-codes.ts'
import { type EncodedColumn, Encoding } from './chunks.ts'
import { damaged, deflateIfSmaller, inflate, VarintReader, writeVarint } from './packing.ts'

/** @param codes one code a row @param rows how many of them count */
export function encodeCodes(codes: Uint32Array, rows: number): EncodedColumn {
  const starts: number[] = []
  const values: number[] = []
  let previous = ABSENT
  for (let row = 0; row < rows; row++) {
    if (codes[row] === previous) continue
    previous = codes[row]
    starts.push(row)
    values.push(previous)
  }
  return encodeRuns(starts, values, rows)
}

/**
 * @param starts rows at which runs of equal codes begin, ascending; before the first one the rows are absent, and what begins
 * behind them is not theirs
 * @param values the runs' codes @param rows of the chunk, at least 1 @param saving bytes that deflating runs has to save
 */
export function encodeRuns(
  starts: readonly number[],
  values: readonly number[],
  rows: number,
  saving = 0
): EncodedColumn {
  if (starts.length > 0 && starts.at(-1)! >= rows)
    return encodeRuns(starts.slice(0, -1), values.slice(0, -1), rows, saving)
  let absent = starts.length === 0 ? rows : starts[0]
  let empty = 0
  let largest = 0
  for (let run = 0; run < starts.length; run++) {
    const length = (run + 1 < starts.length ? starts[run + 1] : rows) - starts[run]
    if (values[run] === ABSENT) absent += length
    else if (values[run] === EMPTY) empty += length
    if (values[run] > largest) largest = values[run]
  }
  if (absent === rows) return { encoding: Encoding.constant, absent, empty, data: ABSENT }
  if (starts.length === 1 && starts[0] === 0) return { encoding: Encoding.constant, absent, empty, data: values[0] }
  const encoded =
    starts.length <= rows / 4 ? runsOf(starts, values, rows, saving) : widthOf(starts, values, rows, largest)
  return { absent, empty, ...encoded }
}

function runsOf(
  starts: readonly number[],
  values: readonly number[],
  rows: number,
  saving: number
): { encoding: number; data: Buffer } {
  const bytes = Buffer.allocUnsafe(starts.length * 10 + 10)
  let at = 0
  if (starts[0] > 0) {
    at = writeVarint(bytes, at, starts[0])
    at = writeVarint(bytes, at, ABSENT)
  }
  for (let run = 0; run < starts.length; run++) {
    at = writeVarint(bytes, at, (run + 1 < starts.length ? starts[run + 1] : rows) - starts[run])
    at = writeVarint(bytes, at, values[run])
  }
  return deflateIfSmaller(Encoding.runs, Buffer.from(bytes.subarray(0, at)), saving)
}

function widthOf(
  starts: readonly number[],
  values: readonly number[],
  rows: number,
  largest: number
): { encoding: number; data: Buffer } {
  const [encoding, codes] =
    largest < 0x100
      ? [Encoding.u8, new Uint8Array(rows)]
      : largest < 0x10000
        ? [Encoding.u16, new Uint16Array(rows)]
        : [Encoding.u32, new Uint32Array(rows)]
  for (let run = 0; run < starts.length; run++) {
    const end = run + 1 < starts.length ? starts[run + 1] : rows
    for (let row = starts[run]; row < end; row++) codes[row] = values[run]
  }
  return deflateIfSmaller(encoding, Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength))
}

/** @returns `rows` codes @throws MedoidError `catalogue-damaged` */
export function decodeCodes(encoding: number, data: unknown, rows: number): Uint32Array {
  if (encoding !== Encoding.constant && (encoding & 15) !== Encoding.runs) return decodeWidth(encoding, data, rows)
  const codes = new Uint32Array(rows)
  for (const runs = codeRuns(encoding, data, rows); runs.next();) codes.fill(runs.code, runs.start, runs.end)
  return codes
}

/** As `decodeCodes`, where every row has its own bytes. */
function decodeWidth(encoding: number, data: unknown, rows: number): Uint32Array {
  const width = { [Encoding.u8]: 1, [Encoding.u16]: 2, [Encoding.u32]: 4 }[encoding & 15]
  if (width === undefined) throw damaged({ fault: 'encoding-unknown', encoding })
  const bytes = inflate(encoding, data, rows * width + 1)
  if (bytes.length !== rows * width) throw damaged({ fault: 'rows-differ', bytes: bytes.length, rows })
  const codes = new Uint32Array(rows)
  if (width === 1) codes.set(bytes)
  else if (width === 2) for (let i = 0; i < rows; i++) codes[i] = bytes.readUInt16LE(i * 2)
  else for (let i = 0; i < rows; i++) codes[i] = bytes.readUInt32LE(i * 4)
  return codes
}

/** Runs of equal codes, one after the other; what is stored as runs is not unrolled. */
export class CodeRuns {
  /** The run at hand, once `next` was called: the rows from `start` to the one before `end`. */
  code: number
  start = 0
  end = 0
  private readonly rows: number
  /** Where the runs come from: lengths and codes, or a code a row; neither where `code` is that of all rows. */
  private readonly stored: VarintReader | null
  private readonly codes: Uint8Array | Uint32Array | null

  constructor(rows: number, code: number, stored: VarintReader | null, codes: Uint8Array | Uint32Array | null) {
    this.rows = rows
    this.code = code
    this.stored = stored
    this.codes = codes
  }

  /** Goes to the next run. @returns false behind the last one @throws MedoidError `catalogue-damaged` */
  next(): boolean {
    const { rows, stored, codes } = this
    if (this.end >= rows) return false
    this.start = this.end
    if (stored !== null) {
      const length = stored.next()
      if (length === 0 || this.start + length > rows) throw damaged({ fault: 'run-too-long' })
      this.end += length
      this.code = stored.next()
      if (this.code > 0xffffffff) throw damaged({ fault: 'code-too-large' })
    } else if (codes !== null) {
      this.code = codes[this.end++]
      while (this.end < rows && codes[this.end] === this.code) this.end++
    } else this.end = rows
    return true
  }

  /**
   * Goes on to the run that holds a row; of rows with their own bytes, to what is left of it.
   * @param row of the chunk, not before the run at hand @throws MedoidError `catalogue-damaged`
   */
  seek(row: number): void {
    if (this.codes !== null) this.end = Math.max(this.end, row)
    else if (this.stored !== null) this.skip(this.stored, row)
    while (this.end <= row && this.next());
  }

  /** Goes on to the run that holds a row while lengths and codes are of one byte or two, as nearly all are. */
  private skip(stored: VarintReader, row: number): void {
    const { rows } = this
    const { bytes } = stored
    const last = bytes.length - 4
    let { at } = stored
    let { start, end, code } = this
    while (end <= row && at <= last) {
      let next = at
      let length = bytes[next++]
      if (length >= 0x80) length += (bytes[next++] - 1) * 0x80
      let value = bytes[next++]
      if (value >= 0x80) value += (bytes[next++] - 1) * 0x80
      // What is longer or no run is left to `next`: a third byte, or a fourth, makes these too large.
      if (length === 0 || length >= 0x4000 || value >= 0x4000 || end + length > rows) break
      start = end
      end += length
      code = value
      at = next
    }
    stored.at = at
    this.start = start
    this.end = end
    this.code = code
  }
}

/** The runs of a chunk that is stored. @throws MedoidError `catalogue-damaged` */
export function codeRuns(encoding: number, data: unknown, rows: number): CodeRuns {
  if (encoding === Encoding.constant) {
    if (typeof data !== 'number' || data >>> 0 !== data) throw damaged({ fault: 'constant-no-code' })
    return new CodeRuns(rows, data, null, null)
  }
  if ((encoding & 15) === Encoding.runs) {
    return new CodeRuns(rows, ABSENT, new VarintReader(inflate(encoding, data, rows * 10)), null)
  }
  return runsOfCodes(decodeWidth(encoding, data, rows))
}

/** @param codes one a row */
export function runsOfCodes(codes: Uint8Array | Uint32Array): CodeRuns {
  return new CodeRuns(codes.length, ABSENT, null, codes)
}

/**
 * How often each code occurs in a chunk, added to `counts` (by code); runs are counted without being unrolled.
 * @returns `counts`, or a longer copy where a code asked for it @throws MedoidError `catalogue-damaged`
 */
export function countCodes(encoding: number, data: unknown, rows: number, counts: Uint32Array): Uint32Array {
  for (const runs = codeRuns(encoding, data, rows); runs.next();) {
    if (runs.code >= counts.length) counts = grown(counts, runs.code)
    counts[runs.code] += runs.end - runs.start
  }
  return counts
}

function grown(counts: Uint32Array, code: number): Uint32Array {
  const larger = new Uint32Array(Math.max(counts.length * 2, code + 1))
  larger.set(counts)
  return larger
}
