import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { MedoidError } from '../errors.ts'

/** Instances a chunk: one row of the table `column` holds one tag's codes for that many consecutive instances. */
export const CHUNK = 4096

/** The element is not in the data set. */
export const ABSENT = 0
/** The element is there and holds no value. */
export const EMPTY = 1
/** The first code of a value. */
export const FIRST_VALUE = 2

/** How `column.data` is to be read. */
export const Encoding = {
  /** One code for all rows; `data` is that integer. */
  constant: 0,
  /** Pairs of (length, code), both as varints: archives are walked series by series, so most columns are runs. */
  runs: 1,
  u8: 2,
  u16: 3,
  u32: 4,
  /** Texts instead of codes, once a tag is high-cardinality; see `encodePlain`. */
  plain: 5,
  /** Added to runs, u8, u16, u32 and plain where the bytes are raw-deflated. */
  deflated: 16
} as const

export interface EncodedColumn {
  encoding: number
  /** Rows whose code is ABSENT. */
  absent: number
  /** Rows whose code is EMPTY. */
  empty: number
  data: Buffer | number
}

/** Values of a high-cardinality tag: row i is absent, empty or `bytes[offsets[i] … offsets[i+1])` in UTF-8. */
export interface PlainColumn {
  /** ABSENT, EMPTY or FIRST_VALUE. */
  states: Uint8Array
  offsets: Uint32Array
  bytes: Buffer
}

const DEFLATE = { level: 3, memLevel: 7 }

function varintBytes(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5
}

function writeVarint(target: Buffer, at: number, value: number): number {
  while (value >= 0x80) {
    target[at++] = (value & 0x7f) | 0x80
    value >>>= 7
  }
  target[at++] = value
  return at
}

function damaged(what: string): MedoidError {
  return new MedoidError(
    'catalogue-damaged',
    `A column of the catalogue is damaged (${what}). Run "medoid check" to see what is affected.`
  )
}

/** Reads varints one after the other; a damaged catalogue must not read beyond its bytes. */
class VarintReader {
  readonly bytes: Buffer
  at = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  next(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.at >= this.bytes.length) throw damaged('it ends early')
      const byte = this.bytes[this.at++]
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw damaged('a number is too long')
  }
}

function deflateIfSmaller(encoding: number, bytes: Buffer): { encoding: number; data: Buffer } {
  if (bytes.length < 256) return { encoding, data: bytes }
  const deflated = deflateRawSync(bytes, DEFLATE)
  return deflated.length < bytes.length * 0.9
    ? { encoding: encoding + Encoding.deflated, data: deflated }
    : { encoding, data: bytes }
}

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
 * @param starts rows at which runs of equal codes begin, ascending; before the first one the rows are absent
 * @param values the runs' codes @param rows of the chunk, at least 1
 */
export function encodeRuns(starts: readonly number[], values: readonly number[], rows: number): EncodedColumn {
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
  const encoded = starts.length <= rows / 4 ? runsOf(starts, values, rows) : widthOf(starts, values, rows, largest)
  return { absent, empty, ...encoded }
}

function runsOf(
  starts: readonly number[],
  values: readonly number[],
  rows: number
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
  return deflateIfSmaller(Encoding.runs, Buffer.from(bytes.subarray(0, at)))
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

/**
 * Texts, length-prefixed (LT and UT hold line breaks): first one varint a row (0 absent, 1 empty, else length + 1), then
 * all bytes together.
 * @param texts one value a row; undefined = absent, '' = empty
 */
export function encodePlain(texts: readonly (string | undefined)[], rows: number): EncodedColumn {
  let absent = 0
  let empty = 0
  let prefix = 0
  let body = 0
  const lengths = new Uint32Array(rows)
  for (let i = 0; i < rows; i++) {
    const text = texts[i]
    if (text === undefined) absent++
    else if (text === '') {
      empty++
      lengths[i] = EMPTY
    } else {
      const bytes = Buffer.byteLength(text)
      body += bytes
      lengths[i] = bytes + 1
    }
    prefix += varintBytes(lengths[i])
  }
  const bytes = Buffer.allocUnsafe(prefix + body)
  let at = 0
  for (let i = 0; i < rows; i++) at = writeVarint(bytes, at, lengths[i])
  for (let i = 0; i < rows; i++) if (lengths[i] > EMPTY) at += bytes.write(texts[i]!, at)
  return { absent, empty, ...deflateIfSmaller(Encoding.plain, bytes) }
}

export function isPlain(encoding: number): boolean {
  return (encoding & 15) === Encoding.plain
}

function inflate(encoding: number, data: unknown, limit: number): Buffer {
  if (!Buffer.isBuffer(data)) throw damaged('it holds no bytes')
  if (encoding < Encoding.deflated) return data
  try {
    return inflateRawSync(data, { maxOutputLength: limit })
  } catch (cause) {
    throw new MedoidError('catalogue-damaged', damaged('it does not inflate').message, { cause })
  }
}

/** @returns `rows` codes @throws MedoidError `catalogue-damaged` */
export function decodeCodes(encoding: number, data: unknown, rows: number): Uint32Array {
  const codes = new Uint32Array(rows)
  if (encoding === Encoding.constant) {
    if (typeof data !== 'number') throw damaged('a constant is no number')
    return codes.fill(data)
  }
  if ((encoding & 15) === Encoding.runs) {
    const reader = new VarintReader(inflate(encoding, data, rows * 10))
    let at = 0
    while (at < rows) {
      const length = reader.next()
      if (length === 0 || at + length > rows) throw damaged('a run is too long')
      codes.fill(reader.next(), at, at + length)
      at += length
    }
    return codes
  }
  const width = { [Encoding.u8]: 1, [Encoding.u16]: 2, [Encoding.u32]: 4 }[encoding & 15]
  if (width === undefined) throw damaged(`encoding ${encoding} is unknown`)
  const bytes = inflate(encoding, data, rows * width + 1)
  if (bytes.length !== rows * width) throw damaged(`${bytes.length} bytes for ${rows} rows`)
  if (width === 1) codes.set(bytes)
  else if (width === 2) for (let i = 0; i < rows; i++) codes[i] = bytes.readUInt16LE(i * 2)
  else for (let i = 0; i < rows; i++) codes[i] = bytes.readUInt32LE(i * 4)
  return codes
}

/**
 * How often each code occurs in a chunk, added to `counts` (by code); runs are counted without being unrolled.
 * @returns `counts`, or a longer copy where a code asked for it @throws MedoidError `catalogue-damaged`
 */
export function countCodes(encoding: number, data: unknown, rows: number, counts: Uint32Array): Uint32Array {
  if ((encoding & 15) === Encoding.runs) {
    const reader = new VarintReader(inflate(encoding, data, rows * 10))
    for (let at = 0; at < rows;) {
      const length = reader.next()
      if (length === 0 || at + length > rows) throw damaged('a run is too long')
      const code = reader.next()
      if (code >= counts.length) counts = grown(counts, code)
      counts[code] += length
      at += length
    }
    return counts
  }
  if (typeof data === 'number') {
    if (data >= counts.length) counts = grown(counts, data)
    counts[data] += rows
    return counts
  }
  const codes = decodeCodes(encoding, data, rows)
  for (let row = 0; row < rows; row++) {
    const code = codes[row]
    if (code >= counts.length) counts = grown(counts, code)
    counts[code]++
  }
  return counts
}

function grown(counts: Uint32Array, code: number): Uint32Array {
  const larger = new Uint32Array(Math.max(counts.length * 2, code + 1))
  larger.set(counts)
  return larger
}

/** @throws MedoidError `catalogue-damaged` */
export function decodePlain(encoding: number, data: unknown, rows: number): PlainColumn {
  const bytes = inflate(encoding, data, 0x7fffffff)
  const states = new Uint8Array(rows)
  const offsets = new Uint32Array(rows + 1)
  const reader = new VarintReader(bytes)
  let end = 0
  for (let i = 0; i < rows; i++) {
    offsets[i] = end
    const length = reader.next()
    states[i] = Math.min(length, FIRST_VALUE)
    if (length > EMPTY) end += length - 1
  }
  offsets[rows] = end
  const body = bytes.subarray(reader.at)
  if (body.length !== end) throw damaged(`${body.length} bytes of text where ${end} are announced`)
  return { states, offsets, bytes: body }
}

export function plainText(column: PlainColumn, row: number): string {
  return column.bytes.toString('utf8', column.offsets[row], column.offsets[row + 1])
}
