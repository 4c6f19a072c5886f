import { createRequire } from 'node:module'
import sharp, { type JpegOptions } from 'sharp'
import { describe, expect, test } from 'vitest'
import { EXPLICIT_LITTLE } from '../../../src/phantom/dicom-writer.ts'
import { readFrame, type Frame } from '../../../src/core/pixels/read-frame.ts'
import { fileOf, imageBytes, type ImageOptions } from './image-file.ts'
import { EOI, frame, huffman, segment, SOI } from './jpeg-parts.ts'
import { encodeLossless } from './lossless-encoder.ts'
import { sentencesOf } from '../../sentences.ts'

const DELIMITER_BYTES = 8
const SIDE = 64

/** An image whose file ends before the last bytes of its only frame. */
function decodeCut(n: number, options: ImageOptions, codestream: Buffer, missing: number): Promise<Frame> {
  const syntax = { ...EXPLICIT_LITTLE, uid: `1.2.840.10008.1.2.4.${n}`, encapsulated: true }
  const padding = codestream.length % 2
  const bytes = imageBytes({ ...options, syntax }, [Buffer.concat([codestream, Buffer.alloc(padding)])])
  return readFrame(fileOf(bytes.subarray(0, bytes.length - DELIMITER_BYTES - padding - missing)))
}

const told = ({ description }: Frame): string[] => sentencesOf(description.remarks)
const codes = ({ description }: Frame): string[] => description.remarks.map(({ code }) => code)

describe('lossless JPEG that is cut', () => {
  const planes = [Array.from({ length: 32 }, (_, i) => (i * 37) % 256)]
  const codestream = encodeLossless({ rows: 4, columns: 8, precision: 8, planes }, { predictor: 1 })
  const options = { rows: 4, columns: 8 }

  test('the lines that are there are shown, the others are 0', async () => {
    const cut = await decodeCut(70, options, codestream, 12)
    expect(Array.from(cut.values)).toEqual([...planes[0].slice(0, 24), 0, 0, 0, 0, 0, 0, 0, 0])
    const held = `${codestream.length - 12} of the ${codestream.length + (codestream.length % 2)}`
    expect(told(cut)).toEqual([`Only ${held} compressed bytes of this frame are there; parts of it may be missing.`])
  })

  test('all pixels are there where only the end marker is not', async () => {
    const cut = await decodeCut(70, options, codestream, 2)
    expect(Array.from(cut.values)).toEqual(planes[0])
    expect(codes(cut)).toEqual(['frame-cut'])
  })

  test('nothing is told of where only padding is missing', async () => {
    const odd = Buffer.concat([codestream, Buffer.alloc(6)])
    expect(codes(await decodeCut(70, options, odd, 4))).toEqual([])
  })

  test('without a whole line there is no picture', async () => {
    const scan = codestream.length - codestream.indexOf(Buffer.from([0xff, 0xda])) - 10
    await expect(decodeCut(70, options, codestream, scan - 4)).rejects.toMatchObject({ code: 'pixels-truncated' })
  })
})

describe('lossy JPEG that is cut', () => {
  const wave = (i: number): number => 128 + Math.round(60 * Math.sin(i / 30) + 50 * Math.cos(i / 900))
  const grey = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => wave(i))
  const colour = Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, i) => wave(i + 40 * (i % 3)))
  const encode = (pixels: Uint8Array, channels: 1 | 3, more: JpegOptions = {}): Promise<Buffer> =>
    sharp(pixels, { raw: { width: SIDE, height: SIDE, channels } })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .jpeg({ quality: 90, ...more })
      .toBuffer()
  /** Lines from the first that are those of the whole frame. */
  const equalLines = (cut: Frame, whole: Frame): number => {
    const first = cut.values.findIndex((value, i) => value !== whole.values[i])
    return first < 0 ? SIDE : Math.floor(first / (SIDE * cut.description.samples))
  }

  test.each([
    ['grey', 1, {}],
    ['grey, with tables of its own', 1, { optimiseCoding: true }],
    ['colours, sampled alike', 3, { chromaSubsampling: '4:4:4' }],
    ['colours, sampled differently', 3, { chromaSubsampling: '4:2:0' }]
  ] as const)('%s: what is there is shown', async (_name, channels, more) => {
    const options = {
      rows: SIDE,
      columns: SIDE,
      samples: channels,
      photometric: channels === 3 ? 'YBR_FULL' : undefined
    }
    const codestream = await encode(channels === 1 ? grey : colour, channels, more)
    const whole = await decodeCut(50, options, codestream, 0)
    const ended = await decodeCut(50, options, codestream, 2)
    expect(ended.values).toEqual(whole.values)
    expect(codes(ended)).toEqual(['frame-cut'])
    const scan = codestream.length - codestream.indexOf(Buffer.from([0xff, 0xda]))
    const half = await decodeCut(50, options, codestream, scan >> 1)
    expect(codes(half)).toEqual(['frame-cut'])
    expect(equalLines(half, whole)).toBeGreaterThanOrEqual(8)
    expect(equalLines(half, whole)).toBeLessThanOrEqual(48)
    await expect(decodeCut(50, options, codestream, scan)).rejects.toMatchObject({ code: 'pixels-truncated' })
  })

  test('a progressive frame is shown without its last scan', async () => {
    const codestream = await encode(grey, 1, { progressive: true })
    const cut = await decodeCut(50, { rows: SIDE, columns: SIDE }, codestream, 8)
    expect(cut.values.every((value, i) => Math.abs(value - grey[i]) < 32)).toBe(true)
    expect(codes(cut)).toEqual(['frame-cut'])
  })

  // As in jpeg.test.ts: DC category 4 is 0, no difference 10; AC: the end of a block is 0.
  const quantisation = segment(0xdb, 0, 16, 100, ...new Array<number>(62).fill(1))
  const ac = huffman(0x10, 0, 1)
  const scan = (...bytes: number[]): Buffer => Buffer.concat([segment(0xda, 1, 1, 0, 0, 63, 0), Buffer.from(bytes)])
  const means = async (rows: number, columns: number, parts: Buffer[], missing: number): Promise<number[]> => {
    const codestream = Buffer.concat([SOI, quantisation, ac, ...parts, EOI])
    const { values } = await decodeCut(51, { rows, columns, allocated: 16, stored: 12 }, codestream, missing)
    return Array.from({ length: Math.ceil(columns / 8) }, (_, i) => values[8 * i])
  }

  test('blocks that are missing are like the one before; behind a restart marker, like none', async () => {
    const parts = [huffman(0, 4, 0), segment(0xdd, 0, 2), frame(0xc1, 12, 8, 32, 0x11)]
    // Two blocks, brighter by 8 · 16 / 8 each; a restart; two more.
    const blocks = scan(0b0100_0001, 0b0000_1111, 0xff, 0xd0, 0b0100_0001, 0b0000_1111)
    expect(await means(8, 32, [...parts, blocks], 0)).toEqual([2064, 2080, 2064, 2080])
    // Half of the last one; the third, too; the restart, too; half of the second.
    expect(await means(8, 32, [...parts, blocks], 3)).toEqual([2064, 2080, 2064, 2064])
    expect(await means(8, 32, [...parts, blocks], 4)).toEqual([2064, 2080, 2048, 2048])
    expect(await means(8, 32, [...parts, blocks], 6)).toEqual([2064, 2080, 2048, 2048])
    expect(await means(8, 32, [...parts, blocks], 7)).toEqual([2064, 2064, 2048, 2048])
  })

  test('where tables have no code for that, missing blocks are brighter and darker by turns', async () => {
    const parts = [huffman(0, 4), frame(0xc1, 12, 8, 32, 0x11)]
    const blocks = scan(0b0100_0001, 0b0000_0100, 0b0010_0001)
    expect(await means(8, 32, [...parts, blocks], 4)).toEqual([2064, 2048, 2064, 2048])
  })
})

describe('JPEG 2000 that is cut', () => {
  const values = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => ((i * 2_654_435_761) >>> 24) % 97)
  const options = { rows: SIDE, columns: SIDE }

  interface Encoder {
    getDecodedBuffer(info: object): Uint8Array
    getEncodedBuffer(): Uint8Array
    encode(): void
  }

  async function encode(pixels: Uint8Array, side: number): Promise<Buffer> {
    const load = createRequire(import.meta.url)('@cornerstonejs/codec-openjpeg/wasmjs') as (
      options: object
    ) => Promise<{ J2KEncoder: new () => Encoder }>
    const encoder = new (await load({})).J2KEncoder()
    const info = { width: side, height: side, bitsPerSample: 8, componentCount: 1, isSigned: false }
    encoder.getDecodedBuffer({ ...info, isUsingColorTransform: false }).set(pixels)
    encoder.encode()
    return Buffer.from(encoder.getEncodedBuffer())
  }

  const codestreamOf = (): Promise<Buffer> => encode(values, SIDE)

  /** Four tiles, each of which its encoder took for an image: tiles know nothing of one another. */
  async function codestreamOfTiles(): Promise<Buffer> {
    const half = SIDE / 2
    const parts: Buffer[] = []
    for (let tile = 0; tile < 4; tile++) {
      const [top, left] = [half * (tile >> 1), half * (tile % 2)]
      const pixels = Uint8Array.from(
        { length: half * half },
        (_, i) => values[(top + Math.floor(i / half)) * SIDE + left + (i % half)]
      )
      const codestream = await encode(pixels, half)
      const start = codestream.indexOf(Buffer.from([0xff, 0x90]))
      if (tile === 0) {
        // Of the image.
        codestream.writeUInt32BE(SIDE, 8)
        codestream.writeUInt32BE(SIDE, 12)
        parts.push(codestream.subarray(0, start))
      }
      codestream.writeUInt16BE(tile, start + 4)
      parts.push(codestream.subarray(start, -EOI.length))
    }
    return Buffer.concat([...parts, EOI])
  }

  test('all pixels are there where only the end marker is not', async () => {
    const cut = await decodeCut(90, options, await codestreamOf(), 2)
    expect(cut.values).toEqual(values)
    expect(codes(cut)).toEqual(['frame-cut'])
  })

  test('what is there is shown where little is missing', async () => {
    const cut = await decodeCut(90, options, await codestreamOf(), 40)
    const off = Array.from(cut.values).reduce((sum, value, i) => sum + Math.abs(value - values[i]), 0) / values.length
    expect(off).toBeLessThan(4)
    expect(codes(cut)).toEqual(['frame-cut'])
  })

  test('tiles that are whole are shown, others are not', async () => {
    const codestream = await codestreamOfTiles()
    const cut = await decodeCut(90, options, codestream, codestream.length >> 2)
    expect(cut.values.subarray(0, 32 * SIDE)).toEqual(values.subarray(0, 32 * SIDE))
    expect(cut.values[SIDE * SIDE - 1]).toBe(0)
    expect(codes(cut)).toEqual(['frame-cut'])
  })

  test('one tile of which much is missing would be noise', async () => {
    const codestream = await codestreamOf()
    const refusal = decodeCut(90, options, codestream, codestream.length >> 2)
    await expect(refusal).rejects.toMatchObject({ code: 'pixels-truncated' })
  })

  test('a tile of 4 GB in a small file is not made room for', async () => {
    const codestream = await codestreamOf()
    codestream.writeUInt32BE(0xfffffff0, codestream.indexOf(Buffer.from([0xff, 0x90])) + 6)
    await expect(decodeCut(90, options, codestream, 62)).rejects.toMatchObject({ code: 'pixels-truncated' })
  })
})
