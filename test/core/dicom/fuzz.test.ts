import { readFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { HeaderReader, type HeaderOutcome } from '../../../src/core/dicom/header.ts'
import fc from '../../fast-check.ts'
import {
  codes,
  explicit,
  explicitFile,
  file,
  implicit,
  item,
  openItem,
  SEQUENCE_END,
  TRANSFER_SYNTAX,
  UNDEFINED
} from './build.ts'
import { hasSharedDicom, sharedDicom } from './shared.ts'
import { Tally } from './tally.ts'

/** Top-level elements of many kinds, and the same in implicit VR. */
const elements = [
  explicit(0x00080005, 'CS', 'ISO_IR 192'),
  explicit(0x00080008, 'CS', 'ORIGINAL\\PRIMARY'),
  explicit(0x00080018, 'UI', '1.2.826.0.1.3680043.8.498.1\0'),
  explicit(0x00080060, 'CS', 'MR'),
  explicit(0x00082218, 'SQ', Buffer.concat([item(explicit(0x00080100, 'SH', 'T-A0100 ')), item()])),
  explicit(0x00090010, 'LO', 'GEMS_IDEN_01'),
  explicit(0x00091001, 'LO', 'GE_GENESIS_FF '),
  explicit(0x00100010, 'PN', 'Doe^Jane'),
  explicit(0x00180050, 'DS', '5.0 '),
  Buffer.concat([explicit(0x00281101, 'UN', openItem(implicit(0x00280010, [0, 2])), UNDEFINED), SEQUENCE_END]),
  explicit(0x00282000, 'OB', Buffer.alloc(300, 5)),
  explicit(0x00289001, 'UL', [1, 0, 0, 0])
]
const implicitElements = [
  implicit(0x00080008, 'ORIGINAL\\PRIMARY'),
  implicit(0x00080018, '1.2.826.0.1.3680043.8.498.1\0'),
  implicit(0x00080060, 'MR'),
  implicit(0x00082218, item(implicit(0x00080100, 'T-A0100 '))),
  implicit(0x00100010, 'Doe^Jane'),
  implicit(0x00180050, '5.0 ')
]

/** Reads, and checks what holds of every outcome: its form, and a batch that is whole. */
function readAny(bytes: Uint8Array): HeaderOutcome {
  const reader = new HeaderReader({ byteBudget: 1 << 14 })
  const outcome = reader.readBytes(bytes)
  const batch = reader.takeBatch()
  expect(batch.instances).toBe(outcome.status === 'dicom' ? 1 : 0)
  if (outcome.status !== 'dicom') expect(batch.newTags.length + batch.newValueTexts.length).toBe(0)
  new Tally().instances(batch)
  if (outcome.status === 'failed') expect(outcome.issues.length).toBe(1)
  return outcome
}

test('random bytes are read without an error', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => void readAny(bytes)))
})

test('random bytes behind DICM are read without an error', () => {
  const random = fc.uint8Array({ maxLength: 600 })
  for (const transferSyntax of Object.values(TRANSFER_SYNTAX)) {
    fc.assert(fc.property(random, (bytes) => void readAny(file(transferSyntax, Buffer.from(bytes)))))
  }
})

test('random elements are read without an error', () => {
  const tag = fc.constantFrom(
    0x00080060,
    0x00082218,
    0x00090010,
    0x00091001,
    0x00280103,
    0x7fe00010,
    0xfffee000,
    0xfffee0dd
  )
  const vr = fc.constantFrom('CS', 'SQ', 'UN', 'OB', 'US', 'UT', 'AT', '  ', 'ZZ')
  const length = fc.constantFrom(undefined, 0, 1, 0xffff, UNDEFINED, 0xfffffffe)
  const element = fc.tuple(tag, vr, fc.uint8Array({ maxLength: 40 }), length).map(([t, v, value, l]) => {
    const isLong = v === 'SQ' || v === 'UN' || v === 'OB' || v === 'UT'
    return explicit(t, v, Buffer.from(value), isLong || l === undefined ? l : l & 0xffff)
  })
  fc.assert(fc.property(fc.array(element, { maxLength: 12 }), (list) => void readAny(explicitFile(...list))))
})

test.each([
  ['explicit VR', TRANSFER_SYNTAX.explicit, elements],
  ['implicit VR', TRANSFER_SYNTAX.implicit, implicitElements]
])(
  'a file in %s that is cut is catalogued at the end of a top-level element, or a few bytes behind it with a remark',
  (_, transferSyntax, list) => {
    const whole = file(transferSyntax, ...list)
    const ends = new Set<number>()
    let end = file(transferSyntax).length
    for (const element of list) ends.add((end += element.length))
    for (let length = 132; length <= whole.length; length++) {
      const outcome = readAny(whole.subarray(0, length))
      const got = `${length} ${outcome.status === 'dicom' ? codes(outcome).join() : outcome.status}`
      // The first bytes of an element may be anything; from its tag on, they show that it is one.
      if ([1, 2, 3].some((stray) => ends.has(length - stray))) expect(got).toBe(`${length} trailing-bytes-ignored`)
      else expect(got).toBe(`${length} ${ends.has(length) ? '' : 'failed'}`)
    }
  }
)

test('a deflated file that is cut is never an error', () => {
  const whole = file(TRANSFER_SYNTAX.deflated, deflateRawSync(Buffer.concat(elements)))
  for (let length = 132; length <= whole.length; length++) readAny(whole.subarray(0, length))
  expect(readAny(whole).status).toBe('dicom')
})

interface ElementPlace {
  group: number
  /** Where its length of 16 bits stands, or −1. */
  lengthAt: number
  length: number
  end: number
}

/** The elements of a file in explicit VR little endian without sequences, up to Pixel Data, by the book. */
function places(bytes: Buffer): ElementPlace[] {
  const found: ElementPlace[] = []
  for (let at = 132; bytes.readUInt16LE(at) !== 0x7fe0;) {
    const isLong = ['OB', 'OW', 'UN', 'UT'].includes(bytes.toString('latin1', at + 4, at + 6))
    const length = isLong ? bytes.readUInt32LE(at + 8) : bytes.readUInt16LE(at + 6)
    const end = at + (isLong ? 12 : 8) + length
    found.push({ group: bytes.readUInt16LE(at), lengthAt: isLong ? -1 : at + 6, length, end })
    at = end
  }
  return found
}

describe.skipIf(!hasSharedDicom)('a real file', () => {
  const whole = hasSharedDicom ? readFileSync(`${sharedDicom}singles/pydicom/MR_small.dcm`) : Buffer.alloc(0)
  const elementPlaces = hasSharedDicom ? places(whole) : []
  const header = elementPlaces.at(-1)?.end ?? 0

  test('cut anywhere in its header is catalogued at element ends only', () => {
    const catalogued: number[] = []
    for (let length = 132; length < header + 12; length++) {
      if (readAny(whole.subarray(0, length)).status === 'dicom') catalogued.push(length)
    }
    expect(catalogued).toEqual(elementPlaces.filter(({ group }) => group !== 2).map(({ end }) => end))
  })

  test('with changed bytes is read without an error', () => {
    const change = fc.record({ at: fc.nat(header), byte: fc.nat(255) })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), (changes) => {
        const bytes = Buffer.from(whole)
        for (const { at, byte } of changes) bytes[at] = byte
        readAny(bytes)
      }),
      { numRuns: 500 }
    )
  })

  test('with one wrong length is not catalogued as if it were whole', () => {
    const silent: string[] = []
    let remarked = 0
    for (const { lengthAt, length } of elementPlaces) {
      if (lengthAt < 0) continue
      for (const wrong of [length + 1, length + 2, length + 100, length ^ 0x80, 0x7fff, 0xffff]) {
        const bytes = Buffer.from(whole)
        bytes.writeUInt16LE(wrong, lengthAt)
        const outcome = readAny(bytes)
        if (outcome.status !== 'dicom') continue
        if (outcome.issues.length === 0) silent.push(`${lengthAt}: ${length}, read as ${wrong}`)
        else remarked++
      }
    }
    expect(silent).toEqual([])
    // Where the elements that a length took in show, they are read.
    expect(remarked).toBeGreaterThan(100)
  })
})
