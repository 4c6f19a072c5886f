import { deflateRawSync } from 'node:zlib'

/** A data element; `tag` is group × 65536 + element, e.g. 0x00100020. */
export interface Element {
  tag: number
  vr: string
  /** Text (several values joined by `\`, empty for a zero-length value), numbers, bytes (OW: little endian) or items. */
  value: string | readonly number[] | Uint8Array | readonly DataSet[]
}

/** Elements in ascending order of their tags (PS3.5 7.1). */
export type DataSet = readonly Element[]

export interface TransferSyntax {
  uid: string
  explicit: boolean
  bigEndian: boolean
  deflated: boolean
  encapsulated: boolean
}

function syntax(uid: string, traits: Partial<TransferSyntax>): TransferSyntax {
  return { uid, explicit: true, bigEndian: false, deflated: false, encapsulated: false, ...traits }
}

/** PS3.5 annex A. */
export const IMPLICIT_LITTLE = syntax('1.2.840.10008.1.2', { explicit: false })
export const EXPLICIT_LITTLE = syntax('1.2.840.10008.1.2.1', {})
export const EXPLICIT_BIG = syntax('1.2.840.10008.1.2.2', { bigEndian: true })
export const DEFLATED = syntax('1.2.840.10008.1.2.1.99', { deflated: true })
export const RLE = syntax('1.2.840.10008.1.2.5', { encapsulated: true })

/** How a data set becomes bytes. */
export interface DataSetEncoding {
  syntax: TransferSyntax
  charset: 'latin1' | 'utf8'
  /** Sequences and items end with delimiters instead of stating their lengths (PS3.5 7.5.1). */
  undefinedLengths: boolean
}

/** File meta information is always explicit little endian (PS3.10 7.1). */
const PREAMBLE = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')])
const META: DataSetEncoding = { syntax: EXPLICIT_LITTLE, charset: 'latin1', undefinedLengths: false }

const LONG_FORM = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'])
const NUMBER_BYTES = new Map(Object.entries({ US: 2, SS: 2, UL: 4, SL: 4, FL: 4, AT: 4, FD: 8 }))
const ITEM = 0xfffee000
const ITEM_END = 0xfffee00d
const SEQUENCE_END = 0xfffee0dd
const UNDEFINED = 0xffffffff

/** Bytes in the making. */
class Sink {
  buffer = Buffer.alloc(1 << 16)
  length = 0
  big = false

  reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return
    const grown = Buffer.alloc(Math.max(this.buffer.length * 2, this.length + bytes))
    this.buffer.copy(grown, 0, 0, this.length)
    this.buffer = grown
  }

  copy(): Buffer {
    return Buffer.from(this.buffer.subarray(0, this.length))
  }

  uint16(value: number, at = this.length): void {
    if (this.big) this.buffer.writeUInt16BE(value, at)
    else this.buffer.writeUInt16LE(value, at)
    if (at === this.length) this.length += 2
  }

  uint32(value: number, at = this.length): void {
    if (this.big) this.buffer.writeUInt32BE(value, at)
    else this.buffer.writeUInt32LE(value, at)
    if (at === this.length) this.length += 4
  }

  tag(tag: number): void {
    this.uint16(tag >>> 16)
    this.uint16(tag & 0xffff)
  }

  bytes(source: Buffer, start = 0, end = source.length): void {
    this.reserve(end - start)
    this.length += source.copy(this.buffer, this.length, start, end)
  }

  number(vr: string, value: number): void {
    const at = this.length
    if (vr === 'AT') return this.tag(value)
    if (vr === 'US') return this.uint16(value)
    if (vr === 'UL') return this.uint32(value)
    if (vr === 'SS') this.length = this.big ? this.buffer.writeInt16BE(value, at) : this.buffer.writeInt16LE(value, at)
    else if (vr === 'SL')
      this.length = this.big ? this.buffer.writeInt32BE(value, at) : this.buffer.writeInt32LE(value, at)
    else if (vr === 'FL')
      this.length = this.big ? this.buffer.writeFloatBE(value, at) : this.buffer.writeFloatLE(value, at)
    else this.length = this.big ? this.buffer.writeDoubleBE(value, at) : this.buffer.writeDoubleLE(value, at)
  }
}

/** One growing buffer, used again for every file: nothing here waits, so nobody else can be writing to it. */
const shared = new Sink()

function write(sink: Sink, element: Element, encoding: DataSetEncoding): void {
  const { vr, value } = element
  sink.reserve(16)
  sink.tag(element.tag)
  const long = !encoding.syntax.explicit || LONG_FORM.has(vr)
  if (encoding.syntax.explicit) {
    sink.length += sink.buffer.write(vr, sink.length, 'latin1')
    if (long) sink.uint16(0)
  }
  const lengthAt = sink.length
  sink.length += long ? 4 : 2
  const start = sink.length
  if (typeof value === 'string') writeText(sink, vr, value, encoding.charset)
  else if (value instanceof Uint8Array) writeBytes(sink, vr, value, encoding.syntax.bigEndian)
  else if (vr === 'SQ') return writeItems(sink, lengthAt, value as readonly DataSet[], encoding)
  else {
    sink.reserve(value.length * NUMBER_BYTES.get(vr)!)
    for (const number of value as readonly number[]) sink.number(vr, number)
  }
  const length = sink.length - start
  if (long) sink.uint32(length, lengthAt)
  else if (length > 0xfffe) throw new RangeError(`${vr} holds ${length} bytes, at most 65534 fit`)
  else sink.uint16(length, lengthAt)
}

/** Text of an odd length is padded with a space, a UID with a null (PS3.5 6.2). */
function writeText(sink: Sink, vr: string, text: string, charset: 'latin1' | 'utf8'): void {
  sink.reserve(text.length * 3 + 1)
  const at = sink.length
  const written = sink.buffer.write(text, at, charset)
  sink.length = at + written
  if (written % 2) sink.buffer[sink.length++] = vr === 'UI' ? 0 : 0x20
}

function writeBytes(sink: Sink, vr: string, bytes: Uint8Array, bigEndian: boolean): void {
  const at = sink.length
  sink.bytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (bytes.length % 2) {
    sink.reserve(1)
    sink.buffer[sink.length++] = 0
  }
  if (vr === 'OW' && bigEndian) sink.buffer.subarray(at, sink.length).swap16()
}

function writeItems(sink: Sink, lengthAt: number, items: readonly DataSet[], encoding: DataSetEncoding): void {
  for (const item of items) {
    sink.reserve(8)
    sink.tag(ITEM)
    sink.uint32(UNDEFINED)
    const start = sink.length
    for (const element of item) write(sink, element, encoding)
    if (encoding.undefinedLengths) delimiter(sink, ITEM_END)
    else sink.uint32(sink.length - start, start - 4)
  }
  if (encoding.undefinedLengths) {
    sink.uint32(UNDEFINED, lengthAt)
    delimiter(sink, SEQUENCE_END)
  } else sink.uint32(sink.length - lengthAt - 4, lengthAt)
}

function delimiter(sink: Sink, tag: number): void {
  sink.reserve(8)
  sink.tag(tag)
  sink.uint32(0)
}

/** The elements that the instances of a series share, encoded once. */
export interface EncodedBase {
  elements: DataSet
  encoding: DataSetEncoding
  bytes: Buffer
  /** Where each element begins in `bytes`, and where the last one ends. */
  offsets: Uint32Array
}

function emptySink(bigEndian: boolean): Sink {
  shared.length = 0
  shared.big = bigEndian
  return shared
}

export function encodeBase(elements: DataSet, encoding: DataSetEncoding): EncodedBase {
  const sink = emptySink(encoding.syntax.bigEndian)
  const offsets = new Uint32Array(elements.length + 1)
  elements.forEach((element, index) => {
    write(sink, element, encoding)
    offsets[index + 1] = sink.length
  })
  return { elements, encoding, bytes: sink.copy(), offsets }
}

/** A data set alone, without file meta information. */
export function encodeDataSet(elements: DataSet, encoding: DataSetEncoding): Buffer {
  return encodeBase(elements, encoding).bytes
}

/**
 * A DICOM file (PS3.10 7): preamble, file meta information, then `base` with `own` merged in, an own element taking the
 * place of the base's, then native pixel data or the fragments of encapsulated pixel data (PS3.5 A.4).
 * @param meta elements of group 2 after (0002,0001); group length and version are added
 */
export function encodeFile(meta: DataSet, base: EncodedBase, own: DataSet, pixelData?: Element | Buffer[]): Buffer {
  const { elements, encoding, bytes, offsets } = base
  const sink = emptySink(false)
  writeMeta(sink, meta)
  const body = sink.length
  sink.big = encoding.syntax.bigEndian
  let next = 0
  for (const element of own) {
    const from = next
    while (next < elements.length && elements[next].tag < element.tag) next++
    sink.bytes(bytes, offsets[from], offsets[next])
    if (next < elements.length && elements[next].tag === element.tag) next++
    write(sink, element, encoding)
  }
  sink.bytes(bytes, offsets[next], bytes.length)
  if (Array.isArray(pixelData)) writeFragments(sink, pixelData)
  else if (pixelData) write(sink, pixelData, encoding)
  if (!encoding.syntax.deflated) return sink.copy()
  const deflated = deflateRawSync(sink.buffer.subarray(body, sink.length), { level: 1 })
  return Buffer.concat([sink.buffer.subarray(0, body), deflated, Buffer.alloc(deflated.length % 2)])
}

function writeMeta(sink: Sink, meta: DataSet): void {
  sink.bytes(PREAMBLE)
  write(sink, { tag: 0x00020000, vr: 'UL', value: [0] }, META)
  const start = sink.length
  write(sink, { tag: 0x00020001, vr: 'OB', value: Uint8Array.of(0, 1) }, META)
  for (const element of meta) write(sink, element, META)
  sink.uint32(sink.length - start, start - 4)
}

/** Explicit OB of undefined length: an empty basic offset table, then one fragment a frame. */
function writeFragments(sink: Sink, fragments: Buffer[]): void {
  sink.reserve(20)
  sink.tag(0x7fe00010)
  sink.length += sink.buffer.write('OB', sink.length, 'latin1')
  sink.uint16(0)
  sink.uint32(UNDEFINED)
  delimiter(sink, ITEM)
  for (const fragment of fragments) {
    sink.reserve(8)
    sink.tag(ITEM)
    sink.uint32(fragment.length)
    sink.bytes(fragment)
  }
  delimiter(sink, SEQUENCE_END)
}
