/**
 * Damages headers and compares what HeaderReader makes of them with the undamaged file: a header may be refused, or read with a
 * remark, but no element may be lost in silence. Which elements a file holds is told by how it was built, not by a reader.
 */
import { HeaderReader, type HeaderOutcome } from '../src/core/dicom/header.ts'
import { deflateRawSync } from 'node:zlib'
import type { FuzzTarget } from './target.ts'

/** Of 10,000 cases: some damage makes another valid file, which nobody can tell from a whole one. */
const MOST_SILENT = 1

/** What a run found. */
export interface HeaderFuzz {
  cases: number
  refused: number
  /** Catalogued with a remark more than the undamaged file has. */
  remarked: number
  /** Catalogued as if nothing had happened, and nothing is missing. */
  whole: number
  /** Damage that cost more than one element without a word, with seed and case: fewer than one in 10,000. */
  silent: string[]
  /** Errors that are no outcome. */
  crashes: string[]
}

/** An element as it was written. */
interface Written {
  /** `(gggg,eeee)`, with the tags of the sequences that hold it before it. */
  name: string
  at: number
  /** Where the length stands, and its bytes. */
  lengthAt: number
  lengthBytes: 2 | 4
  length: number
  end: number
  /** A private element may hold any bytes, be it elements: nobody can tell what a wrong length of it took in. */
  isOpaque: boolean
}

interface Sample {
  bytes: Buffer
  written: Written[]
  /** Where the pixels begin, or the end of the file. */
  headerEnd: number
  deflated: boolean
}

const LONG = new Set(['OB', 'OW', 'SQ', 'UN', 'UT'])
const CT = '1.2.840.10008.5.1.4.1.1.2\0'

/** xorshift32: the same cases for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = Math.imul(seed + 1, 2_654_435_761) >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % below
  }
}

/** Writes a file element by element, and remembers where each stands. */
class Writer {
  readonly written: Written[] = []
  private readonly parts: Buffer[] = []
  private position = 0
  private implicit = false
  private big = false
  private path = ''

  start(transferSyntax: string): void {
    this.raw(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]))
    this.element(0x00020002, 'UI', CT)
    this.element(0x00020010, 'UI', transferSyntax)
    this.implicit = transferSyntax === '1.2.840.10008.1.2\0'
    this.big = transferSyntax === '1.2.840.10008.1.2.2\0'
  }

  element(tag: number, vr: string, value: Buffer | string): void {
    const bytes = Buffer.from(value as string, 'latin1')
    this.head(tag, vr, bytes.length)
    this.raw(bytes)
    this.written[this.written.length - 1].end = this.position
  }

  numbers(tag: number, ...values: number[]): void {
    const bytes = Buffer.alloc(2 * values.length)
    values.forEach((value, i) => (this.big ? bytes.writeUInt16BE(value, 2 * i) : bytes.writeUInt16LE(value, 2 * i)))
    this.element(tag, 'US', bytes)
  }

  /** A sequence of defined length, each item with what `item` writes. */
  sequence(tag: number, items: number, item: (n: number) => void): void {
    this.head(tag, 'SQ', 0)
    const at = this.written.length - 1
    const outer = this.path
    this.path += `${this.written[at].name}.`
    const start = this.position
    for (let n = 0; n < items; n++) {
      const mark = this.raw(this.word(0xfffee000, 0))
      // Only the first item of a sequence is catalogued.
      const first = this.written.length
      item(n)
      if (n > 0) this.written.length = first
      this.patch(mark, mark.length - 4, this.position - this.positionOf(mark) - 8)
    }
    this.path = outer
    const sequence = this.written[at]
    sequence.length = this.position - start
    sequence.end = this.position
    this.patchAt(sequence.lengthAt, sequence.length)
  }

  finish(): Buffer {
    return Buffer.concat(this.parts)
  }

  get at(): number {
    return this.position
  }

  private readonly places = new Map<Buffer, number>()

  private raw(bytes: Buffer): Buffer {
    this.places.set(bytes, this.position)
    this.parts.push(bytes)
    this.position += bytes.length
    return bytes
  }

  private positionOf(part: Buffer): number {
    return this.places.get(part)!
  }

  private patch(part: Buffer, offset: number, value: number): void {
    if (this.big) part.writeUInt32BE(value, offset)
    else part.writeUInt32LE(value, offset)
  }

  private patchAt(position: number, value: number): void {
    const part = this.parts.find((each) => {
      const start = this.positionOf(each)
      return start <= position && position < start + each.length
    })!
    this.patch(part, position - this.positionOf(part), value)
  }

  private word(tag: number, length: number): Buffer {
    const bytes = Buffer.alloc(8)
    if (this.big) bytes.writeUInt32BE(tag)
    else {
      bytes.writeUInt16LE(tag >>> 16)
      bytes.writeUInt16LE(tag & 0xffff, 2)
    }
    this.patch(bytes, 4, length)
    return bytes
  }

  private head(tag: number, vr: string, length: number): void {
    const at = this.position
    const isLong = this.implicit || LONG.has(vr)
    const head = this.word(tag, length)
    let lengthAt = at + 4
    if (this.implicit) this.raw(head)
    else {
      head.write(vr, 4, 'latin1')
      if (isLong) {
        head.writeUInt16LE(0, 6)
        const tail = Buffer.alloc(4)
        this.patch(tail, 0, length)
        lengthAt = at + 8
        this.raw(head)
        this.raw(tail)
      } else {
        lengthAt = at + 6
        if (this.big) head.writeUInt16BE(length, 6)
        else head.writeUInt16LE(length, 6)
        this.raw(head)
      }
    }
    const hex = (n: number): string => n.toString(16).toUpperCase().padStart(4, '0')
    const name = `${this.path}(${hex(tag >>> 16)},${hex(tag & 0xffff)})`
    this.written.push({
      name,
      at,
      lengthAt,
      lengthBytes: isLong ? 4 : 2,
      length,
      end: this.position,
      isOpaque: (this.implicit || vr === 'OB') && (tag & 0x11000) === 0x11000
    })
  }
}

/** An image with texts, numbers, bytes, private elements, and sequences in sequences. */
function sample(transferSyntax: string, random: (below: number) => number): Sample {
  const writer = new Writer()
  const deflated = transferSyntax.endsWith('.99')
  writer.start(transferSyntax)
  const meta = writer.at
  const text = (most: number): string => 'lorem ipsum dolor sit amet '.repeat(10).slice(0, 2 * (1 + random(most / 2)))
  writer.element(0x00080008, 'CS', 'ORIGINAL\\PRIMARY')
  writer.element(0x00080016, 'UI', CT)
  writer.element(0x00080018, 'UI', '1.2.3.4\0')
  writer.element(0x00080060, 'CS', 'CT')
  writer.element(0x00080070, 'LO', text(40))
  writer.sequence(0x00081140, 1 + random(3), (n) => {
    writer.element(0x00081150, 'UI', CT)
    writer.element(0x00081155, 'UI', `1.2.${n}.4\0`.padEnd(8, '\0'))
    writer.sequence(0x0040a170, 1, () => writer.element(0x00080104, 'LO', text(20)))
  })
  writer.element(0x00090010, 'LO', 'ACME 1.0')
  writer.element(0x00091001, 'OB', Buffer.alloc(2 * (1 + random(200)), 7))
  writer.element(0x00091002, 'LO', text(60))
  writer.element(0x00100010, 'PN', 'Doe^Jane')
  writer.element(0x00100020, 'LO', text(10))
  writer.element(0x00180050, 'DS', '1.25')
  writer.element(0x0020000d, 'UI', '1.2.3\0')
  writer.element(0x00204000, 'LT', text(200))
  writer.numbers(0x00280002, 1)
  writer.element(0x00280004, 'CS', 'MONOCHROME2 ')
  writer.numbers(0x00280010, 4)
  writer.numbers(0x00280011, 4)
  writer.numbers(0x00280100, 8)
  writer.numbers(0x00280106, 1)
  writer.element(0x00400254, 'LO', text(30))
  const headerEnd = writer.at
  writer.element(0x7fe00010, 'OW', Buffer.alloc(16, 3))
  const bytes = writer.finish()
  writer.written.pop()
  if (!deflated) return { bytes, written: writer.written, headerEnd, deflated }
  return { bytes, written: writer.written.filter(({ at }) => at >= meta), headerEnd, deflated }
}

function read(bytes: Buffer): { outcome: HeaderOutcome; names: Set<string> } {
  const reader = new HeaderReader({ byteBudget: 1 << 14 })
  const outcome = reader.readBytes(bytes)
  const { newTags } = reader.takeBatch()
  // Paths have keywords: only how many there are of a tag counts.
  return { outcome, names: new Set(newTags.map(({ tag, path, privateCreator }) => `${path}|${tag}|${privateCreator}`)) }
}

/** One damage: a length, a cut, a byte or two, elements taken out or written twice. */
function damage({ bytes, written, headerEnd }: Sample, random: (below: number) => number): [Buffer, string] {
  const candidates = written.filter(({ isOpaque }) => !isOpaque)
  const { lengthAt, lengthBytes, length, at, name } = candidates[random(candidates.length)]
  const damaged = Buffer.from(bytes)
  switch (random(4)) {
    case 0: {
      const rest = bytes.length - lengthAt - lengthBytes
      const wrong = [
        length + 1,
        length + 2,
        length + 8,
        2 * length,
        rest,
        rest - 1,
        random(rest + 1),
        length + random(64)
      ]
      const value = wrong[random(wrong.length)] % (lengthBytes === 2 ? 65_536 : 2 ** 32)
      if (lengthBytes === 2) damaged.writeUInt16LE(value, lengthAt)
      else damaged.writeUInt32LE(value, lengthAt)
      return [damaged, `length ${length} of ${name} at ${at} read as ${value}`]
    }
    case 1: {
      const cut = 132 + random(headerEnd - 132)
      return [damaged.subarray(0, cut), `cut at ${cut}`]
    }
    case 2: {
      const place = 132 + random(headerEnd - 132)
      damaged[place] ^= 1 << random(8)
      return [damaged, `bit of byte ${place} changed`]
    }
    default: {
      const place = 132 + random(headerEnd - 132)
      const value = [0, 0xff, 0x20, random(256)][random(4)]
      damaged[place] = value
      return [damaged, `byte ${place} set to ${value}`]
    }
  }
}

const SYNTAXES = ['1.2.840.10008.1.2\0', '1.2.840.10008.1.2.1\0', '1.2.840.10008.1.2.2\0', '1.2.840.10008.1.2.1.99']

/** @param cases how many files are damaged @param seed the same one gives the same cases */
export function fuzzHeaders(cases: number, seed: number): HeaderFuzz {
  const random = numbers(seed)
  const found: HeaderFuzz = { cases, refused: 0, remarked: 0, whole: 0, silent: [], crashes: [] }
  for (let n = 0; n < cases; n++) {
    const whole = sample(SYNTAXES[random(SYNTAXES.length)], random)
    const [bytes, what] = damage(whole, random)
    const packed = whole.deflated ? deflate(bytes) : bytes
    try {
      const { outcome, names } = read(packed)
      if (outcome.status !== 'dicom') found.refused++
      else if (outcome.issues.length > 0) found.remarked++
      else if (names.size + 1 < whole.written.length + (whole.deflated ? 2 : 0)) {
        found.silent.push(`seed ${seed}, case ${n}: ${what}: ${whole.written.length - names.size} elements lost`)
      } else found.whole++
    } catch (error) {
      found.crashes.push(`seed ${seed}, case ${n}: ${what}: ${String(error)}`)
    }
  }
  return found
}

/** The data set of a file, deflated; its meta information as it is. */
function deflate(bytes: Buffer): Buffer {
  const end = bytes.indexOf('1.2.840.10008.1.2.1.99') + 22
  return Buffer.concat([bytes.subarray(0, end), deflateRawSync(bytes.subarray(end))])
}

/** Damaged headers in batches of 10,000. */
export const headers: FuzzTarget = {
  cases: 100,
  run(random) {
    const { crashes, silent } = fuzzHeaders(10_000, random.below(2 ** 31))
    if (crashes.length > 0 || silent.length > MOST_SILENT) throw new Error([...crashes, ...silent].join('\n'))
  }
}
