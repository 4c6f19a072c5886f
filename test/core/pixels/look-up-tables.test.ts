import { afterEach, describe, expect, test } from 'vitest'
import { EXPLICIT_BIG, type DataSet, type TransferSyntax } from '../../../src/phantom/dicom-writer.ts'
import { ImageHeader } from '../../../src/core/pixels/image-header.ts'
import { expandSegments, readPalette } from '../../../src/core/pixels/look-up-tables.ts'
import { imageFile, words } from './image-file.ts'
import { sentencesOf } from '../../sentences.ts'

const header = new ImageHeader()
afterEach(() => header.close())

/** The red table of an image whose three palettes are the same. */
function redOf(descriptor: number[], data: Uint8Array, syntax?: TransferSyntax, first = 0x00281201) {
  const more: DataSet = [0, 1, 2].flatMap((n) => [
    { tag: 0x00281101 + n, vr: 'US', value: descriptor },
    { tag: first + n, vr: 'OW', value: data }
  ])
  header.open(imageFile({ rows: 1, columns: 2, photometric: 'PALETTE COLOR', syntax, more }, Uint8Array.of(0, 1)))
  return readPalette(header)[0]
}

describe('palettes', () => {
  test('of 16 bits', () => {
    const { first, entries } = redOf([3, 5, 16], words(1, 256, 65535))
    expect(first).toBe(5)
    expect(Array.from(entries)).toEqual([1, 256, 65535])
  })

  test('of 16 bits, big endian', () => {
    expect(Array.from(redOf([3, 0, 16], words(1, 256, 65535), EXPLICIT_BIG).entries)).toEqual([1, 256, 65535])
  })

  test('of 8 bits, one a byte or one a word', () => {
    expect(Array.from(redOf([4, 0, 8], Uint8Array.of(1, 2, 3, 4)).entries)).toEqual([1, 2, 3, 4])
    expect(Array.from(redOf([4, 0, 8], words(1, 2, 3, 4)).entries)).toEqual([1, 2, 3, 4])
  })

  test('of 65,536 entries, which the descriptor calls 0', () => {
    expect(redOf([0, 0, 16], new Uint8Array(131_072)).entries.length).toBe(65_536)
  })

  test('of a table that is shorter than its descriptor says, the entries that are there', () => {
    expect(Array.from(redOf([5, 0, 16], words(1, 2, 3)).entries)).toEqual([1, 2, 3])
    expect(sentencesOf(header.remarks)[0]).toBe(
      "The palette's red holds 3 of the 5 entries that it should have; the last one stands for the rest."
    )
  })

  test('of a short table of 8 bits, one a byte or one a word', () => {
    expect(Array.from(redOf([8, 0, 8], Uint8Array.of(1, 2, 3, 4)).entries)).toEqual([1, 2, 3, 4])
    header.close()
    expect(Array.from(redOf([8, 0, 8], words(1, 2, 3)).entries)).toEqual([1, 2, 3])
    header.close()
    expect(Array.from(redOf([4, 0, 8], words(1, 2, 3)).entries)).toEqual([1, 2, 3])
  })

  test('whose bits are impossible: its entries are read as they are', () => {
    expect(Array.from(redOf([3, 0, 0], words(1, 256, 65535)).entries)).toEqual([1, 256, 65535])
    expect(sentencesOf(header.remarks)[0]).toMatch(/says that its entries have 0 bits, which is impossible/)
  })

  test('without data or description there is no picture', () => {
    expect(() => redOf([3, 0, 16], words())).toThrow("The palette's red has no data.")
    header.close()
    expect(() => redOf([3, 0], words(1, 2, 3))).toThrow("The palette's red is not described by three numbers.")
  })

  test('in segments that end early', () => {
    expect(Array.from(redOf([9, 0, 16], words(0, 2, 10, 20, 1, 2, 40), undefined, 0x00281221).entries)).toEqual([
      10, 20, 30, 40
    ])
    expect(header.remarks[0].code).toBe('lut-short')
  })

  test('in segments', () => {
    const segments = words(0, 2, 10, 20, 1, 2, 40)
    expect(Array.from(redOf([4, 0, 16], segments, undefined, 0x00281221).entries)).toEqual([10, 20, 30, 40])
  })
})

describe('segments (PS3.3 section C.7.9.2)', () => {
  const expand = (code: number[], bits: number, length: number): number[] =>
    Array.from(expandSegments(Uint16Array.from(code), bits, length, 'table'))

  test('discrete, linear, and a repetition of both', () => {
    // The repeated segments begin at byte 0: again 0 100, then on to 200 in two steps.
    const code = [0, 2, 0, 100, 1, 2, 200, 2, 2, 0, 0]
    expect(expand(code, 16, 8)).toEqual([0, 100, 150, 200, 0, 100, 150, 200])
  })

  test('offsets count bytes: of 16-bit entries, two each', () => {
    const code = [0, 1, 7, 0, 1, 9, 2, 1, 6, 0]
    expect(expand(code, 16, 3)).toEqual([7, 9, 9])
  })

  test('of 8 bits, the offset takes four bytes', () => {
    const code = [0, 1, 7, 0, 1, 9, 2, 1, 3, 0, 0, 0]
    expect(expand(code, 8, 3)).toEqual([7, 9, 9])
  })

  test('that end early fill what they fill', () => {
    expect(expand([0, 1, 5], 16, 2)).toEqual([5])
    expect(expand([0, 9, 1], 16, 9)).toEqual([1])
  })

  test.each([
    ['too many', [0, 3, 1, 2, 3], 2],
    ['a linear segment at the beginning', [1, 2, 5], 2],
    ['a repetition of a repetition', [2, 1, 0, 0], 2],
    ['a repetition from nowhere', [0, 1, 5, 2, 1, 0xffff, 0xffff], 2],
    ['an unknown kind', [3, 1, 5], 1]
  ])('are refused: %s', (_name, code, length) => {
    expect(() => expand(code, 16, length)).toThrow('are not what fills')
  })
})
