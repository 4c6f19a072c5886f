import { afterEach, describe, expect, test } from 'vitest'
import { beginsCodestream, readCodestream, type Begins } from '../../../src/core/pixels/fragments.ts'
import { ImageHeader } from '../../../src/core/pixels/image-header.ts'
import { sentencesOf } from '../../sentences.ts'
import type { Remark } from '../../../src/core/pixels/remarks.ts'
import { beginsRle } from '../../../src/core/pixels/rle.ts'
import { explicit, file, item, SEQUENCE_END, TRANSFER_SYNTAX, UNDEFINED } from '../dicom/build.ts'
import { fileOf } from './image-file.ts'

const header = new ImageHeader()
afterEach(() => header.close())

/** Offsets of 32 bits, little endian. */
function table(...offsets: number[]): Buffer {
  return item(Buffer.from(Uint32Array.from(offsets).buffer))
}

const soi = [0xff, 0xd8, 0xff, 0xdb]
const fragment = (...bytes: number[]): Buffer => item(Buffer.from(bytes))

function open(...parts: Buffer[]): void {
  const pixels = explicit(0x7fe00010, 'OB', Buffer.concat(parts), UNDEFINED)
  header.open(fileOf(file(TRANSFER_SYNTAX.jpeg, explicit(0x00080016, 'UI', '1.2\0'), ...extended, pixels)))
}
let extended: Buffer[] = []
afterEach(() => {
  extended = []
})

let remarks: Remark[] = []
const frameOf = (frame: number, frames: number, begins: Begins = beginsCodestream): number[] => {
  remarks = []
  return Array.from(readCodestream(header, { frame, frames, begins, remarks }).data)
}
const codes = (): string[] => remarks.map(({ code }) => code)

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
    open(table(), fragment(...soi), fragment(1, 2), fragment(...soi), fragment(3, 4), fragment(5, 6), SEQUENCE_END)
    expect(frameOf(0, 2)).toEqual([...soi, 1, 2])
    expect(frameOf(1, 2)).toEqual([...soi, 3, 4, 5, 6])
  })

  test.each([
    ['of zeros', [0, 0]],
    ['of zeros but for one', [0, 1]],
    ['that descends', [20, 0]],
    ['that points to where no frame begins', [0, 12]],
    ['that has too few entries', [0]],
    ['of places in the file', [4096, 4120]]
  ])('an offset table %s is passed over, and told of', (_name, offsets) => {
    open(table(...offsets), fragment(...soi), fragment(1, 2), fragment(...soi), fragment(5, 6), SEQUENCE_END)
    expect(frameOf(0, 2)).toEqual([...soi, 1, 2])
    expect(codes()).toEqual(['offset-table-ignored'])
    expect(frameOf(1, 2)).toEqual([...soi, 5, 6])
    expect(codes()).toEqual(['offset-table-ignored'])
  })

  test('so is a table with an entry for each fragment, though each frame has two', () => {
    open(table(0, 12, 22, 34), fragment(...soi), fragment(1, 2), fragment(...soi), fragment(5, 6), SEQUENCE_END)
    expect(frameOf(1, 2)).toEqual([...soi, 5, 6])
  })

  test('run lengths begin with the header of their segments', () => {
    const rle = (...more: number[]): Buffer => {
      const head = Buffer.alloc(64)
      head.writeUInt32LE(2)
      head.writeUInt32LE(64, 4)
      head.writeUInt32LE(70, 8)
      return item(Buffer.concat([head, Buffer.from(more)]))
    }
    const begins: Begins = (head) => beginsRle(head, 2)
    open(table(), rle(1, 2), fragment(3, 4), rle(5, 6), rle(7, 8), fragment(9, 10), SEQUENCE_END)
    expect(frameOf(0, 3, begins).slice(64)).toEqual([1, 2, 3, 4])
    expect(frameOf(1, 3, begins).slice(64)).toEqual([5, 6])
    expect(frameOf(2, 3, begins).slice(64)).toEqual([7, 8, 9, 10])
    expect(codes()).toEqual([])
  })

  test('zeros in the place of the delimiter, or other bytes, end the fragments', () => {
    open(table(), fragment(1, 2), fragment(3, 4), Buffer.alloc(30))
    expect(frameOf(1, 2)).toEqual([3, 4])
    header.close()
    open(table(), fragment(1, 2), fragment(3, 4), Buffer.alloc(30, 7))
    expect(frameOf(1, 2)).toEqual([3, 4])
  })

  test('where the last frames are missing, those that are there are told apart by how they begin', () => {
    open(table(), fragment(...soi), fragment(1, 2), fragment(...soi), SEQUENCE_END)
    expect(frameOf(0, 4)).toEqual([...soi, 1, 2])
    expect(codes()).toEqual(['frames-differ'])
    expect(frameOf(1, 4)).toEqual(soi)
    expect(() => frameOf(2, 4)).toThrow('they end before frame 3 of 4')
    header.close()
    open(table(0, 22, 34), fragment(...soi), fragment(1, 2), fragment(...soi))
    expect(frameOf(1, 3)).toEqual(soi)
    expect(() => frameOf(2, 3)).toThrow('they end before frame 3 of 3')
  })

  const longs = (...numbers: number[]): Buffer => Buffer.from(BigUint64Array.from(numbers.map(BigInt)).buffer)

  test('run lengths whose header is spread over several fragments begin a frame there', () => {
    const head = [2, 0, 0, 0, 64, 0, 0, 0, 66, 0, 0, 0, ...new Array<number>(52).fill(0)]
    const frameWith = (byte: number): Buffer[] => [
      fragment(...head.slice(0, 20)),
      fragment(...head.slice(20, 50)),
      fragment(...head.slice(50), byte, byte)
    ]
    const begins: Begins = (bytes) => beginsRle(bytes, 2)
    open(table(), ...frameWith(1), ...frameWith(2), SEQUENCE_END)
    expect(frameOf(0, 2, begins)).toEqual([...head, 1, 1])
    expect(frameOf(1, 2, begins)).toEqual([...head, 2, 2])
  })

  test('an empty fragment in front of the first frame is passed over', () => {
    open(table(), fragment(), fragment(...soi, 1), fragment(2), fragment(...soi, 3), SEQUENCE_END)
    expect(frameOf(1, 2)).toEqual([...soi, 3])
  })

  test('one frame in place of several is told of in the singular', () => {
    open(table(), fragment(...soi), fragment(1, 2), SEQUENCE_END)
    expect(frameOf(0, 3)).toEqual([...soi, 1, 2])
    expect(sentencesOf(remarks)[0]).toBe('The file seems to hold 1 frame; its header says 3.')
  })

  test('an extended offset table of zeros is passed over, also where all frames are equally long', () => {
    extended = [explicit(0x7fe00001, 'OV', longs(0, 0)), explicit(0x7fe00002, 'OV', longs(2, 2))]
    open(table(), fragment(1, 2), fragment(3, 4), SEQUENCE_END)
    expect(frameOf(1, 2)).toEqual([3, 4])
    expect(codes()).toEqual(['offset-table-ignored'])
  })

  test('the extended offset table holds lengths, too: without the pad byte', () => {
    extended = [explicit(0x7fe00001, 'OV', longs(0, 10)), explicit(0x7fe00002, 'OV', longs(2, 1))]
    open(table(), fragment(1, 2), fragment(3, 0), SEQUENCE_END)
    expect(frameOf(1, 2)).toEqual([3])
  })

  test('an extended offset table that points to nowhere is passed over', () => {
    const nowhere = Buffer.alloc(16, 0xff)
    extended = [explicit(0x7fe00001, 'OV', nowhere), explicit(0x7fe00002, 'OV', nowhere)]
    open(table(), fragment(1, 2), fragment(3, 4), SEQUENCE_END)
    expect(frameOf(1, 2)).toEqual([3, 4])
  })

  test('a file without its delimiter has the frames that are whole', () => {
    open(table(0, 10), fragment(1, 2), fragment(3, 4))
    expect(frameOf(1, 2)).toEqual([3, 4])
  })

  test.each([
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
    expect(readCodestream(header, { frame: 0, frames: 1, begins: beginsCodestream, remarks })).toEqual({
      data: Buffer.from([1, 2]),
      whole: 0xfffffff0
    })
  })
})
