import { afterEach, describe, expect, test } from 'vitest'
import { readCodestream } from '../../../src/core/pixels/fragments.ts'
import { ImageHeader } from '../../../src/core/pixels/image-header.ts'
import { explicit, file, item, SEQUENCE_END, TRANSFER_SYNTAX, UNDEFINED } from '../dicom/build.ts'
import { fileOf } from './image-file.ts'

const header = new ImageHeader()
afterEach(() => header.close())

/** Offsets of 32 bits, little endian. */
function table(...offsets: number[]): Buffer {
  return item(Buffer.from(Uint32Array.from(offsets).buffer))
}

const fragment = (...bytes: number[]): Buffer => item(Buffer.from(bytes))

function open(...parts: Buffer[]): void {
  const pixels = explicit(0x7fe00010, 'OB', Buffer.concat(parts), UNDEFINED)
  header.open(fileOf(file(TRANSFER_SYNTAX.jpeg, explicit(0x00080016, 'UI', '1.2\0'), ...extended, pixels)))
}
let extended: Buffer[] = []
afterEach(() => {
  extended = []
})

const frameOf = (frame: number, frames: number): number[] => Array.from(readCodestream(header, frame, frames))

describe('the codestream of a frame (PS3.5 annex A.4)', () => {
  test('one frame in several fragments, with and without an offset table', () => {
    open(table(), fragment(1, 2), fragment(3, 4), SEQUENCE_END)
    expect(frameOf(0, 1)).toEqual([1, 2, 3, 4])
    header.close()
    open(table(0), fragment(1, 2), fragment(3, 4), SEQUENCE_END)
    expect(frameOf(0, 1)).toEqual([1, 2, 3, 4])
  })

  test('the offset table tells which fragments belong to a frame', () => {
    open(table(0, 20), fragment(1, 2), fragment(3, 4), fragment(5, 6), SEQUENCE_END)
    expect(frameOf(0, 2)).toEqual([1, 2, 3, 4])
    expect(frameOf(1, 2)).toEqual([5, 6])
  })

  test('without a table, as many fragments as frames', () => {
    open(table(), fragment(1, 2), fragment(3, 4), SEQUENCE_END)
    expect(frameOf(1, 2)).toEqual([3, 4])
  })

  test('a table that points to nowhere is passed over', () => {
    open(table(0, 7), fragment(1, 2), fragment(3, 4), SEQUENCE_END)
    expect(frameOf(1, 2)).toEqual([3, 4])
  })

  test('without a table, frames of several fragments begin as codestreams do', () => {
    const soi = [0xff, 0xd8, 0xff, 0xdb]
    open(table(), fragment(...soi), fragment(1, 2), fragment(...soi), fragment(3, 4), fragment(5, 6), SEQUENCE_END)
    expect(frameOf(0, 2)).toEqual([...soi, 1, 2])
    expect(frameOf(1, 2)).toEqual([...soi, 3, 4, 5, 6])
  })

  test('the extended offset table holds lengths, too: without the pad byte', () => {
    const longs = (...numbers: number[]): Buffer => Buffer.from(BigUint64Array.from(numbers.map(BigInt)).buffer)
    extended = [explicit(0x7fe00001, 'OV', longs(0, 10)), explicit(0x7fe00002, 'OV', longs(2, 1))]
    open(table(), fragment(1, 2), fragment(3, 0), SEQUENCE_END)
    expect(frameOf(1, 2)).toEqual([3])
  })

  test('an extended offset table that points to nowhere is passed over', () => {
    const longs = Buffer.alloc(16, 0xff)
    extended = [explicit(0x7fe00001, 'OV', longs), explicit(0x7fe00002, 'OV', longs)]
    open(table(), fragment(1, 2), fragment(3, 4), SEQUENCE_END)
    expect(frameOf(1, 2)).toEqual([3, 4])
  })

  test('a file without its delimiter has the frames that are whole', () => {
    open(table(0, 10), fragment(1, 2), fragment(3, 4))
    expect(frameOf(1, 2)).toEqual([3, 4])
  })

  test.each([
    [
      'pixels-truncated',
      'a fragment that ends behind the file',
      [table(), Buffer.concat([fragment(1, 2).subarray(0, 9)])]
    ],
    ['pixels-truncated', 'fragments that are not there', [table(), fragment(1, 2)]],
    ['pixels-truncated', 'nothing', []],
    ['pixels-damaged', 'something else than fragments', [table(), Buffer.alloc(20, 7), SEQUENCE_END]],
    [
      'pixels-damaged',
      'fragments that nobody can tell apart',
      [table(), fragment(1), fragment(2), fragment(3), SEQUENCE_END]
    ]
  ])('%s: %s', (code, _name, parts) => {
    open(...parts)
    expect(() => frameOf(1, 2)).toThrow(expect.objectContaining({ name: 'MedoidError', code }) as Error)
  })

  test('a fragment of 4 GB in a small file is not made room for', () => {
    const huge = fragment(1, 2)
    huge.writeUInt32LE(0xfffffff0, 4)
    open(table(), huge)
    expect(() => frameOf(0, 1)).toThrow('The pixels are not all there')
  })
})
