import { containersOf, type Decoded, samplesOf } from './decoded.ts'
import type { PixelDescription } from './description.ts'
import { completed, readMainHeader, type MainHeader } from './jpeg-2000-header.ts'
import type { Containers } from './stored-values.ts'
import { WasmCodec } from './wasm-codec.ts'

const part1 = new WasmCodec('@cornerstonejs/codec-openjpeg/decodewasmjs', 'J2KDecoder', 'JPEG 2000')
const highThroughput = new WasmCodec('@cornerstonejs/codec-openjph/wasmjs', 'HTJ2KDecoder', 'HTJ2K')

/** Transfer syntaxes that may be lossy. */
const MAY_BE_LOSSY = new Set(['1.2.840.10008.1.2.4.91', '1.2.840.10008.1.2.4.203'])

/** Decodes a JPEG 2000 codestream (ISO/IEC 15444-1). */
export function decodeJpeg2000(data: Buffer, pixels: PixelDescription): Promise<Decoded> {
  return decode(part1, data, pixels)
}

/** Decodes a high-throughput JPEG 2000 codestream (ISO/IEC 15444-15). */
export function decodeHtj2k(data: Buffer, pixels: PixelDescription): Promise<Decoded> {
  return decode(highThroughput, data, pixels)
}

async function decode(codec: WasmCodec, data: Buffer, pixels: PixelDescription): Promise<Decoded> {
  const header = readMainHeader(data, pixels)
  const whole = completed(data)
  const isColourDifference = /^YBR_(RCT|ICT)$/.test(pixels.photometric)
  return {
    containers: await containers(codec, whole, pixels, header),
    precision: header.precision,
    photometric: header.isTransformed || isColourDifference ? 'RGB' : pixels.photometric,
    lossless: !MAY_BE_LOSSY.has(pixels.transferSyntax)
  }
}

async function containers(
  codec: WasmCodec,
  data: Buffer,
  pixels: PixelDescription,
  header: MainHeader
): Promise<Containers> {
  const { precision, isSigned } = header
  if (!isSigned || precision > 8) return containersOf(await codec.decode(data, samplesOf(pixels)), pixels)
  const wide = containersOf(await codec.decode(asWords(data, header), samplesOf(pixels)), pixels)
  return signedBytes(new Int16Array(wide.buffer, wide.byteOffset, wide.length), header)
}

const WORD = 16
const SIGNED_WORD = 0x80 | (WORD - 1)

/**
 * Both codecs put samples of at most 8 bits into bytes without a sign and lose what is below 0; words keep theirs. The precision
 * that a codestream announces bears on nothing but the size of what comes out: whole numbers stay what they are, and those of
 * irreversible wavelets grow in proportion (ISO/IEC 15444-1 equation E-3).
 */
function asWords(data: Buffer, { precisionAt }: MainHeader): Buffer {
  const words = Buffer.from(data)
  for (const at of precisionAt) words[at] = SIGNED_WORD
  return words
}

function signedBytes(words: Int16Array, { precision, isReversible }: MainHeader): Uint8Array {
  const shift = isReversible ? 0 : WORD - precision
  const half = shift === 0 ? 0 : 1 << (shift - 1)
  const top = 2 ** (precision - 1) - 1
  return Uint8Array.from(words, (word) => (shift === 0 ? word : Math.min(top, (word + half) >> shift)))
}
