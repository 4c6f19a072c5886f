import { describe, expect, test } from 'vitest'
import { EXPLICIT_LITTLE } from '../../../src/phantom/dicom-writer.ts'
import { withColourMarker } from '../../../src/core/pixels/jpeg-colour.ts'
import type { PixelDescription } from '../../../src/core/pixels/description.ts'
import { readFrameHeader } from '../../../src/core/pixels/jpeg-markers.ts'
import { readFrame } from '../../../src/core/pixels/read-frame.ts'
import { imageFile, type ImageOptions } from './image-file.ts'
import { EOI, frame, huffman, segment, SOI } from './jpeg-parts.ts'

function scan(...bytes: number[]): Buffer {
  return Buffer.concat([segment(0xda, 1, 1, 0, 0, 63, 0), Buffer.from(bytes)])
}

async function decode(n: number, options: ImageOptions, ...parts: Buffer[]): Promise<number[]> {
  const syntax = { ...EXPLICIT_LITTLE, uid: `1.2.840.10008.1.2.4.${n}`, encapsulated: true }
  const codestream = Buffer.concat([SOI, ...parts, EOI])
  const padded = Buffer.concat([codestream, Buffer.alloc(codestream.length % 2)])
  return Array.from((await readFrame(imageFile({ ...options, syntax }, [padded]))).values)
}

describe('JPEG of 12 bits', () => {
  const quantisation = segment(0xdb, 0, 16, 100, ...new Array<number>(62).fill(1))
  // DC: category 4 is 0, 0 is 10. AC: the end of a block is 0, one bit without zeros before it is 10.
  const tables = [quantisation, huffman(0x00, 4, 0), huffman(0x10, 0, 1)]
  const options = { rows: 8, columns: 8, allocated: 16, stored: 12 }

  test('a block of its mean alone: 2048 + 8 · 16 / 8', async () => {
    // 0 1000, 0, and ones to the end of the byte.
    const values = await decode(51, options, ...tables, frame(0xc1, 12, 8, 8, 0x11), scan(0b0100_0011))
    expect(values).toEqual(new Array(64).fill(2064))
  })

  test('a block with the first cosine: 2064 + 100 / (4 √2) · cos((2x + 1)π / 16)', async () => {
    // 0 1000, 10 1, 0
    const values = await decode(51, options, ...tables, frame(0xc1, 12, 8, 8, 0x11), scan(0b0100_0101, 0b0111_1111))
    expect(values.slice(0, 8)).toEqual([2081, 2079, 2074, 2067, 2061, 2054, 2049, 2047])
    expect(values.slice(56)).toEqual(values.slice(0, 8))
  })

  test('blocks are cut at the edge, and the mean begins anew at a restart', async () => {
    const restart = segment(0xdd, 0, 1)
    const blocks = scan(0b0100_0011, 0xff, 0xd0, 0b0100_0011)
    const image = frame(0xc1, 12, 2, 10, 0x11)
    const values = await decode(51, { ...options, rows: 2, columns: 10 }, ...tables, restart, image, blocks)
    expect(values).toEqual(new Array(20).fill(2064))
  })

  test.each([
    [
      'pixels-truncated',
      'a scan that ends early',
      [...tables, frame(0xc1, 12, 8, 8, 0x11), scan(0b0100_0000 + 7).subarray(0, 10)]
    ],
    ['pixels-damaged', 'no tables', [frame(0xc1, 12, 8, 8, 0x11), scan(0)]],
    ['pixels-damaged', 'a code that is in no table', [...tables, frame(0xc1, 12, 8, 8, 0x11), scan(0xff, 0, 0xff, 0)]],
    ['pixels-unsupported', 'a progressive frame', [...tables, frame(0xc2, 12, 8, 8, 0x11), scan(0)]]
  ])('%s: %s', async (code, _name, parts) => {
    await expect(decode(51, options, ...parts)).rejects.toMatchObject({ name: 'MedoidError', code })
  })
})

describe('how colours are coded', () => {
  const description = (photometric: string) =>
    ({ photometric, rows: 8, columns: 8, samples: 3 }) as unknown as PixelDescription
  const adobe = (transform: number): Buffer =>
    segment(0xee, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, transform)
  const jfif = segment(0xe0, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0)
  const same = frame(0xc0, 8, 8, 8, 0x11, 0x11, 0x11)
  const subsampled = frame(0xc0, 8, 8, 8, 0x22, 0x11, 0x11)

  /** The transform of the Adobe segment that is put in; 'as it is' where none is. */
  function told(photometric: string, ...parts: Buffer[]): string | number {
    const data = Buffer.concat([SOI, ...parts])
    const marked = withColourMarker(data, readFrameHeader(data, description(photometric)), description(photometric))
    return marked === data ? 'as it is' : marked[2 + 15]
  }

  test('an Adobe or a JFIF segment tells', () => {
    expect(told('RGB', adobe(1), same)).toBe('as it is')
    expect(told('RGB', jfif, same)).toBe('as it is')
  })

  test('else Photometric Interpretation does', () => {
    expect(told('RGB', same)).toBe(0)
    expect(told('YBR_FULL_422', same)).toBe(1)
  })

  test('an Adobe segment that is too short tells nothing', () => {
    expect(told('RGB', segment(0xee, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0), same)).toBe(0)
  })

  test('RGB whose components are sampled differently is none', () => {
    expect(told('RGB', subsampled)).toBe(1)
  })
})
