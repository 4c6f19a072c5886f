import { sayMessage } from '../../../src/messages/message.ts'
import { PLAIN_TERMS } from '../../../src/messages/terms.ts'
import { HeaderReader, type HeaderOutcome } from '../../../src/core/dicom/header.ts'
import { Tally } from './tally.ts'

/** Data elements byte by byte, written from PS3.5 section 7.1, so that tests show what they read. */

export type Value = string | Buffer | number[]

const LONG = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'])

function bytesOf(value: Value): Buffer {
  return typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.from(value as number[])
}

function tagBytes(tag: number, big: boolean): Buffer {
  const bytes = Buffer.alloc(4)
  const group = tag >>> 16
  const element = tag & 0xffff
  if (big) bytes.writeUInt32BE(tag >>> 0)
  else {
    bytes.writeUInt16LE(group, 0)
    bytes.writeUInt16LE(element, 2)
  }
  return bytes
}

function number(value: number, size: 2 | 4, big: boolean): Buffer {
  const bytes = Buffer.alloc(size)
  if (big) bytes.writeUIntBE(value, 0, size)
  else bytes.writeUIntLE(value, 0, size)
  return bytes
}

/** An element in explicit VR. @param length where it is to lie about the length */
export function explicit(tag: number, vr: string, value: Value = '', length?: number, big = false): Buffer {
  const bytes = bytesOf(value)
  const size = length ?? bytes.length
  const head = LONG.has(vr) ? [Buffer.alloc(2), number(size, 4, big)] : [number(size, 2, big)]
  return Buffer.concat([tagBytes(tag, big), Buffer.from(vr, 'latin1'), ...head, bytes])
}

export function explicitBig(tag: number, vr: string, value: Value = '', length?: number): Buffer {
  return explicit(tag, vr, value, length, true)
}

/** An element in implicit VR, little endian. */
export function implicit(tag: number, value: Value = '', length?: number): Buffer {
  const bytes = bytesOf(value)
  return Buffer.concat([tagBytes(tag, false), number(length ?? bytes.length, 4, false), bytes])
}

export const UNDEFINED = 0xffffffff
export const ITEM = 0xfffee000
export const ITEM_END = implicit(0xfffee00d)
export const SEQUENCE_END = implicit(0xfffee0dd)

/** An item of defined length. */
export function item(...elements: Buffer[]): Buffer {
  return implicit(ITEM, Buffer.concat(elements))
}

/** An item of undefined length. */
export function openItem(...elements: Buffer[]): Buffer {
  return Buffer.concat([implicit(ITEM, '', UNDEFINED), ...elements, ITEM_END])
}

export const TRANSFER_SYNTAX = {
  implicit: '1.2.840.10008.1.2\0',
  explicit: '1.2.840.10008.1.2.1\0',
  explicitBig: '1.2.840.10008.1.2.2\0',
  deflated: '1.2.840.10008.1.2.1.99',
  jpeg: '1.2.840.10008.1.2.4.50'
}

/** A file with preamble and file meta information around a data set. */
export function file(transferSyntax: string, ...dataSet: Buffer[]): Buffer {
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), explicit(0x00020010, 'UI', transferSyntax), ...dataSet])
}

/** An explicit VR little endian file. */
export function explicitFile(...dataSet: Buffer[]): Buffer {
  return file(TRANSFER_SYNTAX.explicit, ...dataSet)
}

/** What one file gives: its outcome and, by `path` or else keyword or else tag, its canonical texts; '' = empty. */
export function readWith(read: (reader: HeaderReader) => HeaderOutcome): {
  outcome: SpokenOutcome
  values: Record<string, string>
} {
  const reader = new HeaderReader({ byteBudget: 1 << 16 })
  const outcome = read(reader)
  const cells = new Tally().instances(reader.takeBatch())[0] ?? []
  const values = cells.map(([definition, text]): [string, string] => {
    const tag = definition.privateCreator ? `${definition.tag}[${definition.privateCreator}]` : definition.tag
    return [definition.path || definition.keyword || tag, text]
  })
  return { outcome: spoken(outcome), values: Object.fromEntries(values) }
}

export function read(bytes: Uint8Array, fileSize?: number): ReturnType<typeof readWith> {
  return readWith((reader) => reader.readBytes(bytes, fileSize))
}

/** An outcome with its issues in words. */
export function spoken(outcome: HeaderOutcome): SpokenOutcome {
  if (!('issues' in outcome)) return outcome
  const issues = outcome.issues.map((issue) => ({ code: issue.code, message: sayMessage(issue, PLAIN_TERMS) }))
  return { ...outcome, issues }
}

type SpokenOutcome<O = HeaderOutcome> = O extends { issues: unknown }
  ? Omit<O, 'issues'> & { issues: { code: string; message: string }[] }
  : O

/** The codes of its issues; or its status where that is all there is to it. */
export function codes(outcome: HeaderOutcome | SpokenOutcome): string[] {
  return 'issues' in outcome ? outcome.issues.map((issue) => issue.code) : [outcome.status]
}
