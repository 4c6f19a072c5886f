import { createRequire } from 'node:module'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { EXPLICIT_LITTLE, type TransferSyntax } from '../../../src/phantom/dicom-writer.ts'
import { readFrame, type Frame } from '../../../src/core/pixels/read-frame.ts'
import { imageFile, type ImageOptions } from './image-file.ts'

const require = createRequire(import.meta.url)

interface Encoder {
  getDecodedBuffer(info: object): Uint8Array
  getEncodedBuffer(): Uint8Array
  encode(): void
  [setting: string]: (value: never) => void
}

/** A codestream of the package's own encoder. @param settings method and value */
async function encode(
  path: string,
  name: string,
  pixels: Uint8Array,
  info: {
    width: number
    height: number
    bitsPerSample: number
    componentCount: number
    isSigned: boolean
    isUsingColorTransform: boolean
  },
  settings: Record<string, unknown> = {}
): Promise<Buffer> {
  const codec = await (require(path) as (options: object) => Promise<Record<string, new () => Encoder>>)({})
  const encoder = new codec[name]()
  encoder.getDecodedBuffer(info).set(pixels)
  for (const [setting, value] of Object.entries(settings)) encoder[setting](value as never)
  encoder.encode()
  return Buffer.from(encoder.getEncodedBuffer())
}

/** That of the JPEG package crashes. */
function jpegOf(pixels: Uint8Array): Promise<Buffer> {
  const raw = { width: SIDE, height: SIDE, channels: 1 } as const
  return sharp(pixels, { raw }).toColourspace('b-w').jpeg({ quality: 95 }).toBuffer()
}

const encapsulated = (uid: string): TransferSyntax => ({ ...EXPLICIT_LITTLE, uid, encapsulated: true })

function decode(n: number, options: ImageOptions, codestream: Buffer): Promise<Frame> {
  const padded = Buffer.concat([codestream, Buffer.alloc(codestream.length % 2)])
  return readFrame(imageFile({ ...options, syntax: encapsulated(`1.2.840.10008.1.2.4.${n}`) }, [padded]))
}

const SIDE = 64
const grey = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (i * 7) % 256)
const colour = Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, i) => (i * 5) % 256)
const signed = Int16Array.from({ length: SIDE * SIDE }, (_, i) => (i - 2000) * 15)
const info = {
  width: SIDE,
  height: SIDE,
  bitsPerSample: 8,
  componentCount: 1,
  isSigned: false,
  isUsingColorTransform: false
}
const square = { rows: SIDE, columns: SIDE }
const CHARLS = '@cornerstonejs/codec-charls/wasmjs'
const OPENJPEG = '@cornerstonejs/codec-openjpeg/wasmjs'
const OPENJPH = '@cornerstonejs/codec-openjph/wasmjs'

describe('codecs, on what their own encoders make', () => {
  test('JPEG baseline', async () => {
    const flat = new Uint8Array(SIDE * SIDE).fill(77)
    const frame = await decode(50, square, await jpegOf(flat))
    expect(frame.values.every((value) => Math.abs(value - 77) <= 1)).toBe(true)
  })

  test('JPEG-LS of signed words', async () => {
    const bytes = new Uint8Array(signed.buffer)
    const codestream = await encode(CHARLS, 'JpegLSEncoder', bytes, { ...info, bitsPerSample: 16 })
    const frame = await decode(80, { ...square, allocated: 16, signed: true }, codestream)
    expect(frame.values).toEqual(signed)
  })

  test.each([0, 1, 2])('JPEG-LS of colours, interleave mode %i', async (mode) => {
    // The encoder takes planes in mode 0.
    const plane = (sample: number): number[] => Array.from(colour).filter((_, i) => i % 3 === sample)
    const source = mode === 0 ? Uint8Array.from([...plane(0), ...plane(1), ...plane(2)]) : colour
    const settings = { setInterleaveMode: mode }
    const codestream = await encode(CHARLS, 'JpegLSEncoder', source, { ...info, componentCount: 3 }, settings)
    expect((await decode(80, { ...square, samples: 3 }, codestream)).values).toEqual(colour)
  })

  test('JPEG-LS without its end: pixels that are whole are shown, others refused', async () => {
    const codestream = await encode(CHARLS, 'JpegLSEncoder', grey, info)
    expect((await decode(80, square, codestream.subarray(0, -2))).values).toEqual(grey)
    for (const length of [codestream.length - 4, codestream.length >> 1, 60]) {
      const refusal = decode(80, square, codestream.subarray(0, length))
      await expect(refusal).rejects.toMatchObject({ code: 'pixels-truncated' })
    }
  })

  test('JPEG 2000 of signed words', async () => {
    const bytes = new Uint8Array(signed.buffer)
    const codestream = await encode(OPENJPEG, 'J2KEncoder', bytes, { ...info, bitsPerSample: 16, isSigned: true })
    const frame = await decode(90, { ...square, allocated: 16, signed: true }, codestream)
    expect(frame.values).toEqual(signed)
  })

  test('JPEG 2000 of colours is RGB, whatever the transform', async () => {
    const codestream = await encode(OPENJPEG, 'J2KEncoder', colour, { ...info, componentCount: 3 })
    const frame = await decode(90, { ...square, samples: 3, photometric: 'YBR_RCT' }, codestream)
    expect(frame.photometric).toBe('RGB')
    expect(frame.values).toEqual(colour)
  })

  test('high-throughput JPEG 2000', async () => {
    const codestream = await encode(OPENJPH, 'HTJ2KEncoder', grey, info)
    expect((await decode(201, square, codestream)).values).toEqual(grey)
  })

  test('JPEG 2000 whose colours are transformed is RGB, though the header says YBR_FULL', async () => {
    const codestream = await encode(OPENJPEG, 'J2KEncoder', colour, { ...info, componentCount: 3 })
    const frame = await decode(90, { ...square, samples: 3, photometric: 'YBR_FULL' }, codestream)
    expect(frame.photometric).toBe('RGB')
  })

  test('a codestream of another size than the header is refused before room is made for it', async () => {
    /** Overwrites rows and columns behind a marker. */
    const enlarge = (codestream: Buffer, marker: number, at: number, size: Buffer): Buffer => {
      size.copy(codestream, codestream.indexOf(Buffer.from([0xff, marker])) + at)
      return codestream
    }
    const short = Buffer.alloc(4, 0xff)
    const jpeg = enlarge(await jpegOf(grey), 0xc0, 5, short)
    const jpegLs = enlarge(await encode(CHARLS, 'JpegLSEncoder', grey, info), 0xf7, 5, short)
    const jpeg2000 = await encode(OPENJPEG, 'J2KEncoder', grey, info)
    enlarge(jpeg2000, 0x51, 6, Buffer.from([0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]))
    for (const [n, codestream] of [[50, jpeg] as const, [80, jpegLs] as const, [90, jpeg2000] as const]) {
      const message = 'is of 65535 × 65535 pixels of 1 sample; the header says 64 × 64 pixels of 1 sample.'
      await expect(decode(n, square, codestream)).rejects.toThrow(message)
    }
  })

  test.each([50, 51, 57, 70, 80, 81, 90, 91, 201])('1.2.840.10008.1.2.4.%i of random bytes is refused', async (n) => {
    await expect(decode(n, square, Buffer.from(grey))).rejects.toMatchObject({ code: 'pixels-damaged' })
  })

  test('after a frame that a codec refused, it decodes the next', async () => {
    const codestream = await encode(OPENJPEG, 'J2KEncoder', grey, info)
    const cut = Buffer.concat([codestream.subarray(0, 60), Buffer.alloc(40, 0xff)])
    await expect(decode(90, square, cut)).rejects.toMatchObject({ code: 'pixels-damaged' })
    expect((await decode(90, square, codestream)).values).toEqual(grey)
  })

  test('a transfer syntax without a decoder is named', async () => {
    await expect(decode(102, square, Buffer.from(grey))).rejects.toThrow(
      'Images of the transfer syntax 1.2.840.10008.1.2.4.102 cannot be decoded.'
    )
  })
})

/**
 * A JPEG 2000 codestream of signed samples: what is shifted up by half its range is coded as if it were without a sign, and the
 * header then says that it has one (ISO/IEC 15444-1 sections A.5.1 and G.1). The encoders themselves take bytes for unsigned.
 */
async function encodeSigned(
  [path, name]: [string, string],
  samples: Int8Array,
  bits: number,
  components: number,
  settings: Record<string, unknown> = {}
): Promise<Buffer> {
  const shifted = Uint8Array.from(samples, (sample) => sample + 2 ** (bits - 1))
  const size = { ...info, bitsPerSample: bits, componentCount: components, isUsingColorTransform: components === 3 }
  const codestream = await encode(path, name, shifted, size, settings)
  const precision = codestream.indexOf(Buffer.from([0xff, 0x51])) + 40
  for (let i = 0; i < components; i++) codestream[precision + 3 * i] |= 0x80
  return codestream
}

describe('JPEG 2000 of signed samples of at most 8 bits', () => {
  const codecs: [number, [string, string]][] = [
    [90, [OPENJPEG, 'J2KEncoder']],
    [201, [OPENJPH, 'HTJ2KEncoder']]
  ]
  const cases = codecs.flatMap(([n, encoder]) =>
    [2, 5, 7, 8].flatMap((bits) => [1, 3].map((c) => ({ n, encoder, bits, c })))
  )
  test.each(cases)('1.2.840.10008.1.2.4.$n, $bits bits, $c components', async ({ n, encoder, bits, c }) => {
    const top = 2 ** (bits - 1)
    const samples = Int8Array.from({ length: SIDE * SIDE * c }, (_, i) => ((i * 7 + (i >> 6)) % (2 * top)) - top)
    const codestream = await encodeSigned(encoder, samples, bits, c)
    const options = { ...square, samples: c, stored: bits }
    expect((await decode(n, { ...options, signed: true }, codestream)).values).toEqual(samples)
    const wide = await decode(n, { ...options, signed: true, allocated: 16 }, codestream)
    expect(Array.from(wide.values)).toEqual(Array.from(samples))
    // Where the header says that they have no sign, it is about the same bits.
    const unsigned = await decode(n, { ...options, signed: false }, codestream)
    expect(unsigned.values).toEqual(Uint8Array.from(samples, (sample) => sample & (2 * top - 1)))
  })

  test('irreversible wavelets: within a level', async () => {
    const samples = Int8Array.from({ length: SIDE * SIDE }, (_, i) => Math.round(Math.sin(i / 40) * 127))
    const settings = { setQuality: [false, 0.002] }
    const codestream = await encodeSigned([OPENJPH, 'HTJ2KEncoder'], samples, 8, 1, settings)
    const { values } = await decode(203, { ...square, signed: true }, codestream)
    expect(values.every((value, i) => Math.abs(value - samples[i]) <= 1)).toBe(true)
  })
})

test.each([
  [90, OPENJPEG, 'J2KEncoder'],
  [201, OPENJPH, 'HTJ2KEncoder']
])(
  '1.2.840.10008.1.2.4.%i whose components lack samples is refused: codecs read beyond them, or hang',
  async (n, path, name) => {
    for (const [at, value, reason] of [
      [41, 2, 'do not have a sample for each pixel'],
      [42, 255, 'do not have a sample for each pixel'],
      [40, 11, 'differ in their precision']
    ] as const) {
      const codestream = await encode(path, name, colour, { ...info, componentCount: 3 })
      codestream[codestream.indexOf(Buffer.from([0xff, 0x51])) + at] = value
      const refusal = decode(n, { ...square, samples: 3 }, codestream)
      await expect(refusal).rejects.toMatchObject({
        code: 'pixels-unsupported',
        message: expect.stringContaining(reason) as string
      })
    }
  }
)

describe('JPEG 2000 in more parts than an image may have', () => {
  /** A main header of 8,000 × 8,000 pixels without wavelets, and a tile without data. */
  function codestreamOf({ tile = 8000, layers = 1, block = 4, precinct = 15 }): Buffer {
    const long = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
    const short = (value: number): number[] => [value >> 8, value & 255]
    const size = [0, 0, ...long(8000), ...long(8000), ...long(0), ...long(0), ...long(tile), ...long(tile)]
    const coding = [1, 0, ...short(layers), 0, 0, block, block, 0, 1, precinct * 17]
    return Buffer.from([
      ...[0xff, 0x4f, 0xff, 0x51, ...short(41), ...size, ...long(0), ...long(0), ...short(1), 7, 1, 1],
      ...[0xff, 0x52, ...short(2 + coding.length), ...coding, 0xff, 0x5c, 0, 4, 0x40, 0x48],
      ...[0xff, 0x90, 0, 10, 0, 0, 0, 0, 0, 14, 0, 1, 0xff, 0x93, 0xff, 0xd9]
    ])
  }

  test.each([
    ['4,000,000 code-blocks of 4 × 4', { block: 0 }],
    ['1,000,000 code-blocks of 8 × 8', { block: 1 }],
    ['code-blocks that precincts make small', { precinct: 3 }],
    ['tiles of 8 × 8', { tile: 8 }],
    ['65,535 layers of 15,625 precincts', { layers: 65_535, precinct: 6 }]
  ])('%s are refused', async (_name, parts) => {
    const refusal = decode(90, { rows: 8000, columns: 8000 }, codestreamOf(parts))
    await expect(refusal).rejects.toMatchObject({ name: 'MedoidError', code: 'pixels-too-large' })
  })

  test('tiles without pixels are refused', async () => {
    const refusal = decode(90, { rows: 8000, columns: 8000 }, codestreamOf({ tile: 0 }))
    await expect(refusal).rejects.toMatchObject({ code: 'pixels-damaged' })
  })

  test('code-blocks of 4 × 4 in a small image are decoded', async () => {
    const codestream = await encode(OPENJPEG, 'J2KEncoder', grey, info, { setBlockDimensions: { width: 4, height: 4 } })
    expect((await decode(90, square, codestream)).values).toEqual(grey)
  })
})
