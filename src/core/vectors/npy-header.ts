import type { NpyFault } from '../../messages/en/vectors.ts'
import { MedoidError } from '../errors.ts'

/** Source: the format's definition, NEP 1 and numpy.lib.format. */
const MAGIC = '\x93NUMPY'

/** Bytes of the headers that we write: a multiple of 64, as the format asks, and enough for any number of rows. */
export const NPY_HEADER_BYTES = 128

/** Names of fields and numbers take far less; numpy itself stops at 10,000. */
const MOST_HEADER_BYTES = 65_536

/** What the numbers of an array are; b1 are truth values. */
const NUMBER_TYPES = ['f2', 'f4', 'f8', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'b1'] as const
export type NpyType = (typeof NUMBER_TYPES)[number]

/** A longer text is no label, and would have to be held. */
const MOST_TEXT_BYTES = 2 ** 20

export interface NpyHeader {
  /** Numbers; or text of one length, padded with NULs: U of UTF-32, S of bytes. */
  type: NpyType | 'U' | 'S'
  /** Of one element. */
  bytes: number
  /** The bytes of a number, or of a character of U, stand in the order of their weight. */
  isBigEndian: boolean
  /** Elements stand column by column, not row by row. */
  isFortran: boolean
  shape: number[]
  /** Where the elements begin, in bytes. */
  dataStart: number
}

/**
 * The header of a file of rows × length floats: version 1.0, `<f4` or `<f2`, C order. It is as long for any number of rows, so
 * that the number can be corrected when all rows are written.
 * @param bytes of a float
 */
export function npyHeader(rows: number, length: number, bytes = 4): Uint8Array {
  const header = Buffer.alloc(NPY_HEADER_BYTES, ' ')
  header.write(`${MAGIC}\x01\0`, 'latin1')
  header.writeUInt16LE(NPY_HEADER_BYTES - 10, 8)
  header.write(`{'descr': '<f${bytes}', 'fortran_order': False, 'shape': (${rows}, ${length}), }`, 10, 'latin1')
  header.write('\n', NPY_HEADER_BYTES - 1, 'latin1')
  return header
}

/** What an array of these numbers is called in an npy file. */
const TYPES = new Map<string, string>([
  ['Uint8Array', '|u1'],
  ['Int8Array', '|i1'],
  ['Uint16Array', '<u2'],
  ['Int16Array', '<i2'],
  ['Uint32Array', '<u4'],
  ['Int32Array', '<i4'],
  ['Float32Array', '<f4'],
  ['Float64Array', '<f8']
])

type Numbers =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array

/** A whole npy file, version 1.0, C order. @param numbers as many as the shape has places for */
export function npyArray(shape: readonly number[], numbers: Numbers): Uint8Array {
  const type = TYPES.get(numbers.constructor.name)!
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`
  const file = Buffer.alloc(NPY_HEADER_BYTES + numbers.byteLength, ' ')
  file.write(`${MAGIC}\x01\0`, 'latin1')
  file.writeUInt16LE(NPY_HEADER_BYTES - 10, 8)
  file.write(header, 10, 'latin1')
  file.write('\n', NPY_HEADER_BYTES - 1, 'latin1')
  file.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), NPY_HEADER_BYTES)
  return file
}

/** Whether a file that begins so is, or wants to be, an npy file. */
export function isNpy(start: Buffer): boolean {
  return start.toString('latin1', 0, MAGIC.length) === MAGIC
}

/**
 * How many bytes of a file hold its header, from the first 12 bytes.
 * @param file its name, for messages
 * @throws MedoidError `npy-version`, `npy-damaged`
 */
export function npyHeaderEnd(start: Buffer, file: string): number {
  if (start.length < 12) throw damaged(file, { why: 'ends-in-header' })
  const version = start[6]
  if (version < 1 || version > 3) {
    throw new MedoidError('npy-version', { file, version: `${version}.${start[7]}` })
  }
  const end = version === 1 ? 10 + start.readUInt16LE(8) : 12 + start.readUInt32LE(8)
  if (end > MOST_HEADER_BYTES) throw damaged(file, { why: 'header-length', bytes: end })
  return end
}

/**
 * Reads a header; what it says is checked before anybody believes it.
 * @param bytes the file's first bytes, exactly as many as `npyHeaderEnd` says
 * @param file its name, for messages
 * @throws MedoidError `npy-damaged`; `npy-type` for arrays of other things
 */
export function parseNpyHeader(bytes: Buffer, file: string): NpyHeader {
  const isFirstVersion = bytes[6] === 1
  const text = bytes.toString(bytes[6] === 3 ? 'utf8' : 'latin1', isFirstVersion ? 10 : 12)
  const fields = new HeaderReader(text, file).fields()
  const [descr, fortranOrder, shape] = ['descr', 'fortran_order', 'shape'].map((name) => fields.get(name))
  if (typeof descr !== 'string' || typeof fortranOrder !== 'boolean' || !Array.isArray(shape)) {
    throw damaged(file, { why: 'fields' })
  }
  const element = elementOf(descr)
  if (element === undefined) throw wrongType(file, descr)
  return { ...element, isFortran: fortranOrder, shape, dataStart: bytes.length }
}

/** What a type description such as `<f8` says of the elements; undefined where they are neither numbers nor text. */
function elementOf(descr: string): Pick<NpyHeader, 'type' | 'bytes' | 'isBigEndian'> | undefined {
  const [, order, kind, size] = /^([<>|])([a-zA-Z])(\d{1,7})$/.exec(descr) ?? []
  if (kind === undefined) return undefined
  const isBigEndian = order === '>'
  if (kind === 'U' || kind === 'S') {
    const bytes = Number(size) * (kind === 'U' ? 4 : 1)
    return bytes > 0 && bytes <= MOST_TEXT_BYTES ? { type: kind, bytes, isBigEndian } : undefined
  }
  const type = NUMBER_TYPES.find((each) => each === kind + size)
  return type && { type, bytes: Number(size), isBigEndian }
}

function wrongType(file: string, descr: string): MedoidError {
  const shown = descr.length > 20 ? `${descr.slice(0, 20)}…` : descr
  return new MedoidError('npy-type', { file, type: shown })
}

export function damaged(file: string, fault: NpyFault, cause?: unknown): MedoidError {
  return new MedoidError('npy-damaged', { file, ...fault }, { cause })
}

type Field = string | boolean | number[]

/** One token of a header: a string, True or False, a whole number (Python 2 put an L behind it), or a mark. */
const TOKEN = /\s*(?:'([^'\\]{0,200})'|"([^"\\]{0,200})"|(True|False)|(\d{1,15})L?|([{}()[\],:]))/y

/** Reads the literal of a Python dictionary, as far as headers need it: nothing is ever evaluated. */
class HeaderReader {
  private readonly text: string
  private readonly file: string
  private at = 0

  constructor(text: string, file: string) {
    this.text = text.trimEnd()
    this.file = file
  }

  fields(): Map<string, Field> {
    const fields = new Map<string, Field>()
    this.expect('{')
    for (;;) {
      const name = this.next()
      if (name.mark === '}') break
      if (name.string === undefined || fields.has(name.string)) throw this.nonsense()
      this.expect(':')
      fields.set(name.string, this.value())
      const after = this.next().mark
      if (after === '}') break
      if (after !== ',') throw this.nonsense()
    }
    if (this.at < this.text.length) throw this.nonsense()
    return fields
  }

  private value(): Field {
    const { string, boolean, mark } = this.next()
    if (string !== undefined) return string
    if (boolean !== undefined) return boolean
    if (mark === '[') throw wrongType(this.file, 'record')
    if (mark !== '(') throw this.nonsense()
    const numbers: number[] = []
    for (;;) {
      const item = this.next()
      if (item.mark === ')') return numbers
      if (item.number === undefined) throw this.nonsense()
      numbers.push(item.number)
      const after = this.next().mark
      if (after === ')') return numbers
      if (after !== ',') throw this.nonsense()
    }
  }

  private expect(mark: string): void {
    if (this.next().mark !== mark) throw this.nonsense()
  }

  private next(): { string?: string; boolean?: boolean; number?: number; mark?: string } {
    TOKEN.lastIndex = this.at
    const found = TOKEN.exec(this.text)
    if (found === null) throw this.nonsense()
    this.at = TOKEN.lastIndex
    const [, single, double, boolean, number, mark] = found
    if (boolean !== undefined) return { boolean: boolean === 'True' }
    if (number !== undefined) return { number: Number(number) }
    return { string: single ?? double, mark }
  }

  private nonsense(): MedoidError {
    return damaged(this.file, { why: 'form' })
  }
}
