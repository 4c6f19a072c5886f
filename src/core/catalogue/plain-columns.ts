import { EMPTY, FIRST_VALUE } from '../tag-codes.ts'
import { type EncodedColumn, Encoding } from './chunks.ts'
import { damaged, deflateIfSmaller, inflate, VarintReader, varintBytes, writeVarint } from './packing.ts'

/** Values of a high-cardinality tag: row i is absent, empty or the characters `offsets[i] … offsets[i + 1])`. */
export interface PlainColumn {
  /** ABSENT, EMPTY or FIRST_VALUE. */
  states: Uint8Array
  offsets: Uint32Array
  /** UTF-8, a byte a step of the offsets; or two of ALPHABET's characters a byte, the first in the lower half. */
  bytes: Buffer
  isDigits: boolean
}

/** What numbers, dates, times, UIDs and lists of them are made of: a character in four bits. */
const ALPHABET = '0123456789.-+\\eE'

/** Place in ALPHABET by character code; 255 = not in it. */
const PLACE = new Uint8Array(256).fill(255)
for (let i = 0; i < ALPHABET.length; i++) PLACE[ALPHABET.charCodeAt(i)] = i

/** Digits may take this much more room than the same deflated: they are read several times as fast, and one by one. */
const WORTH = 1.25

/**
 * Texts, length-prefixed (LT and UT hold line breaks): first one varint a row (0 absent, 1 empty, else length + 1), then
 * all bytes together, deflated or as digits.
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
  return { absent, empty, ...encodeBytes(bytes, prefix) }
}

/** @param bytes lengths and texts as `encodePlain` has them @param prefix bytes of the lengths */
export function encodeBytes(bytes: Buffer, prefix: number): Pick<EncodedColumn, 'encoding' | 'data'> {
  const deflated = deflateIfSmaller(Encoding.plain, bytes)
  if (prefix + (bytes.length - prefix) / 2 > deflated.data.length * WORTH) return deflated
  const digits = packDigits(bytes, prefix)
  return digits === null ? deflated : { encoding: Encoding.digits, data: digits }
}

/** @param prefix bytes at the beginning that stay as they are @returns null where a character is not in ALPHABET */
export function packDigits(bytes: Buffer, prefix: number): Buffer | null {
  const packed = Buffer.alloc(prefix + Math.ceil((bytes.length - prefix) / 2))
  bytes.copy(packed, 0, 0, prefix)
  for (let i = prefix; i < bytes.length; i++) {
    const place = PLACE[bytes[i]]
    if (place === 255) return null
    packed[prefix + ((i - prefix) >> 1)] |= (i - prefix) % 2 === 0 ? place : place << 4
  }
  return packed
}

/** @throws MedoidError `catalogue-damaged` */
export function decodePlain(encoding: number, data: unknown, rows: number): PlainColumn {
  const bytes = inflate(encoding, data, 0x7fffffff)
  if (!(rows <= bytes.length)) throw damaged({ fault: 'ends-early' })
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
  const isDigits = (encoding & 15) === Encoding.digits
  const body = bytes.subarray(reader.at)
  const expected = isDigits ? Math.ceil(end / 2) : end
  if (body.length !== expected) throw damaged({ fault: 'text-differs', bytes: body.length, announced: expected })
  return { states, offsets, bytes: body, isDigits }
}

export function plainText({ bytes, offsets, isDigits }: PlainColumn, row: number): string {
  const start = offsets[row]
  const end = offsets[row + 1]
  if (!isDigits) return bytes.toString('utf8', start, end)
  return unpackDigits(bytes, start, end).toString('latin1', 0, end - start)
}

/** The texts of all rows, one behind the other. */
export function wholeText({ bytes, offsets, isDigits }: PlainColumn): string {
  const end = offsets[offsets.length - 1]
  return isDigits ? unpackDigits(bytes, 0, end).toString('latin1', 0, end) : bytes.toString('utf8')
}

/** Whether two rows with values have the same one: of neighbours, many do, and no text is made to see it. */
export function isSamePlain({ bytes, offsets, isDigits }: PlainColumn, a: number, b: number): boolean {
  const length = offsets[a + 1] - offsets[a]
  if (offsets[b + 1] - offsets[b] !== length) return false
  const at = isDigits ? (i: number): number => (bytes[i >> 1] >> ((i & 1) << 2)) & 15 : (i: number): number => bytes[i]
  // From the end, where UIDs differ.
  for (let i = offsets[a + 1] - 1, j = offsets[b + 1] - 1; i >= offsets[a]; i--, j--) {
    if (at(i) !== at(j)) return false
  }
  return true
}

/** Visits the UTF-8 of a row's value; the bytes hold during the visit only. @param most of them at its end */
export function visitPlain(
  { bytes, offsets, isDigits }: PlainColumn,
  row: number,
  visit: (bytes: Buffer, start: number, end: number) => void,
  most = Infinity
): void {
  const end = offsets[row + 1]
  const start = Math.max(offsets[row], end - most)
  if (isDigits) visit(unpackDigits(bytes, start, end), 0, end - start)
  else visit(bytes, start, end)
}

/** Characters of a value's end that `endingOf` looks at: values of an archive begin alike, and many have the same length. */
const ENDING = 8

/** A number of 32 bits for the length and the end of a row's value, made without unpacking it: equal where values are. */
export function endingOf({ bytes, offsets, isDigits }: PlainColumn, row: number): number {
  const start = offsets[row]
  const end = offsets[row + 1]
  let ending = end - start
  for (let i = Math.max(start, end - ENDING); i < end; i++) {
    const character = isDigits ? CHARACTERS[(i & 1) === 0 ? bytes[i >> 1] & 15 : bytes[i >> 1] >> 4] : bytes[i]
    ending = Math.imul(ending ^ character, 0x9e3779b1)
  }
  return ending >>> 0
}

/** As `endingOf`, of a text. */
export function endingOfText(text: string): number {
  const bytes = Buffer.from(text)
  return endingOf({ bytes, offsets: Uint32Array.of(0, bytes.length), isDigits: false, states: NO_STATES }, 0)
}

const NO_STATES = new Uint8Array()
const CHARACTERS = Buffer.from(ALPHABET)
let scratch = Buffer.alloc(1024)

/** @param bytes as `packDigits` packed them, without the prefix @returns a buffer that the next call overwrites */
export function unpackDigits(bytes: Buffer, start: number, end: number): Buffer {
  if (end - start > scratch.length) scratch = Buffer.alloc((end - start) * 2)
  for (let i = start; i < end; i++)
    scratch[i - start] = CHARACTERS[(i & 1) === 0 ? bytes[i >> 1] & 15 : bytes[i >> 1] >> 4]
  return scratch
}

/** Copies characters of a column to a place among others, a byte each. */
export function copyText(
  { bytes, isDigits }: PlainColumn,
  start: number,
  end: number,
  target: Buffer,
  at: number
): void {
  if (!isDigits) bytes.copy(target, at, start, end)
  else unpackDigits(bytes, start, end).copy(target, at, 0, end - start)
}

/** As `copyText`, of a column of digits, two characters a byte; where they are to stand the target holds zeros. */
export function copyDigits({ bytes }: PlainColumn, start: number, end: number, target: Buffer, at: number): void {
  let from = start
  let to = at
  const put = (): void => {
    const digit = (bytes[from >> 1] >> ((from & 1) << 2)) & 15
    target[to >> 1] |= digit << ((to & 1) << 2)
    from++
    to++
  }
  if (from < end && (to & 1) === 1) put()
  if ((from & 1) === 0) {
    bytes.copy(target, to >> 1, from >> 1, end >> 1)
    to += (end & ~1) - from
    from = end & ~1
  } else {
    for (; from + 1 < end; from += 2, to += 2)
      target[to >> 1] = (bytes[from >> 1] >> 4) | ((bytes[(from >> 1) + 1] & 15) << 4)
  }
  if (from < end) put()
}
