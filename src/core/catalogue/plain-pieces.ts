import { ABSENT, EMPTY, FIRST_VALUE } from '../tag-codes.ts'
import { type EncodedColumn, Encoding } from './chunks.ts'
import { varintBytes, writeVarint } from './packing.ts'
import { copyDigits, copyText, encodeBytes, type PlainColumn } from './plain-columns.ts'

/** Some rows of a chunk, ascending: from the first number of each pair to the one before the second. */
export type Spans = readonly (readonly [from: number, to: number])[]

/** Rows of a column of texts, one behind the other in a chunk that is being filled. */
export interface PlainPiece {
  /** The row of that chunk where they begin. */
  at: number
  column: PlainColumn
  spans: Spans
  /** How the column is stored, where it is. */
  stored: Pick<EncodedColumn, 'encoding' | 'data'> | null
}

/**
 * Joins pieces as bytes: no string is made of any text. What is a whole chunk stays as it is stored, and what is in digits stays so.
 * @param rows of the chunk; those that no piece has are absent
 */
export function encodePieces(pieces: readonly PlainPiece[], rows: number): EncodedColumn {
  const lengths = new Uint32Array(rows)
  let body = 0
  for (const { at, column, spans } of pieces) {
    let row = at
    for (const [from, to] of spans) {
      for (let i = from; i < to; i++) lengths[row++] = lengthOf(column, i)
      body += column.offsets[to] - column.offsets[from]
    }
  }
  let absent = 0
  let empty = 0
  let prefix = 0
  for (const length of lengths) {
    if (length === ABSENT) absent++
    else if (length === EMPTY) empty++
    prefix += varintBytes(length)
  }
  const whole = storedWhole(pieces, rows)
  if (whole !== null && absent + empty < rows) return { absent, empty, ...whole }
  const isDigits = pieces.every(({ column }) => column.isDigits)
  const bytes = Buffer.alloc(prefix + (isDigits ? Math.ceil(body / 2) : body))
  let at = 0
  for (const length of lengths) at = writeVarint(bytes, at, length)
  const target = bytes.subarray(prefix)
  const copy = isDigits ? copyDigits : copyText
  let done = 0
  for (const { column, spans } of pieces) {
    for (const [from, to] of spans) {
      copy(column, column.offsets[from], column.offsets[to], target, done)
      done += column.offsets[to] - column.offsets[from]
    }
  }
  if (isDigits) return { absent, empty, encoding: Encoding.digits, data: bytes }
  return { absent, empty, ...encodeBytes(bytes, prefix) }
}

/** As a length is stored: 0 absent, 1 empty, else one more than its bytes. */
function lengthOf({ states, offsets }: PlainColumn, row: number): number {
  return states[row] < FIRST_VALUE ? states[row] : offsets[row + 1] - offsets[row] + 1
}

/** How the chunk is stored already; null where it is not. */
function storedWhole(
  [{ column, spans, stored }, ...others]: readonly PlainPiece[],
  rows: number
): PlainPiece['stored'] {
  const isWhole = spans.length === 1 && spans[0][1] - spans[0][0] === rows && column.states.length === rows
  return others.length === 0 && isWhole ? stored : null
}

/** The texts of codes, as a column of texts has them. */
export function plainOfCodes(codes: Uint32Array, textOf: (code: number) => string): PlainColumn {
  const offsets = new Uint32Array(codes.length + 1)
  const parts: Buffer[] = []
  const byCode = new Map<number, Buffer>()
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]
    let bytes = byCode.get(code)
    if (bytes === undefined) byCode.set(code, (bytes = Buffer.from(code < FIRST_VALUE ? '' : textOf(code))))
    parts.push(bytes)
    offsets[row + 1] = offsets[row] + bytes.length
  }
  const states = Uint8Array.from(codes, (code) => Math.min(code, FIRST_VALUE))
  return { states, offsets, bytes: Buffer.concat(parts), isDigits: false }
}
